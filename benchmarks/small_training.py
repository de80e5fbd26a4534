"""Small translation models trained alike but for one thing, to see what that thing is worth."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file

from models.many_to_many import ManyToMany
from models.pieces import Pieces
from training.building import build
from training.corpus import prepare
from training.encoding import encode
from training.evaluation.translation import score_direction
from training.fit import fit
from training.pieces import train_pieces
from training.readers.tsv import read_pairs
from training.recipe import CorpusRecipe, FitRecipe, ModelRecipe, PiecesRecipe, Recipe
from training.run_folder import RunFolder
from training.vectors.of_pieces import train_vectors

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Outcome:
    """What became of a training: perplexity on the held-out lines by updates, and BLEU each way."""

    perplexities: dict[int, float]
    bleu: tuple[float, float]
    tokens_per_second: float


def add_arguments(parser: argparse.ArgumentParser, folder: str) -> None:
    """Add what says how small a training is to be."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=Path(folder))
    parser.add_argument("--corpus", default="translation/tatoeba.en-fr.tsv.xz")
    parser.add_argument("--dev", default="translation/tatoeba-dev.en-fr.tsv")
    parser.add_argument("--test", default="translation/tatoeba-test.en-fr.tsv")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--rows", type=int, default=300, help="of the test")


def small_recipe(arguments: argparse.Namespace) -> Recipe:
    """Return what all trainings have in common."""
    return Recipe(
        name="start",
        shape="many-to-many",
        corpus=(CorpusRecipe(arguments.corpus, "translate", LANGUAGES),),
        held_out=(CorpusRecipe(arguments.dev, "translate", LANGUAGES),),
        languages=LANGUAGES,
        pieces=PiecesRecipe(size=4000),
        model=ModelRecipe(hidden=arguments.hidden, layers=arguments.layers, heads=4, dropout=0.1),
        fit=FitRecipe(
            steps=arguments.steps,
            tokens=1024,
            rate=0.002,
            warm_up=100,
            sampled_softmax=512,
            longest=40,
            check_every=max(1, arguments.steps // 4),
        ),
    )


def prepared(arguments: argparse.Namespace) -> RunFolder:
    """Prepare the text that all of them learn from, unless it is there."""
    recipe = small_recipe(arguments)
    run = RunFolder.create(arguments.folder / "corpus", recipe)
    if not run.held_out_batches.exists():
        prepare(recipe, arguments.data, run)
        train_pieces(run.train_examples, recipe.pieces.size, run.pieces, recipe.pieces.casefold)
        pieces = Pieces.read(run.pieces)
        encode(run.train_examples, recipe.shape, pieces, (), recipe.fit.longest, run.train_batches)
        encode(run.held_out_examples, recipe.shape, pieces, (), recipe.fit.longest, run.held_out_batches)
    return run


def trained(base: RunFolder, recipe: Recipe, folder: Path) -> RunFolder:
    """Train by ``recipe`` on the text of ``base``; a run that is there is gone on with."""
    run = RunFolder.create(folder, recipe)
    for file in (base.pieces, base.train_batches, base.held_out_batches):
        if not (run.path / file.name).exists():
            shutil.copyfile(file, run.path / file.name)
    if recipe.vectors.epochs and not run.vectors.exists():
        pieces = Pieces.read(run.pieces)
        train_vectors(base.train_examples, pieces, recipe.model.hidden, recipe.vectors, recipe.seed, run.vectors)
    fit(run, "cpu", 1)
    return run


def outcome(run: RunFolder, arguments: argparse.Namespace) -> Outcome:
    """Say what a training came to."""
    events = [json.loads(line) for line in run.events.read_text("utf-8").splitlines()]
    looks = {each["step"]: each["perplexity"][arguments.dev] for each in events if each["event"] == "held_out"}
    speeds = sorted(each["tokens_per_second"] for each in events if each["event"] == "step")
    rows = list(read_pairs(arguments.data / arguments.test))[: arguments.rows]
    pieces = Pieces.read(run.pieces)
    model = build(run.recipe(), pieces)
    assert isinstance(model, ManyToMany)
    model.load_state_dict(load_file(str(run.best)))
    there, back = (score_direction(model, pieces, "test", rows, LANGUAGES, each)[0][0].value for each in (False, True))
    return Outcome(looks, (there, back), speeds[len(speeds) // 2] if speeds else 0.0)


def print_row(cells: list[str]) -> None:
    """Print a row of a table in Markdown."""
    print(f"| {' | '.join(cells)} |", flush=True)
