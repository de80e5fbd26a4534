"""``python -m benchmarks.copying --data DIR``: how many sentences with numbers keep them, and what that does to BLEU.

On the sentences with a number of the Tatoeba files in ``DIR``, in both directions: the best of the beam as it is; the
best that keeps the numbers; the same with numbers put in by attention where none does; and what the app answers, which
lets known numbers stand for the others where that does not help, either.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sacrebleu.metrics.bleu import BLEU

from chatapp.engine.engine import Engine
from chatapp.engine.numbers import NUMBER, keeps_numbers, patch_numbers
from chatapp.engine.sentences import Sentences
from models.direction import Direction
from training.evaluation.translation import reference_streams

_WAYS = ("best of the beam", "best that keeps", "and put in by attention", "and known numbers for others")


class Row(NamedTuple):
    """A sentence with its references."""

    direction: Direction
    source: str
    references: Sequence[str]


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copying", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--test", default="tatoeba-test")
    arguments = parser.parse_args()
    rows = list(rows_with_numbers(arguments.data, arguments.test))
    sentences: Sentences[Any] = Engine.on_this_machine().services.translator().sentences
    answers = [all_ways(sentences, row) for row in rows]
    references = reference_streams([row.references for row in rows])
    print(f"{arguments.test}: {len(rows)} sentences with numbers")
    for way, name in enumerate(_WAYS):
        written = [each[way] for each in answers]
        kept = sum(keeps_numbers(row.source, answer) for row, answer in zip(rows, written, strict=True))
        bleu = BLEU().corpus_score(written, references)  # type: ignore[arg-type]
        print(f"  {name:30} kept {kept / len(rows):6.1%}   BLEU {bleu.score:5.2f}")


def rows_with_numbers(data: Path, test: str) -> Iterator[Row]:
    """Read the files of all directions."""
    for file in sorted(data.rglob(f"{test}.*.tsv")):
        first, second = file.name.split(".")[1].split("-")
        for line in file.read_text("utf-8").splitlines():
            source, *references = line.split("\t")
            if NUMBER.search(source):
                yield Row(Direction(first, second), source, references)
            if NUMBER.search(references[0]):
                yield Row(Direction(second, first), references[0], [source])


def all_ways(sentences: Sentences[object], row: Row) -> tuple[str, ...]:  # type: ignore[type-var]
    """Translate a sentence in each way."""
    found = sentences._ask([row.source], row.direction, lambda: False)
    assert found is not None
    best = found[0][0]
    keeping = next((each for each in found[0] if keeps_numbers(row.source, each)), None)
    alignment = None if keeping else sentences.align(row.source, best, row.direction.target)
    patched = keeping or patch_numbers(row.source, best, alignment)
    answer = sentences.translate([row.source], row.direction, lambda: False)
    assert answer is not None
    return best, keeping or best, patched, answer[0][0]


if __name__ == "__main__":
    main()
