"""The finder tries rates up to where the loss runs away, proposes one, and leaves the run as it was."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.training.test_fit_robust import copy
from training.__main__ import main
from training.rate_finder import LEAST, MOST, Trial, propose


def test_it_prints_rates_and_proposes_one(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = copy(prepared, tmp_path / "run")
    before = sorted(file.name for file in run.path.iterdir())
    assert main(["fit", str(run.path), "--device", "cpu", "--threads", "1", "--find-rate"]) == 0
    proposed = float(capsys.readouterr().out.rpartition("= ")[2])
    assert LEAST / 10 <= proposed <= MOST
    assert sorted(file.name for file in run.path.iterdir()) == before


def test_it_keeps_well_below_the_rate_where_the_loss_was_least() -> None:
    assert propose([Trial(0.001, 5.0), Trial(0.01, 3.0), Trial(0.1, float("nan"))]) == 0.001


@pytest.mark.skipif(importlib.util.find_spec("tensorboard") is not None, reason="tensorboard is installed")
def test_without_tensorboard_it_says_so(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = copy(prepared, tmp_path / "run")
    assert main(["fit", str(run.path), "--device", "cpu", "--threads", "1", "--tensorboard"]) == 1
    assert "package tensorboard is missing" in capsys.readouterr().err
