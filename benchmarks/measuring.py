"""How benchmarks measure, and how they say what they found: one table on the screen, the same in JSON where asked."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PACKAGES = ("numpy", "onnxruntime", "torch", "sentencepiece")


class Spread(NamedTuple):
    """Of many measurements the median, the 95th percentile and, as a share of the median, the middle half."""

    median: float
    p95: float
    spread: float

    @classmethod
    def of(cls, measurements: Sequence[float]) -> Spread:
        """Summarise at least one measurement."""
        if len(measurements) == 1:
            return cls(measurements[0], measurements[0], 0.0)
        cuts = statistics.quantiles(measurements, n=20, method="inclusive")
        median = statistics.median(measurements)
        return cls(median, cuts[18], (cuts[14] - cuts[4]) / median if median else 0.0)


Clock = Callable[[], float]
"""``time.perf_counter``, or, on a busy machine, ``time.thread_time``, which leaves out the time others take."""


def seconds(ask: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """Time one call."""
    begun = clock()
    ask()
    return clock() - begun


def alternating(
    subjects: Mapping[str, Callable[[], object]], rounds: int, clock: Clock = time.perf_counter
) -> dict[str, list[float]]:
    """Time each subject once a round, in turn, so that whatever disturbs the machine disturbs all of them; in seconds.

    A first round, in which caches fill, is not counted.
    """
    for ask in subjects.values():
        ask()
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, ask in subjects.items():
            times[name].append(seconds(ask, clock))
    return times


class Report:
    """A table whose rows are printed as they come; the first column names what was measured."""

    def __init__(self, title: str, columns: Sequence[str], file: Path | None, **settings: object) -> None:
        self.title = title
        self.columns = tuple(columns)
        self.file = file
        self.settings = {**machine(), **settings}
        self.rows: list[dict[str, object]] = []
        print(f"{title}\n{', '.join(f'{name} {value}' for name, value in self.settings.items())}\n")
        print(f"| {' | '.join(self.columns)} |\n|---|{'---:|' * (len(self.columns) - 1)}", flush=True)

    def add(self, name: str, *cells: float | str) -> None:
        """Add a row: numbers are shown to three figures."""
        shown = [cell if isinstance(cell, str) else three_figures(cell) for cell in cells]
        print(f"| {' | '.join(each.replace('|', '&#124;') for each in [name, *shown])} |", flush=True)
        self.rows.append(dict(zip(self.columns, [name, *cells], strict=True)))
        self._write()

    def close(self) -> None:
        """End the table."""
        print()
        self._write()

    def _write(self) -> None:
        """Write the JSON file, if one was asked for: with each row, so that what is interrupted leaves what it had."""
        if self.file is not None:
            content = {"title": self.title, "settings": self.settings, "rows": self.rows}
            partial = self.file.with_name(f".{self.file.name}.partial")
            partial.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
            partial.replace(self.file)


def three_figures(number: float) -> str:
    """Write a number as people read it: 0.0123, 1.23, 12.3, 12,346."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - int(f'{number:e}'.partition('e')[2]))}f}"


def machine() -> dict[str, object]:
    """Say what is measured on: the processor, how many cores there are, and the versions of what computes."""
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"processor": _processor(), "cores": os.cpu_count(), "python": platform.python_version(), **versions}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def add_clock(parser: argparse.ArgumentParser) -> None:
    """Let the processor's time be counted; for what is computed on one thread."""
    parser.add_argument(
        "--cpu",
        dest="clock",
        action="store_const",
        const=time.thread_time,
        default=time.perf_counter,
        help="count the time of the processor instead of the clock's, where other programs run",
    )


def arguments(program: str, description: str | None) -> argparse.ArgumentParser:
    """Make a parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{program}", description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table to this file")
    return parser
