"""What the engine process answers, and when it stops."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toy_bundles import write_bundles

from chatapp.engine import protocol
from chatapp.engine.candidates import Candidate, Considered, Reply
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.detector import Detection
from chatapp.engine.engine import Engine, Translation
from chatapp.engine.jobs import Jobs, supersedes
from chatapp.engine.library import Library
from chatapp.engine.protocol import (
    Align,
    Alignment,
    Alternatives,
    Cancel,
    Chat,
    Continuation,
    Delta,
    Detect,
    Done,
    Failed,
    Ready,
    Sentence,
    Suggest,
    Translate,
    decode,
    encode,
)
from chatapp.engine.server import Server


class Waiting(Engine):
    """Answers "wait" only when it is told to stop; says when it has begun."""

    def __init__(self) -> None:
        super().__init__(Library((), ("A bundle is damaged.",)))
        self.begun: queue.Queue[str] = queue.Queue()

    def _wait(self, text: str, should_stop) -> None:
        self.begun.put(text)
        if "wait" in text:
            while not should_stop():
                threading.Event().wait(0.002)

    def load(self, task: str) -> None:
        if task == "detect":
            raise CannotAnswer("There is none.")

    def consider(self, turns, seed=None, should_stop=lambda: False) -> Considered:
        if turns == ["fail"]:
            raise CannotAnswer("Cannot.")
        self._wait(turns[-1], should_stop)
        reply = Reply("" if should_stop() else "Yes, indeed.")
        return Considered(
            reply, (Candidate(reply, 1.5, 0.25), Candidate(Reply("No.", "house"), 1, 0.5, 0.9, "Really?"))
        )

    def translate(self, text, target, source=None, *, write=print, should_stop=lambda: False) -> Translation:
        write("Un ")
        self._wait(text, should_stop)
        if should_stop():
            return Translation("Un ")
        write("deux")
        return Translation("Un deux", "en", 0.75)

    def suggest(self, line, previous="", language=None, should_stop=lambda: False) -> list[Continuation]:
        self._wait(line, should_stop)
        return [Continuation(" more", 0.5, 1)]

    def alternatives(self, text, target, source=None, should_stop=lambda: False) -> list[Sentence]:
        self._wait(text, should_stop)
        return [Sentence(0, len(text), ["un", "une"])]

    def align(self, sentence: str, translation: str, target: str) -> Alignment | None:
        return Alignment([[0, 3]], [[0, 2]], [[0.5]]) if sentence else None

    def detect(self, text: str) -> Detection | None:
        return Detection("en", 0.9) if text else None


class Conversation:
    """A server in a thread, asked over pipes."""

    def __init__(self) -> None:
        read, write = os.pipe()
        self.engine = Waiting()
        self.requests = os.fdopen(write, "wb")
        out, into = os.pipe()
        self.answers = os.fdopen(out, "rb")
        self.into = os.fdopen(into, "wb")
        self.server = Server(self.engine, os.fdopen(read, "rb"), self.into)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        self.ready = self.answer()

    def ask(self, *messages: Any) -> None:
        for message in messages:
            self.requests.write(message if isinstance(message, bytes) else encode(message))
        self.requests.flush()

    def answer(self) -> Any:
        return decode(self.answers.readline())


@pytest.fixture
def conversation() -> Iterator[Conversation]:
    talk = Conversation()
    yield talk
    talk.requests.close()
    talk.thread.join(timeout=20)
    assert not talk.thread.is_alive()
    talk.into.close()
    talk.answers.close()


def test_ready_says_what_can_be_asked_and_what_is_wrong(conversation: Conversation) -> None:
    assert conversation.ready == Ready(["chat", "translate", "suggest"], [], ["A bundle is damaged."])


def test_each_question_has_its_deltas_and_one_end(conversation: Conversation) -> None:
    conversation.ask(Chat(1, ["Really?"]))
    assert [conversation.answer() for _ in range(3)] == [
        Delta(1, "Yes, "),
        Delta(1, "indeed."),
        Done(
            1,
            "Yes, indeed.",
            candidates=[
                protocol.Candidate("Yes, indeed.", 1.5, probability=0.25),
                protocol.Candidate("No.", 1, "house", 0.5, 0.9, "Really?"),
            ],
        ),
    ]
    conversation.ask(Translate(2, "One two", "fr"))
    assert [conversation.answer() for _ in range(3)] == [
        Delta(2, "Un "),
        Delta(2, "deux"),
        Done(2, "Un deux", language="en", probability=0.75),
    ]
    conversation.ask(Suggest(3, "once"))
    assert conversation.answer() == Done(3, continuations=[Continuation(" more", 0.5, 1)])
    conversation.ask(Detect(4, "one"), Detect(5, ""))
    assert [conversation.answer(), conversation.answer()] == [Done(4, language="en", probability=0.9), Done(5)]


def test_sentences_and_words_of_a_translation_are_explained(conversation: Conversation) -> None:
    conversation.ask(Alternatives(1, "one", "fr"), Align(2, "one", "un", "fr"), Align(3, "", "", "fr"))
    assert conversation.answer() == Done(1, sentences=[Sentence(0, 3, ["un", "une"])])
    assert conversation.answer() == Done(2, alignment=Alignment([[0, 3]], [[0, 2]], [[0.5]]))
    assert conversation.answer() == Done(3)
    conversation.ask(Alternatives(4, "wait", "fr"))
    assert conversation.engine.begun.get() == "one"
    assert conversation.engine.begun.get() == "wait"
    conversation.ask(Translate(5, "One", "fr", live=True))
    assert conversation.answer().stopped


def test_what_cannot_be_answered_is_one_sentence(conversation: Conversation) -> None:
    conversation.ask(Chat(1, ["fail"]))
    assert conversation.answer() == Failed(1, "Cannot.")
    for line in [b"no json\n", b"[]\n", b'{"kind":"chat"}\n', b"\xff\n", b"[" * 100_000 + b"\n", encode(Done(7))]:
        conversation.ask(line)
        answer = conversation.answer()
        assert isinstance(answer, Failed)
        assert answer.id == -1
        assert len(answer.reason) < 400
    conversation.ask(b"\n", Chat(2, 17))  # type: ignore[arg-type]
    assert conversation.answer().id == 2


def test_a_cancelled_question_is_answered_with_what_there_was(conversation: Conversation) -> None:
    conversation.ask(Translate(1, "wait", "fr"))
    assert conversation.answer() == Delta(1, "Un ")
    conversation.ask(Chat(2, ["later"]), Cancel(2), Cancel(99))
    assert conversation.answer() == Done(2, stopped=True)  # though the worker is still busy
    conversation.ask(Cancel(1))
    assert conversation.answer() == Done(1, "Un ", stopped=True)


def test_a_newer_suggestion_replaces_all_older_ones(conversation: Conversation) -> None:
    conversation.ask(Suggest(1, "wait"))
    assert conversation.engine.begun.get() == "wait"
    conversation.ask(Suggest(2, "wait more"), Suggest(3, "now"))
    answers = {answer.id: answer for answer in (conversation.answer() for _ in range(3))}
    assert answers[1].stopped
    assert answers[2].stopped
    assert answers[3] == Done(3, continuations=[Continuation(" more", 0.5, 1)])


def test_a_newer_live_translation_replaces_the_older_but_no_other(conversation: Conversation) -> None:
    conversation.ask(Translate(1, "wait", "fr", live=True))
    assert conversation.answer() == Delta(1, "Un ")
    conversation.ask(Translate(2, "two", "fr"), Translate(3, "three", "fr", live=True))
    ends = [answer for answer in (conversation.answer() for _ in range(7)) if isinstance(answer, Done)]
    assert [(end.id, end.stopped) for end in ends] == [(1, True), (2, False), (3, False)]


def test_a_long_translation_keeps_no_suggestion_waiting(conversation: Conversation) -> None:
    conversation.ask(Translate(1, "wait", "fr"))
    assert conversation.answer() == Delta(1, "Un ")
    conversation.ask(Suggest(2, "now"))
    assert conversation.answer().id == 2
    conversation.ask(Cancel(1))
    assert conversation.answer().stopped


def test_the_end_of_the_requests_stops_everything() -> None:
    talk = Conversation()
    talk.ask(Translate(1, "wait", "fr"))
    assert talk.engine.begun.get() == "wait"
    talk.requests.close()
    talk.thread.join(timeout=20)
    assert not talk.thread.is_alive()


def test_only_suggestions_and_live_translations_are_superseded() -> None:
    suggest, live, fixed, chat = (
        Suggest(1, "a"),
        Translate(2, "a", "fr", live=True),
        Translate(3, "a", "fr"),
        Chat(4, []),
    )
    pairs = [(newer, older) for newer in (suggest, live, fixed, chat) for older in (suggest, live, fixed, chat)]
    assert [pair for pair in pairs if supersedes(*pair)] == [(suggest, suggest), (live, live)]


def test_a_closed_queue_has_no_next_question() -> None:
    jobs = Jobs()
    jobs.add(Chat(1, ["a"]))
    jobs.close()
    assert jobs.next() is None


def test_the_process_answers_over_its_pipes_alone_and_ends_with_its_input(home: Path) -> None:
    write_bundles(home / "data" / "bundles")
    process = subprocess.Popen(
        [sys.executable, "-m", "chatapp.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    requests = [Chat(1, ["Hello!"]), Suggest(2, "How are y"), Translate(3, "Hello!", "fr", "en"), Detect(4, "Hello!")]
    process.stdin.write(b"".join(map(encode, requests)))
    process.stdin.flush()
    ends: dict[int, Any] = {}
    ready = None
    while len(ends) < 4 or ready is None:
        message = decode(process.stdout.readline())
        if isinstance(message, Ready):
            ready = message
        elif isinstance(message, Done | Failed):
            ends[message.id] = message
    # The bundles that travel in the package serve what the small ones written here do not.
    assert ready.tasks[:4] == ["chat", "translate", "suggest", "detect"]
    assert (ready.languages, ready.problems) == (["en", "fr", "de", "es"], [])
    assert all(isinstance(end, Done) and not end.stopped for end in ends.values())
    rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, b"", b"")


def test_a_process_that_cannot_begin_says_why() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "chatapp.engine"],
        input=b"",
        capture_output=True,
        check=False,
        env={**os.environ, "CHATAPP_THREADS": "many"},
    )
    assert process.returncode == 1
    assert json.loads(process.stdout)["reason"].startswith("CHATAPP_THREADS is 'many'")
