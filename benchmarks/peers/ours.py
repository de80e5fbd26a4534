"""This toolkit: its commands for training, its packed engine for decoding."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy

from benchmarks.peers.sizes import PIECES_WRITTEN, Sizes
from benchmarks.train_throughput import RECIPE
from models import bundle, layout, search
from models.bundle import Bundle
from models.packed.networks import packed_network

NAME = "chatapp"


def prepare(folder: Path, sizes: Sizes, text: Path) -> Path:
    """Make a run of the text; returns its folder, in which the pieces are."""
    recipe = folder / "ours.toml"
    values = {**sizes._asdict(), "layers": 1, "path": text.name, "fit": ""}
    recipe.write_text(RECIPE.format(**values).replace("log_every = 5", "log_every = 2"), "utf-8")
    _training("corpus", str(recipe), str(folder / "ours"), "--data", str(text.parent))
    _training("pieces", str(folder / "ours"))
    _training("batches", str(folder / "ours"))
    return folder / "ours"


def train(run: Path, sizes: Sizes) -> list[float]:
    """Train for some updates; returns target tokens a second, of each two updates."""
    _training("fit", str(run), "--device", "cpu", "--threads", str(sizes.threads))
    events = [json.loads(line) for line in (run / "events.jsonl").read_text("utf-8").splitlines()]
    return [event["tokens_per_second"] for event in events if event["event"] == "step"]


def load(run: Path) -> Bundle:
    """Pack the run."""
    _training("pack", str(run), str(run / "bundle"))
    return bundle.load(run / "bundle")


def decode(loaded: Bundle, lines: list[str], sizes: Sizes, batch: int, beam: int) -> float:
    """Translate lines, from text to text; returns seconds a sentence."""
    network: Any = packed_network(loaded, sizes.threads)
    pieces = loaded.pieces
    forbidden = numpy.array([pieces.end])
    begun = time.perf_counter()
    for start in range(0, len(lines), batch):
        sources = [layout.task_source(pieces, "<to:de>", pieces.encode(line)) for line in lines[start : start + batch]]
        first, limits = numpy.full(len(sources), pieces.begin), numpy.full(len(sources), PIECES_WRITTEN)
        state = network.start(sources)
        for [best, *_] in search.beam(network, state, first, limits, pieces.end, width=beam, forbidden=forbidden):
            pieces.decode(best.pieces)
    return (time.perf_counter() - begun) / len(lines)


def _training(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", "training", *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"training {command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
