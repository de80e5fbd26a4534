"""``python -m benchmarks.train_throughput``: how many target pieces a second a training learns from.

Trains a translation model for some updates by the same commands that a person uses, on sentence pairs (a file of two
columns, or made up from a seed), in each way that is asked for, and reads its event log. The ceiling is what the
matrix products alone would take at the rate at which this machine multiplies two 1024 x 1024 float32 matrices.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import Report, Spread, arguments

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


def main() -> None:
    """Print a row for each way of training."""
    parser = arguments("train_throughput", __doc__)
    parser.add_argument("--pairs", type=Path, help="tab-separated sentence pairs; made up if left out")
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=8000)
    parser.add_argument("--tokens", type=int, default=4096, help="of a batch")
    parser.add_argument("--updates", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--processes", type=int, nargs="*", default=[1], help="trained together, by torchrun")
    parser.add_argument(
        "--fit",
        action="append",
        default=[],
        metavar="LINE",
        help='a way of training besides, as in "sampled_softmax = 1024"',
    )
    given = parser.parse_args()
    sizes = {name: getattr(given, name) for name in ("hidden", "layers", "pieces", "tokens", "updates", "threads")}
    columns = ("way", "pieces/s", "p95", "spread", "padding, %", "MFLOP a piece", "of the ceiling, %", "most MiB")
    gigaflops = gemm_rate(given.threads)
    report = Report("Training", columns, given.json, **sizes, device=given.device, GEMM=f"{gigaflops:.0f} GFLOP/s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pairs = given.pairs or made_up(folder / "pairs.tsv", 20_000)
        for fit in ["", *given.fit]:
            for processes in given.processes:
                run = folder / f"run-{len(list(folder.iterdir()))}"
                values = {**sizes, "path": pairs.name, "fit": fit}
                recipe = folder / "measured.toml"
                recipe.write_text(RECIPE.format(**values), "utf-8")
                events, memory = _train(recipe, run, pairs.parent, processes, given)
                _report(report, fit or "as shipped", processes, events, memory, gigaflops)
    report.close()


def gemm_rate(threads: int) -> float:
    """Multiply matrices, and return the best rate of some, in GFLOP/s."""
    import torch

    torch.set_num_threads(threads)
    one, other = torch.randn(1024, 1024), torch.randn(1024, 1024)
    best = 1e9
    for _ in range(30):
        begun = time.perf_counter()
        torch.mm(one, other)
        best = min(best, time.perf_counter() - begun)
    return 2 * 1024**3 / best / 1e9


def made_up(path: Path, count: int) -> Path:
    """Write sentence pairs of made-up words, as long as those of Multi30k."""
    from benchmarks.prepare import exchanges

    chance = random.Random(7)
    lines = list(exchanges(2 * count, 13))
    with path.open("w", encoding="utf-8") as file:
        for first, second in zip(lines[::2], lines[1::2], strict=True):
            left, right = first.split("\t")[0], second.split("\t")[0]
            file.write(f"{left}\t{right if chance.random() < 0.9 else left}\n")
    return path


def _train(recipe: Path, run: Path, data: Path, processes: int, given: Any) -> tuple[list[dict[str, Any]], float]:
    """Run the stages; returns the events of ``fit`` and the most memory that it held, in MiB."""
    for stage in (["corpus", str(recipe), str(run), "--data", str(data)], ["pieces", str(run)], ["batches", str(run)]):
        _quietly([sys.executable, "-m", "training", *stage])
    fit = ["-m", "training", "fit", str(run), "--device", given.device, "--threads", str(given.threads)]
    alone = [sys.executable, *fit]
    together = [sys.executable, "-m", "torch.distributed.run", f"--nproc-per-node={processes}", *fit]
    memory = _quietly(alone if processes == 1 else together)
    return [json.loads(line) for line in (run / "events.jsonl").read_text("utf-8").splitlines()], memory


def _quietly(command: Sequence[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}\n{said}")
    return used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def _report(
    report: Report, fit: str, processes: int, events: list[dict[str, Any]], memory: float, gigaflops: float
) -> None:
    # The first steps are those in which allocators and kernels find their sizes.
    steps = [event for event in events if event["event"] == "step"][1:] or events[-1:]
    rates = [event["tokens_per_second"] for event in steps]
    sizes = report.settings
    flops = flops_a_piece(int(str(sizes["hidden"])), int(str(sizes["layers"])), int(str(sizes["pieces"])))
    padding = 100 * statistics.mean(event["padding"] for event in steps)
    spread = Spread.of(rates)
    share = 100 * spread.median * flops / (gigaflops * 1e9)
    name = fit if processes == 1 else f"{fit}, {processes} processes"
    report.add(name, *spread, padding, flops / 1e6, share, memory)


def flops_a_piece(hidden: int, layers: int, pieces: int) -> float:
    """Say how many operations a target piece takes, forward and backward, with a source as long as the target.

    Two for each weight that a product reads forward, and twice as many backward.
    """
    encoder = layers * 2 * 4 * (hidden // 2) * (hidden + hidden // 2)
    decoder = 4 * hidden * 2 * hidden + (layers - 1) * 4 * hidden * 3 * hidden
    attention = 3 * hidden * hidden
    output = 2 * hidden * hidden + hidden * pieces
    return 6.0 * (encoder + decoder + attention + output)


if __name__ == "__main__":
    main()
