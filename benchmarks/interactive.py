"""``python -m benchmarks.interactive``: how long a person waits, with the shipped bundles on this machine.

Each figure is over a few dozen real requests through the same engine that the app uses: a suggestion at every key of
some lines, the first reply of conversations, whole translations of sentences of about ten words.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

LINES = (
    "I would like a cup of coffee, please.",
    "What are you doing this weekend?",
    "My sister lives in a small town near the sea.",
    "Could you tell me where the station is?",
)
MESSAGES = ("Hello, how are you?", "What do you do for fun?", "I just got a new puppy.", "Tell me a joke.")
SENTENCES = (
    "Could you please tell me where the nearest station is?",
    "My brother and I went to the beach yesterday afternoon.",
    "She did not want to go home before it was dark.",
    "We have to leave early if we want to catch the train.",
)


def main() -> None:
    """Print median, 95th percentile and largest time of each kind of request, in milliseconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactive", description=__doc__)
    parser.add_argument("--threads", default="1", help="threads of the engine (default 1)")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.environ["CHATAPP_THREADS"] = arguments.threads
    from chatapp.engine.engine import Engine

    engine = Engine.on_this_machine()
    asked: dict[str, list[Callable[[], object]]] = {
        "suggestion, per key": [
            lambda line=line, end=end: engine.suggest(line[:end]) for line in LINES for end in range(1, len(line) + 1)
        ],
        "reply": [lambda message=message: engine.chat([message]) for message in MESSAGES],
        "translation, ten words": [
            lambda text=text, target=target: engine.translate(text, target, "en")
            for text in SENTENCES
            for target in ("fr", "de", "es")
        ],
        "language": [lambda text=text: engine.detect(text) for text in SENTENCES],
    }
    print(f"{'milliseconds':28}{'requests':>9}{'p50':>9}{'p95':>9}{'most':>9}")
    for name, requests in asked.items():
        requests[0]()
        times = [_timed(request) for _ in range(arguments.rounds) for request in requests]
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:28}{len(times):9}{statistics.median(times):9.1f}{p95:9.1f}{max(times):9.1f}")


def _timed(request: Callable[[], object]) -> float:
    begun = time.perf_counter()
    request()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
