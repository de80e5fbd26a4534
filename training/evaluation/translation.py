"""BLEU and chrF of a translation direction, by sacrebleu (Post 2018), on detokenised, case-sensitive text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from models.direction import Direction
from models.manifest import Score
from models.many_to_many import ManyToMany, ManyToManyStepper
from models.pieces import Pieces
from models.translation import translations
from training.evaluation.decode import ROWS
from training.evaluation.outputs import Output
from training.records import Pair


def translate(
    model: ManyToMany, pieces: Pieces, direction: Direction, lines: Sequence[str], taught: Collection[Direction] = ()
) -> Iterator[str]:
    """Translate lines as the app does (``models.translation``), in their order."""
    stepper = ManyToManyStepper(model)
    for begin in range(0, len(lines), ROWS):
        part = [pieces.encode(line) for line in lines[begin : begin + ROWS]]
        yield from (pieces.decode(each[0].pieces) for each in translations(stepper, pieces, part, direction, taught))


def score_direction(
    model: ManyToMany,
    pieces: Pieces,
    test: str,
    rows: Sequence[Pair],
    languages: tuple[str, str],
    back: bool,
    taught: Collection[Direction] = (),
) -> tuple[list[Score], list[Output]]:
    """Translate a test file and score it.

    Args:
        model: what translates.
        pieces: its pieces.
        test: what to call the test.
        rows: sources with all their references.
        languages: of the two sides.
        back: translate the first reference into the language of the source instead.
        taught: the directions that the model learnt, if known.

    Returns:
        the scores, and each row with its own chrF.
    """
    start, target = reversed(languages) if back else languages
    name = f"{test} {start}->{target}"
    sources = [row.targets[0] if back else row.source for row in rows]
    references = [(row.source,) if back else row.targets for row in rows]
    hypotheses = list(translate(model, pieces, Direction(start, target), sources, taught))
    streams = reference_streams(references)
    scores = []
    for metric in (BLEU(), CHRF()):
        result = metric.corpus_score(hypotheses, streams)  # type: ignore[arg-type]
        scores.append(Score(name, str(result.name), round(float(result.score), 1), str(metric.get_signature())))
    of_line = CHRF()
    outputs = []
    for source, hypothesis, right in zip(sources, hypotheses, references, strict=True):
        own = round(float(of_line.sentence_score(hypothesis, list(right)).score), 1)
        outputs.append(Output(name, "chrF2", own, source, hypothesis, right))
    return scores, outputs


def reference_streams(references: Sequence[Sequence[str]]) -> list[list[str | None]]:
    """Turn the references of each line into lines of first references, second ones, …; None where there is none."""
    most = max((len(each) for each in references), default=0)
    return [[each[index] if index < len(each) else None for each in references] for index in range(most)]
