"""What the screen process and the engine process say to each other: one JSON object a line, over pipes.

A request carries an ``id`` chosen by the screen. The engine answers with any number of ``Delta`` and then exactly one
``Done`` or ``Failed`` with the same id. ``Cancel`` ends a request early: it is still answered, by a ``Done`` whose
``stopped`` is true and that holds what there was. A newer ``Suggest`` supersedes older ones, a newer live
``Translate`` older live ones; the superseded are answered as if cancelled.

This module imports nothing heavy: it is the only part of the engine that the screen process may import.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal


class ProtocolError(ValueError):
    """A line that is not a message of this protocol."""


@dataclass(frozen=True)
class Chat:
    """Ask for a reply. ``turns`` is the conversation, oldest first; the last one is the person's new message.

    Without a ``seed`` the reply is always the best; another seed draws another ("try again"), the same seed the same.
    """

    kind: ClassVar[Literal["chat"]] = "chat"
    id: int
    turns: list[str]
    seed: int | None = None


@dataclass(frozen=True)
class Translate:
    """Ask for a translation; ``source`` None means: find out. ``live`` marks one that a newer one replaces."""

    kind: ClassVar[Literal["translate"]] = "translate"
    id: int
    text: str
    target: str
    source: str | None = None
    live: bool = False


@dataclass(frozen=True)
class Suggest:
    """Ask how ``line`` (all that stands before the cursor) could go on; ``previous`` is the message it answers.

    Where the line is empty, whole replies to ``previous`` are offered.
    """

    kind: ClassVar[Literal["suggest"]] = "suggest"
    id: int
    line: str
    previous: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Write:
    """Ask to go on writing from ``beginning``, for about ``words`` words; the same ``seed`` writes the same."""

    kind: ClassVar[Literal["write"]] = "write"
    id: int
    beginning: str
    words: int
    seed: int
    language: str | None = None
    temperature: float = 0.7


@dataclass(frozen=True)
class Detect:
    """Ask which language a text is in."""

    kind: ClassVar[Literal["detect"]] = "detect"
    id: int
    text: str


@dataclass(frozen=True)
class Learn:
    """Let the suggestions take after a line that the person wrote."""

    kind: ClassVar[Literal["learn"]] = "learn"
    id: int
    line: str


@dataclass(frozen=True)
class Define:
    """Ask what else a single word of ``source`` (None: find out) can be in ``target``; a newer one replaces it."""

    kind: ClassVar[Literal["define"]] = "define"
    id: int
    word: str
    target: str
    source: str | None = None


@dataclass(frozen=True)
class Alternatives:
    """Ask for the sentences of a text and the ways in which each can be translated; a newer one replaces it."""

    kind: ClassVar[Literal["alternatives"]] = "alternatives"
    id: int
    text: str
    target: str
    source: str | None = None


@dataclass(frozen=True)
class Align:
    """Ask which words of a sentence the words of its translation come from."""

    kind: ClassVar[Literal["align"]] = "align"
    id: int
    sentence: str
    translation: str
    target: str


@dataclass(frozen=True)
class Cancel:
    """Stop working on request ``id``."""

    kind: ClassVar[Literal["cancel"]] = "cancel"
    id: int


@dataclass(frozen=True)
class Ready:
    """Sent once, when the engine has read its bundles and can answer.

    ``tasks`` are the names of what can be asked (``chat``, ``translate``, ``suggest``, ``detect``, ``define``),
    ``languages`` the codes that ``translate`` knows, ``problems`` one sentence for each bundle that could not be used.
    """

    kind: ClassVar[Literal["ready"]] = "ready"
    tasks: list[str]
    languages: list[str]
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Delta:
    """More text of the answer to ``id``, to be appended as it stands."""

    kind: ClassVar[Literal["delta"]] = "delta"
    id: int
    text: str


@dataclass(frozen=True)
class Done:
    """The whole answer to ``id``.

    ``text`` is the reply or translation; ``language`` what was detected (with its ``probability``) for translate and
    detect; ``origin`` the corpus of the exemplar whose reply was given, empty where the network wrote it, and
    ``candidates`` what else could have been replied; ``continuations`` the answers to suggest, ``definitions`` those to
    define, with the ``nearest`` words of the same language: best first; ``sentences`` the answer to alternatives,
    ``alignment`` that to align (None: not known).
    """

    kind: ClassVar[Literal["done"]] = "done"
    id: int
    text: str = ""
    stopped: bool = False
    language: str | None = None
    probability: float | None = None
    origin: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    continuations: list[Continuation] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    alignment: Alignment | None = None


@dataclass(frozen=True)
class Candidate:
    """A reply that could be given, of which the best ``score`` is the highest.

    ``origin`` is the corpus of the exemplar that it is, written for ``prompt``, whose ``likeness`` to what was said is
    at most 1; where the network wrote it they are empty and None, and ``sampled``
    tells that it drew it by chance. ``probability`` is what the network gives a piece.
    """

    text: str
    score: float
    origin: str = ""
    probability: float | None = None
    likeness: float | None = None
    prompt: str = ""
    sampled: bool = False


@dataclass(frozen=True)
class Continuation:
    """One way a line could go on: ``text`` is what is inserted at the cursor, as it stands (it begins with a space
    where a new word begins; it ends a half-typed word where there was one)."""

    text: str
    probability: float
    words: int


@dataclass(frozen=True)
class Definition:
    """A word that translates another; ``listed`` where parallel text shows it, not where the network thinks of it."""

    word: str
    probability: float
    listed: bool


@dataclass(frozen=True)
class Sentence:
    """A stretch of a text, from letter ``begin`` to before ``end``, and its translations, the best first.

    What stands between two sentences is the same in the text and in its translation.
    """

    begin: int
    end: int
    translations: list[str]


@dataclass(frozen=True)
class Alignment:
    """Which words of a sentence those of its translation come from.

    ``source_words`` and ``target_words`` say where each word begins and ends; ``weights`` has a row for each word of
    the translation, with how much of its attention each word of the sentence had (at most 1 together).
    """

    source_words: list[list[int]]
    target_words: list[list[int]]
    weights: list[list[float]]


@dataclass(frozen=True)
class Failed:
    """Request ``id`` could not be answered; ``reason`` is one sentence for the person (``id`` -1: no request)."""

    kind: ClassVar[Literal["failed"]] = "failed"
    id: int
    reason: str


Request = Chat | Translate | Suggest | Write | Detect | Learn | Define | Alternatives | Align | Cancel
Answer = Ready | Delta | Done | Failed
Message = Request | Answer

_KINDS: dict[str, type[Any]] = {
    kind.kind: kind
    for kind in (
        Chat,
        Translate,
        Suggest,
        Write,
        Detect,
        Learn,
        Define,
        Alternatives,
        Align,
        Cancel,
        Ready,
        Delta,
        Done,
        Failed,
    )
}


def encode(message: Message) -> bytes:
    """Write a message as one line of JSON, with its newline."""
    fields = {"kind": message.kind, **asdict(message)}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def decode(line: bytes) -> Message:
    """Read one line.

    Raises:
        ProtocolError: the line is no message of this protocol.
    """
    try:
        fields = json.loads(line)
        kind = _KINDS[fields.pop("kind")]
        if kind is Done:
            fields["candidates"] = [Candidate(**each) for each in fields.get("candidates", [])]
            fields["continuations"] = [Continuation(**each) for each in fields.get("continuations", [])]
            fields["definitions"] = [Definition(**each) for each in fields.get("definitions", [])]
            fields["sentences"] = [Sentence(**each) for each in fields.get("sentences", [])]
            fields["alignment"] = Alignment(**fields["alignment"]) if fields.get("alignment") else None
        message: Message = kind(**fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProtocolError(f"not a message: {line[:80]!r} ({error})") from error
    return message
