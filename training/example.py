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


class ExampleFile:
    """A file of examples that is being written, one JSON list a line; it has its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._partial = path.with_suffix(".partial")

    def __enter__(self) -> ExampleFile:
        self._file = self._partial.open("w", encoding="utf-8")
        return self

    def write(self, example: Example) -> None:
        """Add an example."""
        self._file.write(json.dumps(example, ensure_ascii=False) + "\n")
        self.count += 1

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._partial.replace(self.path)
        else:
            self._partial.unlink()


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write examples, one JSON list a line, and return how many."""
    with ExampleFile(path) as file:
        for example in examples:
            file.write(example)
    return file.count


def read_examples(path: Path) -> Iterator[Example]:
    """Read what ``write_examples`` wrote."""
    with path.open(encoding="utf-8") as file:
        yield from map(_example, file)


def read_evenly(path: Path, most: int) -> Iterator[Example]:
    """Read so many examples at most, taken at even distances from the whole file; the same ones every time."""
    with path.open("rb") as file:
        there = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    with path.open(encoding="utf-8") as text:
        taken = min(1.0, most / max(1, there))
        yield from (_example(line) for index, line in enumerate(text) if int((index + 1) * taken) > int(index * taken))


def _example(line: str) -> Example:
    corpus, task, context, source, target = json.loads(line)
    return Example(corpus, task, tuple(context), source, target)
