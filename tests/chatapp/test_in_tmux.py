"""The real program in a real terminal: started, typed in, resized, left. Skipped where there is no tmux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chatapp.conftest import FAKE_ENGINE

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux")

PROGRAM = f"import sys; from chatapp.app import run; sys.exit(run({FAKE_ENGINE!r}))"
RIGHT_TO_LEFT = "مرحبا بالعالم"
WIDE = "漢字 👩‍👩‍👧 é"


class Tmux:
    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.command = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self.environment = environment

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.command, *arguments], capture_output=True, text=True, check=False, env=self.environment
        )
        return done.stdout

    def start(self, width: int, height: int) -> None:
        program = [sys.executable, "-c", PROGRAM]
        self.run("new-session", "-d", "-x", str(width), "-y", str(height), *program)

    def screen(self, *options: str) -> str:
        return self.run("capture-pane", "-p", *options)

    def until(self, condition: Callable[[str], bool], seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        while not condition(shown := self.screen()):
            assert time.monotonic() < end, shown
            time.sleep(0.1)
        return shown


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("COLORTERM", raising=False)
    terminal = Tmux(tmp_path, {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"})
    yield terminal
    terminal.run("kill-server")


def test_started_typed_in_resized_and_left(tmux: Tmux) -> None:
    tmux.start(80, 24)
    tmux.until(lambda shown: "● ready" in shown and "Write a message" in shown)
    tmux.run("send-keys", "-l", "hello")
    tmux.until(lambda shown: "hello" in shown)
    tmux.run("send-keys", "Enter")
    tmux.until(lambda shown: "and I heard it." in shown)
    for width, height in ((40, 12), (300, 100), (100, 30)):
        tmux.run("resize-window", "-x", str(width), "-y", str(height))
        shown = tmux.until(lambda shown: "heard" in shown and "Write a message" in shown)
        assert all(len(line) <= width for line in shown.splitlines())
    tmux.run("send-keys", "C-q")
    end = time.monotonic() + 30
    while tmux.run("list-sessions"):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_wide_letters_and_those_from_right_to_left_do_not_break_the_frame(tmux: Tmux) -> None:
    tmux.start(80, 24)
    tmux.until(lambda shown: "● ready" in shown)
    for text in (RIGHT_TO_LEFT, WIDE):
        tmux.run("send-keys", "-l", text)
        tmux.run("send-keys", "Enter")
        tmux.until(lambda shown, word=text.split()[0]: shown.count(word) == 2)
    shown = tmux.screen()
    field = [line for line in shown.splitlines() if line.strip().startswith(("╭", "╰"))]
    assert len({line.rstrip()[-1] for line in field} - {"╮", "╯"}) == 0
    assert all(len(line.rstrip()) == 79 for line in field)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "xterm-16color")])
def test_without_colours_and_with_few_everything_can_be_read(tmux: Tmux, name: str, value: str) -> None:
    tmux.environment[name] = value
    tmux.start(80, 24)
    shown = tmux.until(lambda shown: "● ready" in shown)
    for text in ("chatapp", "Chat", "Translate", "Write a message", "F1 Keys"):
        assert text in shown
    if name == "NO_COLOR":
        assert "38;2;" not in tmux.screen("-e")
