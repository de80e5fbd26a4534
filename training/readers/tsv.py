"""Tab-separated lines: ``source<TAB>target[<TAB>target…]``, or ``text<TAB>label,label``, with or without a header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.opening import Text, texts_of
from training.readers.columns import PLAIN_LABELLED, PLAIN_PAIR, Columns, header_columns, judged_columns
from training.readers.reader import Expected, Reader, first_lines
from training.records import Labelled, Pair, Record
from training.rejects import Rejects

EXPLAINED = {
    "no two texts": "expected a source and a target with a tab between them",
    "no label": "expected a text and a label with a tab between them",
}


def _fits(text: Text) -> bool:
    lines = first_lines(text)
    tabbed = sum("\t" in line.strip() for line in lines)
    return tabbed > 0 and (tabbed >= len(lines) * 0.8 or text.ending == ".tsv")


def _read(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    columns, header = _columns(text, expected)
    for number, line in text.lines(rejects):
        if number == 1 and header:
            continue
        if not line.strip(" \r\n\f\v"):
            continue
        cells = line.split("\t")
        record = columns.record(list(map(_unquoted, cells)) if '""' in line else cells)
        if isinstance(record, str):
            rejects.add(text.name, number, record, EXPLAINED[record])
        else:
            yield record


def _unquoted(cell: str) -> str:
    """Undo how spreadsheets write a quotation mark; what has none doubled within may be somebody's speech."""
    within = cell[1:-1]
    as_a_spreadsheet = cell[:1] == cell[-1:] == '"' and '""' in within and '"' not in within.replace('""', "")
    return within.replace('""', '"') if as_a_spreadsheet else cell


def _columns(text: Text, expected: Expected) -> tuple[Columns, bool]:
    rows = [line.split("\t") for line in first_lines(text)]
    columns = header_columns(rows[0]) if rows else None
    if expected.labels and (not columns or columns.kind != "labelled"):
        return PLAIN_LABELLED, bool(rows) and rows[0][0].strip() == "text"
    if columns:
        return columns, True
    return judged_columns(rows, labels=expected.labels is None), False


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield a pair a line; every further column is another translation.

    Raises:
        RecordError: a line has fewer than two columns that hold text.
    """
    for record in _strictly(path, PLAIN_PAIR):
        assert isinstance(record, Pair)
        yield record


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Yield a labelled line a row; labels are separated by commas. A header that names ``text`` first is skipped.

    Raises:
        RecordError: a line has no label.
    """
    for record in _strictly(path, PLAIN_LABELLED):
        assert isinstance(record, Labelled)
        yield record


def _strictly(path: Path, columns: Columns) -> Iterator[Record]:
    rejects = Rejects(strict=True)
    for text in texts_of(path, rejects):
        for number, line in text.lines(rejects):
            cells = line.split("\t")
            if number == 1 and columns is PLAIN_LABELLED and cells[0] == "text":
                continue
            record = columns.record(cells)
            if isinstance(record, str):
                rejects.add(text.name, number, record, EXPLAINED[record])
            else:
                yield record


READER = Reader("tsv", _fits, _read)
