"""An engine without networks: answers at once and always the same, with switches for everything that can go wrong.

    python fake_engine.py [--log FILE] [--loading SECONDS] [--slow] [--die-at-start] [--bad-json] [--missing-bundle]

A chat message of ``die-now`` ends the process, ``fail-now`` is answered by a failure, and ``be-slow`` by a reply that
streams until it is cancelled.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from pathlib import Path

from chatapp.engine import protocol
from chatapp.engine.protocol import (
    Align,
    Alignment,
    Alternatives,
    Cancel,
    Candidate,
    Chat,
    Continuation,
    Define,
    Definition,
    Delta,
    Detect,
    Done,
    Failed,
    Learn,
    Ready,
    Sentence,
    Suggest,
    Translate,
    Write,
)

GREETINGS = {"en": "hello", "fr": "bonjour", "de": "hallo", "es": "hola"}
ENDINGS = (
    (" going to the market", 0.42, 4),
    (" not so sure about it", 0.21, 5),
    (" here", 0.12, 1),
    (" glad that you asked", 0.08, 4),
    (" on my way home", 0.05, 4),
)


class FakeEngine:
    def __init__(self, slow: bool) -> None:
        self.slow = slow
        self.cancelled: set[int] = set()
        self.lock = threading.Lock()

    def say(self, answer: protocol.Answer) -> None:
        with self.lock:
            sys.stdout.buffer.write(protocol.encode(answer))
            sys.stdout.buffer.flush()

    def chat(self, request: Chat) -> None:
        text = request.turns[-1]
        if text == "die-now":
            os._exit(3)
        if text == "fail-now":
            self.say(Failed(request.id, "The reply model could not answer this: say it another way."))
            return
        if text == "be-slow":
            told = ""
            for number in range(10_000):
                if request.id in self.cancelled:
                    self.say(Done(request.id, told, stopped=True))
                    return
                told += f"{number} "
                self.say(Delta(request.id, f"{number} "))
                time.sleep(0.02)
        reply = f"You said “{text}”, and I heard it."
        if request.seed is not None:
            reply = f"Heard for the {request.seed + 1}. time: “{text}”."
        for word in reply.split(" "):
            self.say(Delta(request.id, word if word == "You" else f" {word}"))
            if self.slow:
                time.sleep(0.05)
        candidates = [
            Candidate(reply, 1.0, probability=0.25, sampled=request.seed is not None),
            Candidate("So I hear.", 0.5, "house", 0.5, 0.75, "Do you hear me?"),
        ]
        self.say(Done(request.id, reply, candidates=candidates))

    def translate(self, request: Translate) -> None:
        source = request.source or self.language_of(request.text)
        text = "\n".join(f"[{request.target}] {line}" if line else "" for line in request.text.split("\n"))
        self.say(Delta(request.id, text))
        self.say(Done(request.id, text, language=source, probability=0.97))

    def alternatives(self, request: Alternatives) -> None:
        sentences, begin = [], 0
        for line in request.text.split("\n"):
            if line:
                first = f"[{request.target}] {line}"
                sentences.append(Sentence(begin, begin + len(line), [first, f"{first} too", f"{first} or so"]))
            begin += len(line) + 1
        self.say(Done(request.id, sentences=sentences))

    def align(self, request: Align) -> None:
        """The translation begins with one word that comes from nowhere."""

        def words(text: str) -> list[list[int]]:
            ends = [place for place, letter in enumerate(text + " ") if letter == " "]
            return [[begin, end] for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]

        source, target = words(request.sentence), words(request.translation)
        weights = [[0.9 if column == row - 1 else 0.01 for column in range(len(source))] for row in range(len(target))]
        self.say(Done(request.id, alignment=Alignment(source, target, weights)))

    def suggest(self, request: Suggest) -> None:
        line = request.line
        if not line:
            offered = [Continuation("Yes, gladly.", 0.5, 2), Continuation("Not today.", 0.2, 2)]
            self.say(Done(request.id, continuations=offered if "offer replies" in request.previous else []))
            return
        if line.endswith("be"):
            self.say(Done(request.id, continuations=[Continuation("cause it is late", 0.5, 4)]))
            return
        if line.endswith("slow"):
            time.sleep(0.4)
        space = line.endswith((" ", "\n"))
        continuations = [
            Continuation(text.lstrip() if space else text, probability, words) for text, probability, words in ENDINGS
        ]
        self.say(Done(request.id, continuations=continuations))

    def write(self, request: Write) -> None:
        told = ""
        for number in range(request.words):
            if request.id in self.cancelled:
                break
            told += f" word{number}"
            self.say(Delta(request.id, f" word{number}"))
            time.sleep(0.02)
        self.say(Done(request.id, told, stopped=request.id in self.cancelled))

    @staticmethod
    def language_of(text: str) -> str:
        return next((code for code, word in GREETINGS.items() if word in text.lower()), "en")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--log")
    parser.add_argument("--loading", type=float, default=0.0)
    for switch in ("--slow", "--die-at-start", "--bad-json", "--missing-bundle"):
        parser.add_argument(switch, action="store_true")
    options = parser.parse_args()
    if options.log:
        with Path(options.log).open("a", encoding="utf-8") as log:
            log.write(f"started {os.getpid()} OMP_NUM_THREADS={os.environ.get('OMP_NUM_THREADS')}\n")
    time.sleep(options.loading)
    if options.die_at_start:
        print("no weights anywhere", file=sys.stderr)
        sys.exit(1)
    if options.bad_json:
        sys.stdout.buffer.write(b'{"kind": "delta", "id"\n[]\nnull\n\xff\xfe\n{"kind":"unheard-of"}\n')
        sys.stdout.buffer.flush()
    engine = FakeEngine(options.slow)
    if options.missing_bundle:
        engine.say(Ready([], [], ["There is no bundle for chat: train one with “chatapp train”."]))
    else:
        engine.say(Ready(["chat", "translate", "suggest", "detect", "define"], ["en", "fr", "de", "es"]))
    for line in sys.stdin.buffer:
        request = protocol.decode(line)
        if options.log:
            with Path(options.log).open("a", encoding="utf-8") as log:
                log.write(line.decode())
        if isinstance(request, Cancel):
            engine.cancelled.add(request.id)
        elif isinstance(request, Chat):
            threading.Thread(target=engine.chat, args=(request,), daemon=True).start()
        elif isinstance(request, Translate):
            engine.translate(request)
        elif isinstance(request, Alternatives):
            engine.alternatives(request)
        elif isinstance(request, Align):
            engine.align(request)
        elif isinstance(request, Suggest):
            engine.suggest(request)
        elif isinstance(request, Write):
            threading.Thread(target=engine.write, args=(request,), daemon=True).start()
        elif isinstance(request, Learn):
            engine.say(Done(request.id))
        elif isinstance(request, Define):
            known = request.word in GREETINGS.values()
            words = [Definition(GREETINGS[request.target], 0.8, known), Definition("hé", 0.1, known)]
            engine.say(Done(request.id, definitions=words))
        elif isinstance(request, Detect):
            engine.say(Done(request.id, language=engine.language_of(request.text), probability=0.9))


if __name__ == "__main__":
    main()
