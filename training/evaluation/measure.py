"""Measures a run on the test files of its recipe."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from safetensors.torch import load_file
from torch import nn

from models.configuration import ConfigurationError
from models.manifest import Score
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.pieces import Pieces
from training.building import build
from training.corpus import examples_of
from training.encoding import EncodedExamples, encode
from training.evaluation.labels import LabelledLine, judge
from training.evaluation.measure_labels import measure_labels
from training.evaluation.perplexity import score_perplexity
from training.evaluation.thresholds import find_thresholds
from training.evaluation.translation import score_direction
from training.example import LABEL, Example, read_examples, write_examples
from training.readers.tsv import read_pairs
from training.recipe import CorpusRecipe, Recipe
from training.run_folder import RunFolder

Report = Callable[[Score], None]
Show = Callable[[str], None]


def _nothing(_line: str) -> None:
    pass


def measure_run(run: RunFolder, data: Path, most: int, report: Report, show: Show = _nothing) -> list[Score]:
    """Score the best weights of a run on every test of its recipe and keep the scores in the run.

    The thresholds of labels are found first, on the held-out lines, and kept in the run, too.

    Raises:
        ConfigurationError: a test file or an earlier stage is missing.
    """
    recipe = run.recipe()
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    model = build(recipe, pieces)
    model.load_state_dict(load_file(str(run.need(run.best, "fit"))))
    if isinstance(model, ManyToOne) and model.architecture.output == "sigmoid":
        thresholds = _thresholds(model, pieces, recipe, run)
        model.architecture = replace(model.architecture, thresholds=thresholds)
        _write_json(run.thresholds, thresholds)
    scores = measure(model, pieces, recipe, data, most, report, show)
    _write_json(run.scores, [asdict(score) for score in scores])
    return scores


def measure(
    model: nn.Module, pieces: Pieces, recipe: Recipe, data: Path, most: int, report: Report, show: Show = _nothing
) -> list[Score]:
    """Score a model on every test of a recipe.

    Args:
        model: what to score.
        pieces: its pieces.
        recipe: whose tests.
        data: the folder that the recipe's paths are below.
        most: rows of each test; 0 for all.
        report: called with each score as it is known.
        show: called with each line of the tables that say more than the scores.

    Raises:
        ConfigurationError: a test file is missing.
    """
    model.eval()
    scores: list[Score] = []
    for entry in recipe.test:
        for found in _measure(model, pieces, recipe, entry, data, most or None, show):
            scores.append(found)
            report(found)
    return scores


def _measure(
    model: nn.Module, pieces: Pieces, recipe: Recipe, entry: CorpusRecipe, data: Path, most: int | None, show: Show
) -> Iterator[Score]:
    path = data / entry.path
    if not path.exists():
        raise ConfigurationError(f"{path}: no such file; say with --data where the corpora are.")
    name = path.name.split(".")[0]
    if entry.kind == "translate" and isinstance(model, ManyToMany):
        rows = list(read_pairs(path))[:most]
        for back in (False, True):
            yield from score_direction(model, pieces, name, rows, (entry.languages[0], entry.languages[-1]), back)[0]
    elif isinstance(model, ManyToOne):
        lines = _labelled(examples_of(entry, 0, data))[:most]
        yield from measure_labels(model, pieces, f"{name} {'-'.join(entry.languages)}", lines, recipe, show)
    else:
        label = f"{name} {'-'.join(entry.languages)}" if len(entry.languages) > 1 else name
        with tempfile.TemporaryDirectory() as folder:
            text, numbers = Path(folder) / "test.jsonl", Path(folder) / "test.safetensors"
            write_examples(text, list(examples_of(entry, 0, data))[:most])
            encode(text, recipe.shape, pieces, recipe.labels, 400, numbers)
            yield from score_perplexity(model, pieces, label, EncodedExamples.read(numbers))


def _labelled(examples: Iterable[Example]) -> list[LabelledLine]:
    return [LabelledLine(each.source, tuple(each.target.split(","))) for each in examples if each.task == LABEL]


def _thresholds(model: ManyToOne, pieces: Pieces, recipe: Recipe, run: RunFolder) -> dict[str, float]:
    lines = _labelled(read_examples(run.need(run.held_out_examples, "corpus")))
    if not lines:
        return {}
    given = judge(model, pieces, [line.text for line in lines])
    return find_thresholds(given, lines, model.architecture.labels, recipe.groupings)


def _write_json(path: Path, content: object) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=2), "utf-8")
    partial.replace(path)
