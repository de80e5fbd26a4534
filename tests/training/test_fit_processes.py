"""Two processes learn together what one learns alone from the same batches, killed in between or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
import torch

from models.configuration import ConfigurationError
from tests.training.test_fit_robust import copy, events, same, weights
from training.events import EventLog
from training.fit import fit, prepare
from training.interruption import interruptible
from training.processes import Processes
from training.run_folder import RunFolder


def command(run: RunFolder) -> list[str]:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    return [*torchrun, "training", "fit", "--device", "cpu", "--threads", "1", str(run.path)]


def learn(run: RunFolder) -> str:
    """Train to the end and return what was said; if that fails, show what went wrong."""
    done = subprocess.run(command(run), check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_processes_come_to_the_loss_of_one(prepared: Path, tmp_path: Path) -> None:
    settings = {"dropout": 0.0, "sampled_softmax": 0, "steps": 20}
    alone = copy(prepared, tmp_path / "alone", accumulate=2, **settings)
    fit(alone, "cpu", 1)
    together = copy(prepared, tmp_path / "together", **settings)
    assert learn(together).count("finished after 20 updates") == 1
    one, other = events(alone, "step"), events(together, "step")
    assert [step["tokens"] for step in one] == [step["tokens"] for step in other]
    assert [step["loss"] for step in one] == pytest.approx([step["loss"] for step in other], abs=1e-3)
    assert events(together, "held_out")[-1]["loss"] == pytest.approx(events(alone, "held_out")[-1]["loss"], abs=1e-4)
    expected, found = weights(alone), weights(together)
    assert all(torch.allclose(expected[name], found[name], atol=1e-3) for name in expected)


class WithoutCheckpoint(Processes):
    """One of two, of which the other has found no checkpoint on its host."""

    def total(self, *values: float) -> list[float]:
        return list(values)

    def spread(self, tensors: Iterable[torch.Tensor]) -> None:
        """Send nothing."""


def test_a_checkpoint_that_one_host_has_not_got_is_one_sentence(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", steps=4)
    fit(run, "cpu", 1)
    loop = prepare(run, torch.device("cpu"), WithoutCheckpoint(0, 2))
    with (
        EventLog(run.events, False) as events,
        interruptible() as interrupted,
        pytest.raises(ConfigurationError, match="update 4 there; let all hosts share this folder"),
    ):
        loop.run(events, interrupted)


def test_killed_and_taken_up_again_two_processes_end_with_the_same_weights(prepared: Path, tmp_path: Path) -> None:
    straight = copy(prepared, tmp_path / "straight", average=0.9, steps=12)
    learn(straight)
    killed = copy(prepared, tmp_path / "killed", average=0.9, steps=12)
    process = subprocess.Popen(
        command(killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not killed.last.exists() and process.poll() is None:
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    learn(killed)
    assert same(straight, killed)
