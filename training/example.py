"""One record of the prepared corpus, and the file that a run keeps them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LABEL = "label"
"""The task of an example whose target is labels, separated by commas, and no text."""

WORD = "word"
"""The task of an example whose source is a word, its context the language, and its target numbers of a lexicon."""


class Example(NamedTuple):
    """What every task comes down to.

    ``task`` is the name of a control piece (``<chat>``, ``<to:fr>``, ``<en>``) or, for labels, ``label``;
    ``context`` the turns before, oldest first; ``corpus`` the index of the recipe's entry it came from.
    """

    corpus: int
    task: str
    context: tuple[str, ...]
    source: str
    target: str


def texts_of(example: Example) -> tuple[str, ...]:
    """Return what there is to read in an example, each text of a corpus once.

    The turns before a prompt are left out, since each was a prompt itself; those before a line without one are not.
    """
    if example.task in (LABEL, WORD):
        return (example.source,)
    return (example.source, example.target) if example.source else (*example.context, example.target)


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write examples, one JSON list a line, and return how many."""
    count = 0
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for example in examples:
            file.write(json.dumps(example, ensure_ascii=False) + "\n")
            count += 1
    partial.replace(path)
    return count


def read_examples(path: Path) -> Iterator[Example]:
    """Read what ``write_examples`` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            corpus, task, context, source, target = json.loads(line)
            yield Example(corpus, task, tuple(context), source, target)
