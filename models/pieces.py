"""Pieces: the subwords that every model reads and writes (sentencepiece; Kudo & Richardson 2018).

Byte fallback is on, so nothing a person can type is ever unknown. Control pieces stand for tasks, languages and turns;
they have numbers but no spelling, so typing ``<chat>`` gives ordinary pieces and never the control piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sentencepiece import SentencePieceProcessor

LANGUAGES = ("en", "fr", "de", "es", "it", "pt")

CONTROLS: tuple[str, ...] = (
    "<chat>",
    "<turn>",
    "<answer>",
    "<context>",
    *(f"<to:{language}>" for language in LANGUAGES),
    *(f"<{language}>" for language in LANGUAGES),
    "<back>",
    "<spare:0>",
    "<spare:1>",
    "<spare:2>",
    "<spare:3>",
)
"""Tasks, turns and languages; the spare ones are for tasks that a bundle is taught later."""

WORD_START = "▁"
"""What sentencepiece writes for the space before a word."""


class Pieces:
    """A piece model read into memory. Immutable; safe to share between threads."""

    def __init__(self, model: bytes) -> None:
        """Take the bytes of a sentencepiece model.

        Raises:
            ValueError: the bytes are no sentencepiece model, or it lacks the pieces that begin, end and pad.
        """
        self.model = model
        try:
            self._processor = SentencePieceProcessor(model_proto=model)
        except RuntimeError as error:
            raise ValueError("not a sentencepiece model") from error
        self.pad: int = self._processor.pad_id()
        self.begin: int = self._processor.bos_id()
        self.end: int = self._processor.eos_id()
        self.unknown: int = self._processor.unk_id()
        if min(self.pad, self.begin, self.end) < 0:
            raise ValueError("the sentencepiece model has no piece for padding, beginning or end")
        self._controls = {
            self.text(identifier): identifier
            for identifier in range(len(self))
            if self._processor.is_control(identifier)
        }
        self.controls = frozenset(self._controls.values()) | {self.unknown}
        """Pieces without spelling: a line of text never holds them (``end`` is among them)."""

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """Read a ``pieces.model`` file."""
        return cls(path.read_bytes())

    def __len__(self) -> int:
        return int(self._processor.get_piece_size())

    def encode(self, text: str) -> list[int]:
        """Split a text into pieces; deterministic."""
        return list(self._processor.encode(text))

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Split many texts at once."""
        return [list(each) for each in self._processor.encode(list(texts))]

    def sample(self, text: str, dropout: float) -> list[int]:
        """Split at random, each merge left out with probability ``dropout`` (BPE-dropout, Provilkov et al. 2020)."""
        return list(self._processor.encode(text, enable_sampling=True, alpha=dropout, nbest_size=-1))

    def decode(self, identifiers: Iterable[int]) -> str:
        """Join pieces into text; control pieces are left out."""
        return str(self._processor.decode([each for each in identifiers if each not in self.controls]))

    def text(self, identifier: int) -> str:
        """Return how a piece is spelled, with ``▁`` where a word begins."""
        return str(self._processor.id_to_piece(identifier))

    def is_byte(self, identifier: int) -> bool:
        """Tell whether a piece is one byte of a character that has no piece of its own."""
        return bool(self._processor.is_byte(identifier))

    def control(self, name: str) -> int:
        """Return the number of a control piece such as ``<to:fr>``.

        Raises:
            KeyError: this model has no such control piece.
        """
        return self._controls[name]

    def has_control(self, name: str) -> bool:
        """Tell whether there is a control piece of this name."""
        return name in self._controls
