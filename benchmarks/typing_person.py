"""A simulated person who types lines and takes a suggestion whenever it is right."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from benchmarks.typed_lines import Typed
from chatapp.engine.protocol import Continuation
from chatapp.engine.suggester import is_right
from chatapp.widgets.word_space import word_space
from models.completion import Completion

Offered = Sequence[Continuation | Completion]
Suggest = Callable[[str], Offered]
"""From a line so far to what could follow, the best first."""

LENGTHS = (1, 2, 3, 4)


@dataclass
class Count:
    """What happened over the lines of a test."""

    characters: int = 0
    keys: int = 0
    words: int = 0
    first: int = 0
    three: int = 0
    offered: Counter[int] = field(default_factory=Counter)
    matched: Counter[int] = field(default_factory=Counter)
    shown: int = 0
    taken: int = 0
    offered_characters: int = 0
    milliseconds: list[float] = field(default_factory=list)

    @property
    def saved(self) -> float:
        """The share of the keystrokes that was spared."""
        return 1 - self.keys / max(1, self.characters)


def type_lines(lines: Iterable[Typed], suggester_for: Callable[[Typed], Suggest]) -> Count:
    """Type all lines with the help of the whole panel, and ask before every word what would be offered."""
    count = Count()
    for line in lines:
        suggest = suggester_for(line)
        _type(line.text, suggest, count)
        _judge(line.text, suggest, count)
    return count


def _type(text: str, suggest: Suggest, count: Count) -> None:
    """Take the longest suggestion that is right to the end of a word, with one key; else type one letter.

    As in the app, the space between what was taken and a letter typed right after it comes with the letter.
    """
    count.characters += len(text)
    at, taken = 0, ""
    while at < len(text):
        begun = time.process_time()
        offered = suggest(text[:at])
        count.milliseconds.append(1000 * (time.process_time() - begun))
        rest = text[at:]
        right = [each.text for each in offered if is_right(each.text, rest)]
        count.shown += bool(offered)
        count.taken += bool(right)
        count.offered_characters += max((len(each.text) for each in offered[:1]), default=0)
        length = max(map(len, right), default=0)
        at += length or _typed_by_a_key(taken, rest)
        taken = text[:at] if length else ""
        count.keys += 1


def _typed_by_a_key(taken: str, rest: str) -> int:
    """Say how many characters of ``rest`` one key writes, after a suggestion that was ``taken`` or none."""
    return 2 if rest[:1] == " " and word_space(taken, rest[1:2]) else 1


def _judge(text: str, suggest: Suggest, count: Count) -> None:
    """Ask before the first letter of every word, whether or not the person would have come by there."""
    for start in [match.start() for match in re.finditer(r"(?<!\S)\w", text)]:
        offered = suggest(text[:start])
        words = list(dict.fromkeys(_first_word(each.text) for each in offered))
        count.words += 1
        count.first += _first_word(text[start:]) in words[:1]
        count.three += _first_word(text[start:]) in words[:3]
        for length in LENGTHS:
            best = max(
                (each for each in offered if each.words == length), key=lambda each: each.probability, default=None
            )
            if best is not None:
                count.offered[length] += 1
                count.matched[length] += is_right(best.text, text[start:])


@dataclass
class Ghosts:
    """What the grey text did to whoever takes that alone: how often it was shown anew, how often taken, how long."""

    characters: int = 0
    keys: int = 0
    shown: int = 0
    taken: int = 0
    offered_characters: int = 0


def type_by_ghost(
    lines: Iterable[Typed], suggester_for: Callable[[Typed], Suggest], least: Sequence[float]
) -> list[Ghosts]:
    """Type all lines with the help of the first suggestion alone, where it is as probable as each of ``least``.

    Grey text whose letters are typed one by one goes on standing there, and counts once.
    """
    counts = [Ghosts() for _ in least]
    for line in lines:
        suggest = cache(suggester_for(line))
        for sure, count in zip(least, counts, strict=True):
            _follow(line.text, suggest, sure, count)
    return counts


def _follow(text: str, suggest: Suggest, sure: float, count: Ghosts) -> None:
    count.characters += len(text)
    at, standing, taken = 0, "", ""
    while at < len(text):
        offered = suggest(text[:at])
        ghost = offered[0].text if offered and offered[0].probability >= sure else ""
        if ghost and text[:at] + ghost != standing:
            count.shown += 1
            count.offered_characters += len(ghost)
        standing = text[:at] + ghost if ghost else ""
        count.keys += 1
        if ghost and is_right(ghost, text[at:]):
            count.taken += 1
            at += len(ghost)
            taken = text[:at]
        else:
            at += _typed_by_a_key(taken, text[at:])
            taken = ""


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(".,;:!?").casefold() if text.split() else ""
