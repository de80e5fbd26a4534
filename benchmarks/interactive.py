"""``python -m benchmarks.interactive``: how long a person waits, with the shipped bundles on this machine.

Real requests to the same engine that the app uses: a suggestion at every key of some lines, replies and what the
network would answer first, translations of sentences of about eleven words, and a line translated anew at every word
that is typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Spread, add_clock, arguments, seconds
from benchmarks.sentences import LINES, MESSAGES, SENTENCES

if TYPE_CHECKING:
    from chatapp.engine.engine import Engine


def main() -> None:
    """Print a row for each kind of request, in milliseconds."""
    parser = arguments("interactive", __doc__)
    parser.add_argument("--threads", default="1", help="threads of the engine (default 1)")
    parser.add_argument("--rounds", type=int, default=5)
    add_clock(parser)
    given = parser.parse_args()
    os.environ["CHATAPP_THREADS"] = given.threads
    from chatapp.engine.engine import Engine

    engine = Engine.on_this_machine()
    engine.translate("Good evening.", "fr", "en")
    columns = ("request, ms", "requests", "median", "p95", "spread", "most")
    report = Report(
        "How long a person waits",
        columns,
        given.json,
        threads=given.threads,
        rounds=given.rounds,
        clock=given.clock.__name__,
    )
    for name, (requests, rounds) in _requests(engine, given.rounds).items():
        if rounds > 1:
            requests[0]()
        times = [1000 * seconds(request, given.clock) for _ in range(rounds) for request in requests]
        report.add(name, str(len(times)), *Spread.of(times), max(times))
    report.close()


def _requests(engine: Engine, rounds: int) -> dict[str, tuple[list[Callable[[], object]], int]]:
    """Make the requests of each kind, and how many rounds of them: the translator remembers, so one is enough there."""
    return {
        "suggestion, per key": (
            [partial(engine.suggest, line[:end]) for line in LINES for end in range(1, len(line) + 1)],
            rounds,
        ),
        "reply": ([partial(engine.reply, [message]) for message in MESSAGES], rounds),
        "first piece of a reply": (
            [partial(_first_piece, engine, message) for message in MESSAGES],
            rounds,
        ),
        "translation, eleven words": (
            [partial(engine.translate, text, target, "en") for text in SENTENCES for target in ("fr", "de", "es")],
            1,
        ),
        "translation of a growing line, per word": (
            [
                partial(engine.translate, " ".join(text.split()[:words]), "fr", "en")
                for text in SENTENCES[:8]
                for words in range(1, len(text.split()))
            ],
            1,
        ),
        "language": ([partial(engine.detect, text) for text in SENTENCES], rounds),
    }


def _first_piece(engine: Engine, message: str) -> None:
    """Read a message and find the first piece of what the network answers."""
    import numpy

    from models import layout

    replies = engine.services.replies()
    pieces, network = replies.pieces, replies.network
    state = network.start([layout.chat_source(pieces, [pieces.encode(message)])])
    network.step(numpy.array([pieces.begin]), state)[0].argmax()


if __name__ == "__main__":
    main()
