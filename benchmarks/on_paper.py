"""``python -m benchmarks.on_paper DATA``: what a training on 100 million pairs by eight GPUs would take, by arithmetic.

No GPU is asked. Counted are the multiplications of the network of ``training/recipes/large.toml``
(``benchmarks.arithmetic``) and the pieces of sentence pairs of Tatoeba, by the pieces that are shipped (half as many as
those of the recipe, so that there are a little more of them in a line). Assumed are the share of a GPU's published rate
that a recurrent network reaches, and the rates of the links between GPUs.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from benchmarks.arithmetic import many_to_many
from benchmarks.decode import SHIPPED
from benchmarks.measuring import Report, arguments
from benchmarks.peers.text import pairs
from models import layout
from models.pieces import Pieces
from training.recipe import read_recipe

RECIPE = Path(__file__).parents[1] / "training" / "recipes" / "large.toml"
TATOEBA = "translation/tatoeba.en-{}.tsv.xz"
LANGUAGES = ("de", "fr", "es")
GPUS = {"A100": 312.0, "H100": 989.0}
"""Published TFLOP/s of dense products in bfloat16 (SXM modules)."""
SHARES = (0.1, 0.2, 0.4)
LINKS = {"NVLink, 300 GB/s each way": 300.0, "PCIe 4.0, 25 GB/s each way": 25.0}
FLOAT32 = 4


def main() -> None:
    """Print what is counted, then for each assumption how long it takes."""
    parser = arguments("on_paper", __doc__)
    parser.add_argument("data", type=Path, help="the folder of the corpora, with Tatoeba")
    parser.add_argument("--pairs", type=float, default=100e6)
    parser.add_argument("--gpus", type=int, default=8)
    parser.add_argument("--sample", type=int, default=4000, help="pairs of each language to count the pieces of")
    given = parser.parse_args()
    recipe = read_recipe(RECIPE)
    counted, weights = many_to_many(recipe.model.hidden, recipe.model.layers, recipe.pieces.size)
    source, target = pieces_a_line(given.data, given.sample)
    operations = counted.operations(source / target)
    written = 2 * given.pairs * target  # each pair both ways
    update = given.gpus * recipe.fit.tokens * recipe.fit.accumulate
    report = Report("On paper", ("", "value", "unit"), given.json, pairs=given.pairs, gpus=given.gpus)
    report.add("weights", weights / 1e6, "million")
    report.add("multiply-adds of a source piece, forward", counted.source / 1e6, "million")
    report.add("multiply-adds of a target piece, forward", counted.target / 1e6, "million")
    report.add("source pieces of an example", source, "")
    report.add("target pieces of an example", target, "")
    report.add("operations to learn from a target piece", operations / 1e9, "GFLOP")
    report.add("target pieces, each pair both ways, once", written / 1e9, "thousand million")
    report.add("operations, once", written * operations / 1e18, "EFLOP")
    report.add("updates, once", written / update, "")
    report.add("updates of the recipe", recipe.fit.steps, "")
    for name, peak in GPUS.items():
        for share in SHARES:
            rate = given.gpus * share * peak * 1e12 / operations
            what = f"{name} at {100 * share:.0f} %"
            report.add(f"{what}: target pieces", rate / 1e6, "million a second")
            report.add(f"{what}: once", written / rate / 60, "minutes")
            report.add(f"{what}: the recipe's updates", recipe.fit.steps * update / rate / 3600, "hours")
    # In a ring each GPU sends and receives nearly twice the gradients.
    sent = 2 * (given.gpus - 1) / given.gpus * FLOAT32 * weights
    report.add("gradients, sent by each GPU an update", sent / 1e6, "MB")
    fastest = update / (given.gpus * SHARES[-1] * GPUS["H100"] * 1e12 / operations)
    for name, gigabytes in LINKS.items():
        taken = sent / gigabytes / 1e9
        report.add(f"{name}: an update", 1000 * taken, "ms")
        report.add(f"{name}: beside the fastest update above", 100 * taken / fastest, "%")
    report.close()


def pieces_a_line(data: Path, sample: int) -> tuple[float, float]:
    """Return how many pieces an example's source and target have, of pairs read both ways, as training reads them."""
    pieces = Pieces.read(SHIPPED / "pieces.model")
    sources = targets = lines = 0
    for language in LANGUAGES:
        for sides in islice(pairs(data / TATOEBA.format(language), 50 * sample), 0, None, 50):
            for side in sides:
                encoded = pieces.encode(side)
                sources += len(layout.task_source(pieces, f"<to:{language}>", encoded))
                targets += len(encoded) + 1  # and the end
                lines += 1
    return sources / lines, targets / lines


if __name__ == "__main__":
    main()
