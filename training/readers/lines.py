"""Opens a text file, plain or compressed, and yields its lines with their numbers."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from training.records import RecordError

_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    ".xz": lzma.LZMAFile,
    ".gz": lambda path: cast("IO[bytes]", gzip.GzipFile(path)),
    ".bz2": bz2.BZ2File,
}


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield ``(number, line)`` from 1, without line ends.

    Raises:
        RecordError: the file cannot be opened, is cut short, or a line is not UTF-8.
    """
    number = 0
    try:
        opener = _OPENERS.get(path.suffix)
        with opener(path) if opener else path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}, line {number}: not UTF-8 text ({error.reason}); save it as UTF-8.") from error
    except (OSError, EOFError, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordError(f"{path}: cannot be read after line {number}: {reason}.") from error
