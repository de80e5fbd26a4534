"""Pairs of two languages joined through a third: whatever translates the same sentence translates each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice, product

from training.records import Pair

MOST = 4
"""Pairs made of one shared sentence at most: a common one has many translations, and they differ in nuances."""

_SHARED = """
    SELECT shared FROM second WHERE shared IN (SELECT shared FROM first) GROUP BY shared ORDER BY min(rowid)
"""


def joined_through(first: Iterable[Pair], second: Iterable[Pair]) -> Iterator[Pair]:
    """Join two parallel corpora whose sources are of the same language, on the disk where memory is too small.

    Args:
        first: shared sentence and one language.
        second: shared sentence and the other.

    Yields:
        pairs of the one language and the other, in the order of ``second``; at most ``MOST`` of a shared sentence.
    """
    # A database without a name is a file of SQLite's own, of which it keeps a little in memory; closing it deletes it.
    with closing(sqlite3.connect("")) as tables:
        for name, pairs in (("first", first), ("second", second)):
            tables.execute(f"CREATE TABLE {name} (shared TEXT, translation TEXT)")
            rows = ((pair.source, target) for pair in pairs for target in pair.targets)
            tables.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)
            tables.execute(f"CREATE INDEX {name}_shared ON {name} (shared)")
        for (shared,) in tables.execute(_SHARED):
            one, other = (_translations(tables, name, shared) for name in ("first", "second"))
            for source, target in islice(product(one, other), MOST):
                yield Pair(source, (target,))


def _translations(tables: sqlite3.Connection, name: str, shared: str) -> list[str]:
    query = f"SELECT translation FROM {name} WHERE shared = ? ORDER BY rowid"
    return list(dict.fromkeys(text for (text,) in tables.execute(query, (shared,))))
