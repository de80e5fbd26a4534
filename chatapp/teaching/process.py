"""The process that trains: started so that it outlives the app, found again, stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Process, Teaching, read_process, write_process

THREADS = 1
_NICE = 10
_PATIENCE = 120.0

_started: dict[int, subprocess.Popen[bytes]] = {}
"""The processes that this one started: to be waited for when they end, so that they are not taken to go on."""


def start(teaching: Teaching, threads: int = THREADS) -> None:
    """Start the training, or go on with it from its last checkpoint; does nothing where it runs.

    Raises:
        CannotTeach: it cannot be started.
    """
    teaching.paused.unlink(missing_ok=True)
    _launch(teaching, _run_command(teaching, threads))


def keep(teaching: Teaching) -> None:
    """Make a bundle of what was learnt until now: stops the training, then packs.

    Raises:
        CannotTeach: nothing was learnt yet, or it cannot be packed.
    """
    stop(teaching)
    if not (teaching.run / "best.safetensors").exists():
        raise CannotTeach(f"'{teaching.name}' has learnt nothing to keep yet: let it go on for a while.")
    run, data = str(teaching.run), ["--data", str(teaching.folder)]
    for command in (["exemplars", run, *data], ["pack", run, str(teaching.bundle)]):
        done = subprocess.run(
            [sys.executable, "-m", "training", *command], capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise CannotTeach(_last_line(done.stderr.decode("utf-8", "replace")) or "The bundle cannot be made.")


def stop(teaching: Teaching) -> None:
    """Stop the training; all that it has learnt is saved, and ``start`` goes on from there."""
    with suppress(OSError):
        teaching.paused.touch()
    process = find(teaching)
    if process is None:
        return
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(_PATIENCE)
    _reap(process.pid)


def cancel(teaching: Teaching) -> None:
    """Stop the training and forget it; a bundle that was made already stays."""
    process = find(teaching)
    if process is not None:
        with suppress(psutil.NoSuchProcess):
            process.kill()
            process.wait(_PATIENCE)
        _reap(process.pid)
    shutil.rmtree(teaching.folder, ignore_errors=True)


def find(teaching: Teaching) -> psutil.Process | None:
    """Return the process that trains; None where none does."""
    kept = read_process(teaching)
    if kept is None:
        return None
    _reap(kept.number)
    try:
        process = psutil.Process(kept.number)
        same = abs(process.create_time() - kept.created) < 1.0
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


def complaint(teaching: Teaching) -> str:
    """Return the sentence with which the training failed, or an empty text."""
    try:
        text = teaching.log.read_text("utf-8", "replace")
    except OSError:
        return ""
    return next((line[10:] for line in reversed(text.splitlines()) if line.startswith("training: ")), "")


def _run_command(teaching: Teaching, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "training", "run", str(teaching.recipe), str(teaching.run),
        "--data", str(teaching.folder), "--bundle", str(teaching.bundle),
        "--device", "auto", "--threads", str(threads),
    ]  # fmt: skip


def _launch(teaching: Teaching, command: list[str]) -> None:
    if find(teaching) is not None:
        return
    apart: dict[str, int | bool] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
    try:
        with teaching.log.open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=child_environment(),
                cwd=_outside(),
                **apart,
            )  # type: ignore[call-overload]
        found = psutil.Process(process.pid)
        write_process(teaching, Process(process.pid, found.create_time()))
        lower_priority(process.pid)
    except (OSError, psutil.Error) as error:
        raise CannotTeach(
            f"The training cannot be started ({error}): mend the installation, then try again."
        ) from error
    _started[process.pid] = process


def lower_priority(number: int) -> None:
    """Let everything else on the machine go before this process."""
    if sys.platform != "win32":  # where it is said at the start
        with suppress(psutil.Error):
            psutil.Process(number).nice(_NICE)


def child_environment() -> dict[str, str]:
    """Return the environment of a process that trains: it leaves the other processor cores alone."""
    return {**os.environ, "OMP_NUM_THREADS": str(THREADS)}


def _outside() -> Path:
    """Where the packages are found, also where they are not installed."""
    return Path(__file__).resolve().parents[2]


def _reap(number: int) -> None:
    process = _started.get(number)
    if process is not None and process.poll() is not None:
        del _started[number]


def _last_line(text: str) -> str:
    found = text.strip().splitlines()
    return found[-1].removeprefix("training: ") if found else ""
