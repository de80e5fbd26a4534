"""The corpus that preparing is measured on is the same for a seed, and varied; the rows say what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.prepare import STAGES, exchanges


def test_the_corpus_is_the_same_for_the_same_seed_and_varied() -> None:
    lines = list(exchanges(500, 13))
    assert lines == list(exchanges(500, 13))
    assert lines[:100] == list(exchanges(100, 13))
    assert lines != list(exchanges(500, 14))
    assert len(set(lines)) == 500
    assert all(line.count("\t") == 1 and line.endswith("\n") for line in lines)


def test_a_row_for_each_stage(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.prepare", "2000", "--near", "0.9", "--folder", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, check=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()[2:]]
    assert [row[:2] for row in rows] == [["2,000", stage] for stage in STAGES]
    assert all(float(cell.replace(",", "")) > 0 for row in rows for cell in row[2:5])
    assert list(tmp_path.iterdir()) == []
