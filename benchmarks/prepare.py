"""``python -m benchmarks.prepare 10000 100000``: how long a corpus of so many lines takes to prepare, and its memory.

Writes so many lines of exchanges (made up from a seed, nearly all different), prepares them by the stages ``corpus``,
``pieces``, ``vectors`` and ``batches``, lets a tiny network learn two updates from them (``fit``), and looks at the
file (``report``: ``training corpus FILE``), each in a process of its own. Memory is the most that the process held at
once; its own part of that (Linux) is without the pages of mapped files, which the system takes back where it needs the
room. Needs some 700 bytes of disk a line.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

STAGES = ["corpus", "pieces", "vectors", "batches", "fit", "report"]
_BEGINNINGS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ou")
_SYLLABLES = [beginning + vowel for beginning in _BEGINNINGS for vowel in _VOWELS]
_OPENINGS = ["Do you know", "Tell me about", "I never liked", "Where is", "Yesterday I saw", "She talked of", "What of"]
_ANSWERS = ["No, but", "Of course,", "Well,", "I think", "Ask again:", "Not today:", "Somebody said"]
RECIPE = """
name = "prepared"
shape = "many-to-many"
held_out_share = 0.001

[model]
hidden = 32
layers = 1
heads = 1

[pieces]
size = 2000

[vectors]
epochs = 1

[fit]
steps = 2
log_every = 1

[[corpus]]
path = "{path}"
kind = "chat"
clean = true
casual = 0.1
near = {near}
"""


def main() -> None:
    """Print a row for each number of lines and stage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prepare", description=__doc__)
    parser.add_argument("lines", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--near", type=float, default=0.0, help="as in a recipe: also leave out texts as alike as this")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES, help="all, in this order, if left out")
    parser.add_argument("--folder", type=Path, help="below which to work; the system's own place if left out")
    arguments = parser.parse_args()
    print("| lines | stage | seconds | lines a second | peak memory, MiB | its own, MiB |")
    print("|---:|---|---:|---:|---:|---:|", flush=True)
    for lines in arguments.lines:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
            folder = Path(name)
            _write(folder / "talk.tsv", lines, arguments.seed)
            for stage, seconds, memory, own in _prepared(folder, arguments.near, arguments.stages):
                rate = lines / seconds
                print(
                    f"| {lines:,} | {stage} | {seconds:,.1f} | {rate:,.0f} | {memory:,.0f} | {own:,.0f} |", flush=True
                )


def exchanges(lines: int, seed: int) -> Iterator[str]:
    """Yield so many lines of a prompt, a tab and a reply, the same for the same seed; words are as uneven as ours."""
    chance = random.Random(seed)
    known = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]

    def phrase(openings: list[str]) -> str:
        # The few words that come first come most often, as in any language.
        words = [known[int(len(known) * chance.random() ** 3)] for _ in range(chance.randint(2, 9))]
        return f"{chance.choice(openings)} {' '.join(words)}{chance.choice('.?!')}"

    for _ in range(lines):
        yield f"{phrase(_OPENINGS)}\t{phrase(_ANSWERS)}\n"


def _write(path: Path, lines: int, seed: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(exchanges(lines, seed))


def _prepared(folder: Path, near: float, stages: list[str]) -> Iterator[tuple[str, float, float, float]]:
    """Prepare the file ``talk.tsv``; yield ``(stage, seconds, MiB, MiB of its own)``."""
    recipe, run = folder / "talk.toml", str(folder / "talk")
    recipe.write_text(RECIPE.format(path="talk.tsv", near=near), "utf-8")
    commands = {stage: (stage, run) for stage in STAGES} | {
        "report": ("corpus", str(folder / "talk.tsv"), "--json"),
        "corpus": ("corpus", str(recipe), run, "--data", str(folder)),
        "fit": ("fit", run, "--device", "cpu", "--threads", "1"),
    }
    for stage in stages:
        yield (stage, *_run(*commands[stage]))


def _run(*command: str) -> tuple[float, float, float]:
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "training", *command], stdout=said, stderr=said)
        own, ended = 0.0, 0
        while not ended:
            time.sleep(0.2)
            own = max(own, _own_memory(process.pid))
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}\n{said.read().decode()}")
    # Kilobytes on Linux, bytes on macOS.
    return seconds, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024), own


def _own_memory(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0.0
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("RssAnon:")), "0")
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main()
