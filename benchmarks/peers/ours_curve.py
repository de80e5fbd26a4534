"""BLEU of this toolkit while it trains: vectors, numbers and updates count, in the time of the processor."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Generator
from pathlib import Path

from safetensors.torch import load_file

from benchmarks.peers.curve import BleuTest, Point, follow
from benchmarks.peers.sizes import Sizes
from models.direction import Direction
from models.many_to_many import ManyToMany
from models.pieces import Pieces
from training.building import build
from training.corpus import prepare
from training.encoding import encode
from training.evaluation.translation import translate
from training.pieces import train_pieces
from training.recipe import CorpusRecipe, FitRecipe, ModelRecipe, PiecesRecipe, Recipe, VectorsRecipe
from training.run_folder import RunFolder
from training.vectors.of_pieces import train_vectors


def prepare_run(
    folder: Path, sizes: Sizes, data: Path, train: str, held_out: str, rate: float, every: int
) -> RunFolder:
    """Read the text and make the pieces, which every toolkit is given."""
    recipe = Recipe(
        name="time-to-bleu",
        shape="many-to-many",
        corpus=(CorpusRecipe(train, "translate", ("en", "de"), both_ways=False),),
        held_out=(CorpusRecipe(held_out, "translate", ("en", "de"), both_ways=False),),
        held_out_most=100,
        languages=("en", "de"),
        pieces=PiecesRecipe(sizes.pieces),
        vectors=VectorsRecipe(epochs=3),
        model=ModelRecipe(sizes.hidden, layers=1, heads=1, dropout=0.2),
        fit=FitRecipe(
            tokens=sizes.tokens,
            steps=sizes.updates,
            rate=rate,
            warm_up=40,
            decay=0.0,
            average=0.98,
            sampled_softmax=1024,
            check_every=every,
            save_every=sizes.updates,
        ),
    )
    run = RunFolder.create(folder, recipe)
    prepare(recipe, data, run)
    train_pieces(run.train_examples, sizes.pieces, run.pieces)
    return run


def follow_training(run: RunFolder, sizes: Sizes, every: int, test: BleuTest) -> Generator[Point, None, None]:
    """Train, and measure after every so many updates."""
    pieces = Pieces.read(run.pieces)
    recipe = run.recipe()
    begun = time.process_time()
    train_vectors(run.train_examples, pieces, sizes.hidden, recipe.vectors, recipe.seed, run.vectors)
    for text, numbers in ((run.train_examples, run.train_batches), (run.held_out_examples, run.held_out_batches)):
        encode(text, recipe.shape, pieces, (), recipe.fit.longest, numbers)
    before = time.process_time() - begun
    model = build(recipe, pieces)
    assert isinstance(model, ManyToMany)

    def looked_at(count: int) -> bool:
        lines = run.events.read_text("utf-8").splitlines() if run.events.exists() else []
        events = (json.loads(line) for line in lines if line.endswith("}"))
        return any(each["event"] == "held_out" and each["step"] == count for each in events)

    def measured(_: int) -> float:
        model.load_state_dict(load_file(str(run.best)))
        model.eval()
        return test.bleu(lambda lines: list(translate(model, pieces, Direction(None, "de"), test.sources[:lines])))

    command = [sys.executable, "-m", "training", "fit", str(run.path)]
    command += ["--device", "cpu", "--threads", str(sizes.threads)]
    yield from follow(command, run.path, range(every, sizes.updates + 1, every), looked_at, measured, before)
