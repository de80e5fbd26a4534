"""The package as a person gets it: built, installed elsewhere, and used there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILT_FROM = ("chatapp", "models", "training", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    pip("wheel", source, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", place / "wheels")
    wheels = list((place / "wheels").glob("*.whl"))
    assert len(wheels) == 1
    pip("install", wheels[0], "--no-deps", "--no-index", "--target", place / "installed")
    return place / "installed"


def elsewhere(installed: Path, home: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "HOME": str(home), "XDG_DATA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_installed_wheel_translates(installed: Path, tmp_path: Path) -> None:
    assert elsewhere(installed, tmp_path, "-c", "import chatapp; print(chatapp.__file__)").startswith(str(installed))
    translated = elsewhere(
        installed, tmp_path, "-m", "chatapp", "translate", "--from", "en", "--to", "fr", "Where is the station?"
    )
    assert "gare" in translated


def test_all_that_is_no_code_travels_in_the_wheel(installed: Path) -> None:
    for package in ("chatapp", "models", "training"):
        carried = {
            each.relative_to(ROOT)
            for each in (ROOT / package).rglob("*")
            if each.is_file() and "__pycache__" not in each.parts
        }
        missing = [str(each) for each in sorted(carried) if not (installed / each).exists()]
        assert missing == []
