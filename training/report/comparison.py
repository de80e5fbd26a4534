"""Scores of several runs side by side, and whether differences of BLEU could be chance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import configuration
from models.configuration import ConfigurationError
from models.manifest import Score
from training.evaluation.outputs import read_outputs
from training.evaluation.translation import reference_streams
from training.run_folder import RunFolder

SAMPLES = 1000
"""Test sets that are drawn with repetition to see how much a difference depends on the lines (Koehn 2004)."""


@dataclass(frozen=True)
class Compared:
    """One score of all runs.

    Attributes:
        test: of what.
        metric: which.
        values: of each run; None where a run has no such score, or one of another signature.
        chance: for BLEU, for each run but the first, how probable a difference as large from the first is by chance;
            None where the outputs are not there.
        signature: of the metric.
    """

    test: str
    metric: str
    values: tuple[float | None, ...]
    chance: tuple[float | None, ...]
    signature: str


def read_scores(run: RunFolder) -> list[Score]:
    """Read what ``evaluate`` measured.

    Raises:
        ConfigurationError: it has not run, or its file is damaged.
    """
    path = run.need(run.scores, "evaluate")
    try:
        return [configuration.read(Score, each, str(path)) for each in json.loads(path.read_text("utf-8"))]
    except ConfigurationError:
        raise
    except (ValueError, TypeError) as error:
        raise ConfigurationError(f"{path}: damaged; run `python -m training evaluate {run.path}` again.") from error


def compare(runs: Sequence[RunFolder], significance: bool = True) -> list[Compared]:
    """Put the scores of runs side by side, in the order in which the first run that has them was measured.

    Scores of the same test and metric are only put side by side where their signatures agree: a perplexity per piece
    says nothing beside that of another vocabulary.

    Raises:
        ConfigurationError: a run has not been evaluated.
    """
    scores = [{(each.test, each.metric, each.signature): each.value for each in read_scores(run)} for run in runs]
    chances = [_chances(runs[0], other) if significance else {} for other in runs[1:]]
    found = []
    for test, metric, signature in dict.fromkeys(key for each in scores for key in each):
        values = tuple(each.get((test, metric, signature)) for each in scores)
        chance = tuple(each.get(test) if metric == "BLEU" else None for each in chances)
        found.append(Compared(test, metric, values, chance, signature))
    return found


def _chances(first: RunFolder, second: RunFolder) -> dict[str, float]:
    """Return, by test, the p-value of sacrebleu's paired bootstrap, where both runs kept the same lines."""
    if not (first.outputs.exists() and second.outputs.exists()):
        return {}
    sides = []
    for run in (first, second):
        tests: dict[str, dict[tuple[str, tuple[str, ...]], str]] = {}
        for output in read_outputs(run.outputs):
            if output.measure == "chrF2":
                tests.setdefault(output.test, {})[output.source, output.references] = output.answer
        sides.append(tests)
    found = {}
    for test in sides[0].keys() & sides[1].keys():
        lines, others = sides[0][test], sides[1][test]
        if lines.keys() == others.keys():
            references = [right for _, right in lines]
            found[test] = paired_bootstrap(list(lines.values()), [others[line] for line in lines], references)
    return found


def paired_bootstrap(first: Sequence[str], second: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return how probable it is that BLEU differs as much by the choice of the lines alone (by sacrebleu)."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.significance import PairedTest

    streams: Any = reference_streams(references)
    systems: list[tuple[str, Sequence[str]]] = [("first", first), ("second", second)]
    test = PairedTest(systems, {"BLEU": BLEU(references=streams)}, references=None, test_type="bs", n_samples=SAMPLES)
    results: Any = test()[1]["BLEU"]
    if results[0].score == results[1].score:
        return 1.0  # sacrebleu takes no difference at all for a sure one
    return 1.0 if results[1].p_value is None else float(results[1].p_value)
