"""Texts that are nearly those that were there before: MinHash (Broder 1997) in bands (Indyk and Motwani 1998).

The bands are kept as marks of eight bytes in a ``Seen``, and no text is, so that memory is bounded. Whether two texts
count as alike is a matter of chance, the surer the more they share, though the same chance in every run.
"""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from training.deduplication import Seen

HASHES = 128
SHINGLE = 4
"""In characters."""

_WEIGHTS = 0.2, 0.8
"""What it costs to leave out a text that is not alike, and to keep one that is."""

_WORD = re.compile(r"\w+")


class NearDuplicates:
    """A set of texts that can be asked for its like.

    Args:
        alike: which share of their shingles, of all that either has, two texts have in common to be taken for the same.
        folder: where the marks are kept; the system's own place if left out.
    """

    def __init__(self, alike: float, folder: Path | None = None) -> None:
        from datasketch import MinHash, MinHashLSH

        index = MinHashLSH(threshold=alike, num_perm=HASHES, weights=_WEIGHTS)
        self.bands: int = index.b
        self.rows: int = index.r
        self._empty = MinHash(num_perm=HASHES, seed=1, hashfunc=zlib.crc32, scheme="affine32")
        self._seen = Seen(folder)

    def add(self, kind: str, *texts: str) -> bool:
        """Add texts that belong together; return whether nothing of this kind was like them."""
        hashed = self._empty.copy()
        hashed.update_batch(_shingles(texts))
        numbers = hashed.digest().astype("<u8").tobytes()
        width = 8 * self.rows
        new = True
        for band in range(self.bands):
            mark = blake2b(f"{kind}\0{band}\0".encode(), digest_size=8)
            mark.update(numbers[band * width : (band + 1) * width])
            # All bands are put in, whatever the first ones say: the next text may be like this one in others.
            new &= self._seen.add(int.from_bytes(mark.digest(), "big"))
        return new

    def __enter__(self) -> NearDuplicates:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()


def _shingles(texts: tuple[str, ...]) -> list[bytes]:
    found: set[str] = set()
    for place, text in enumerate(texts):
        plain = f" {' '.join(_WORD.findall(text.casefold())) or text} "
        # The place: what one says and the other answers is not the other way round.
        found.update(f"{place}{plain[start : start + SHINGLE]}" for start in range(max(1, len(plain) - SHINGLE + 1)))
    return [shingle.encode("utf-8", "replace") for shingle in sorted(found)]
