"""``python -m benchmarks.vectors --data DIR``: whether word vectors help the start of the embeddings.

Trains the same small model several times, each with the same seed and as many updates, its embeddings begun at random
or with vectors of one algorithm, and prints the perplexity on held-out lines on the way and BLEU at the end. ``DIR``
holds the corpora; what was trained stays below ``--folder``, and a run that is there is gone on with.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
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
from training.recipe import CorpusRecipe, FitRecipe, ModelRecipe, PiecesRecipe, Recipe, VectorsRecipe
from training.records import Pair
from training.run_folder import RunFolder
from training.vectors.of_pieces import train_vectors

LANGUAGES = ("en", "fr")
STARTS = {
    "random": VectorsRecipe(epochs=0),
    "word2vec": VectorsRecipe(epochs=2, algorithm="word2vec"),
    "fasttext": VectorsRecipe(epochs=2, algorithm="fasttext"),
}


def main() -> None:
    """Train, score and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vectors", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=Path("runs/vectors"))
    parser.add_argument("--corpus", default="translation/tatoeba.en-fr.tsv.xz")
    parser.add_argument("--dev", default="translation/tatoeba-dev.en-fr.tsv")
    parser.add_argument("--test", default="translation/tatoeba-test.en-fr.tsv")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--rows", type=int, default=300, help="of the test")
    parser.add_argument("--seeds", type=int, nargs="+", default=[13])
    parser.add_argument("--starts", nargs="+", choices=list(STARTS), default=["random", "word2vec"])
    arguments = parser.parse_args()
    base = _prepared(arguments)
    runs = {
        (start, seed): _trained(arguments, base, start, seed) for seed in arguments.seeds for start in arguments.starts
    }
    _print_table(arguments, runs)


def _recipe(arguments: argparse.Namespace) -> Recipe:
    return Recipe(
        name="start",
        shape="many-to-many",
        corpus=(CorpusRecipe(arguments.corpus, "translate", LANGUAGES),),
        held_out=(CorpusRecipe(arguments.dev, "translate", LANGUAGES),),
        languages=LANGUAGES,
        pieces=PiecesRecipe(size=4000),
        model=ModelRecipe(hidden=arguments.hidden, layers=1, heads=4, dropout=0.1),
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


def _prepared(arguments: argparse.Namespace) -> RunFolder:
    recipe = _recipe(arguments)
    run = RunFolder.create(arguments.folder / "corpus", recipe)
    if not run.held_out_batches.exists():
        prepare(recipe, arguments.data, run)
        train_pieces(run.train_examples, recipe.pieces.size, run.pieces, recipe.pieces.casefold)
        pieces = Pieces.read(run.pieces)
        encode(run.train_examples, recipe.shape, pieces, (), recipe.fit.longest, run.train_batches)
        encode(run.held_out_examples, recipe.shape, pieces, (), recipe.fit.longest, run.held_out_batches)
    return run


def _trained(arguments: argparse.Namespace, base: RunFolder, start: str, seed: int) -> RunFolder:
    recipe = replace(base.recipe(), seed=seed, vectors=STARTS[start])
    run = RunFolder.create(arguments.folder / f"{start}-{seed}", recipe)
    for file in (base.pieces, base.train_batches, base.held_out_batches):
        if not (run.path / file.name).exists():
            shutil.copyfile(file, run.path / file.name)
    if recipe.vectors.epochs and not run.vectors.exists():
        pieces = Pieces.read(run.pieces)
        train_vectors(base.train_examples, pieces, recipe.model.hidden, recipe.vectors, seed, run.vectors)
    fit(run, "cpu", 1)
    return run


def _print_table(arguments: argparse.Namespace, runs: dict[tuple[str, int], RunFolder]) -> None:
    rows = list(read_pairs(arguments.data / arguments.test))[: arguments.rows]
    looked_at: list[int] = []
    for (start, seed), run in runs.items():
        looks = [json.loads(line) for line in run.events.read_text("utf-8").splitlines()]
        found = {look["step"]: look["perplexity"][arguments.dev] for look in looks if look["event"] == "held_out"}
        if not looked_at:
            looked_at = sorted(found)
            heads = ["embeddings begin", "seed", *(f"perplexity at {step:,}" for step in looked_at)]
            heads += ["BLEU en->fr", "BLEU fr->en"]
            print(f"| {' | '.join(heads)} |")
            print("|---" * len(heads) + "|")
        cells = [start, str(seed), *(f"{found[step]:.2f}" for step in looked_at), *_bleu(run, rows)]
        print(f"| {' | '.join(cells)} |", flush=True)


def _bleu(run: RunFolder, rows: list[Pair]) -> list[str]:
    pieces = Pieces.read(run.pieces)
    model = build(run.recipe(), pieces)
    assert isinstance(model, ManyToMany)
    model.load_state_dict(load_file(str(run.best)))
    found = [score_direction(model, pieces, "test", rows, LANGUAGES, back)[0] for back in (False, True)]
    return [f"{scores[0].value:.1f}" for scores in found]


if __name__ == "__main__":
    main()
