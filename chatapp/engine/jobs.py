"""The requests that wait for one worker, and how they are stopped before or while they are worked on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from chatapp.engine.protocol import Align, Alternatives, Chat, Define, Detect, Learn, Suggest, Translate, Write

Question = Chat | Translate | Suggest | Write | Detect | Learn | Define | Alternatives | Align


class Job:
    """One question; ``stopped`` is asked before every step of the work."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the worker to stop."""
        self._stop.set()

    def stopped(self) -> bool:
        """Tell whether the answer is not wanted any more."""
        return self._stop.is_set()


class Jobs:
    """The queue of one worker. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._closed = False

    def add(self, question: Question) -> list[Question]:
        """Queue a question; returns the waiting ones that it supersedes, which the worker will not see."""
        with self._changed:
            removed = self._stop(lambda job: supersedes(question, job.question))
            self._waiting.append(Job(question))
            self._changed.notify()
        return removed

    def cancel(self, identifier: int) -> list[Question]:
        """Stop a question; returns it if it was waiting: a running one is answered by the worker."""
        with self._changed:
            return self._stop(lambda job: job.question.id == identifier)

    def next(self) -> Job | None:
        """Wait for the next question; None when the queue is closed."""
        with self._changed:
            self._running = None
            while not self._waiting and not self._closed:
                self._changed.wait()
            if self._closed:
                return None
            self._running = self._waiting.popleft()
            return self._running

    def close(self) -> None:
        """Stop everything."""
        with self._changed:
            self._closed = True
            self._stop(lambda job: True)
            self._changed.notify_all()

    def _stop(self, unwanted: Callable[[Job], bool]) -> list[Question]:
        removed = [job for job in self._waiting if unwanted(job)]
        self._waiting = deque(job for job in self._waiting if job not in removed)
        if self._running is not None and unwanted(self._running):
            self._running.stop()
        return [job.question for job in removed]


def supersedes(newer: Question, older: Question) -> bool:
    """Tell whether nobody waits for ``older`` once ``newer`` was asked: suggestions, words, live translations."""
    if isinstance(newer, Suggest):
        return isinstance(older, Suggest)
    if isinstance(newer, Write):
        return isinstance(older, Write)
    if isinstance(newer, Define):
        return isinstance(older, Define)
    if isinstance(older, Alternatives):
        return isinstance(newer, Alternatives) or (isinstance(newer, Translate) and newer.live)
    return isinstance(newer, Translate) and newer.live and isinstance(older, Translate) and older.live
