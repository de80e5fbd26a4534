"""``python -m benchmarks.processes``: one training by one process, and by several that learn together.

Every update learns from the same twelve batches of made-up sentence pairs, whatever the number of processes, which
``torchrun`` starts on this machine (gloo, one thread each). Clock and processor are those of the whole command, with
its start; target pieces a second those of the updates, without the first few. Without dropout, and in float32, the
weights afterwards are those of one process but for the order in which gradients are summed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from safetensors.torch import load_file

from benchmarks.measuring import Report, Spread, arguments
from benchmarks.train_throughput import RECIPE, made_up, prepare

BATCHES = 12
"""Of an update: as many as one, two, three and four processes can share evenly."""
FIT = "accumulate = {accumulate}\nwarm_up = 5\nprecision = 'float32'"


def main() -> None:
    """Print a row for each number of processes."""
    parser = arguments("processes", __doc__)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 3, 4], help=f"that divide {BATCHES}")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--pieces", type=int, default=2000)
    parser.add_argument("--tokens", type=int, default=512, help=f"of a batch, of which an update takes {BATCHES}")
    parser.add_argument("--updates", type=int, default=20)
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    sizes = {name: getattr(given, name) for name in ("hidden", "pieces", "tokens", "updates")}
    columns = ("processes", "target pieces/s", "p95", "spread", "clock, s", "processor, s", "largest difference")
    report = Report("Processes that learn together", columns, given.json, **sizes, layers=1, batches=BATCHES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared, recipe = folder / "prepared", folder / "measured.toml"
        pairs = made_up(folder / "pairs.tsv", 10_000)
        recipe.write_text(_recipe(pairs.name, sizes, 1), "utf-8")
        prepare(recipe, prepared, folder)
        first: Path | None = None
        for count in given.processes:
            run = folder / f"of-{count}"
            shutil.copytree(prepared, run)
            (run / "recipe.toml").write_text(_recipe(pairs.name, sizes, count), "utf-8")
            clock, processor = _learn(run, count)
            first = first or run
            report.add(str(count), *_rates(run), clock, processor, f"{difference(first, run):.1e}")
    report.close()


def difference(one: Path, other: Path) -> float:
    """Return the largest difference of a weight between two runs."""
    weights, others = (load_file(str(run / "best.safetensors")) for run in (one, other))
    return max(float(torch.max(torch.abs(weights[name] - others[name]))) for name in weights)


def _recipe(path: str, sizes: dict[str, int], processes: int) -> str:
    fit = FIT.format(accumulate=BATCHES // processes)
    text = RECIPE.format(**sizes, layers=1, path=path, fit=fit)
    return text.replace("dropout = 0.2", "dropout = 0.0").replace("log_every = 5", "log_every = 2")


def _learn(run: Path, processes: int) -> tuple[float, float]:
    """Train; returns seconds of the clock, and of the processor by all processes together."""
    fit = ["-m", "training", "fit", str(run), "--device", "cpu", "--threads", "1"]
    together = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}", *fit]
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *(fit if processes == 1 else together)], stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)  # with what those it started have used
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"fit ended with {process.returncode}\n{said.read().decode()}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime


def _rates(run: Path) -> Spread:
    events = [json.loads(line) for line in (run / "events.jsonl").read_text("utf-8").splitlines()]
    rates = [event["tokens_per_second"] for event in events if event["event"] == "step"]
    return Spread.of(rates[1:] or rates)


if __name__ == "__main__":
    main()
