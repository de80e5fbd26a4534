"""Tables say what was measured, on the screen and in a file; the benchmarks of speed run from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import Report, Spread, alternating, three_figures


def test_spread_of_measurements() -> None:
    assert Spread.of([3.0]) == (3.0, 3.0, 0.0)
    spread = Spread.of([float(number) for number in range(1, 102)])
    assert (spread.median, spread.p95) == (51.0, 96.0)
    assert spread.spread == pytest.approx(50 / 51)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (0.01234, "0.0123"), (1.2345, "1.23"), (12.345, "12.3"), (12345.6, "12,346")]
)
def test_three_figures(number: float, shown: str) -> None:
    assert three_figures(number) == shown


def test_subjects_are_measured_in_turn() -> None:
    asked: list[str] = []
    times = alternating({"one": lambda: asked.append("one"), "two": lambda: asked.append("two")}, 2)
    assert asked == ["one", "two"] * 3
    assert [len(each) for each in times.values()] == [2, 2]


def test_a_report_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report("Title", ("of", "ms"), tmp_path / "report.json", rounds=2)
    report.add("a | b", 1.5)
    report.close()
    assert "| a &#124; b | 1.50 |" in capsys.readouterr().out
    written = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert written["rows"] == [{"of": "a | b", "ms": 1.5}]
    assert written["settings"]["rounds"] == 2
    assert "numpy" in written["settings"]


@pytest.mark.parametrize(
    "command",
    [
        ["scale", "--messages", "10", "100", "--words", "1"],
        [
            "train_throughput",
            "--hidden",
            "16",
            "--pieces",
            "400",
            "--tokens",
            "256",
            "--updates",
            "2",
            "--threads",
            "1",
        ],
    ],
)
def test_benchmarks_run(command: list[str], tmp_path: Path) -> None:
    file = tmp_path / "table.json"
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:], "--json", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text("utf-8"))["rows"]
