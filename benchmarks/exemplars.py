"""``python -m benchmarks.exemplars``: how long an answer takes with a hundred, ten thousand, a million exemplars.

The corpora are made here: questions of eight words or so, drawn from 20,000 words by Zipf's law, each with an answer.
They are written to a file and read again, as those of a bundle are. Asked are questions of the corpus with a word
exchanged; ``right`` is how often the answer to the question is found. Times are of the processor, which other work on
the machine does not lengthen. ``--chatterbot PYTHON`` asks ChatterBot the same, up to ``--most-chatterbot`` pairs.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import psutil

from benchmarks.measuring import Report, Spread, arguments
from benchmarks.teaching_systems import ask_chatterbot
from models.exemplars.asked import Asked
from models.exemplars.nearest import Found, Nearest
from models.exemplars.store import EXEMPLARS, Exemplar, Exemplars

WORDS = 20_000
SIZE = 64
QUESTIONS = 40


def main() -> None:
    """Print a line for each way to find and each size."""
    parser = arguments("exemplars", __doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--most-said", type=int, default=100_000, help="of which the nearest to what is said is found")
    parser.add_argument("--chatterbot", type=Path, metavar="PYTHON")
    parser.add_argument("--most-chatterbot", type=int, default=10_000)
    given = parser.parse_args()
    columns = ("finds", "exemplars", "ready after, s", "MB", "median, ms", "p95, ms", "spread", "right, %")
    report = Report("Exemplars", columns, given.json, words=WORDS, questions=QUESTIONS)
    for size in given.sizes:
        pairs, asked = synthetic(size)
        _measure(report, "what was asked", pairs, asked, lambda kept: Asked(kept).find)
        if size <= given.most_said:
            _measure(report, "what was said", pairs, asked, lambda kept: Nearest(kept).find)
        if given.chatterbot and size <= given.most_chatterbot:
            found = ask_chatterbot(given.chatterbot, pairs, [question for question, _ in asked])
            right = sum(said == answer for said, (_, answer) in zip(found["answers"], asked, strict=True))
            name = f"ChatterBot {found['version']}"
            _add(report, name, size, found["taught_seconds"], found["megabytes"], found["seconds"], right)
    report.close()


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


def _measure(
    report: Report,
    name: str,
    pairs: list[tuple[str, str]],
    asked: list[tuple[str, str]],
    make: Callable[[Exemplars], Callable[[str], list[Found]]],
) -> None:
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
    _add(report, name, len(pairs), ready, memory, seconds, right)


def _add(report: Report, name: str, size: int, ready: float, memory: float, seconds: list[float], right: int) -> None:
    spread = Spread.of([1000 * each for each in seconds])
    report.add(name, f"{size:,}", ready, memory, *spread, 100 * right / len(seconds))


if __name__ == "__main__":
    main()
