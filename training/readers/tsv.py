"""Tab-separated lines: ``source<TAB>target[<TAB>target…]``, or ``text<TAB>label,label``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.readers.lines import numbered_lines
from training.records import Labelled, Pair, RecordError


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield a pair a line; every further column is another translation.

    Raises:
        RecordError: a line has fewer than two columns that hold text.
    """
    for number, line in numbered_lines(path):
        source, *targets = (column.strip() for column in line.split("\t"))
        kept = tuple(target for target in targets if target)
        if not source or not kept:
            raise RecordError(f"{path}, line {number}: expected a source and a target with a tab between them.")
        yield Pair(source, kept)


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Yield a labelled line a row; labels are separated by commas. A header that names ``text`` first is skipped.

    Raises:
        RecordError: a line has no label.
    """
    for number, line in numbered_lines(path):
        text, *columns = line.split("\t")
        if number == 1 and text == "text":
            continue
        if not text.strip() or not columns or not columns[0].strip():
            raise RecordError(f"{path}, line {number}: expected a text and a label with a tab between them.")
        yield Labelled(text.strip(), tuple(label.strip() for label in columns[0].split(",") if label.strip()))
