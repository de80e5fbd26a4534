"""A home of its own for every test, and the fake engine's command."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import chatapp

FAKE_ENGINE = (sys.executable, str(Path(__file__).with_name("fake_engine.py")))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHATAPP_HOME", str(tmp_path / "home"))
    # The fake engine is a process of its own: it must find the package where it is not installed.
    monkeypatch.setenv("PYTHONPATH", str(Path(chatapp.__file__).parents[1]))
    # Pictures and colours do not depend on the terminal that the tests are started in.
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "home"


@pytest.fixture
def engine_command() -> tuple[str, ...]:
    return FAKE_ENGINE
