"""BLEU and chrF of a translation direction, by sacrebleu (Post 2018), on detokenised, case-sensitive text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from models import layout
from models.manifest import Score
from models.many_to_many import ManyToMany, ManyToManyStepper
from models.pieces import Pieces
from models.search import beam
from training.records import Pair

ROWS = 64
WIDTH = 5


def translate(model: ManyToMany, pieces: Pieces, target: str, lines: Sequence[str]) -> Iterator[str]:
    """Translate lines with a beam of five, in their order."""
    stepper = ManyToManyStepper(model)
    forbidden = numpy.array(sorted(pieces.controls - {pieces.end}))
    for start in range(0, len(lines), ROWS):
        sources = [
            layout.task_source(pieces, f"<to:{target}>", pieces.encode(line)) for line in lines[start : start + ROWS]
        ]
        first = numpy.full(len(sources), pieces.begin)
        limits = numpy.array([2 * len(source) + 10 for source in sources])
        found = beam(stepper, stepper.start(sources), first, limits, pieces.end, width=WIDTH, forbidden=forbidden)
        yield from (pieces.decode(each[0].pieces) for each in found)


def score_direction(
    model: ManyToMany, pieces: Pieces, test: str, rows: Sequence[Pair], languages: tuple[str, str], back: bool
) -> tuple[list[Score], list[tuple[str, str, str]]]:
    """Translate a test file and score it.

    Args:
        model: what translates.
        pieces: its pieces.
        test: what to call the test.
        rows: sources with all their references.
        languages: of the two sides.
        back: translate the first reference into the language of the source instead.

    Returns:
        the scores, and ``(source, hypothesis, reference)`` of each row.
    """
    start, target = reversed(languages) if back else languages
    sources = [row.targets[0] if back else row.source for row in rows]
    references = [(row.source,) if back else row.targets for row in rows]
    hypotheses = list(translate(model, pieces, target, sources))
    most = max(len(each) for each in references)
    streams = [[each[index] if index < len(each) else None for each in references] for index in range(most)]
    name = f"{test} {start}->{target}"
    scores = []
    for metric in (BLEU(), CHRF()):
        result = metric.corpus_score(hypotheses, streams)  # type: ignore[arg-type]
        scores.append(Score(name, str(result.name), round(float(result.score), 1), str(metric.get_signature())))
    return scores, list(zip(sources, hypotheses, (each[0] for each in references), strict=True))
