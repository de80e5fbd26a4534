"""BLEU against the time a training has taken, measured while it runs: it is halted for as long as it is looked at."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
from sacrebleu.metrics.bleu import BLEU

POLL = 0.5
"""Seconds between two looks for a checkpoint."""


class Point(NamedTuple):
    """What a training had come to: updates, minutes of the processor and of the clock (less the halts), BLEU."""

    updates: int
    processor: float
    clock: float
    bleu: float


class BleuTest(NamedTuple):
    """Sentences and their translations. Far from ``target`` BLEU the first few of them do."""

    sources: Sequence[str]
    references: Sequence[str]
    target: float
    few: int = 200
    near: float = 3.0

    def bleu(self, translated: Callable[[int], Sequence[str]]) -> float:
        """Measure a model, of whose translations of the first so many sentences ``translated`` is asked."""
        found = self._bleu(translated(self.few))
        return found if found < self.target - self.near else self._bleu(translated(len(self.sources)))

    def _bleu(self, lines: Sequence[str]) -> float:
        return float(BLEU().corpus_score(lines, [self.references[: len(lines)]]).score)


def follow(
    command: Sequence[str | Path],
    folder: Path,
    updates: Sequence[int],
    there: Callable[[int], bool],
    bleu: Callable[[int], float],
    before: float = 0.0,
) -> Generator[Point, None, None]:
    """Train, and yield a point at each checkpoint; the training ends when no more points are asked for.

    Args:
        command: which trains, and keeps checkpoints.
        folder: where it runs; what it says goes to ``training.log`` there.
        updates: after which there is a checkpoint.
        there: tells whether the checkpoint of so many updates is there, whole.
        bleu: measures the checkpoint of so many updates.
        before: seconds that preparing took, which count.

    Raises:
        SystemExit: the training ended without the checkpoint.
    """
    log = folder / "training.log"
    begun, halted = time.monotonic(), 0.0
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
    watched = psutil.Process(process.pid)
    processor = 0.0
    try:
        for count in updates:
            while not there(count):
                if process.poll() is not None and not there(count):
                    raise SystemExit(f"the training ended before update {count}:\n{log.read_text('utf-8')[-2000:]}")
                time.sleep(POLL)
            clock = time.monotonic() - begun - halted
            processor = max(processor, _processor_seconds(watched))
            halt = time.monotonic()
            _send(process, signal.SIGSTOP)
            while process.poll() is None and watched.status() != psutil.STATUS_STOPPED:
                time.sleep(0.01)
            found = bleu(count)
            _send(process, signal.SIGCONT)
            halted += time.monotonic() - halt
            yield Point(count, (before + processor) / 60, (before + clock) / 60, found)
    finally:
        _send(process, signal.SIGCONT)
        process.terminate()
        process.wait()


def minutes_to(target: float, points: Sequence[Point]) -> Point | None:
    """Say when a training came to ``target`` BLEU, in a straight line between two points; None if it did not."""
    for before, after in zip([Point(0, 0.0, 0.0, 0.0), *points], points, strict=False):
        if after.bleu >= target:
            share = (target - before.bleu) / (after.bleu - before.bleu)
            updates, processor, clock = (
                low + share * (high - low) for low, high in zip(before[:3], after[:3], strict=True)
            )
            return Point(round(updates), processor, clock, target)
    return None


def _processor_seconds(process: psutil.Process) -> float:
    """Add up what the process and those it started have computed; nothing if it has ended."""
    try:
        every = [process, *process.children(recursive=True)]
        return sum(each.cpu_times().user + each.cpu_times().system for each in every)
    except psutil.Error:
        return 0.0


def _send(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(what)
