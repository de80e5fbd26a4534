"""Parallel texts in two files, a line of the one a translation of the same line of the other: ``x.en`` and ``x.fr``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from training.cleaning import whole_characters
from training.opening import Text
from training.readers.language_codes import is_language
from training.records import Pair, Record
from training.rejects import Rejects

NAME = "moses"
NO_COUNTERPART = "no line in the other file"
EMPTY_SIDE = "empty line in one file"


def side_of(text: Text) -> tuple[str, str] | None:
    """Return ``(name without the language, language)`` of a file that is named as one side; None of any other."""
    stem, dot, code = text.unpacked_name.rpartition(".")
    return (stem, code.lower()) if dot and stem and is_language(code.lower()) and code.islower() else None


def sibling_names(path: Path) -> list[Path]:
    """Return the files beside ``path`` that are named as the other sides of it."""
    side = side_of(Text(path.name, lambda: iter(())))
    if side is None or not path.parent.is_dir():
        return []
    found = []
    for other in sorted(path.parent.glob(f"{_literal(side[0])}.*")):
        theirs = side_of(Text(other.name, lambda: iter(())))
        if theirs and theirs[0] == side[0] and theirs[1] != side[1] and other.is_file():
            found.append(other)
    return found


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def in_pairs(texts: Sequence[Text], languages: Sequence[str]) -> tuple[list[tuple[Text, Text]], list[Text]]:
    """Divide texts into the two sides of pairs, and those that stand alone.

    Of more than two sides each is paired with the first; ``languages`` says which two are wanted, and in which order.
    """
    groups: dict[str, dict[str, Text]] = {}
    alone = []
    for text in texts:
        if side := side_of(text):
            groups.setdefault(side[0], {})[side[1]] = text
        else:
            alone.append(text)
    pairs = []
    for sides in groups.values():
        if len(languages) == 2 and set(languages) <= set(sides) and languages[0] != languages[1]:
            pairs.append((sides[languages[0]], sides[languages[1]]))
        elif len(sides) > 1:
            first, *others = (sides[code] for code in sorted(sides, key=lambda code: (code != "en", code)))
            pairs += [(first, other) for other in others]
        else:
            alone += sides.values()
    return pairs, alone


def read(sides: tuple[Text, Text], rejects: Rejects) -> Iterator[Record]:
    """Yield a pair for each line that both files have."""
    counts = Rejects(rejects.strict, rejects.every)
    for first, second in zip_longest(_all_lines(sides[0], counts), _all_lines(sides[1], counts)):
        there = first or second
        assert there is not None
        if first is None or second is None:
            rejects.add(sides[0].name if first else sides[1].name, there[0], NO_COUNTERPART)
        elif not first[1] or not second[1]:
            if first[1] or second[1]:
                rejects.add(sides[0 if not first[1] else 1].name, there[0], EMPTY_SIDE)
        else:
            yield Pair(first[1], (second[1],))
    rejects.join(counts)


def _all_lines(text: Text, rejects: Rejects) -> Iterator[tuple[int, str]]:
    """Yield every line, an empty one for each that cannot be read: the two files must stay in step."""
    expected = 1
    for number, line in text.lines(rejects):
        for missing in range(expected, number):
            yield missing, ""
        expected = number + 1
        yield number, whole_characters(line.strip())
