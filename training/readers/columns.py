"""What the columns of a table mean: said by a header, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from training.readers.language_codes import is_language
from training.readers.turns import one_line
from training.records import Dialogue, Labelled, Pair, Record

PROMPTS = ("prompt", "question", "instruction", "input", "user", "human", "query", "message", "utterance")
REPLIES = ("reply", "response", "answer", "output", "completion", "assistant", "bot", "gpt", "chosen")
PASSAGES = ("context", "passage", "paragraph", "background", "document")
SOURCES = ("source", "src", "source_text", "original")
TARGETS = ("target", "tgt", "target_text", "translation", "translated")
TEXTS = ("text", "sentence", "line", "content", "utterance", "tweet", "comment", "sms")
LABELS = (
    *("label", "labels", "class", "category", "emotion", "emotions", "intent", "sentiment", "tag", "tags"),
    *("language", "lang", "mood", "topic"),
)

NO_TWO_TEXTS = "no two texts"
NO_LABEL = "no label"

Kind = Literal["pair", "dialogue", "labelled"]


class Columns(NamedTuple):
    """Which columns hold what; the others are left unread."""

    kind: Kind
    first: int
    second: tuple[int, ...]
    passage: int = -1

    def record(self, cells: Sequence[str]) -> Record | str:
        """Make a record of a row, or say why it is none."""
        first = one_line(cells[self.first]) if self.first < len(cells) else ""
        chosen = range(self.second[0], len(cells)) if self.second == (1, -1) else self.second
        rest = [one_line(cells[each]) for each in chosen if each < len(cells)]
        kept = tuple(each for each in rest if each)
        if not first or not kept:
            return NO_LABEL if self.kind == "labelled" else NO_TWO_TEXTS
        if self.kind == "pair":
            return Pair(first, kept)
        if self.kind == "dialogue":
            passage = one_line(cells[self.passage]) if 0 <= self.passage < len(cells) else ""
            return Dialogue((first, kept[0]), passage=passage)
        labels = tuple(label.strip() for label in kept[0].split(",") if label.strip())
        return Labelled(first, labels) if labels else NO_LABEL


EVERY_FURTHER = (1, -1)
"""All columns after the first: each is another translation."""

PLAIN_PAIR = Columns("pair", 0, EVERY_FURTHER)
PLAIN_LABELLED = Columns("labelled", 0, (1,))


def header_columns(cells: Sequence[str]) -> Columns | None:
    """Read a first row as a header; None where it is none."""
    names = [cell.strip().strip('"').casefold() for cell in cells]
    for kind, firsts, seconds in (
        ("pair", SOURCES, TARGETS),
        ("dialogue", PROMPTS, REPLIES),
        ("labelled", TEXTS, LABELS),
    ):
        first = next(_positions(names, firsts), None)
        if first is not None and (second := [each for each in _positions(names, seconds) if each != first]):
            passage = next(_positions(names, PASSAGES), -1) if kind == "dialogue" else -1
            return Columns(kind, first, tuple(second) if kind == "pair" else (second[0],), passage)  # type: ignore[arg-type]
    # "Hi" and "no" are codes, too: one side must be a language that the app knows, and neither written like a word.
    codes = [cell.strip() for cell in cells]
    if len(set(codes)) == len(codes) > 1 and all(map(is_language, codes)) and {"en", "fr", "de", "es"} & set(codes):
        return Columns("pair", 0, tuple(range(1, len(names))))
    return None


def judged_columns(rows: Sequence[Sequence[str]], *, labels: bool = False) -> Columns:
    """Judge columns without a header by what stands in them: Tatoeba's numbers, an attribution, labels.

    Args:
        rows: the first ones.
        labels: whether the second column may hold labels.
    """
    whole = [row for row in rows if len(row) >= 2]
    if whole and all(len(row) >= 4 and row[0].isdecimal() and row[2].isdecimal() for row in whole):
        return Columns("pair", 1, (3,))
    if whole and all(len(row) == 3 and "attribution" in row[2].casefold() for row in whole):
        return Columns("pair", 0, (1,))
    return PLAIN_LABELLED if labels and _are_labels(whole) else PLAIN_PAIR


def _are_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether second columns are labels: a few bare names, each of many texts."""
    names = {row[1].strip() for row in rows}
    texts = {row[0] for row in rows}
    few = len(rows) >= _ROWS_TO_JUDGE and 2 <= len(names) <= min(len(rows), len(texts)) // 4
    return few and all(_LABEL.fullmatch(name) for name in names)


_ROWS_TO_JUDGE = 12
_LABEL = re.compile(r"[\w&/+-]{1,40}(?:, ?[\w&/+-]{1,40})*")


def _positions(names: Sequence[str], known: Sequence[str]) -> Iterator[int]:
    return (names.index(name) for name in known if name in names)
