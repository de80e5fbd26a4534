"""Two processes learn together what one learns alone from the same batches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.training.test_fit_robust import copy, events, weights
from training.fit import fit


def test_two_processes_come_to_the_loss_of_one(prepared: Path, tmp_path: Path) -> None:
    settings = {"dropout": 0.0, "sampled_softmax": 0, "steps": 20}
    alone = copy(prepared, tmp_path / "alone", accumulate=2, **settings)
    fit(alone, "cpu", 1)
    together = copy(prepared, tmp_path / "together", **settings)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    command += ["training", "fit", "--device", "cpu", "--threads", "1", str(together.path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("finished after 20 updates") == 1
    one, other = events(alone, "step"), events(together, "step")
    assert [step["tokens"] for step in one] == [step["tokens"] for step in other]
    assert [step["loss"] for step in one] == pytest.approx([step["loss"] for step in other], abs=1e-3)
    assert events(together, "held_out")[-1]["loss"] == pytest.approx(events(alone, "held_out")[-1]["loss"], abs=1e-4)
    expected, found = weights(alone), weights(together)
    assert all(torch.allclose(expected[name], found[name], atol=1e-3) for name in expected)
