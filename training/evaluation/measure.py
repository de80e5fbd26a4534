"""Measures a run on the test files of its recipe."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
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
from training.evaluation.labels import score_labels
from training.evaluation.perplexity import score_perplexity
from training.evaluation.translation import score_direction
from training.example import write_examples
from training.readers.tsv import read_pairs
from training.recipe import CorpusRecipe, Recipe
from training.run_folder import RunFolder

Report = Callable[[Score], None]


def measure_run(run: RunFolder, data: Path, most: int, report: Report) -> list[Score]:
    """Score the best weights of a run on every test of its recipe and keep the scores in the run.

    Raises:
        ConfigurationError: a test file or an earlier stage is missing.
    """
    recipe = run.recipe()
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    model = build(recipe, pieces)
    model.load_state_dict(load_file(str(run.need(run.best, "fit"))))
    scores = measure(model, pieces, recipe, data, most, report)
    partial = run.scores.with_suffix(".partial")
    partial.write_text(json.dumps([asdict(score) for score in scores], indent=2), "utf-8")
    partial.replace(run.scores)
    return scores


def measure(model: nn.Module, pieces: Pieces, recipe: Recipe, data: Path, most: int, report: Report) -> list[Score]:
    """Score a model on every test of a recipe.

    Args:
        model: what to score.
        pieces: its pieces.
        recipe: whose tests.
        data: the folder that the recipe's paths are below.
        most: rows of each test; 0 for all.
        report: called with each score as it is known.

    Raises:
        ConfigurationError: a test file is missing.
    """
    model.eval()
    scores: list[Score] = []
    for entry in recipe.test:
        for found in _measure(model, pieces, recipe, entry, data, most or None):
            scores.append(found)
            report(found)
    return scores


def _measure(
    model: nn.Module, pieces: Pieces, recipe: Recipe, entry: CorpusRecipe, data: Path, most: int | None
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
        lines = [(example.source, example.target) for example in examples_of(entry, 0, data)][:most]
        yield from score_labels(model, pieces, f"{name} {'-'.join(entry.languages)}", lines)[0]
    else:
        label = f"{name} {'-'.join(entry.languages)}" if len(entry.languages) > 1 else name
        with tempfile.TemporaryDirectory() as folder:
            text, numbers = Path(folder) / "test.jsonl", Path(folder) / "test.safetensors"
            write_examples(text, list(examples_of(entry, 0, data))[:most])
            encode(text, recipe.shape, pieces, recipe.labels, 400, numbers)
            yield from score_perplexity(model, pieces, label, EncodedExamples.read(numbers))
