"""The engine process: reads requests, line by line, and answers them until its input ends.

One thread reads, so that a cancellation is seen at once; one worker chats and translates, another suggests and detects,
so that a long translation never keeps a suggestion waiting; one more loads the bundles at the start.
"""

from __future__ import annotations

import re
import sys
import threading
import traceback
from typing import BinaryIO

from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.engine import Engine
from chatapp.engine.jobs import Job, Jobs
from chatapp.engine.library import TASKS
from chatapp.engine.protocol import (
    Align,
    Alternatives,
    Answer,
    Cancel,
    Candidate,
    Chat,
    Define,
    Delta,
    Detect,
    Done,
    Failed,
    Learn,
    ProtocolError,
    Ready,
    Suggest,
    Translate,
    Write,
    decode,
    encode,
)

_NO_REQUEST = -1
_WORD = re.compile(r"\s*\S+\s*")


class Server:
    """Answers what comes in on one stream on another."""

    def __init__(self, engine: Engine, requests: BinaryIO, answers: BinaryIO) -> None:
        self.engine = engine
        self.requests = requests
        self.answers = answers
        self._writing = threading.Lock()
        self._long = Jobs()  # chat, translate, and what is asked about translations
        self._short = Jobs()  # suggest, detect

    def run(self) -> None:
        """Serve until the requests end or nobody reads the answers; what was not answered by then is not answered."""
        workers = [
            threading.Thread(target=self._work, args=[jobs], daemon=True, name=name)
            for jobs, name in [(self._long, "chat and translate"), (self._short, "suggest and detect")]
        ]
        for worker in [*workers, threading.Thread(target=self._load, daemon=True, name="load")]:
            worker.start()
        for line in self.requests:
            if line.strip():
                self._take(line)
        self._long.close()
        self._short.close()
        for worker in workers:
            worker.join(timeout=1)

    def _take(self, line: bytes) -> None:
        try:
            message = decode(line)
        except (ProtocolError, RecursionError) as error:
            self._write(Failed(_NO_REQUEST, f"The engine cannot read a request: {error}."))
            return
        match message:
            case Cancel():
                superseded = self._long.cancel(message.id) + self._short.cancel(message.id)
            case Chat() | Translate() | Write() | Alternatives() | Align():
                superseded = self._long.add(message)
            case Suggest() | Detect() | Define() | Learn():
                superseded = self._short.add(message)
            case _:
                self._write(Failed(_NO_REQUEST, f"The engine answers requests, and '{message.kind}' is none."))
                return
        for question in superseded:
            self._write(Done(question.id, stopped=True))

    def _load(self) -> None:
        """Load all bundles, one after the other, and say so."""
        tasks = []
        for task in ("suggest", "detect", "chat", "translate"):
            try:
                self.engine.load(task)
                tasks.append(task)
            except CannotAnswer:
                continue  # what is damaged is among the problems; what is missing is not among the tasks
            except Exception:
                traceback.print_exc(file=sys.stderr)
        # A dictionary is loaded when the first word is looked up.
        tasks += [task for task in ("define",) if any(self.engine.library.serving(task))]
        languages = list(self.engine.library.languages) if "translate" in tasks else []
        self._write(Ready([task for task in TASKS if task in tasks], languages, self.engine.problems))

    def _work(self, jobs: Jobs) -> None:
        while job := jobs.next():
            try:
                answer: Answer = self._answer(job)
            except CannotAnswer as error:
                answer = Failed(job.question.id, str(error))
            except Exception as error:
                traceback.print_exc(file=sys.stderr)
                answer = Failed(
                    job.question.id, f"The engine met an error of its own ({type(error).__name__}): please report it."
                )
            self._write(answer)

    def _answer(self, job: Job) -> Done:
        match job.question:
            case Chat() | Translate() | Write() | Alternatives() | Align() as question:
                return self._answer_long(question, job)
            case Suggest() as suggest:
                found = self.engine.suggest(suggest.line, suggest.previous, suggest.language, job.stopped)
                return Done(suggest.id, stopped=job.stopped(), continuations=found)
            case Learn() as learn:
                self.engine.learn(learn.line)
                return Done(learn.id)
            case Define() as define:
                words = self.engine.define(define.word, define.target, define.source)
                near = self.engine.nearest_words(define.word, define.target, define.source)
                return Done(define.id, stopped=job.stopped(), definitions=words, nearest=near)
            case Detect() as detect:
                language, probability = self.engine.detect(detect.text) or (None, None)
                return Done(detect.id, stopped=job.stopped(), language=language, probability=probability)

    def _answer_long(self, question: Chat | Translate | Write | Alternatives | Align, job: Job) -> Done:
        match question:
            case Chat() as chat:
                return self._chat(chat, job)
            case Translate() as translate:
                return self._translate(translate, job)
            case Write() as write:
                return self._write_on(write, job)
            case Alternatives() as asked:
                found = self.engine.alternatives(asked.text, asked.target, asked.source, job.stopped)
                return Done(asked.id, stopped=job.stopped(), sentences=found)
            case Align() as pair:
                alignment = self.engine.align(pair.sentence, pair.translation, pair.target)
                return Done(pair.id, stopped=job.stopped(), alignment=alignment)

    def _chat(self, chat: Chat, job: Job) -> Done:
        considered = self.engine.consider(chat.turns, chat.seed, job.stopped)
        written = ""
        for word in _WORD.findall(considered.reply.text):
            if job.stopped():
                break
            self._write(Delta(chat.id, word))
            written += word
        candidates = [
            Candidate(
                each.reply.text,
                each.score,
                each.reply.source,
                each.probability,
                each.likeness,
                each.prompt,
                each.sampled,
            )
            for each in considered.candidates
        ]
        return Done(chat.id, written, stopped=job.stopped(), origin=considered.reply.source, candidates=candidates)

    def _write_on(self, write: Write, job: Job) -> Done:
        written = ""
        for part in self.engine.write(
            write.beginning,
            words=write.words,
            temperature=write.temperature,
            seed=write.seed,
            language=write.language,
            should_stop=job.stopped,
        ):
            self._write(Delta(write.id, part))
            written += part
        return Done(write.id, written, stopped=job.stopped())

    def _translate(self, translate: Translate, job: Job) -> Done:
        translation = self.engine.translate(
            translate.text,
            translate.target,
            translate.source,
            write=lambda text: self._write(Delta(translate.id, text)),
            should_stop=job.stopped,
        )
        return Done(
            translate.id,
            translation.text,
            stopped=job.stopped(),
            language=translation.source,
            probability=translation.probability,
        )

    def _write(self, answer: Answer) -> None:
        try:
            with self._writing:
                self.answers.write(encode(answer))
                self.answers.flush()
        except (OSError, ValueError):  # nobody reads any more
            self._long.close()
            self._short.close()
