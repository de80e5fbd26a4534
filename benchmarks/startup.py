"""``python -m benchmarks.startup``: how long one-shot commands and the engine take from nothing, and their memory.

Each command is a process of its own, started anew each time; memory is the most that it held at once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, ...]] = {
    "chatapp --version": ("--version",),
    "chatapp translate, one sentence": ("translate", "--to", "fr", "Where is the station?"),
    "chatapp chat, one message": ("chat", "Hello, how are you?"),
    "chatapp suggest, one line": ("suggest", "How are y"),
    "chatapp detect, one line": ("detect", "Where is the station?"),
}


def main() -> None:
    """Print median and largest time, and the memory, of each command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CHATAPP_HOME": home}
        print(f"{'':36}{'p50 s':>8}{'most s':>8}{'MB':>6}")
        for name, command in COMMANDS.items():
            runs = [_run(command, environment) for _ in range(arguments.rounds)]
            times = [seconds for seconds, _ in runs]
            memory = max(megabytes for _, megabytes in runs)
            print(f"{name:36}{statistics.median(times):8.2f}{max(times):8.2f}{memory:6.0f}", flush=True)


def _run(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "chatapp", *command], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}")
    # Kilobytes on Linux, bytes on macOS.
    return seconds, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
