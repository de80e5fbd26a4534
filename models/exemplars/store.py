"""The file of exemplars in a bundle.

One safetensors file: the exchanges as packed text, and a vector and a weight for every word that occurs in them, so
that what a person says can be compared by meaning as well as by letter (see ``models.exemplars.nearest``).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.exemplars.exchanges import Exchanges, Exemplar
from models.exemplars.thesaurus import Thesaurus

__all__ = ["EXEMPLARS", "Exemplar", "Exemplars"]

EXEMPLARS = "exemplars.safetensors"
"""What the file is called in a bundle."""

_LARGEST = 127
_MOST_BYTES = 512_000_000
"""Packed text that unpacks to more is no file of ours: a million exchanges are some hundred megabytes."""


@dataclass(frozen=True)
class Exemplars:
    """Exchanges, and the words they are compared by.

    Attributes:
        exchanges: one line each text; no tabs.
        words: every word that occurs in a prompt or in what stood before it.
        vectors: ``(words, size)``; zero for words without one.
        weights: ``(words,)`` how much a word says, from 0 to 1: the rarer in the corpus, the more.
        licences: of the sources, by their name.
        thesaurus: words that are alike, besides what their vectors say.
    """

    exchanges: Sequence[Exemplar]
    words: tuple[str, ...]
    vectors: NDArray[numpy.float32]
    weights: NDArray[numpy.float32]
    licences: Mapping[str, str] = field(default_factory=dict)
    thesaurus: Thesaurus = field(default_factory=Thesaurus)

    def to_bytes(self) -> bytes:
        """Write the exemplars as a safetensors file; vectors are kept in a byte a number."""
        sources = tuple(dict.fromkeys(each.source for each in self.exchanges))
        place = {source: number for number, source in enumerate(sources)}
        lines = ("\t".join([each.previous, each.prompt, each.reply]) for each in self.exchanges)
        scales = numpy.abs(self.vectors).max(axis=1, initial=0.0) / _LARGEST  # (words,)
        scales[scales == 0.0] = 1.0
        arrays: dict[str, NDArray[numpy.generic]] = {
            "exchanges": _packed(lines),
            "sources": _packed(sources),
            "licences": _packed(self.licences.get(source, "") for source in sources),
            "source": numpy.array([place[each.source] for each in self.exchanges], numpy.uint16),
            "words": _packed(self.words),
            "vectors": numpy.rint(self.vectors / scales[:, None]).astype(numpy.int8),
            "scales": scales.astype(numpy.float32),
            "weights": self.weights.astype(numpy.float16),
        }
        if self.thesaurus.lines:
            arrays["thesaurus"] = _packed(self.thesaurus.lines)
        return bytes(save(arrays))

    @classmethod
    def read(cls, path: Path) -> Exemplars:
        """Read exemplars.

        Raises:
            OSError, ValueError, KeyError, SafetensorError: the file is missing or is none.
        """
        arrays = load_file(str(path))
        sources = _unpacked(arrays["sources"])
        text = _unpacked_bytes(arrays["exchanges"])
        exchanges = Exchanges(text, sources, arrays["source"].astype(numpy.uint16))
        words = tuple(_unpacked(arrays["words"]))
        vectors = arrays["vectors"].astype(numpy.float32) * arrays["scales"][:, None]
        weights = arrays["weights"].astype(numpy.float32)
        if not len(words) == len(vectors) == len(weights):
            raise ValueError(f"{path.name}: {len(words)} words, {len(vectors)} vectors, {len(weights)} weights")
        licences = dict(zip(sources, _unpacked(arrays["licences"]), strict=False))
        thesaurus = Thesaurus(_unpacked(arrays["thesaurus"]) if "thesaurus" in arrays else ())
        return cls(exchanges, words, vectors, weights, licences, thesaurus)


def _packed(lines: Iterable[str]) -> NDArray[numpy.uint8]:
    text = "\n".join(lines)
    return numpy.frombuffer(zlib.compress(text.encode(), 9), numpy.uint8)


def _unpacked(array: NDArray[numpy.generic]) -> list[str]:
    text = _unpacked_bytes(array).decode()
    return text.split("\n") if text else []


def _unpacked_bytes(array: NDArray[numpy.generic]) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(array.tobytes(), _MOST_BYTES)
    except zlib.error as error:
        raise ValueError(f"the packed text is damaged: {error}") from error
    if unpacking.unconsumed_tail:
        raise ValueError(f"the packed text is over {_MOST_BYTES} bytes")
    return text
