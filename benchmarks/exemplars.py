"""``python -m benchmarks.exemplars``: how long an answer takes with a hundred, ten thousand, a million exemplars.

The corpora are made here: questions of eight words or so, drawn from 20,000 words by Zipf's law, each with an answer.
They are written to a file and read again, as those of a bundle are. Asked are questions of the corpus with a word
exchanged; ``right`` is how often the answer to the question is found. Times are of the processor, which other work on
the machine does not lengthen. ``--chatterbot PYTHON`` asks ChatterBot the same, up to ``--most-chatterbot`` pairs.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import psutil

from benchmarks.teaching_systems import ask_chatterbot
from models.exemplars.asked import Asked
from models.exemplars.nearest import Found, Nearest
from models.exemplars.store import EXEMPLARS, Exemplar, Exemplars

WORDS = 20_000
SIZE = 64
QUESTIONS = 40


def main() -> None:
    """Print a line for each way to find and each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exemplars", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 1_000_000])
    parser.add_argument("--chatterbot", type=Path, metavar="PYTHON")
    parser.add_argument("--most-chatterbot", type=int, default=10_000)
    arguments = parser.parse_args()
    print("| finds | exemplars | ready after | memory | p50 | p95 | right |")
    print("|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        pairs, asked = synthetic(size)
        print(_measured("what was asked", size, pairs, asked, lambda kept: Asked(kept).find), flush=True)
        print(_measured("what was said", size, pairs, asked, lambda kept: Nearest(kept).find), flush=True)
        if arguments.chatterbot and size <= arguments.most_chatterbot:
            found = ask_chatterbot(arguments.chatterbot, pairs, [question for question, _ in asked])
            right = sum(given == answer for given, (_, answer) in zip(found["answers"], asked, strict=True))
            name = f"ChatterBot {found['version']}"
            print(
                _row(name, size, found["taught_seconds"], found["megabytes"], found["seconds"], right / len(asked)),
                flush=True,
            )


def synthetic(size: int, seed: int = 1) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Make pairs, and some of the questions with a word exchanged, each with the right answer."""
    random = numpy.random.default_rng(seed)
    chances = 1.0 / numpy.arange(10, WORDS + 10)
    lengths = random.integers(5, 12, size)
    drawn = random.choice(WORDS, int(lengths.sum()), p=chances / chances.sum())
    pairs = []
    place = 0
    for number, length in enumerate(lengths):
        words = [_word(word) for word in drawn[place : place + length]]
        place += length
        pairs.append((" ".join(words) + "?", f"This is answer {number}, and no other."))
    asked = []
    for number in random.integers(0, size, QUESTIONS):
        words = pairs[number][0][:-1].split()
        words[int(random.integers(0, len(words)))] = _word(int(random.integers(0, WORDS)))
        asked.append((" ".join(words) + "?", pairs[number][1]))
    return pairs, asked


def _word(number: int) -> str:
    syllables = []
    number += 100
    while number:
        number, rest = divmod(number, 60)
        syllables.append("bdfgklmnprst"[rest % 12] + "aeiou"[rest // 12])
    return "".join(syllables)


def kept(pairs: list[tuple[str, str]]) -> Exemplars:
    """Keep pairs, with a vector for each word."""
    words = tuple(sorted({_word(number) for number in range(WORDS)}))
    vectors = numpy.random.default_rng(2).normal(size=(WORDS, SIZE)).astype(numpy.float32)
    weights = numpy.full(WORDS, 0.9, numpy.float32)
    return Exemplars(tuple(Exemplar("", *pair, "made") for pair in pairs), words, vectors, weights)


def _measured(
    name: str,
    size: int,
    pairs: list[tuple[str, str]],
    asked: list[tuple[str, str]],
    make: Callable[[Exemplars], Callable[[str], list[Found]]],
) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / EXEMPLARS
        path.write_bytes(kept(pairs).to_bytes())
        gc.collect()
        process = psutil.Process()
        before = process.memory_info().rss
        began = time.process_time()
        find = make(Exemplars.read(path))
    ready = time.process_time() - began
    memory = (process.memory_info().rss - before) / 1e6
    find(asked[0][0])
    seconds, right = [], 0
    for question, answer in asked:
        began = time.process_time()
        found = find(question)
        seconds.append(time.process_time() - began)
        right += found[0].exemplar.reply == answer
    return _row(name, size, ready, memory, seconds, right / len(asked))


def _row(name: str, size: int, ready: float, memory: float, seconds: list[float], right: float) -> str:
    middle, most = numpy.quantile(seconds, [0.5, 0.95]) * 1000
    return f"| {name} | {size:,} | {ready:.1f} s | {memory:,.0f} MB | {middle:.1f} ms | {most:.1f} ms | {right:.0%} |"


if __name__ == "__main__":
    main()
