"""How the pieces of a vocabulary are spelled, sorted so that those that fit some letters are found at once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from models.stepper import Integers

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_INSIDE_WORDS = "'’-"
_REMEMBERED = 512
_LAST = "\U0010ffff"


class Fitting(NamedTuple):
    """The pieces that a text which goes on with some given letters may go on with.

    ``reaching`` are those that begin with all the letters; ``within`` those that hold only the first of them.
    """

    reaching: Integers
    within: Integers


class Loose(NamedTuple):
    """As ``Fitting``, of the pieces whose capitals or accents were left out in the given letters.

    ``reaching`` and ``within`` are ``(pieces, 2)``: a piece, and how many bytes of its spelling, or of the letters,
    are used up.
    """

    reaching: Integers
    within: Integers


class Spellings:
    """The spelling of every piece, as bytes, with a space where a word begins; control pieces have none."""

    def __init__(self, texts: Sequence[str], controls: Collection[int]) -> None:
        """Take the vocabulary.

        Args:
            texts: how each piece is written, with ``▁`` for a space and ``<0x41>`` for single bytes.
            controls: the pieces that stand for no text.
        """
        self.spelling = [b"" if piece in controls else _spell(text) for piece, text in enumerate(texts)]
        self.spelled = numpy.array([bool(each) for each in self.spelling])  # (pieces,)
        self.spaced = numpy.array([each.startswith(b" ") for each in self.spelling])
        """``(pieces,)``: begins with a space."""
        self.opening: NDArray[numpy.bool_] = numpy.array([_ends_a_word(each) for each in self.spelling])
        """``(pieces,)``: a word ends before it, since it begins with a space or a mark, or is no text at all."""
        self.openings: Integers = numpy.flatnonzero(self.opening)
        ordered = sorted((spelling, piece) for piece, spelling in enumerate(self.spelling) if spelling)
        self._sorted = [spelling for spelling, _ in ordered]
        self._pieces = numpy.array([piece for _, piece in ordered], dtype=numpy.int64)
        self._longest = max(map(len, self._sorted), default=0)
        self._fitting: dict[bytes, Fitting] = {}
        texts_of = [_decoded(each) for each in self.spelling]
        self._plain = sorted((_plain(text), piece, text) for piece, text in enumerate(texts_of) if text)
        self._loose: dict[bytes, Loose] = {}

    def __len__(self) -> int:
        return len(self.spelling)

    def fitting(self, letters: bytes) -> Fitting:
        """Find the pieces that fit a text which goes on with ``letters`` (not empty)."""
        found = self._fitting.get(letters)
        if found is None:
            if len(self._fitting) >= _REMEMBERED:
                self._fitting.clear()
            found = self._fitting[letters] = Fitting(self._range(letters, letters + b"\xff"), self._prefixes(letters))
        return found

    def fitting_loosely(self, letters: bytes) -> Loose:
        """Find the pieces that would fit if whoever typed ``letters`` had not left out capitals or accents.

        Those that fit as they are, are not among them.
        """
        found = self._loose.get(letters)
        if found is None:
            if len(self._loose) >= _REMEMBERED:
                self._loose.clear()
            found = self._loose[letters] = self._look_loosely(_decoded(letters))
        return found

    def _look_loosely(self, typed: str) -> Loose:
        reaching, within = [], []
        plain = _plain(typed)
        for _, piece, text in self._plain_between(plain, plain + _LAST) if typed else ():
            start = text[: len(typed)]
            if start != typed and _may_be_typed(start, typed):
                reaching.append((piece, len(start.encode())))
        for length in range(1, len(typed)):
            start = typed[:length]
            for _, piece, text in self._plain_between(plain[:length], plain[:length] + "\0"):
                if text != start and _may_be_typed(text, start):
                    within.append((piece, len(start.encode())))
        return Loose(*(numpy.array(each, numpy.int64).reshape(-1, 2) for each in (reaching, within)))

    def _plain_between(self, low: str, high: str) -> list[tuple[str, int, str]]:
        return self._plain[bisect_left(self._plain, (low,)) : bisect_left(self._plain, (high,))]

    def _range(self, low: bytes, high: bytes) -> Integers:
        # No spelling holds the byte 0xff, unless it is that byte alone.
        found: Integers = self._pieces[bisect_left(self._sorted, low) : bisect_left(self._sorted, high)]
        return found

    def _prefixes(self, letters: bytes) -> Integers:
        found = [numpy.empty(0, dtype=numpy.int64)]
        for length in range(1, min(len(letters) - 1, self._longest) + 1):
            prefix = letters[:length]
            found.append(self._range(prefix, prefix + b"\0"))
        return numpy.concatenate(found)


def _spell(text: str) -> bytes:
    byte = _BYTE.fullmatch(text)
    if byte:
        return bytes([int(byte[1], 16)])
    return text.replace("▁", " ").encode("utf-8", "replace")


def _decoded(spelling: bytes) -> str:
    """Decode; empty where it is no whole text."""
    try:
        return spelling.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _plain(text: str) -> str:
    return "".join(_bare(letter).lower()[:1] for letter in text)


@cache
def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _may_be_typed(meant: str, typed: str) -> bool:
    return all(
        other in (letter, letter.lower(), _bare(letter), _bare(letter).lower())
        for letter, other in zip(meant, typed, strict=True)
    )


def _ends_a_word(spelling: bytes) -> bool:
    if not spelling:
        return True
    if spelling[0] >= 0x80 and len(spelling) == 1:
        return False  # part of a character that has no piece of its own
    first = spelling.decode("utf-8", "replace")[0]
    return not (first.isalnum() or first in _INSIDE_WORDS or unicodedata.category(first).startswith("M"))
