"""What to answer in a conversation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic

import numpy

from chatapp.engine.candidates import Candidate, Considered, Reply, Voices, choose, heard, ranked
from chatapp.engine.clean_line import clean_line, written_line
from models import layout, search
from models.allocator import return_freed_memory
from models.exemplars.nearest import Found, Nearest
from models.exemplars.unsure import Unsure
from models.exemplars.words import words_of
from models.pieces import Pieces
from models.stepper import LineToLine, StateType

_LONGEST = 40
_WIDTH = 5
_SAMPLES = 8
_NO_REPEAT = 3
_EXEMPLARS = 10
_ALIKE = 0.5
_TRUST = 8.0
"""What an exemplar is worth for each unit its prompt is more like what was said than ``_ALIKE``."""

_SURE = 4.0
_SURELY = 0.85
"""What it is worth besides when its prompt is the very same, and in part from a likeness of ``_SURELY`` on: a person
who wrote an answer to this knew better than the network.
"""

_FIT = 0.4
_LEAST_FIT = -4.0
"""How much the network's opinion of it counts, and the worst opinion that does: no person writes what a network finds
likeliest.
"""

_LEAST_ALIKE = 0.5

_MODEST = 1.0
"""How much it counts against what the network wrote that an exemplar is known that is like enough: its own replies,
judged like those above, make sense less often and hardly ever belong to what was said.
"""

_STEP = 0.1
"""By how much one way of admitting it is preferred to the next."""

_COMMON = 0.3
"""How much it counts against a reply that the exemplars give to many prompts, for each power of e of them."""

_BLAND = 0.3
"""How much it counts against a reply that it would be said to anything (MMI-antiLM, Li et al. 2016)."""

_ECHO = 3.0
"""How much it counts against what the network wrote that it says again what was just said to it."""


_KNOWN = 0.56
"""How like to what was said a prompt must be for its reply to be better than to admit that one knows none. Of judged
replies (``benchmarks/everyday*_judged.jsonl``) half of those to prompts less alike made sense, as did half of the
admissions, but the former say something. (These and the next were counted by a script that was not kept.)
"""

_LIKELY = 0.5
"""The probability of a piece from which on what the network wrote is better than that: there 10 of 16 made sense, below
it 6 of 23.
"""


class Replies(Generic[StateType]):
    """Finds candidates and takes the best that was not said before.

    Candidates are what a many-to-many network writes, and what was replied to the nearest exemplars; the network judges
    them all (AliMe Chat, Qiu et al. 2017).
    """

    def __init__(
        self,
        network: LineToLine[StateType],
        pieces: Pieces,
        nearest: Nearest | None = None,
        unsure: Unsure | None = None,
        language_of: Callable[[str], str] = lambda text: "en",
    ) -> None:
        """Take the network and its pieces.

        Args:
            network: writes and judges.
            pieces: that it writes in.
            nearest: finds exemplars; only the network speaks if None.
            unsure: knows what to say where neither has a good idea; they speak all the same if None.
            language_of: tells what language a text is in.
        """
        self.network = network
        self.pieces = pieces
        self.nearest = nearest
        self.unsure = unsure or Unsure(())
        self.language_of = language_of
        uses = Counter(each.reply for each in nearest.exemplars.exchanges) if nearest is not None else Counter()
        self._uses = {reply: count for reply, count in uses.items() if count > 1}
        self.forbidden = numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}), dtype=numpy.int64)

    def reply(
        self,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = lambda: False,
        voices: Voices = "both",
    ) -> Reply:
        """Answer the last of ``turns``, oldest first.

        Without a seed the answer is always the best candidate. With one, sampled candidates join in and the good ones
        are drawn from, so that another seed gives another answer and the same seed the same.
        """
        return self.consider(turns, seed, should_stop, voices).reply

    def consider(
        self,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = lambda: False,
        voices: Voices = "both",
    ) -> Considered:
        """Answer the last of ``turns`` as `reply` does, and tell what else could have been answered."""
        lines = [clean_line(turn) for turn in turns]
        candidates = self.candidates(lines, seed, should_stop)
        # Looking at so many exemplars and candidates leaves ten MiB of holes; closing them takes half a millisecond.
        return_freed_memory()
        if should_stop():
            return Considered(Reply(""))
        if voices == "both" and self.unsure.languages and not _good(candidates):
            candidates = self._admitting(lines[-1], candidates)
        if voices != "both":
            candidates = [each for each in candidates if bool(each.reply.source) == (voices == "exemplars")]
        reply = choose(candidates, {heard(line) for line in lines}, seed)
        return Considered(reply, ranked(candidates, reply))

    def was_taught(self, said: str) -> bool:
        """Tell whether a person has taught what to answer to this."""
        return False

    def candidates(
        self, lines: Sequence[str], seed: int | None = None, should_stop: Callable[[], bool] = lambda: False
    ) -> list[Candidate]:
        """Return all that could be answered to the last of ``lines``, in no order; some texts may be empty."""
        source = layout.chat_source(self.pieces, [self.pieces.encode(line) for line in lines[-layout.MOST_TURNS :]])
        nothing = layout.chat_source(self.pieces, [[]])
        both = self.network.start([source, nothing])
        state = both.select(numpy.array([0]))
        first = numpy.array([self.pieces.begin])
        limits = numpy.array([_LONGEST])
        written = search.beam(
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
        searched = len(written)
        if seed is not None and not should_stop():
            seeds = numpy.random.SeedSequence(seed % 2**64).generate_state(_SAMPLES).tolist()
            written += search.sample(
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
            return []
        texts = [Reply(written_line(self.pieces.decode(each.pieces))) for each in written]
        candidates = [
            Candidate(
                reply,
                likely - _BLAND * anyway - self._common(reply) - _ECHO * _echoed(reply.text, lines[-1]),
                probability,
                sampled=number >= searched,
            )
            for number, (reply, (likely, anyway, probability)) in enumerate(
                zip(texts, self._judge(texts, both), strict=True)
            )
        ]
        found = self._found(lines)
        if any(each.likeness >= _KNOWN for each in found):
            candidates = [replace(each, score=each.score - _MODEST) for each in candidates]
        texts = [Reply(each.exemplar.reply, each.exemplar.source) for each in found]
        for reply, each, (likely, anyway, probability) in zip(texts, found, self._judge(texts, both), strict=True):
            score = _FIT * max(_LEAST_FIT, likely - _BLAND * anyway) + _trust(each.likeness) - self._common(reply)
            candidates.append(Candidate(reply, score, probability, each.likeness, each.exemplar.prompt))
        return candidates

    def _admitting(self, line: str, candidates: list[Candidate]) -> list[Candidate]:
        """Put what can be said without knowing before the candidates, in its order."""
        nearby = self.nearest.find(line, count=_EXEMPLARS) if self.nearest is not None else []
        replies = self.unsure.replies(line, self.language_of(line), [each.exemplar.reply for each in nearby])
        above = max((each.score for each in candidates), default=0.0)
        return [
            Candidate(Reply(each.reply, each.source), above + (len(replies) - place) * _STEP, None, 0.0, each.prompt)
            for place, each in enumerate(replies)
        ] + candidates

    def _common(self, reply: Reply) -> float:
        return _COMMON * math.log(self._uses.get(reply.text, 1))

    def _found(self, lines: Sequence[str]) -> list[Found]:
        if self.nearest is None:
            return []
        before = lines[-2] if len(lines) > 1 else ""
        return [each for each in self.nearest.find(lines[-1], before, _EXEMPLARS) if each.likeness > _LEAST_ALIKE]

    def _judge(self, replies: Sequence[Reply], both: StateType) -> list[tuple[float, float, float]]:
        """Say of each reply how likely it is here, how likely if nothing had been said, and the probability of a piece.

        The first two are logarithms, normalised by length; the last is the geometric mean over its pieces.

        Args:
            replies: what could be answered.
            both: two rows, having read the conversation and having read nothing.
        """
        texts = [self.pieces.encode(reply.text) for reply in replies] * 2
        rows = numpy.arange(2).repeat(len(replies))
        firsts = numpy.full(len(texts), self.pieces.begin)
        totals = search.score(self.network, both.select(rows), firsts, texts, self.pieces.end)  # (2 * replies,)
        lengths = [len(text) + 1 for text in texts]
        scores = (totals / [search.length_normaliser(each, search.LENGTH_PENALTY) for each in lengths]).reshape(2, -1)
        pieces = numpy.exp(totals / lengths)[: len(replies)]
        return [
            (float(likely), float(anyway), float(piece))
            for (likely, anyway), piece in zip(scores.T, pieces, strict=True)
        ]


def _good(candidates: Sequence[Candidate]) -> bool:
    """Tell whether one candidate is worth saying: an exemplar like what was said, or what the network is sure of."""
    if any(each.likeness is not None and each.likeness >= _KNOWN for each in candidates):
        return True
    written = [each for each in candidates if each.likeness is None and each.reply.text]
    best = max(written, key=lambda each: each.score, default=None)
    return best is not None and (best.probability or 0.0) >= _LIKELY


def _echoed(reply: str, prompt: str) -> float:
    """Return the share of the words of a reply that stand in the prompt, squared: a few are no echo."""
    words = words_of(reply)
    return (sum(word in set(words_of(prompt)) for word in words) / max(1, len(words))) ** 2


def _trust(likeness: float) -> float:
    return _TRUST * (likeness - _ALIKE) + _SURE * max(0.0, likeness - _SURELY) / (1 - _SURELY)
