"""``python -m benchmarks.way_back --data DIR``: what it gains and costs to ask whether a translation leads back.

Every line of the Tatoeba files in ``DIR``, in both directions, translated by the shipped bundle one by one: by the beam
alone, and with the translations first that lead back to the line (``models/translation``). BLEU and chrF2 by sacrebleu
against all references, and the processor's time a line. ``--share`` and ``--margin`` try other values than the app's.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from benchmarks.decode import SHIPPED
from chatapp.engine.fastest import limit_threads, line_to_line
from models import bundle, translation
from models.direction import Direction
from models.pieces import Pieces
from training.evaluation.translation import reference_streams
from training.readers.tsv import read_pairs


class Measured(NamedTuple):
    """How good translations are, and what one takes (median)."""

    bleu: float
    chrf: float
    milliseconds: float


def main() -> None:
    """Print a row for each direction and one of means."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.way_back", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--test", default="tatoeba-test")
    parser.add_argument("--bundle", type=Path, default=SHIPPED)
    parser.add_argument("--lines", type=int, help="of each file; all if left out")
    parser.add_argument("--share", type=float, default=translation.SHARE)
    parser.add_argument("--margin", type=float, default=translation.MARGIN)
    given = parser.parse_args()
    translation.SHARE, translation.MARGIN = given.share, given.margin
    limit_threads()
    loaded = bundle.load(given.bundle)
    network = line_to_line(loaded)
    print("| | BLEU, the beam alone | with the way back | chrF2, alone | with | ms a line, alone | with |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    rows = []
    for file in sorted(given.data.rglob(f"{given.test}.*.tsv")):
        first, second = file.name.split(".")[1].split("-")
        pairs = list(read_pairs(file))[: given.lines]
        there = [each.source for each in pairs], [each.targets for each in pairs]
        back = [each.targets[0] for each in pairs], [(each.source,) for each in pairs]
        for start, target, (lines, references) in ((first, second, there), (second, first, back)):
            alone, both = (
                measure(network, loaded.pieces, lines, references, Direction(known, target)) for known in (None, start)
            )
            rows.append((alone, both))
            _print(f"{start} → {target}", alone, both)
    _print("mean", *(Measured(*map(statistics.mean, zip(*each, strict=True))) for each in zip(*rows, strict=True)))


def measure(
    network: Any, pieces: Pieces, lines: Sequence[str], references: Sequence[Sequence[str]], direction: Direction
) -> Measured:
    """Translate lines one by one and score them."""
    written, milliseconds = [], []
    for line in lines:
        begun = time.process_time()
        [[best, *_]] = translation.translations(network, pieces, [pieces.encode(line)], direction)
        written.append(pieces.decode(best.pieces))
        milliseconds.append(1000 * (time.process_time() - begun))
    streams = reference_streams(references)
    bleu, chrf = (metric.corpus_score(written, streams).score for metric in (BLEU(), CHRF()))  # type: ignore[arg-type]
    return Measured(bleu, chrf, statistics.median(milliseconds))


def _print(name: str, alone: Measured, both: Measured) -> None:
    cells = (f"{value:.1f}" for pair in zip(alone, both, strict=True) for value in pair)
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
