"""``python -m benchmarks.suggestions --data DIR --against RUN``: what the suggestions are worth, and what they cost.

A person is simulated who types the lines of test files and, whenever a suggestion on the panel is right to the end of
a word, takes the longest such one, with one key (keystroke savings, Trnka & McCoy 2008). ``saved`` is the share of the
keys that this spares; ``first`` and ``three`` are how often the next word is the first, or among the first three, of
the different words offered before its first letter is typed; ``1 w`` to ``4 w`` how often the likeliest suggestion of
so many words, where one was offered there, is right to the letter (Chen et al. 2019); ``chars`` how many characters the
first suggestion offers each time there is one, and ``vain`` how often the panel is of no use for each time it is.

``sees nothing`` has not got the message before, ``knows the past`` has learnt what the same speaker said earlier in the
dialogue; the 5-gram (modified Kneser-Ney) and the most frequent words are counted on the text that the network was
trained on, and chosen for the panel in the same way. Time is that of the processor, for each key of the lines.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.five_gram import FiveGram
from benchmarks.typed_lines import Typed, tests
from benchmarks.typing_person import LENGTHS, Count, Offered, Suggest, type_by_ghost, type_lines
from benchmarks.word_suggestions import WordSuggestions, lines_of
from chatapp.engine.engine import Engine
from chatapp.engine.fastest import limit_threads, line_writer
from chatapp.engine.personal_writer import PersonalWriter
from chatapp.engine.suggester import Suggester
from models.bundle import Bundle, load
from training.run_folder import RunFolder

SURE = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
"""How probable a suggestion must be to be shown in grey: what is tried."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suggestions", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the test files")
    parser.add_argument("--against", type=Path, metavar="RUN", help="compare with a 5-gram of this run's text")
    parser.add_argument("--bundle", type=Path, help="the suggestions to measure; those of this machine if left out")
    parser.add_argument("--lines", type=int, default=20, help="lines of each test")
    parser.add_argument("--part", default="test", help="test, or dev to choose by")
    parser.add_argument("--only", default="", metavar="NAME", help="only tests whose name holds this")
    arguments = parser.parse_args()
    limit_threads()
    bundle = load(arguments.bundle or next(Engine.on_this_machine().library.serving("suggest")).folder)
    chosen = [each for each in tests(arguments.data, arguments.lines, arguments.part) if arguments.only in each[0]]
    savings = _savings(chosen, bundle, arguments.against)
    _print_means(savings)
    _print_ghosts([line for _, lines in chosen for line in lines], bundle)
    _print_times([line for _, lines in chosen for line in lines], bundle)


def _savings(
    chosen: Sequence[tuple[str, list[Typed]]], bundle: Bundle, against: Path | None
) -> dict[str, dict[str, float]]:
    columns = ("saved", "first", "three", *(f"{length} w" for length in LENGTHS), "chars", "vain")
    print(f"{'':42}" + "".join(f"{each:>8}" for each in columns))
    suggester = suggester_of(bundle)
    counted: dict[str, FiveGram] = {}
    saved: dict[str, dict[str, float]] = {}
    for name, lines in chosen:
        ways: dict[str, Callable[[Typed], Suggest]] = {"ours": lambda line: _asks(suggester, line, line.previous)}
        if any(line.previous for line in lines):
            ways["ours, sees nothing"] = lambda line: _asks(suggester, line, "")
            ways["ours, knows the past"] = lambda line: _asks(_after_the_past(bundle, line), line, line.previous)
        if against:
            language = lines[0].language
            if language not in counted:
                counted[language] = FiveGram(lines_of(RunFolder(against).train_examples, language))
            for what, frequent in (("5-gram", False), ("most frequent", True)):
                words = WordSuggestions(counted[language], frequent)
                ways[what] = lambda _line, words=words: words.suggest  # type: ignore[misc]
        for what, suggester_for in ways.items():
            count = type_lines(lines, suggester_for)
            saved.setdefault(what, {})[name] = count.saved
            _print_count(f"{name}, {what}", count)
    return saved


def suggester_of(bundle: Bundle) -> Suggester[Any]:
    """Make a suggester that knows nobody."""
    return Suggester(PersonalWriter(line_writer(bundle), bundle.pieces), bundle.pieces)


def _after_the_past(bundle: Bundle, line: Typed) -> Suggester[Any]:
    suggester = suggester_of(bundle)
    for text in line.past:
        suggester.learn(text, line.language)
    return suggester


def _asks(suggester: Suggester[Any], line: Typed, previous: str) -> Suggest:
    def suggest(begun: str) -> Offered:
        return suggester.suggest(begun, line.language, previous)

    return suggest


def _print_count(name: str, count: Count) -> None:
    shares = [count.saved, count.first / count.words, count.three / count.words]
    matches = [
        f"{count.matched[length] / count.offered[length]:8.1%}" if count.offered[length] else f"{'-':>8}"
        for length in LENGTHS
    ]
    print(
        f"{name:42}"
        + "".join(f"{share:8.1%}" for share in shares)
        + "".join(matches)
        + f"{count.offered_characters / max(1, count.shown):8.1f}"
        + f"{(count.shown - count.taken) / max(1, count.taken):8.1f}",
        flush=True,
    )


def _print_means(saved: dict[str, dict[str, float]]) -> None:
    print(f"\n{'keystrokes saved, mean over tests':42}{'all':>8}{'dialogues':>12}")
    for what, by_test in saved.items():
        dialogues = [share for name, share in by_test.items() if not name.startswith("tatoeba")]
        shown = f"{statistics.mean(by_test.values()):8.1%}" if len(by_test) == len(saved["ours"]) else f"{'-':>8}"
        print(f"{what:42}{shown}" + (f"{statistics.mean(dialogues):12.1%}" if dialogues else ""))


def _print_ghosts(lines: Sequence[Typed], bundle: Bundle) -> None:
    suggester = suggester_of(bundle)
    print(f"\n{'grey text from':42}{'shown a line':>14}{'taken':>8}{'chars':>8}{'saved':>8}")
    for sure, ghosts in zip(
        SURE, type_by_ghost(lines, lambda line: _asks(suggester, line, line.previous), SURE), strict=True
    ):
        print(
            f"{sure:<42.0%}{ghosts.shown / len(lines):14.1f}{ghosts.taken / max(1, ghosts.shown):8.1%}"
            f"{ghosts.offered_characters / max(1, ghosts.shown):8.1f}{1 - ghosts.keys / ghosts.characters:8.1%}"
        )


def _print_times(lines: Sequence[Typed], bundle: Bundle) -> None:
    """Every letter of some lines is typed, twice, with and without what was read before."""
    print(f"\n{'processor time a key, ms':42}{'p50':>8}{'p95':>8}{'p99':>8}")
    suggester = suggester_of(bundle)
    suggester.suggest("Hello", "en")
    for name, keeps in (("what was read is kept", True), ("read anew at every key", False)):
        milliseconds = []
        for line in lines[::4]:
            for at in range(len(line.text)):
                begun = time.process_time()
                if not keeps:
                    suggester.forget()
                suggester.suggest(line.text[:at], line.language, line.previous)
                milliseconds.append(1000 * (time.process_time() - begun))
        percentiles = statistics.quantiles(milliseconds, n=100)
        print(f"{name:42}" + "".join(f"{percentiles[place - 1]:8.1f}" for place in (50, 95, 99)))


if __name__ == "__main__":
    main()
