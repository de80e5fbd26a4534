"""``python -m benchmarks.train_throughput``: how many target pieces a second a training learns from.

Trains a translation model for some updates on sentence pairs (a file of two columns, or made up from a seed), in each
way that is asked for. The ceiling is what the products alone would take (``benchmarks.arithmetic``) at the rate at
which this machine multiplies two 1024 x 1024 matrices of the same numbers: measured between the updates, so that
whatever disturbs the one disturbs the other.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measuring import Report, Spread, arguments

if TYPE_CHECKING:
    from training.batches import TokenBatches

RECIPE = """
name = "measured"
shape = "many-to-many"
held_out_share = 0.001
held_out_most = 100

[pieces]
size = {pieces}

[vectors]
epochs = 0

[model]
hidden = {hidden}
layers = {layers}
heads = 1
dropout = 0.2

[fit]
tokens = {tokens}
steps = {updates}
check_every = 1000000
save_every = 1000000
log_every = 5
{fit}

[[corpus]]
path = "{path}"
kind = "translate"
languages = ["en", "de"]
both_ways = false
"""


PRODUCT = 1024
PRODUCTS = 5
"""Between two updates, of which the fastest counts."""
WARM_UP = 2
"""Updates in which allocators and kernels find their sizes."""


class Learnt(NamedTuple):
    """Of each update target pieces a second and share of the ceiling; of an epoch the share of padding."""

    rates: list[float]
    shares: list[float]
    padding: float
    megaflops: float
    gigaflops: float
    mebibytes: float


def main() -> None:
    """Print a row for each way of training."""
    parser = arguments("train_throughput", __doc__)
    parser.add_argument("--pairs", type=Path, help="tab-separated sentence pairs; made up if left out")
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=8000)
    parser.add_argument("--tokens", type=int, default=4096, help="of a batch")
    parser.add_argument("--updates", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument(
        "--cpu", action="store_true", help="count the processor's time, a thread, instead of the clock's"
    )
    parser.add_argument(
        "--fit",
        action="append",
        metavar="LINE",
        help='a way of training, as in "sampled_softmax = 1024"; in both precisions if left out',
    )
    given = parser.parse_args()
    sizes = {name: getattr(given, name) for name in ("hidden", "layers", "pieces", "tokens", "updates", "threads")}
    columns = ("way", "pieces/s", "p95", "spread", "padding, %", "MFLOP a piece", "product, GFLOP/s")
    clock = "of the processor" if given.cpu else "of the clock"
    settings = {**sizes, "device": given.device, "time": clock}
    report = Report("Training", (*columns, "of the ceiling, %", "most MiB"), given.json, **settings)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = given.pairs or made_up(folder / "pairs.tsv", 30_000)
        recipe, run = folder / "measured.toml", folder / "measured"
        recipe.write_text(RECIPE.format(**sizes, path=pairs.name, fit=""), "utf-8")
        prepare(recipe, run, pairs.parent)
        for fit in given.fit or ['precision = "float32"', 'precision = "bfloat16"']:
            (run / "recipe.toml").write_text(RECIPE.format(**sizes, path=pairs.name, fit=fit), "utf-8")
            # A process of its own, whose memory is that of the training.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
                learnt = other.submit(learn, run, given.device, given.threads, given.updates, given.cpu).result()
            rates, share = Spread.of(learnt.rates), 100 * statistics.median(learnt.shares)
            report.add(fit, *rates, 100 * learnt.padding, learnt.megaflops, learnt.gigaflops, share, learnt.mebibytes)
    report.close()


def made_up(path: Path, count: int) -> Path:
    """Write sentence pairs of made-up words, as many and as long as those of Multi30k; a side is like the other."""
    from benchmarks.prepare import exchanges

    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for line in exchanges(count, 13):
            source = line.split("\t")[0]
            words = source[:-1].split()
            chance.shuffle(words)
            # A translation is about as long as what it translates.
            words = words[chance.randint(0, 2) :] + chance.sample(words, chance.randint(0, 2))
            file.write(f"{source}\t{' '.join(words)}{source[-1]}\n")
    return path


def prepare(recipe: Path, run: Path, data: Path) -> None:
    """Run the stages before ``fit``."""
    for stage in (["corpus", str(recipe), str(run), "--data", str(data)], ["pieces", str(run)], ["batches", str(run)]):
        quietly([sys.executable, "-m", "training", *stage])


def quietly(command: Sequence[str]) -> None:
    """Run a command, which speaks only if it fails.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {done.returncode}\n{done.stdout}")


def learn(path: Path, device: str, threads: int, updates: int, cpu: bool) -> Learnt:
    """Train for so many updates after the first few, and multiply between them."""
    import torch

    from benchmarks.arithmetic import many_to_many
    from models.allocator import keep_freed_memory
    from training import fit
    from training.device import choose_device
    from training.processes import Processes
    from training.run_folder import RunFolder

    def clock() -> float:
        return time.process_time() / threads if cpu else time.perf_counter()

    torch.set_num_threads(threads)
    keep_freed_memory()
    run = RunFolder(path)
    chosen, recipe = choose_device(device), run.recipe()
    loop = fit.prepare(run, chosen, Processes())
    counted, _ = many_to_many(recipe.model.hidden, recipe.model.layers, recipe.pieces.size)
    square = torch.randn(PRODUCT, PRODUCT, device=chosen)
    square = square.bfloat16() if loop.updater.bfloat16 else square

    def product() -> float:
        begun = clock()
        float(torch.mm(square, square)[0, 0])  # asks for a number, so that a GPU is waited for
        return clock() - begun

    asked = loop.work()
    rates, shares, products, flops = [], [], [], []
    for step in range(WARM_UP + updates):
        begun = clock()
        work = next(asked)
        float(loop.updater.update(work.batches, work.decisions, recipe.fit.rate, step).loss)
        rate = work.decisions / (clock() - begun)
        best = 2 * PRODUCT**3 / min(product() for _ in range(PRODUCTS))
        if step < WARM_UP:
            continue
        sources = sum(int((batch.sources != loop.pad).sum()) for batch in work.batches)
        flops.append(counted.operations(sources / work.decisions))
        products.append(best)
        rates.append(rate)
        shares.append(rate * flops[-1] / best)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    share = padding(loop.train)
    return Learnt(rates, shares, share, statistics.mean(flops) / 1e6, statistics.median(products) / 1e9, most)


def padding(batches: TokenBatches) -> float:
    """Return the share of the cells of an epoch that are padding."""
    plan = batches.plan(0)
    sides = batches.examples.source_lengths, batches.examples.target_lengths
    cells = sum(len(rows) * sum(int(side[rows].max()) for side in sides) for rows in plan)
    return 1 - sum(int(side[rows].sum()) for side in sides for rows in plan) / cells


if __name__ == "__main__":
    main()
