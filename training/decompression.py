"""Bytes out of a file, whatever it was packed with: found by its first bytes, never held in memory as a whole."""

from __future__ import annotations

import bz2
import itertools
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

BLOCK = 1 << 16
_MOST_LAYERS = 3
_TOLD_FROM = 1 << 28
_HIGHEST_RATIO = 1000


class CutError(Exception):
    """The bytes end early; what was yielded before is good. The text says why."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of an open file.

    Raises:
        CutError: the file cannot be read to its end.
    """
    try:
        while block := file.read(BLOCK):
            yield block
    except OSError as error:
        raise CutError(f"cannot be read further: {error.strerror or error}") from error


def decompressed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what gzip, xz, bzip2 and Zstandard have packed, also one in another; anything else as it is.

    Raises:
        CutError: packed data end early, are damaged, or unpack to more than a thousand times their size.
    """
    for _ in range(_MOST_LAYERS):
        first = next(blocks, b"")
        while len(first) < 6 and (more := next(blocks, b"")):
            first += more
        whole = itertools.chain((first,), blocks)
        if first.startswith(b"\x28\xb5\x2f\xfd"):
            blocks = _guarded(whole, _zstandard)
        elif make := _maker(first):
            blocks = _guarded(whole, lambda packed, make=make: _members(packed, make))  # type: ignore[misc]
        else:
            return whole
    raise CutError("packed more than three times")


def _maker(first: bytes) -> Callable[[], _Decompressor] | None:
    if first.startswith(b"\x1f\x8b"):
        return _Gzip
    if first.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMADecompressor
    if first.startswith(b"BZh"):
        return bz2.BZ2Decompressor
    return None


class _Gzip:
    """zlib's object with the manner of the others: what does not fit into ``max_length`` is kept for the next call."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _members(packed: Iterator[bytes], make: Callable[[], _Decompressor]) -> Iterator[bytes]:
    """Yield what is in one packed stream after another."""
    machine = make()
    for block in packed:
        data = block
        while True:
            if machine.eof:
                data = data.lstrip(b"\0")
                if not data:
                    break
                machine = make()
            plain = machine.decompress(data, BLOCK)
            if plain:
                yield plain
            data = machine.unused_data if machine.eof else b""
            if not plain and not machine.eof:
                break
    if not machine.eof:
        raise CutError("the packed file is cut short")


def _zstandard(packed: Iterator[bytes]) -> Iterator[bytes]:
    import zstandard

    def machine() -> zstandard.ZstdDecompressionObj:
        return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()

    current = machine()
    for block in packed:
        # A block of Zstandard is at most 128 KiB from 4 bytes: small bites bound what one call returns.
        for start in range(0, len(block), 512):
            data = block[start : start + 512]
            while data:
                if current.eof:
                    current = machine()
                try:
                    plain = current.decompress(data)
                except zstandard.ZstdError as error:
                    raise CutError("the packed file is damaged") from error
                data = current.unused_data if current.eof else b""
                if plain:
                    yield plain
    if not current.eof:
        raise CutError("the packed file is cut short")


def _guarded(packed: Iterator[bytes], unpack: Callable[[Iterator[bytes]], Iterator[bytes]]) -> Iterator[bytes]:
    read = 0
    written = 0

    def counted() -> Iterator[bytes]:
        nonlocal read
        for block in packed:
            read += len(block)
            yield block

    try:
        for plain in unpack(counted()):
            written += len(plain)
            if too_dense(read, written):
                raise CutError("unpacks to more than a thousand times its size")
            yield plain
    except (lzma.LZMAError, zlib.error, EOFError, OSError) as error:
        raise CutError("the packed file is damaged") from error


def too_dense(read: int, written: int) -> bool:
    """Say whether so few bytes cannot honestly hold so many (a decompression bomb)."""
    return written > _TOLD_FROM and written > read * _HIGHEST_RATIO
