"""``python -m benchmarks.quality --data DIR``: the shipped bundles, as they are shipped, on the test files.

Where ``DIR`` holds the corpora that the recipes name. ``--most N`` takes the first N rows of each test.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models import bundle
from models.lexicon import LEXICON, Lexicon
from models.manifest import Score
from training.evaluation.measure import measure
from training.recipe import read_recipe

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Print a line a score, for each shipped bundle that has a recipe."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("bundles", nargs="*", help="names of shipped bundles; all if left out")
    arguments = parser.parse_args()
    for recipe_file in sorted((ROOT / "training" / "recipes").glob("*.toml")):
        recipe = read_recipe(recipe_file)
        folder = ROOT / "chatapp" / "bundles" / recipe.name
        if not folder.exists() or (arguments.bundles and recipe.name not in arguments.bundles):
            continue
        loaded = bundle.load(folder)
        print(f"{recipe.name}")
        lexicon = Lexicon.read(folder / LEXICON) if (folder / LEXICON).exists() else None
        measure(
            loaded.model,
            loaded.pieces,
            recipe,
            arguments.data,
            arguments.most,
            report,
            lexicon=lexicon,
            taught=loaded.manifest.taught,
        )


def report(score: Score) -> None:
    """Print one score."""
    print(f"  {score.test:42} {score.metric:20} {score.value:8.2f}  {score.signature}", flush=True)


if __name__ == "__main__":
    main()
