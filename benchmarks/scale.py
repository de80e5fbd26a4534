"""``python -m benchmarks.scale``: cost against work, for what a person's own use makes grow.

A history of so many messages: how long it takes to open, to list, to search and to show the last page of a
conversation, and how large the file is. A text of so many words without a full stop: how long its translation takes.
(``benchmarks.prepare`` does the same for corpora, ``benchmarks.exemplars`` for exemplars, ``benchmarks.processes`` for
the processes of a training.)
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.measuring import Report, arguments, seconds
from benchmarks.prepare import exchanges
from benchmarks.sentences import SENTENCES
from chatapp.history.store import History

IN_A_CONVERSATION = 40
ROUNDS = 5


def main() -> None:
    """Print a row for each size."""
    parser = arguments("scale", __doc__)
    parser.add_argument("--messages", type=int, nargs="*", default=[10, 1_000, 100_000, 1_000_000])
    parser.add_argument("--words", type=int, nargs="*", default=[1, 10, 40, 100, 400])
    given = parser.parse_args()
    report = Report("Scale", ("of", "size", "what", "median ms"), given.json)
    for messages in given.messages:
        _history(report, messages)
    _words(report, given.words)
    report.close()


def _history(report: Report, messages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        fill(path, messages)
        # The only one that has it open: a file in use may be one that was left in a crash, and is read as a whole.
        report.add("history", f"{messages:,} messages", "open", _median(lambda: History(path).close()))
        history = History(path)
        last = history.conversations()[0].id
        asked: dict[str, Callable[[], object]] = {
            "list conversations": history.conversations,
            "find a common word": lambda: history.find("yesterday"),
            "find a rare word": lambda: history.find("zebra"),
            "last page": lambda: history.messages(last),
        }
        for name, ask in asked.items():
            report.add("history", f"{messages:,} messages", name, _median(ask))
        history.close()
        report.add("history", f"{messages:,} messages", "size on disk, MiB", path.stat().st_size / 2**20)


def fill(path: Path, messages: int) -> None:
    """Write a history of made-up messages, in conversations of forty."""
    history = History(path)
    now = time.time()

    def rows() -> Iterator[tuple[int, str, str, str, float]]:
        for number, line in enumerate(islice(exchanges(messages, 13), messages)):
            text = line.split("\t")[number % 2].strip() + (" zebra" if number % 5_000 == 0 else "")
            role = "app" if number % 2 else "person"
            yield number // IN_A_CONVERSATION + 1, role, text, "done", now + number

    count = (messages - 1) // IN_A_CONVERSATION + 1
    with history._connection as connection:
        connection.executemany(
            "INSERT INTO conversations(title, created, changed) VALUES (?, ?, ?)",
            ((f"Conversation {number}", now, now + number) for number in range(count)),
        )
        connection.executemany(
            "INSERT INTO messages(conversation, role, text, state, created) VALUES (?, ?, ?, ?, ?)", rows()
        )
    history.close()


def _words(report: Report, sizes: list[int]) -> None:
    from chatapp.engine.engine import Engine

    text = " ".join(sentence.rstrip(".?").replace(",", "") for sentence in SENTENCES * 3).split()
    engine = Engine.on_this_machine()
    engine.translate("Good evening.", "fr", "en")
    for size in sizes:
        times = []
        for target in ("fr", "de", "es"):  # in each once: the translator remembers
            times.append(1000 * seconds(partial(engine.translate, " ".join(text[:size]), target, "en")))
        report.add("a line", f"{size} words", "translate", sorted(times)[1])


def _median(ask: Callable[[], object]) -> float:
    return sorted(1000 * seconds(ask) for _ in range(ROUNDS))[ROUNDS // 2]


if __name__ == "__main__":
    main()
