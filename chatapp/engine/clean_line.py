"""Text made fit to be read, by a network or a person: no control characters, one spelling for each letter."""

from __future__ import annotations

import re
import unicodedata

_TERMINAL_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text with its lines, tabs and spaces as they were, without terminal sequences and control characters.

    Letters are composed (Unicode NFC), every kind of line break is a newline, half a surrogate pair is U+FFFD.
    """
    text = _TERMINAL_SEQUENCE.sub("", text)
    text = _LINE_BREAK.sub("\n", text)
    text = _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return the text cleaned and on one line, with single spaces and none at either end."""
    return " ".join(clean_text(text).split())


def written_line(text: str) -> str:
    """Return what a network wrote as one clean line, without the bytes that make no character."""
    return clean_line(text.replace("\ufffd", ""))
