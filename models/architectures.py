"""The sizes of each shape of network; torch-free, so that bundles can be read and answered from without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from models.recurrent_cell import Cell


@dataclass(frozen=True)
class ManyToManyArchitecture:
    """The sizes of a many-to-many model.

    ``pieces`` and ``pad`` come from the piece model; source and target share one embedding of ``hidden`` units, tied to
    the output layer (Press & Wolf 2017).
    """

    pieces: int
    pad: int
    begin: int
    end: int
    hidden: int = 320
    encoder_layers: int = 2
    decoder_layers: int = 2
    heads: int = 4
    cell: Cell = "lstm"
    dropout: float = 0.2

    def __post_init__(self) -> None:
        if self.hidden % 2 or self.hidden % self.heads:
            raise ValueError(f"hidden ({self.hidden}) must be even and a multiple of heads ({self.heads})")


@dataclass(frozen=True)
class OneToManyArchitecture:
    """The sizes of a one-to-many model; ``pieces`` and ``pad`` come from the piece model."""

    pieces: int
    pad: int
    begin: int
    end: int
    hidden: int = 256
    layers: int = 2
    cell: Cell = "lstm"
    dropout: float = 0.2


@dataclass(frozen=True)
class ManyToOneArchitecture:
    """The sizes of a many-to-one model; ``labels`` names what it can answer.

    ``thresholds`` says of a sigmoid from which probability on each label is given; those of groups of labels are there,
    too, as ``grouping.group``.
    """

    pieces: int
    pad: int
    labels: tuple[str, ...]
    hidden: int = 128
    layers: int = 1
    cell: Cell = "lstm"
    output: Literal["softmax", "sigmoid"] = "softmax"
    dropout: float = 0.2
    thresholds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class OneToOneArchitecture:
    """The sizes of a one-to-one model.

    ``words`` says how many words of each of ``languages`` it can answer with, ``vector`` how many units the vector of a
    word has.
    """

    pieces: int
    pad: int
    languages: tuple[str, ...]
    words: tuple[int, ...]
    hidden: int = 192
    vector: int = 64
    layers: int = 1
    cell: Cell = "lstm"
    dropout: float = 0.2

    def __post_init__(self) -> None:
        if len(self.languages) != len(self.words):
            raise ValueError(f"words ({len(self.words)}) must be as many as languages ({len(self.languages)})")

    def span(self, language: str) -> slice:
        """Return which of all words are those of a language.

        Raises:
            ValueError: the language is not known.
        """
        index = self.languages.index(language)
        return slice(sum(self.words[:index]), sum(self.words[: index + 1]))
