"""A text cut into what is to be translated and what stays as it is: line breaks, spaces, addresses, emoji."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from chatapp.engine.markup import MARK
from chatapp.engine.verbatim import VERBATIM, VERBATIM_AND_FIGURES

_LINE = re.compile(r"[^\n]+|\n+")
_MARGIN = re.compile(
    r"(?P<before>\s*(?:>\s*|(?:[-*+•–—]|#{1,6}|\d{1,3}(?:[.)]|(?:\.\d{1,3})+\.?)|\(?[a-zA-Z\d]{1,3}\)|\[[ xX]\])\s+)*)"
    r"(?P<body>.*?)(?P<after>\s*)",
    re.DOTALL,
)
_EMOJI = re.compile(
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF][\U0001F000-\U0001FAFF\u2600-\u27BF\u200d\ufe0f]*"
)
_KEPT, _KEPT_OR_FIGURE = (
    re.compile("|".join(re.sub(r"\(\?P<(?!fence)\w+>", "(?:", each.pattern) for each in (kept, MARK)))
    for kept in (VERBATIM, VERBATIM_AND_FIGURES)
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s+[\"'«“‘(\[¿¡]*[^\W_])|[。！？]+")
_ABBREVIATIONS = (
    {"mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "vol", "approx"}
    | {"m", "mme", "mlle", "av", "cf"}
    | {"bzw", "ca", "d.h", "evtl", "fr", "hr", "inkl", "nr", "str", "u.a", "usw", "z.b"}
    | {"sra", "srta", "ud", "uds", "pág", "núm"}
)
_PAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=[-–—(])")


class Segment(NamedTuple):
    """A stretch of a text; ``translated`` tells whether it is to be translated or to be kept."""

    text: str
    translated: bool


def cut(text: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    """Cut a text into segments that together are the text, none to be translated longer than ``fits``.

    Lines, the margin of each (indentation, list marks), the spaces between sentences, emoji and whatever has no word to
    translate in it are kept. Addresses, code and tags may stand inside a sentence.
    """
    for line in _LINE.finditer(text):
        margin = _MARGIN.fullmatch(line[0])
        if line[0].startswith("\n") or margin is None:
            yield Segment(line[0], translated=False)
            continue
        yield from _kept(margin["before"])
        for sentence in _sentences(margin["body"]):
            yield from _around_emoji(sentence, fits)
        yield from _kept(margin["after"])


def _kept(text: str) -> Iterator[Segment]:
    if text:
        yield Segment(text, translated=False)


def _sentences(line: str) -> Iterator[str]:
    begin = 0
    for end in _SENTENCE_END.finditer(VERBATIM.sub(lambda kept: "x" * len(kept[0]), line)):
        word = line[begin : end.start()].rsplit(maxsplit=1)[-1:] or [""]
        if end[0] == "." and _is_abbreviation(word[0]):
            continue
        yield line[begin : end.end()]
        begin = end.end()
    if begin < len(line):
        yield line[begin:]


def _is_abbreviation(word: str) -> bool:
    word = word.strip("\"'«“‘([¿¡")
    initial = len(word) == 1 and word.isalpha() and word.isupper() and word != "I"
    ordinal = len(word) <= 2 and word.isdigit()  # "der 3. Mai"
    return initial or ordinal or word.lower() in _ABBREVIATIONS


def _around_emoji(sentence: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    begin = 0
    for emoji in _EMOJI.finditer(sentence):
        yield from _around_kept(sentence[begin : emoji.start()], fits)
        yield Segment(emoji[0], translated=False)
        begin = emoji.end()
    yield from _around_kept(sentence[begin:], fits)


def _around_kept(sentence: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    """Leave what is kept inside a sentence that fits, and where there is a word to translate beside it."""
    if fits(sentence) and _has_letter(_KEPT.sub("", sentence)):
        yield from _translated(sentence, fits)
        return
    yield from around_kept(sentence, fits)


def around_kept(sentence: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    """Cut a sentence at all that is copied, at all tags and at all figures."""
    begin = 0
    for kept in _KEPT_OR_FIGURE.finditer(sentence):
        yield from _translated(sentence[begin : kept.start()], fits)
        yield Segment(kept[0], translated=False)
        begin = kept.end()
    yield from _translated(sentence[begin:], fits)


def _translated(text: str, fits: Callable[[str], bool]) -> Iterator[Segment]:
    """Keep the spaces at both ends, and the whole where there is no letter in it."""
    body = text.strip()
    if not _has_letter(body):
        yield from _kept(text)
        return
    start = text.index(body)
    yield from _kept(text[:start])
    for part in _fitting(body, fits):
        words = part.strip()
        before, after = part.split(words, 1) if words else (part, "")
        yield from _kept(before)
        yield from [Segment(words, translated=_has_letter(words))] if words else []
        yield from _kept(after)
    yield from _kept(text[start + len(body) :])


def _has_letter(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _fitting(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Cut a sentence that is too long near its middle: at a pause if there is one, else between words."""
    if fits(text) or len(text) < 2:
        yield text
        return
    at = _nearest_to_the_middle(_PAUSE, text) or _nearest_to_the_middle(re.compile(r"\s+"), text) or len(text) // 2
    yield from _fitting(text[:at], fits)
    yield from _fitting(text[at:], fits)


def _nearest_to_the_middle(pattern: re.Pattern[str], text: str) -> int | None:
    """Find where the match nearest to the middle begins; None if all are near the ends."""
    quarter = len(text) // 4
    starts = [match.start() for match in pattern.finditer(text) if quarter < match.start() < len(text) - quarter]
    return min(starts, key=lambda start: abs(start - len(text) // 2), default=None)
