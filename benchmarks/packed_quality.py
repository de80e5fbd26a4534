"""``python -m benchmarks.packed_quality PAIRS``: what packing a translation model costs in quality.

Takes sentence pairs of a file (two columns, as in tatoeba-test) and compares the packed engine with the exact one on
arrays: the share of positions of the references at which both expect the same piece most, the share of translations
that are the same, and the BLEU of both by a beam of five.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy
import sacrebleu

from benchmarks.decode import SHIPPED
from benchmarks.measuring import Report, arguments
from models import bundle, layout, search
from models.arrays.networks import array_network
from models.packed import graph
from models.packed.networks import packed_network
from models.pieces import Pieces

BATCH = 25
Lines = list[list[int]]


def main() -> None:
    """Print a row for eight bits, or seven where this processor loses sums of eight, and one for seven."""
    parser = arguments("packed_quality", __doc__)
    parser.add_argument("pairs", type=Path, help="English, a tab, the other language")
    parser.add_argument("--target", required=True, help="the language of the second column")
    parser.add_argument("--bundle", type=Path, default=SHIPPED)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--skip", type=int, default=100, help="lines at the beginning that are left out")
    given = parser.parse_args()
    with given.pairs.open(encoding="utf-8") as file:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in islice(file, given.skip, given.skip + given.lines)]
    loaded = bundle.load(given.bundle)
    pieces, exact = loaded.pieces, array_network(loaded)
    sources = [layout.task_source(pieces, f"<to:{given.target}>", pieces.encode(source)) for source, _ in pairs]
    references = [target for _, target in pairs]
    theirs = _translate(exact, pieces, sources)
    columns = ("", "positions", "same piece, %", "same line, %", "BLEU", "exact BLEU")
    report = Report("Quality of packed weights", columns, given.json, pairs=given.pairs.name, lines=len(pairs))
    for name, exactly in (("as this processor adds", graph.adds_exactly()), ("seven bits", False)):
        graph.adds_exactly = lambda exactly=exactly: exactly  # type: ignore[assignment]
        packed = packed_network(loaded)
        same = _same(exact, packed, pieces, sources, [pieces.encode(each) for each in references])
        ours = _translate(packed, pieces, sources)
        lines = 100 * sum(our == their for our, their in zip(ours, theirs, strict=True)) / len(pairs)
        scores = [sacrebleu.corpus_bleu(each, [references]).score for each in (ours, theirs)]
        report.add(name, str(len(same)), f"{100 * numpy.mean(same):.2f}", lines, *(f"{each:.2f}" for each in scores))
    report.close()


def _same(exact: Any, packed: Any, pieces: Pieces, sources: Lines, targets: Lines) -> list[bool]:
    """Force the targets on both engines; say of each position whether they expect the same piece most."""
    same: list[bool] = []
    for begin in range(0, len(sources), BATCH):
        batch = targets[begin : begin + BATCH]
        theirs, ours = (engine.start(sources[begin : begin + BATCH]) for engine in (exact, packed))
        last = numpy.full(len(batch), pieces.begin)
        for position in range(max(map(len, batch)) + 1):
            their_scores, theirs = exact.step(last, theirs)
            our_scores, ours = packed.step(last, ours)
            alike = their_scores.argmax(axis=1) == our_scores.argmax(axis=1)
            same += [bool(each) for each, line in zip(alike, batch, strict=True) if position <= len(line)]
            last = numpy.array([line[position] if position < len(line) else pieces.end for line in batch])
    return same


def _translate(engine: Any, pieces: Pieces, sources: Lines) -> list[str]:
    forbidden = numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}))
    written = []
    for begin in range(0, len(sources), BATCH):
        batch = sources[begin : begin + BATCH]
        first, limits = numpy.full(len(batch), pieces.begin), numpy.array([2 * len(each) + 10 for each in batch])
        found = search.beam(engine, engine.start(batch), first, limits, pieces.end, forbidden=forbidden)
        written += [pieces.decode(each[0].pieces) for each in found]
    return written


if __name__ == "__main__":
    main()
