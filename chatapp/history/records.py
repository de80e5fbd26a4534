"""What the history gives: conversations, messages, candidates, what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["person", "app"]
State = Literal["done", "stopped", "failed"]
Rating = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Conversation:
    """One conversation, as a list shows it; ``forked_from`` is the one that it was copied from up to a message."""

    id: int
    title: str
    changed: float
    pinned: bool = False
    forked_from: int | None = None


@dataclass(frozen=True)
class Message:
    """One turn of a conversation; the text of a failed one is the reason.

    ``rating`` is 1 for a thumb up and -1 for a thumb down, ``correction`` what the person would have had it say,
    ``origin`` the corpus of the exemplar that a reply is (empty: the network wrote it, None: not known).
    """

    id: int
    role: Role
    text: str
    state: State
    rating: Rating = 0
    correction: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A reply that could have been given; the higher ``score`` the better; ``origin`` as that of a message.

    ``probability`` is what the network gave a piece of it, ``likeness`` how like ``prompt``, to which an exemplar was
    the reply, is to what was said (None where it is not known); ``sampled`` is one that was drawn by chance.
    """

    text: str
    score: float
    origin: str
    chosen: bool = False
    probability: float | None = None
    likeness: float | None = None
    prompt: str = ""
    sampled: bool = False


MARK_BEGIN, MARK_END = "\x02", "\x03"


@dataclass(frozen=True)
class Found:
    """A message that a search found; in ``excerpt``, what matched stands between ``MARK_BEGIN`` and ``MARK_END``."""

    conversation: int
    title: str
    message: int
    excerpt: str


@dataclass(frozen=True)
class Told:
    """A whole conversation, as it is exported and imported."""

    title: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class KeptTranslation:
    """A translation that the person kept."""

    id: int
    source_language: str
    target_language: str
    source: str
    target: str
