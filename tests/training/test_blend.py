"""Weights between those of a run and of its start: what is kept is what the held-out lines are best for."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.configuration import ConfigurationError
from tests.training.test_fit_robust import copy
from training.__main__ import main
from training.blend import SHARES, blend
from training.fit import fit
from training.pack import pack
from training.run_folder import RunFolder


@pytest.fixture
def first(prepared: Path, tmp_path: Path) -> RunFolder:
    run = copy(prepared, tmp_path / "first", steps=40)
    fit(run, "cpu", 1)
    return run


def test_the_best_share_is_kept_and_said(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    # a rate that ruins the weights: the more of the start, the better
    run = copy(prepared, tmp_path / "run", start=str(first.path), rate=0.5, warm_up=0, steps=3)
    fit(run, "cpu", 1)
    ruined, begun = load_file(str(run.best)), load_file(str(first.best))
    trials = list(blend(run, first))
    assert [trial.share for trial in trials] == list(SHARES)
    assert min(trials, key=lambda trial: trial.loss).share == 0.75
    for name, value in load_file(str(run.best)).items():
        torch.testing.assert_close(value, torch.lerp(ruined[name], begun[name], 0.75))
    assert pack(run, tmp_path / "bundle").training["blended"] == "0.75 of first"
    again = list(blend(run, first))
    assert [trial.loss for trial in again] == [trial.loss for trial in trials]


def test_other_sizes_are_one_sentence(
    first: RunFolder, prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copy(prepared, tmp_path / "other", hidden=8, steps=1)
    fit(other, "cpu", 1)
    with pytest.raises(ConfigurationError, match="of other sizes than"):
        list(blend(first, other))
    capsys.readouterr()
    assert main(["blend", str(first.path), str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
