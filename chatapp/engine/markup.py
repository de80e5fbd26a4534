"""Tags and emphasis inside a sentence: taken out before it is translated, put back around the same words after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatapp.engine.protocol import Alignment

MARK = re.compile(
    r"</?[A-Za-z][^<>\n]*>|<!--.*?-->"
    r"|(?<!\S)(?:\*\*|__|~~)(?=\S)|(?<=\()(?:\*\*|__|~~)(?=\S)"
    r"|(?<=\S)(?:\*\*|~~)(?!\w)|(?<=\w)__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\W_])|(?<=[^\s_])_(?![\w])"
    r"|\[(?=[^\]\n]+\](?:\([^)\n]*\)|\[[^\]\n]*\]))|(?<=\S)\](?:\([^)\n]*\)|\[[^\]\n]*\])"
)


class Mark(NamedTuple):
    """A tag at a place of the text without tags; ``opens`` where it belongs to the word after it."""

    place: int
    text: str
    opens: bool


class Unmarked(NamedTuple):
    """A text and the marks that were taken out of it, in their order; ``pairs`` are of positions among the marks."""

    text: str
    marks: tuple[Mark, ...]
    pairs: tuple[tuple[int, int], ...]


def unmark(sentence: str) -> Unmarked:
    """Take the marks out of a sentence."""
    parts: list[str] = []
    marks: list[Mark] = []
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    begin = length = 0
    for match in MARK.finditer(sentence):
        parts.append(sentence[begin : match.start()])
        length += len(parts[-1])
        begin = match.end()
        partner = next((each for each in reversed(waiting) if _closes(match[0], marks[each].text)), None)
        if partner is not None:
            pairs.append((partner, len(marks)))
            del waiting[waiting.index(partner) :]
        else:
            waiting.append(len(marks))
        before_a_word = sentence[match.end() : match.end() + 1].strip() != ""
        marks.append(Mark(length, match[0], partner is None and before_a_word))
    return Unmarked("".join([*parts, sentence[begin:]]), tuple(marks), tuple(pairs))


def _closes(closing: str, opening: str) -> bool:
    if closing.startswith("]"):
        return opening == "["
    if closing.startswith("<"):
        return closing.startswith("</") and closing[2:-1].strip() == re.split(r"[\s>/]", opening[1:], maxsplit=1)[0]
    return closing == opening


def mark_again(unmarked: Unmarked, translation: str, alignment: Alignment | None) -> str | None:
    """Put the marks around the words of the translation that were translated from the words they were around.

    Pairs never cross, and a pair that held words holds words; None where that cannot be.
    """
    paired = dict(unmarked.pairs)
    if len(unmarked.marks) != 2 * len(paired):
        return None
    if not paired:
        return translation
    ranges: list[tuple[int, int, int, int]] = []
    for opening, closing in paired.items():
        source = unmarked.marks[opening].place, unmarked.marks[closing].place
        target = _whole(unmarked.text, translation, source) or _partners(source, alignment)
        if target is None:
            return None
        ranges.append((*target, opening, closing))
    if any(_cross(one, other) for one in ranges for other in ranges):
        return None
    inserted = [(place, rank, unmarked.marks[number].text) for place, rank, number in _insertions(ranges)]
    for place, _, text in sorted(inserted, reverse=True):
        translation = translation[:place] + text + translation[place:]
    return translation


def _whole(text: str, translation: str, source: tuple[int, int]) -> tuple[int, int] | None:
    """A pair around all of the sentence, but for the signs at its end, is so in the translation."""
    tail = len(text) - len(text.rstrip(".!?…:;, "))
    if source[0] > 0 or source[1] < len(text) - tail:
        return None
    if source[1] == len(text):
        return 0, len(translation)
    return 0, len(translation.rstrip(".!?…:;, \u00a0\u202f"))


def _partners(source: tuple[int, int], alignment: Alignment | None) -> tuple[int, int] | None:
    if alignment is None:
        return None
    inside = {
        number for number, (begin, end) in enumerate(alignment.source_words) if begin < source[1] and end > source[0]
    }
    found = [
        span for span, row in zip(alignment.target_words, alignment.weights, strict=True) if _strongest(row) in inside
    ]
    if not found or not inside:
        return None
    return min(span[0] for span in found), max(span[1] for span in found)


def _strongest(row: Sequence[float]) -> int:
    return max(range(len(row)), key=row.__getitem__, default=-1)


def _cross(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    # Ranges that overlap are nested, and in the order in which the marks were.
    apart = one[1] <= other[0] or other[1] <= one[0]
    in_source = one[2] <= other[2] and other[3] <= one[3]
    around = one[2] >= other[2] and other[3] >= one[3]
    if in_source:
        return not (one[0] <= other[0] and other[1] <= one[1])
    if around:
        return not (other[0] <= one[0] and one[1] <= other[1])
    return not apart


def _insertions(ranges: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int]]:
    """Place, rank among the marks of that place (closing ones first), and number of each mark."""
    last = max(closing for *_, closing in ranges) + 1
    return [
        each
        for begin, end, opening, closing in ranges
        for each in ((begin, last + opening, opening), (end, closing, closing))
    ]
