"""Cleaning: one spelling of every text, and the texts that nothing can be learnt from.

A text is written as the app writes what a person types (one line, Unicode NFC, no control characters), so that a model
meets in use what it met in training.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

LONGEST_TEXT = 600
"""In characters; a longer turn or sentence is left out and counted."""

TOO_LONG = "too long"
REPEATS = "too many repeats"
EMPTY = "empty text"

_TERMINAL_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RUN = re.compile(r"(\S)\1{19,}")


def clean(text: str) -> str:
    """Return the text on one line, with single spaces, composed, without entities and characters that show nothing."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _INVISIBLE.sub("", _TERMINAL_SEQUENCE.sub("", text))
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def whole_characters(text: str) -> str:
    """Return the text without NUL, surrogate pairs put together, and U+FFFD for half a pair, which no file can hold."""
    text = text.replace("\0", "")
    if text.isascii() or not _LONE_SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def unfit(text: str) -> str:
    """Return why nothing can be learnt from a clean text, or an empty string.

    A text repeats too much when one character stands twenty times in a row, or when more than half of its ten or more
    words are the same one.
    """
    if not text:
        return EMPTY
    if len(text) > LONGEST_TEXT:
        return TOO_LONG
    if len(text) < 20:
        return ""
    if _RUN.search(text):
        return REPEATS
    words = text.casefold().split()
    if len(words) >= 10 and Counter(words).most_common(1)[0][1] * 2 > len(words):
        return REPEATS
    return ""
