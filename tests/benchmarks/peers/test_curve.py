"""A training is followed from checkpoint to checkpoint, halted while it is measured, and ended when enough is known."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from benchmarks.peers.curve import BleuTest, Point, follow, minutes_to

TRAINING = """
import os, pathlib, time
pathlib.Path("process").write_text(str(os.getpid()))
for count in range(2, {last}, 2):
    pathlib.Path(f"{{count}}.partial").touch()
    os.rename(f"{{count}}.partial", f"{{count}}.checkpoint")
{then}
"""


def _training(last: int, then: str) -> list[str]:
    return [sys.executable, "-c", TRAINING.format(last=last, then=then)]


def test_a_training_is_halted_while_it_is_measured_and_ended_at_last(tmp_path: Path) -> None:
    states: list[str] = []

    def measure(count: int) -> float:
        states.append(psutil.Process(int((tmp_path / "process").read_text())).status())
        return 10.0 * count

    points = follow(
        _training(9, "while True: time.sleep(0.01)"),
        tmp_path,
        (2, 4, 6, 8),
        lambda count: (tmp_path / f"{count}.checkpoint").exists(),
        measure,
        before=600.0,
    )
    with closing(points):
        first, second = next(points), next(points)
    assert [(each.updates, each.bleu) for each in (first, second)] == [(2, 20.0), (4, 40.0)]
    assert 10.0 <= first.processor <= second.processor
    assert states == [psutil.STATUS_STOPPED] * 2
    assert not psutil.pid_exists(int((tmp_path / "process").read_text()))


def test_a_training_that_ends_too_soon_says_so(tmp_path: Path) -> None:
    points = follow(
        _training(3, "raise SystemExit('no more text')"),
        tmp_path,
        (2, 4),
        lambda count: (tmp_path / f"{count}.checkpoint").exists(),
        lambda _: 1.0,
    )
    with pytest.raises(SystemExit, match=r"before update 4:\n(?s:.*)no more text"):
        list(points)


def test_minutes_to_a_bleu_lie_between_two_points() -> None:
    points = [Point(40, 2.0, 4.0, 5.0), Point(80, 3.0, 6.0, 15.0), Point(120, 4.0, 9.0, 25.0)]
    assert minutes_to(20.0, points) == Point(100, 3.5, 7.5, 20.0)
    assert minutes_to(2.5, points) == Point(20, 1.0, 2.0, 2.5)
    assert minutes_to(30.0, points) is None


def test_far_from_the_target_the_first_few_sentences_do() -> None:
    references = [f"the {number} dogs run over the green grass" for number in range(10)]
    test = BleuTest(references, references, 50.0, few=2)
    asked: list[int] = []

    def translated(lines: int, right: bool) -> list[str]:
        asked.append(lines)
        return references[:lines] if right else ["a cat"] * lines

    assert test.bleu(lambda lines: translated(lines, False)) < 1.0
    assert test.bleu(lambda lines: translated(lines, True)) == pytest.approx(100.0)
    assert asked == [2, 2, 10]
