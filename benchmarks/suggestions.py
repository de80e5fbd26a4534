"""``python -m benchmarks.suggestions --data DIR``: how many keystrokes the suggestions save, and how long each takes.

A person is simulated who types the lines of test files and, whenever a suggestion on the panel is right to the end of
a word, takes the longest such one, with one key. ``saved`` is the share of keystrokes that this spares; ``first`` and
``three`` are how often the next word is the first, or among the first three, of the different words offered before its
first letter is typed; ``shown`` is how many suggestions a line offers in vain for each one taken.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.five_gram import FiveGram
from benchmarks.word_suggestions import WordSuggestions, lines_of
from chatapp.engine.engine import Engine
from training.run_folder import RunFolder

DIALOGUES = ("synthetic_persona_chat", "personachat", "chitchat_byu")
LANGUAGES = ("en", "fr", "de", "es")
EVERY = 7
"""One line in so many is typed, so that the lines come from all over a file."""

Suggest = Callable[[str, str, str], Sequence[str]]
"""From a line so far, its language and the message before it, to what could follow, the best first."""


class Typed(NamedTuple):
    """A line to be typed, and the message that it answers."""

    text: str
    language: str
    previous: str


@dataclass
class Count:
    """What happened over the lines of a test."""

    characters: int = 0
    keys: int = 0
    words: int = 0
    first: int = 0
    three: int = 0
    shown: int = 0
    taken: int = 0
    milliseconds: list[float] = field(default_factory=list)


def main() -> None:
    """Print a line for each test, with the message before and without."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suggestions", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the test files")
    parser.add_argument("--against", type=Path, metavar="RUN", help="compare with a 5-gram of this run's text")
    parser.add_argument("--lines", type=int, default=40, help="lines of each test")
    arguments = parser.parse_args()
    engine = Engine.on_this_machine()

    def network(line: str, language: str, previous: str) -> Sequence[str]:
        return [each.text for each in engine.suggest(line, previous, language)]

    def alone(line: str, language: str, _previous: str) -> Sequence[str]:
        return network(line, language, "")

    network("Hello", "en", "")
    columns = ("saved", "first", "three", "in vain", "p50 ms", "p95 ms", "p99 ms")
    print(f"{'test':58}" + "".join(f"{each:>9}" for each in columns))
    counted: dict[str, FiveGram] = {}
    for name, lines in tests(arguments.data):
        chosen = list(islice(lines, 0, arguments.lines * EVERY, EVERY))
        report(name, typed_with(network, chosen))
        if any(each.previous for each in chosen):
            report(f"{name}, without the message before", typed_with(alone, chosen))
        if arguments.against:
            language = chosen[0].language
            if language not in counted:
                counted[language] = FiveGram(lines_of(RunFolder(arguments.against).train_examples, language))
            for what, frequent in (("by a 5-gram", False), ("by frequency", True)):
                words = WordSuggestions(counted[language], frequent)
                report(f"{name}, {what}", typed_with(lambda line, *_, words=words: words.suggest(line), chosen))


def tests(data: Path) -> Iterator[tuple[str, Iterator[Typed]]]:
    """Yield the tests with their lines."""
    for name in DIALOGUES:
        yield name, _dialogue_lines(data / "dialogue" / "permissive" / f"{name}.test.jsonl.xz")
    for language in LANGUAGES:
        yield f"tatoeba-test {language}", _tatoeba_lines(data / "translation", language)


def typed_with(suggest: Suggest, lines: Sequence[Typed]) -> Count:
    """Type all lines with the help of ``suggest``."""
    count = Count()
    for line in lines:
        _type(line, suggest, count)
        _judge(line, suggest, count)
    return count


def report(name: str, count: Count) -> None:
    """Print one row of the table."""
    percentiles = statistics.quantiles(count.milliseconds, n=100)
    shares = (1 - count.keys / count.characters, count.first / count.words, count.three / count.words)
    in_vain = (count.shown - count.taken) / max(1, count.taken)
    times = (percentiles[49], percentiles[94], percentiles[98])
    print(
        f"{name:58}"
        + "".join(f"{share:9.1%}" for share in shares)
        + f"{in_vain:9.1f}"
        + "".join(f"{each:9.1f}" for each in times),
        flush=True,
    )


def _type(line: Typed, suggest: Suggest, count: Count) -> None:
    count.characters += len(line.text)
    at = 0
    while at < len(line.text):
        begun = time.perf_counter()
        offered = suggest(line.text[:at], line.language, line.previous)
        count.milliseconds.append(1000 * (time.perf_counter() - begun))
        count.shown += bool(offered)
        rest = line.text[at:]
        right = [each for each in offered if _is_right(each, rest)]
        count.taken += bool(right)
        at += max(map(len, right), default=1)
        count.keys += 1


def _judge(line: Typed, suggest: Suggest, count: Count) -> None:
    """Ask before the first letter of every word, whether or not the person would have come by there."""
    for start in [match.start() for match in re.finditer(r"(?<!\S)\w", line.text)]:
        offered = suggest(line.text[:start], line.language, line.previous)
        words = list(dict.fromkeys(_first_word(each) for each in offered))
        count.words += 1
        count.first += _first_word(line.text[start:]) in words[:1]
        count.three += _first_word(line.text[start:]) in words[:3]


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(".,;:!?").casefold() if text.split() else ""


def _is_right(offered: str, rest: str) -> bool:
    return bool(offered) and rest.startswith(offered) and not rest[len(offered) : len(offered) + 1].isalnum()


def _dialogue_lines(path: Path) -> Iterator[Typed]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            turns = json.loads(line)["turns"]
            for previous, text in zip(["", *turns], turns, strict=False):
                yield Typed(text, "en", previous)


def _tatoeba_lines(folder: Path, language: str) -> Iterator[Typed]:
    path = folder / f"tatoeba-test.en-{'fr' if language == 'en' else language}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Typed(row[0] if language == "en" else row[1], language, "")


if __name__ == "__main__":
    main()
