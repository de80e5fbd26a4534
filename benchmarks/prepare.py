"""``python -m benchmarks.prepare 10000 100000``: how long a corpus of so many lines takes to prepare, and its memory.

Writes so many lines of exchanges (made up from a seed, nearly all different), and prepares them by the ``corpus`` and
``batches`` stages, each in a process of its own. Memory is the most that the process held at once; its own part of
that (Linux) is without the pages of mapped files, which the system takes back where it needs the room. The pieces are
learnt from the first ten thousand lines. Needs some 700 bytes of disk a line.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PIECES_LINES = 10_000
_BEGINNINGS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ou")
_SYLLABLES = [beginning + vowel for beginning in _BEGINNINGS for vowel in _VOWELS]
_OPENINGS = ["Do you know", "Tell me about", "I never liked", "Where is", "Yesterday I saw", "She talked of", "What of"]
_ANSWERS = ["No, but", "Of course,", "Well,", "I think", "Ask again:", "Not today:", "Somebody said"]
RECIPE = """
name = "prepared"
shape = "many-to-many"
held_out_share = 0.001

[pieces]
size = 2000

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
    parser.add_argument("--folder", type=Path, help="below which to work; the system's own place if left out")
    arguments = parser.parse_args()
    print("| lines | stage | seconds | lines a second | peak memory, MiB | its own, MiB |")
    print("|---:|---|---:|---:|---:|---:|", flush=True)
    for lines in arguments.lines:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
            folder = Path(name)
            _write(folder / "talk.tsv", lines, arguments.seed)
            _write(folder / "small.tsv", min(lines, PIECES_LINES), arguments.seed)
            list(_prepared(folder, "small", 0.0))
            _run("pieces", str(folder / "small"))
            for stage, seconds, memory, own in _prepared(folder, "talk", arguments.near):
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


def _prepared(folder: Path, name: str, near: float) -> Iterator[tuple[str, float, float, float]]:
    """Prepare a file; yield ``(stage, seconds, MiB, MiB of its own)``; the small one gives its pieces."""
    recipe = folder / f"{name}.toml"
    recipe.write_text(RECIPE.format(path=f"{name}.tsv", near=near), "utf-8")
    run = folder / name
    found = _run("corpus", str(recipe), str(run), "--data", str(folder))
    if name == "small":
        return
    yield ("corpus", *found)
    (folder / "small" / "pieces.model").replace(run / "pieces.model")
    yield ("batches", *_run("batches", str(run)))


def _run(*command: str) -> tuple[float, float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "training", *command], stdout=subprocess.PIPE)
    assert process.stdout is not None
    own = 0.0
    while not select.select([process.stdout], [], [], 0.2)[0]:
        own = max(own, _own_memory(process.pid))
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}\n{said}")
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
