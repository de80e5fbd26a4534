"""``fit`` runs where only torch, numpy, sentencepiece, safetensors and sacrebleu (which needs lxml) are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

ALLOWED = ("torch", "numpy", "sentencepiece", "safetensors", "sacrebleu")

SCRIPT = """
import sys

blocked = set(sys.argv.pop(1).split(","))

class Without:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in blocked else self.finder.find_spec(name, path, target)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
assert not blocked & set(sys.modules), blocked & set(sys.modules)

from training.__main__ import main

sys.exit(main(sys.argv[1:]))
"""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(names: tuple[str, ...]) -> set[str]:
    """Return distributions and all that they need."""
    found: set[str] = set()
    waiting = [normal(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        try:
            requirements = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for requirement in requirements:
            if "extra ==" not in requirement and (match := re.match(r"[\w.-]+", requirement)):
                waiting.append(normal(match[0]))
    return found


def test_fit_needs_nothing_else(prepared: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(prepared, run)
    there = needed(ALLOWED)
    blocked = {
        package
        for package, distributions in packages_distributions().items()
        if not there & set(map(normal, distributions)) and package not in ("training", "models")
    }
    # Its own requirements come with each: sacrebleu, for one, cannot be imported without lxml.
    assert {"gensim", "yaml", "click", "tomlkit", "ijson", "textual", "chatapp"} <= blocked
    arguments = ["fit", str(run), "--device", "cpu", "--threads", "1"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, ",".join(sorted(blocked)), *arguments],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"finished after 30 updates" in done.stdout
    assert (run / "best.safetensors").exists()
