"""``python -m benchmarks.startup``: how long one-shot commands take from nothing, and their memory.

Each command is a process of its own, started anew each time, all of them in turn; memory is the most that it held at
once. Beside them stand the interpreter alone, and an empty Textual app for the first screen of the app itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.measuring import Report, Spread, arguments, seconds

_APP = ["-m", "chatapp"]
# Gone as soon as the screen is there: ending an engine that has just been started is no part of a start.
_EMPTY_APP = """
import os
from textual.app import App
class Empty(App[None]):
    def on_ready(self) -> None:
        os._exit(0)
Empty().run(headless=True)
"""
_FIRST_SCREEN = """
import gc, os
gc.disable()  # as the command does
from chatapp.app import ChatApp
ChatApp.on_ready = lambda app: os._exit(0)
ChatApp().run(headless=True)
"""
COMMANDS: dict[str, tuple[Sequence[str], str]] = {
    "python -c pass": (["-c", "pass"], ""),
    "chatapp --version": ([*_APP, "--version"], ""),
    "chatapp --help": ([*_APP, "--help"], ""),
    "echo hello | chatapp translate --to fr": ([*_APP, "translate", "--to", "fr"], "hello\n"),
    "chatapp translate, one sentence": ([*_APP, "translate", "--to", "fr", "Where is the station?"], ""),
    "chatapp chat, one message": ([*_APP, "chat", "Hello, how are you?"], ""),
    "chatapp suggest, one line": ([*_APP, "suggest", "How are y"], ""),
    "chatapp detect, one line": ([*_APP, "detect", "Where is the station?"], ""),
    "an empty Textual app, ready": (["-c", _EMPTY_APP], ""),
    "the first screen, ready": (["-c", _FIRST_SCREEN], ""),
}


def main() -> None:
    """Print the time and the memory of each command."""
    parser = arguments("startup", __doc__)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    columns = ("command", "median s", "p95 s", "spread", "most MiB")
    report = Report("From nothing", columns, given.json, rounds=given.rounds)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    memory = dict.fromkeys(COMMANDS, 0.0)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CHATAPP_HOME": home}
        # An installed program has its modules compiled: they are, the first time, which is not counted.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(given.rounds + 1):
            for name, (command, typed) in COMMANDS.items():
                taken, held = run(command, environment, typed)
                if turn:  # the first time, files are read from the disk
                    times[name].append(taken)
                memory[name] = max(memory[name], held)
    for name in COMMANDS:
        report.add(name, *Spread.of(times[name]), memory[name])
    report.close()


def run(command: Sequence[str], environment: dict[str, str], typed: str = "") -> tuple[float, float]:
    """Run Python with a command; returns the seconds it took and the most memory it held, in MiB."""
    usage: list[float] = []

    def once() -> None:
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(typed.encode())
        process.stdin.close()
        process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}")
        # Kilobytes on Linux, bytes on macOS.
        usage.append(used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))

    return seconds(once), usage[0]


if __name__ == "__main__":
    main()
