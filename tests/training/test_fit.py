"""A run learns, is saved, and killed at any instant ends with the very weights of one never killed."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.configuration import ConfigurationError
from training.fit import fit
from training.run_folder import RunFolder

FORKING = """
import os, pathlib, signal, sys
from pathlib import Path
import torch._dynamo  # which an optimiser imports with its first step, and that takes long
from training import checkpoint, events, loop
from training.fit import fit
from training.run_folder import RunFolder

def killed_at(owner, name, calls):
    plain, left = getattr(owner, name), int(calls)
    def killing(*given, **named):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*given, **named)
    setattr(owner, name, killing)

for line in sys.stdin:
    child = os.fork()
    if not child:
        run, *instant = line.split()
        if instant:
            killed_at(eval(instant[0]), *instant[1:])
        fit(RunFolder(Path(run)), "cpu", 1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# A process for each line, which need not import torch first; it is killed when it calls what the line says.

INSTANTS = [
    "loop.Updater update 3",  # before there is any checkpoint
    "checkpoint save_file 1",  # about to write the first
    "os fsync 1",  # written, not yet on the disk
    "pathlib.Path replace 1",  # on the disk, not yet renamed
    "loop.Updater update 6",
    "loop.Updater update 1",
    "loop.Loop _look 1",
    "os fsync 1",  # the best weights or a checkpoint
    "events.EventLog write 4",
    "pathlib.Path replace 3",
    "loop.Loop _save 2",
]

COMMAND = [sys.executable, "-m", "training", "fit", "--device", "cpu", "--threads", "1"]


def copy(prepared: Path, folder: Path, steps: int = 30, **more: float) -> RunFolder:
    shutil.copytree(prepared, folder)
    recipe = folder / "recipe.toml"
    text = recipe.read_text("utf-8").replace("steps = 30", f"steps = {steps}")
    for key, value in more.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    recipe.write_text(text, "utf-8")
    return RunFolder(folder)


def weights(run: RunFolder) -> dict[str, torch.Tensor]:
    return {name: value for name, value in load_file(str(run.last)).items() if name.startswith(("model.", "average."))}


def events(run: RunFolder, kind: str) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in run.events.read_text("utf-8").splitlines()]
    return [line for line in lines if line["event"] == kind]


def test_the_loss_falls_and_everything_is_written(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", steps=60)
    result = fit(run, "cpu", 1)
    assert result.finished
    assert result.position.step == 60
    steps = events(run, "step")
    assert steps[-1]["loss"] < steps[0]["loss"]
    looks = events(run, "held_out")
    assert [look["step"] for look in looks] == [10, 20, 30, 40, 50, 60]
    assert result.position.best == min(look["loss"] for look in looks)
    assert run.best.exists()
    assert not list(run.path.glob("*.partial"))


@pytest.mark.parametrize("more", [{}, {"average": 0.9, "accumulate": 2}], ids=["plain", "average"])
def test_killed_again_and_again_it_ends_with_the_same_weights(
    more: dict[str, float], prepared: Path, tmp_path: Path
) -> None:
    straight = copy(prepared, tmp_path / "straight", 40, **more)
    fit(straight, "cpu", 1)
    killed = copy(prepared, tmp_path / "killed", 40, **more)
    lines = "".join(f"{killed.path} {instant}\n" for instant in [*INSTANTS, ""])
    done = subprocess.run([sys.executable, "-c", FORKING], input=lines, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(INSTANTS) + ["0"], done.stderr
    expected, found = weights(straight), weights(killed)
    assert expected.keys() == found.keys()
    for name, value in expected.items():
        assert torch.equal(value, found[name]), name


def _reached(run: RunFolder) -> int:
    if not run.events.exists():
        return 0
    steps = [json.loads(line)["step"] for line in run.events.read_text("utf-8").splitlines() if line.endswith("}")]
    return int(max(steps, default=0))


def test_asked_to_stop_it_saves_and_goes_on_later(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", steps=2000)
    process = subprocess.Popen([*COMMAND, str(run.path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    while _reached(run) < 5:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "stopped after" in output
    stop = events(run, "stop")[-1]
    assert stop["finished"] is False
    recipe = run.recipe_file
    recipe.write_text(recipe.read_text("utf-8").replace("steps = 2000", f"steps = {int(stop['step']) + 2}"), "utf-8")
    assert fit(run, "cpu", 1).position.step == stop["step"] + 2


def test_a_damaged_checkpoint_is_one_sentence(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run")
    run.last.write_bytes(b"not a checkpoint")
    with pytest.raises(ConfigurationError, match="cannot be resumed from"):
        fit(run, "cpu", 1)


def test_fit_needs_neither_gensim_nor_textual_nor_click() -> None:
    script = (
        "import sys, training.__main__, training.fit;"
        "print(sorted({'gensim', 'textual', 'click', 'rich', 'tomlkit', 'scipy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
