"""What goes wrong while a run learns costs no more than it must: memory, disk, numbers, a sudden end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from models.configuration import ConfigurationError
from training import checkpoint, loop, objective
from training.checkpoint import read_position
from training.events import EventLog
from training.fit import fit
from training.report.page import read_events
from training.run_folder import RunFolder


def copy(prepared: Path, folder: Path, **changes: object) -> RunFolder:
    """Copy a run; changes are keys of [fit], but for ``dropout``."""
    shutil.copytree(prepared, folder)
    run = RunFolder(folder)
    lines = run.recipe_file.read_text("utf-8").splitlines()
    for key, value in changes.items():
        found = [index for index, line in enumerate(lines) if line.startswith(f"{key} = ")]
        for index in found:
            lines[index] = f"{key} = {json.dumps(value)}"
        assert found, key
    run.recipe_file.write_text("\n".join(lines) + "\n", "utf-8")
    return run


def weights(run: RunFolder) -> dict[str, Tensor]:
    return {name: value for name, value in load_file(str(run.last)).items() if name.startswith(("model.", "average."))}


def events(run: RunFolder, kind: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in run.events.read_text("utf-8").splitlines()]
    return [line for line in lines if line["event"] == kind]


def same(one: RunFolder, other: RunFolder) -> bool:
    ours, theirs = weights(one), weights(other)
    return ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)


class Crash(BaseException):
    """The end, from one instant to the next."""


@pytest.mark.parametrize(
    "settings", [{"average": 0.9}, {"accumulate": 3}, {"piece_dropout": 0.2, "average": 0.9, "accumulate": 2}]
)
def test_after_a_crash_it_ends_with_the_same_weights(
    settings: dict[str, object], prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = copy(prepared, tmp_path / "straight", **settings)
    fit(straight, "cpu", 1)
    crashed = copy(prepared, tmp_path / "crashed", **settings)
    update = loop.Updater.update
    for enough in (7, 18):

        def until(self: Any, batches: Any, decisions: int, rate: float, step: int, enough: int = enough) -> Any:
            if step == enough:
                raise Crash
            return update(self, batches, decisions, rate, step)

        monkeypatch.setattr(loop.Updater, "update", until)
        with pytest.raises(Crash):
            fit(crashed, "cpu", 1)
    monkeypatch.setattr(loop.Updater, "update", update)
    fit(crashed, "cpu", 1)
    assert same(straight, crashed)


def test_what_is_packed_is_the_average(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", average=0.9, steps=10)
    fit(run, "cpu", 1)
    kept, best = load_file(str(run.last)), load_file(str(run.best))
    name = "embedding.weight"
    assert torch.equal(best[name], kept[f"average.{name}"])
    assert not torch.equal(best[name], kept[f"model.{name}"])


def failing(monkeypatch: pytest.MonkeyPatch, change: Callable[[Any, Tensor], Tensor]) -> None:
    plain = objective.loss_of

    def loss_of(model: Any, batch: Any, smoothing: float, sampled: int) -> tuple[Tensor, int]:
        loss, decisions = plain(model, batch, smoothing, sampled)
        return change(batch, loss), decisions

    monkeypatch.setattr(objective, "loss_of", loss_of)


def test_a_batch_too_large_for_the_memory_is_learnt_in_parts(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"dropout": 0.0, "sampled_softmax": 0, "steps": 10}
    whole = copy(prepared, tmp_path / "whole", **settings)
    fit(whole, "cpu", 1)

    def too_much(batch: Any, loss: Tensor) -> Tensor:
        if len(batch.corpus) > 4:
            raise torch.OutOfMemoryError("out of memory")
        return loss

    failing(monkeypatch, too_much)
    parts = copy(prepared, tmp_path / "parts", **settings)
    assert fit(parts, "cpu", 1).finished
    assert sum(step["split"] for step in events(parts, "step")) > 0
    assert events(parts, "step")[-1]["loss"] == pytest.approx(events(whole, "step")[-1]["loss"], abs=1e-3)


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("out of memory"), RuntimeError("could not create a primitive"), MemoryError()]
)
def test_too_little_memory_for_a_single_line_is_one_sentence(
    error: Exception, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[int] = []

    def too_much(batch: Any, loss: Tensor) -> Tensor:
        rows.append(len(batch.corpus))
        raise error

    failing(monkeypatch, too_much)
    with pytest.raises(ConfigurationError, match="too little memory; close other programs, or set fewer tokens"):
        fit(copy(prepared, tmp_path / "run"), "cpu", 1)
    assert rows[0] > rows[-1] == 1


def test_numbers_that_are_not_finite_are_skipped_and_after_many_the_run_ends(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "MOST_SKIPPED", 10)
    failing(monkeypatch, lambda _, loss: loss * float("nan"))
    run = copy(prepared, tmp_path / "run")
    with pytest.raises(ConfigurationError, match="not finite after 10 updates in a row; set a lower rate"):
        fit(run, "cpu", 1)
    assert [step["skipped"] for step in events(run, "step")] == [5, 5]


def test_a_full_disk_keeps_the_last_good_checkpoint(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = copy(prepared, tmp_path / "run")
    plain = checkpoint.save_file
    left = 3

    def save_file(tensors: Any, path: str, metadata: Any) -> None:
        nonlocal left
        if left == 0:
            Path(path).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        left -= 1
        plain(tensors, path, metadata)

    monkeypatch.setattr(checkpoint, "save_file", save_file)
    with pytest.raises(ConfigurationError, match="No space left on device; the checkpoint before is kept"):
        fit(run, "cpu", 1)
    assert events(run, "not_saved")
    assert not list(run.path.glob("*.partial"))
    assert 0 < read_position(run.last).step < 30
    monkeypatch.undo()
    assert fit(run, "cpu", 1).position.step == 30


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_ends_no_event_log(tmp_path: Path) -> None:
    with EventLog(Path("/dev/full")) as log:
        log.write("step", step=1)
    torn = tmp_path / "events.jsonl"
    torn.write_bytes(b'{"event": "start"}\n{"event": "st')
    for step in (1, 2):
        with EventLog(torn) as log:
            log.write("step", step=step)
    assert [event["event"] for event in read_events(torn)] == ["start", "step", "step"]


def test_events_hold_what_a_screen_draws(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", steps=10)
    fit(run, "cpu", 1)
    step = events(run, "step")[-1]
    wanted = ["step", "steps", "epoch", "tokens", "tokens_per_second", "loss", "rate", "norm"]
    wanted += ["padding", "skipped", "split", "seconds", "left"]
    assert step.keys() >= set(wanted)
    look = events(run, "held_out")[-1]
    assert look["losses"].keys() == look["perplexity"].keys() == {"pairs.en-fr.tsv", "talk.jsonl"}
    assert look["best_loss"] <= look["loss"]
