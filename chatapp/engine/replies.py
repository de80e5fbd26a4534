"""What to answer in a conversation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Generic

import numpy

from chatapp.engine.clean_line import clean_line, written_line
from chatapp.engine.networks import LineToLine
from models import layout, search
from models.pieces import Pieces
from models.search import Hypothesis
from models.stepper import StateType

_LONGEST = 40
_WIDTH = 5
_SAMPLES = 8
_NO_REPEAT = 3
_SPREAD = 0.3
"""How far below the best a candidate may score and still be drawn now and then, when a seed asks for variety."""

_WORSE = 3.0
"""A candidate so far below the best is no reply: rather than say it, something is said again."""


class Replies(Generic[StateType]):
    """Asks a many-to-many network for candidates and takes the one it finds best that was not said before."""

    def __init__(self, network: LineToLine[StateType], pieces: Pieces) -> None:
        self.network = network
        self.pieces = pieces
        self.forbidden = numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}), dtype=numpy.int64)

    def reply(
        self, turns: Sequence[str], seed: int | None = None, should_stop: Callable[[], bool] = lambda: False
    ) -> str:
        """Answer the last of ``turns``, oldest first.

        Without a seed the answer is always the best candidate. With one, sampled candidates join in and the good ones
        are drawn from, so that another seed gives another answer and the same seed the same.
        """
        lines = [clean_line(turn) for turn in turns]
        source = layout.chat_source(self.pieces, [self.pieces.encode(line) for line in lines[-layout.MOST_TURNS :]])
        state = self.network.start([source])
        first = numpy.array([self.pieces.begin])
        limits = numpy.array([_LONGEST])
        candidates = search.beam(
            self.network,
            state,
            first,
            limits,
            self.pieces.end,
            width=_WIDTH,
            n_best=_WIDTH,
            forbidden=self.forbidden,
            no_repeat=_NO_REPEAT,
            should_stop=should_stop,
        )[0]
        if seed is not None and not should_stop():
            seeds = numpy.random.SeedSequence(seed % 2**64).generate_state(_SAMPLES).tolist()
            candidates += search.sample(
                self.network,
                state.select(numpy.zeros(_SAMPLES, dtype=numpy.int64)),
                first.repeat(_SAMPLES),
                limits.repeat(_SAMPLES),
                self.pieces.end,
                seeds=seeds,
                temperature=0.8,
                top_p=0.9,
                forbidden=self.forbidden,
                no_repeat=_NO_REPEAT,
                should_stop=should_stop,
            )
        if should_stop():
            return ""
        return self._choose(candidates, {_heard(line) for line in lines}, seed)

    def _choose(self, candidates: Sequence[Hypothesis], said: set[str], seed: int | None) -> str:
        """Take the best candidate, or draw one of the good; what was said before only if there is nothing else."""
        scores: dict[str, float] = {}
        for candidate in candidates:
            text = written_line(self.pieces.decode(candidate.pieces))
            if text:
                scores[text] = max(candidate.score, scores.get(text, candidate.score))
        if not scores:
            return "…"
        worst = max(scores.values()) - _WORSE
        new = {text: score for text, score in scores.items() if score > worst and _heard(text) not in said} or scores
        if seed is None:
            return max(new, key=lambda text: new[text])
        texts = sorted(new)
        weights = numpy.exp((numpy.array([new[text] for text in texts]) - max(new.values())) / _SPREAD)
        return texts[int(numpy.random.default_rng(seed % 2**64).choice(len(texts), p=weights / weights.sum()))]


def _heard(text: str) -> str:
    """Reduce a text to what one hears of it, so that "Yes!" repeats "yes"."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip() or text
