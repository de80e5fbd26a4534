"""Which texts were there before: eight bytes each, in a file that stays in memory as far as there is room."""

from __future__ import annotations

import mmap
import re
import tempfile
import unicodedata
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

_LETTER_RUN = re.compile(r"(\w)\1+")
_SYLLABLE_RUN = re.compile(r"(\w{2,4}?)\1+")
_WORD_RUN = re.compile(r"\b(\w+)(?: \1\b)+")
_WORD = re.compile(r"\w+")


class Seen:
    """A set of 64-bit numbers: open addressing in a file without a name, of which the last use frees the disk.

    It takes 12 to 24 bytes a number; Python's own set takes about 90, and always in memory.
    """

    def __init__(self, folder: Path | None = None, slots: int = 1 << 16) -> None:
        self._folder = folder
        self._count = 0
        self._make(slots)

    def add(self, number: int) -> bool:
        """Add a number; return whether it is new."""
        if self._count * 3 > self._slots * 2:
            self._grow()
        if not self._put(number or 1):
            return False
        self._count += 1
        return True

    def __len__(self) -> int:
        return self._count

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory and the disk back."""
        self._table.release()
        self._map.close()

    def _make(self, slots: int) -> None:
        self._slots = slots
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.truncate(slots * 8)
            self._map = mmap.mmap(file.fileno(), slots * 8)
        self._table = memoryview(self._map).cast("Q")

    def _put(self, number: int) -> bool:
        table = self._table
        mask = self._slots - 1
        slot = number & mask
        while there := table[slot]:
            if there == number:
                return False
            slot = (slot + 1) & mask
        table[slot] = number
        return True

    def _grow(self) -> None:
        old, old_map = self._table, self._map
        self._make(self._slots * 2)
        for number in old:
            if number:
                self._put(number)
        old.release()
        old_map.close()


def exact_mark(*texts: str) -> int:
    """Return 64 bits of the texts as they are."""
    return _mark(texts)


def same_mark(*texts: str) -> int:
    """Return 64 bits that are the same for texts of the same words, whatever their case and punctuation."""
    return _mark(tuple(" ".join(_WORD.findall(text.casefold())) or text for text in texts))


def near_mark(*texts: str) -> int:
    """Return 64 bits that are the same for texts that differ only in how carefully they were typed.

    Besides case and punctuation that is: accents, spaces, and letters, syllables or words that are repeated for effect
    ("so so goooood", "hahahaha").
    """
    return _mark(tuple(text and (_carelessly(text) or text) for text in texts))


def _carelessly(text: str) -> str:
    plain = text.casefold().replace("'", "").replace("’", "")
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = " ".join(_WORD.findall(plain))
    words = _WORD_RUN.sub(r"\1", words)
    return _SYLLABLE_RUN.sub(r"\1", _LETTER_RUN.sub(r"\1", words)).replace(" ", "")


def _mark(texts: tuple[str, ...]) -> int:
    whole = "\0".join(texts).encode("utf-8", "replace")
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big")
