"""Numbers of a sentence, kept in its translation; figures with more than digits in them letter by letter."""

from __future__ import annotations

import re
from collections import Counter

from chatapp.engine.protocol import Alignment

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")

AMOUNT = re.compile(r"\d+(?:[.,]\d+)*[ \u00a0\u202f]?(?:EUR|USD|GBP|CHF|JPY)(?!\w)")
FIGURE = re.compile(
    r"(?<![\w.-])(?:\d+(?:[-/]\d+)+|\+\d+(?:[ .-]?\d+)*|\d{2,4}(?: \d{2}){3,}|[A-Z]{1,4}-\d+)(?![\w/]|-\d)"
)
"""A date, a telephone number, a range, a room."""


def has_figures(sentence: str) -> bool:
    """Tell whether there is something in a sentence that is more than a number, and is copied whole."""
    return bool(AMOUNT.search(sentence) or FIGURE.search(sentence))


def keeps_numbers(sentence: str, translation: str) -> bool:
    """Tell whether the translation has the numbers of the sentence, however it groups their digits, and its figures."""
    figures = Counter(match[0] for pattern in (AMOUNT, FIGURE) for match in pattern.finditer(sentence))
    whole = all(_count(figure, translation) >= count for figure, count in figures.items())
    return whole and _digits(sentence) == _digits(translation)


def _count(figure: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(figure)}(?!\w)", text))


def patch_numbers(sentence: str, translation: str, alignment: Alignment | None) -> str:
    """Put the numbers that the translation lacks in the place of those that it has too many.

    Where there are several, each takes the place of the one that looked at it most; where the counts differ, nothing
    is changed: a number may well have been written as a word.
    """
    missing = _without(sentence, _digits(translation))
    extra = _without(translation, _digits(sentence))
    if not missing or len(missing) != len(extra):
        return translation
    free = list(missing)
    changes: list[tuple[re.Match[str], str]] = []
    for place in extra:
        best = max(free, key=lambda number: _looked(place, number, alignment)) if alignment else free[0]
        free.remove(best)
        changes.append((place, best[0]))
    for place, number in sorted(changes, key=lambda change: -change[0].start()):
        translation = translation[: place.start()] + number + translation[place.end() :]
    return translation


def _looked(target: re.Match[str], source: re.Match[str], alignment: Alignment | None) -> float:
    if alignment is None:
        return 0.0
    return sum(
        weight
        for (begin, end), row in zip(alignment.target_words, alignment.weights, strict=True)
        if begin < target.end() and end > target.start()
        for (first, last), weight in zip(alignment.source_words, row, strict=True)
        if first < source.end() and last > source.start()
    )


def _without(text: str, others: Counter[str]) -> list[re.Match[str]]:
    left = Counter(others)
    found = []
    for match in NUMBER.finditer(text):
        digits = _only_digits(match[0])
        if left[digits]:
            left[digits] -= 1
        else:
            found.append(match)
    return found


def _digits(text: str) -> Counter[str]:
    return Counter(_only_digits(match[0]) for match in NUMBER.finditer(text))


def _only_digits(number: str) -> str:
    return re.sub(r"\D", "", number)
