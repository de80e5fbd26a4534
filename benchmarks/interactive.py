"""``python -m benchmarks.interactive``: how long a person waits, with the shipped bundles on this machine.

Each figure is over a few dozen real requests through the same engine that the app uses: a suggestion at every key of
some lines, the first reply of conversations, whole translations of sentences of about eleven words.
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
    "I have never seen such a beautiful house in my life.",
    "He asked me whether I had already eaten something that day.",
    "The children were playing in the garden when it started raining.",
    "You should have told me that you were not coming tonight.",
    "There is nothing I can do about it before next Monday.",
    "They are looking for somebody who can speak French and German.",
    "My father drinks a cup of black coffee every single morning.",
    "Do you know how much this blue shirt over there costs?",
    "If I were you, I would not say anything to him.",
    "The film that we saw last night was rather boring, really.",
    "I would like to reserve a table for two people, please.",
    "Her grandmother lives alone in a little house near the forest.",
    "Nobody knew what had happened to the man after the war.",
    "It takes about twenty minutes to walk from here to school.",
    "I forgot to close the window before I left the house.",
    "Please let me know as soon as you have decided anything.",
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
        "reply": [lambda message=message: engine.reply([message]) for message in MESSAGES],
        "translation, eleven words": [
            lambda text=text, target=target: engine.translate(text, target, "en")
            for text in SENTENCES
            for target in ("fr", "de", "es")
        ],
        "language": [lambda text=text: engine.detect(text) for text in SENTENCES],
    }
    # The translator remembers sentences: each is asked for once.
    once = {"translation, eleven words"}
    engine.translate("Good evening.", "fr", "en")
    print(f"{'milliseconds':28}{'requests':>9}{'p50':>9}{'p95':>9}{'most':>9}")
    for name, requests in asked.items():
        if name not in once:
            requests[0]()
        rounds = 1 if name in once else arguments.rounds
        times = [_timed(request) for _ in range(rounds) for request in requests]
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:28}{len(times):9}{statistics.median(times):9.1f}{p95:9.1f}{max(times):9.1f}")


def _timed(request: Callable[[], object]) -> float:
    begun = time.perf_counter()
    request()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
