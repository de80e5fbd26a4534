"""Whole replies to offer to a person who has not begun to write: short, and different from each other."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Generic

from chatapp.engine.candidates import Candidate
from chatapp.engine.clean_line import clean_line
from chatapp.engine.protocol import Continuation
from chatapp.engine.replies import Replies
from models.stepper import StateType

MOST = 3
LONGEST = 45
"""Characters: what is longer is quicker judged by writing it oneself."""

_ALIKE = 0.5
"""Two replies that share so much of their words say the same."""


class WholeReplies(Generic[StateType]):
    """Offers what whoever chats would answer in the person's place, as Smart Reply does (Kannan et al. 2016)."""

    def __init__(self, replies: Replies[StateType]) -> None:
        self.replies = replies

    def offer(self, previous: str, should_stop: Callable[[], bool] = lambda: False) -> list[Continuation]:
        """Offer up to three replies to ``previous``, best first; none when stopped.

        The probabilities are among all that could be offered.
        """
        line = clean_line(previous)
        if not line:
            return []
        candidates = self.replies.candidates([line], should_stop=should_stop)
        if should_stop():
            return []
        short = [each for each in candidates if _fits(each.reply.text, line)]
        return [Continuation(text, share, len(text.split())) for text, share in _different(short)]


def _fits(text: str, previous: str) -> bool:
    return 0 < len(text) <= LONGEST and any(map(str.isalnum, text)) and _words(text) != _words(previous)


def _different(candidates: list[Candidate]) -> list[tuple[str, float]]:
    """Take the best that say something else than those taken before (Kannan et al. 2016, section 5)."""
    best: dict[str, float] = {}
    for each in candidates:
        best[each.reply.text] = max(each.score, best.get(each.reply.text, -math.inf))
    highest = max(best.values(), default=0.0)
    shares = {text: math.exp(score - highest) for text, score in best.items()}
    total = sum(shares.values())
    taken: list[str] = []
    for text in sorted(best, key=lambda each: (-best[each], each)):
        if len(taken) < MOST and not any(_alike(text, other) for other in taken):
            taken.append(text)
    return [(text, shares[text] / total) for text in taken]


def _alike(text: str, other: str) -> bool:
    mine, theirs = set(_words(text)), set(_words(other))
    same = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    return same > _ALIKE or _words(text)[:2] == _words(other)[:2]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
