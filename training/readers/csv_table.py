"""Comma-separated values (also with semicolons), fields in quotes where they hold separators or line ends."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator

from training.opening import Text
from training.readers.columns import (
    NO_LABEL,
    NO_TWO_TEXTS,
    PLAIN_LABELLED,
    Columns,
    header_columns,
    judged_columns,
)
from training.readers.reader import Expected, Reader, first_lines
from training.records import Record
from training.rejects import Rejects

MALFORMED = "not a row of CSV"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""What Excel writes first, for itself."""

_EXPLAINED = {NO_TWO_TEXTS: "expected two columns that hold text", NO_LABEL: "expected a text and a label"}


def _fits(text: Text) -> bool:
    separator, lines = _beginning(text)
    if not lines:
        return False
    if text.ending == ".csv":
        return any(separator in line for line in lines)
    first = next(csv.reader([lines[0]], delimiter=separator), [])
    return header_columns(first) is not None


def _beginning(text: Text) -> tuple[str, list[str]]:
    """Return the separator of a table, and its first lines without the one that only names it."""
    lines = first_lines(text)
    if lines and (named := _SEPARATOR_LINE.fullmatch(lines[0].strip())):
        return named[1], lines[1:]
    return (separator_of(lines), lines) if lines else ("", lines)


def separator_of(lines: list[str]) -> str:
    """Return the separator of a table, judged by its first row and then by how many rows have it."""
    for separator in ",;|":
        if header_columns(next(csv.reader([lines[0]], delimiter=separator), [])):
            return separator
    return max(",;|", key=lambda separator: sum(separator in line for line in lines))


def rows_of(text: Text, rejects: Rejects, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(line, cells)``, the number being that of the row's first line; malformed rows are counted.

    Of a row that goes wrong only the first line is given up: where a quote was never closed, the next line is a row.
    """
    fresh = text.lines(rejects)
    waiting: deque[tuple[int, str]] = deque()
    taken: list[tuple[int, str]] = []

    def lines() -> Iterator[str]:
        while line := waiting.popleft() if waiting else next(fresh, None):
            taken.append(line)
            yield line[1] + "\n"

    rows = csv.reader(lines(), delimiter=separator, strict=True)
    while True:
        taken.clear()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            rejects.add(text.name, taken[0][0], MALFORMED, str(error))
            waiting.extendleft(reversed(taken[1:]))
            rows = csv.reader(lines(), delimiter=separator, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield taken[0][0], cells


def _read(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    separator, lines = _beginning(text)
    columns: Columns | None = None
    for number, cells in rows_of(text, rejects, separator):
        if columns is None:
            if _SEPARATOR_LINE.fullmatch(separator.join(cells).strip()):
                continue
            columns = header_columns(cells)
            labelled = columns is not None and columns.kind == "labelled"
            if expected.labels and not labelled:
                columns = PLAIN_LABELLED
                if cells[0].strip() == "text":
                    continue
            elif columns is not None:
                continue
            else:
                columns = judged_columns(list(csv.reader(lines, delimiter=separator)), labels=expected.labels is None)
        record = columns.record(cells)
        if isinstance(record, str):
            rejects.add(text.name, number, record, _EXPLAINED[record])
        else:
            yield record


READER = Reader("csv", _fits, _read)
