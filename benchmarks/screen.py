"""``python -m benchmarks.screen``: the app in a terminal of its own, as a person meets it.

How long until it paints, beside an app of Textual that is empty; how long until a key that is typed stands on the
screen: while nothing else is done, while the engine loads, while a model is taught; and the memory of both processes.
A pseudo-terminal plays the person and reads what is drawn; the network stack between a person and SSH is not in it.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.measuring import Report, Spread, arguments

SIZE = (40, 120)
APP = (sys.executable, "-m", "chatapp")
EMPTY = (
    sys.executable,
    "-c",
    "from textual.app import App; from textual.widgets import Footer, Header, Static\n"
    "class Empty(App):\n"
    "    def compose(self):\n"
    "        yield Header(); yield Static('Write a message'); yield Footer()\n"
    "Empty().run()",
)
PAINTED = b"rite a message"  # the cursor stands on its first letter
READY = b"ready"
KEYS = "abdefghijklmnoprstuvwz"
PAUSE = 0.12
PATIENCE = 120.0
SHOP = Path(__file__).parent / "subjects" / "shop.tsv"


class Terminal:
    """A program in a terminal: keys go in, and what it draws comes out."""

    def __init__(self, command: tuple[str, ...], home: str) -> None:
        self.begun = time.perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            os.environ.update(CHATAPP_HOME=home, TERM="xterm-256color", COLORTERM="truecolor", COLUMNS="", LINES="")
            for name in ("COLUMNS", "LINES", "NO_COLOR"):
                os.environ.pop(name, None)
            os.execv(command[0], command)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self._drawn = b""

    def until(self, text: bytes) -> float:
        """Read until a text is drawn; gives the seconds that it took."""
        begun = time.perf_counter()
        while text not in self._drawn:
            if time.perf_counter() - begun > PATIENCE:
                raise SystemExit(f"{text.decode()!r} was not drawn within {PATIENCE:.0f} seconds")
            self._read(0.2)
        return time.perf_counter() - begun

    def echo(self, key: str) -> float:
        """Type a letter and wait until it is drawn; in seconds."""
        self.rest(0.0)
        self._drawn = b""
        os.write(self._file, key.encode())
        begun = time.perf_counter()
        while key.encode() not in _visible(self._drawn):
            if time.perf_counter() - begun > PATIENCE:
                raise SystemExit(f"the key {key} was not drawn")
            self._read(0.01)
        return time.perf_counter() - begun

    def rest(self, seconds: float) -> None:
        """Read on for a while, and forget what was drawn."""
        end = time.perf_counter() + seconds
        while self._read(max(0.0, end - time.perf_counter())) or time.perf_counter() < end:
            pass

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._file, keys)

    def drawn(self, text: bytes) -> bool:
        """Whether a text was drawn since the last key."""
        return text in self._drawn

    def close(self) -> None:
        """Leave the program."""
        process = psutil.Process(self.pid)
        family = [process, *process.children(recursive=True)]
        for each in reversed(family):
            if each.is_running():
                each.kill()
        os.waitpid(self.pid, 0)
        os.close(self._file)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._file], [], [], seconds)[0]:
            return False
        self._drawn += os.read(self._file, 2**16)
        return True


def _visible(drawn: bytes) -> bytes:
    """What is drawn, without the sequences that place and colour it."""
    parts = drawn.split(b"\x1b[")
    return parts[0] + b"".join(part.lstrip(b"0123456789;:?<>=$")[1:] for part in parts[1:])


def main() -> None:
    """Print the tables."""
    parser = arguments("screen", __doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of starting")
    parser.add_argument("--keys", type=int, default=200, help="typed in each state")
    given = parser.parse_args()
    paints: dict[str, list[float]] = {"an empty app of Textual": [], "chatapp": []}
    with tempfile.TemporaryDirectory() as home:
        for number in range(given.rounds + 1):
            for name, command in zip(paints, (EMPTY, APP), strict=True):
                terminal = Terminal(command, home)
                terminal.until(PAINTED)
                if number:  # the first fills the caches
                    paints[name].append(time.perf_counter() - terminal.begun)
                terminal.close()
        report = Report("Screen", ("", "p50", "p95", "p99", "most"), given.json)
        for name, times in paints.items():
            report.add(f"first paint, {name}, ms", *_cells(times))
        empty, app = (Spread.of(times).median for times in paints.values())
        report.add("first paint, chatapp to empty", app / empty, "", "", "")
        for name, times in _echoes(home, given.keys):
            report.add(f"key to echo, {name}, ms", *_cells(times))
        for name, held in _memory(home):
            report.add(f"memory, {name}, MiB", held, "", "", "")
        report.close()


def _cells(times: list[float]) -> tuple[float, float, float, float]:
    ordered = sorted(1000 * each for each in times)
    middle, high, higher = (ordered[round(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99))
    return middle, high, higher, ordered[-1]


def _echoes(home: str, keys: int) -> Iterator[tuple[str, list[float]]]:
    loading: list[float] = []
    while len(loading) < keys / 4:
        terminal = Terminal(APP, home)
        terminal.until(PAINTED)
        ready = False
        while not ready and len(loading) < keys:
            loading.append(terminal.echo(KEYS[len(loading) % len(KEYS)]))
            terminal.rest(PAUSE)
            ready = terminal.drawn(READY)
        if not ready:
            terminal.until(READY)
        terminal.close()
    yield f"while the engine loads ({len(loading)} keys)", loading
    terminal = Terminal(APP, home)
    terminal.until(READY)
    yield "while nothing else is done", _typed(terminal, keys)
    with _teaching(home):
        yield "while a model is taught", _typed(terminal, keys)
    terminal.close()


def _typed(terminal: Terminal, keys: int) -> list[float]:
    times = []
    for number in range(keys):
        times.append(terminal.echo(KEYS[number % len(KEYS)]))
        terminal.rest(PAUSE)
        if number % 6 == 5:
            terminal.press(b" ")
        if number % 60 == 59:
            terminal.press(b"\x15\x0b")  # a new line of the field
        terminal.rest(PAUSE / 4)
    return times


@contextmanager
def _teaching(home: str) -> Iterator[None]:
    environment = {**os.environ, "CHATAPP_HOME": home}
    teach = [*APP, "teach", "--name", "bench"]
    subprocess.run([*teach, "--background", str(SHOP)], env=environment, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run([*teach, "--cancel"], env=environment, check=False, capture_output=True)


def _memory(home: str) -> Iterator[tuple[str, float]]:
    terminal = Terminal(APP, home)
    terminal.until(READY)
    terminal.rest(1.0)
    screen = psutil.Process(terminal.pid)
    yield "the screen's process", screen.memory_info().rss / 2**20
    yield "the engine's process", sum(each.memory_info().rss for each in screen.children()) / 2**20
    terminal.close()


if __name__ == "__main__":
    main()
