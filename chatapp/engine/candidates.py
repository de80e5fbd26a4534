"""What could be answered, and how one of it is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy

_SPREAD = 0.3
"""How far below the best a candidate may score and still be drawn now and then, when a seed asks for variety."""

_WORSE = 3.0
"""A candidate so far below the best of its voice is no reply: rather than say it, something is said again."""

Voices = Literal["both", "network", "exemplars"]
"""Who may speak: to compare them, each can be heard alone."""


@dataclass(frozen=True)
class Reply:
    """What is answered, and who spoke: ``source`` is the corpus of an exemplar, empty for the network itself."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Candidate:
    """A reply that could be given; ``score`` is the higher the better.

    Attributes:
        reply: what would be said.
        score: by what it is compared with the others.
        probability: what the network gives a piece of it, the geometric mean; None where it was not asked.
        likeness: of the prompt it was written for to what was said, 1 for the same; None where the network wrote it.
        prompt: that prompt.
        sampled: whether the network drew it by chance, rather than search for the likeliest.
    """

    reply: Reply
    score: float
    probability: float | None
    likeness: float | None = None
    prompt: str = ""
    sampled: bool = False


@dataclass(frozen=True)
class Considered:
    """The reply that is given, and the candidates it was taken from, the best first, no text twice."""

    reply: Reply
    candidates: tuple[Candidate, ...] = ()


def choose(candidates: Sequence[Candidate], said: set[str], seed: int | None) -> Reply:
    """Take the best candidate, or draw one of the good; what was said before only if there is nothing else."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        text = candidate.reply.text
        if text and (text not in best or candidate.score > best[text].score):
            best[text] = candidate
    if not best:
        return Reply("…")
    # Measured against the best of the same voice: an exemplar that was used up does not silence the network.
    tops: dict[bool, float] = {}
    for each in best.values():
        voice = bool(each.reply.source)
        tops[voice] = max(each.score, tops.get(voice, each.score))
    good = {text: each for text, each in best.items() if each.score > tops[bool(each.reply.source)] - _WORSE}
    new = {text: each for text, each in good.items() if heard(text) not in said} or best
    if seed is None:
        return max(new.values(), key=lambda each: each.score).reply
    texts = sorted(new)
    scores = numpy.array([new[text].score for text in texts])
    weights = numpy.exp((scores - scores.max()) / _SPREAD)
    drawn = numpy.random.default_rng(seed % 2**64).choice(len(texts), p=weights / weights.sum())
    return new[texts[int(drawn)]].reply


def ranked(candidates: Sequence[Candidate], reply: Reply, count: int = 8) -> tuple[Candidate, ...]:
    """The best candidates, no text twice, the one that became the ``reply`` among them."""
    best: dict[str, Candidate] = {}
    for each in sorted(candidates, key=lambda each: (each.reply != reply, -each.score)):
        if each.reply.text:
            best.setdefault(each.reply.text, each)
    return tuple(sorted(list(best.values())[:count], key=lambda each: -each.score))


def heard(text: str) -> str:
    """Reduce a text to what one hears of it, so that "Yes!" repeats "yes"."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip() or text
