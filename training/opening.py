"""Opens what a person names as a corpus: a file, a folder, an archive or standard input; gives its texts in order."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from training.decoding import BEGINNING, NotTextError, decoded_blocks, find_encoding
from training.decompression import CutError, blocks_of, decompressed
from training.records import RecordError
from training.rejects import NOT_TEXT, Rejects
from training.zip_archive import read_archive

LONGEST_LINE = 1 << 20
"""In bytes; a longer line is one reject and is never held in memory."""

_NO_CORPUS = frozenset({"readme", "license", "licence", "copying", "notice", "changelog"})
_PACKED_ENDINGS = (".gz", ".xz", ".bz2", ".zst")
_NOT_UTF_8 = "not UTF-8"
CUT_SHORT = "cut short"


def _sound() -> str:
    return ""


@dataclass(frozen=True)
class Text:
    """One text of a corpus, packed or not; opened again for each reading.

    Attributes:
        name: what to call it in messages, such as ``chat.zip!_chat.txt``.
        opened: yields its bytes as they are stored.
        damage: says, before it is read as a whole, why nothing of it can be relied on.
    """

    name: str
    opened: Callable[[], Iterator[bytes]]
    damage: Callable[[], str] = _sound

    @property
    def ending(self) -> str:
        """The last ending of the name in lower case, without what says how it is packed: ``.tsv`` of ``a.tsv.xz``."""
        return Path(self.unpacked_name).suffix.lower()

    @property
    def unpacked_name(self) -> str:
        """The name without the ending that says how it is packed."""
        ending = Path(self.name).suffix
        return self.name[: -len(ending)] if ending.lower() in _PACKED_ENDINGS else self.name

    @cached_property
    def _opening(self) -> tuple[bytes, str]:
        """Its first bytes, and why there are no more of them where it is cut."""
        start = bytearray()
        cut = ""
        try:
            for block in decompressed(self.opened()):
                start += block
                if len(start) >= BEGINNING:
                    break
        except CutError as error:
            cut = str(error)
        return bytes(start[:BEGINNING]), cut

    @property
    def _start(self) -> bytes:
        return self._opening[0]

    @property
    def lost(self) -> str:
        """Why nothing at all can be read of it; an empty text where something can."""
        return "" if self._start.strip() else self._opening[1]

    @cached_property
    def encoding(self) -> str:
        """How its letters are written.

        Raises:
            NotTextError: it is no text.
        """
        return find_encoding(self._start)

    @cached_property
    def beginning(self) -> str:
        """What a reader judges it by: its first letters."""
        return b"".join(decoded_blocks(iter((self._start,)), self.encoding))[: 1 << 16].decode("utf-8", "ignore")

    def blocks(self) -> Iterator[bytes]:
        """Yield it in UTF-8, with ``\\n`` at the ends of lines, in blocks.

        Raises:
            CutError: it ends early, or cannot be relied on.
        """
        if damage := self.damage():
            raise CutError(damage)
        return decoded_blocks(decompressed(self.opened()), self.encoding)

    def lines(self, rejects: Rejects) -> Iterator[tuple[int, str]]:
        """Yield ``(number, line)`` from 1, without line ends; lines that cannot be read are counted."""
        number = 0
        try:
            for number, raw in _lines(self.blocks()):
                if len(raw) > LONGEST_LINE:
                    rejects.add(self.name, number, "line too long")
                    continue
                try:
                    yield number, raw.decode("utf-8").rstrip("\r")
                except UnicodeDecodeError:
                    rejects.add(self.name, number, _NOT_UTF_8)
        except CutError as error:
            rejects.add(self.name, number + 1, CUT_SHORT, str(error))


def _lines(blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    rest = b""
    for block in blocks:
        if len(rest) > LONGEST_LINE and b"\n" not in block:
            continue  # what is there is enough to tell that the line is too long
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            number += 1
            yield number, line
    if rest:
        yield number + 1, rest


def texts_of(place: str | Path, rejects: Rejects) -> list[Text]:
    """Find the texts of a file, a folder, an archive, or ``-`` (standard input), in the order of their names.

    Raises:
        RecordError: nothing there can be opened.
    """
    if str(place) == "-":
        return _texts_of_file("standard input", _spooled, rejects)
    path = Path(place)
    if path.is_dir():
        files = [each for each in sorted(path.rglob("*")) if each.is_file() and not _hidden(each.relative_to(path))]
        found = [text for each in files for text in _texts_of_file(str(each), _opener(each), rejects)]
        found = [text for text in found if _is_text(text, rejects)]
        if not found:
            raise RecordError(f"{path}: no text files in this folder; give the folder that holds the corpus.")
        return found
    try:
        path.open("rb").close()
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror or error}; give the path of a file or folder.") from error
    except ValueError as error:
        raise RecordError(f"{str(path)!r}: {error}; give the path of a file or folder.") from error
    return _texts_of_file(str(path), _opener(path), rejects)


def _texts_of_file(name: str, opener: Callable[[], BinaryIO], rejects: Rejects) -> list[Text]:
    with opener() as file:
        if file.read(4) != b"PK\x03\x04":
            return [Text(name, lambda: _file_blocks(opener))]
    archive = read_archive(name, opener)
    told = False
    texts = []
    for member in archive.members:
        if _hidden(Path(member.name)):
            continue
        shown = "".join(letter if letter.isprintable() else "?" for letter in member.name)
        text = Text(f"{name}!{shown}", member.blocks, member.damage)
        if _is_text(text, rejects):
            texts.append(text)
            told |= member.cut
    if archive.cut and not told:
        rejects.add(name, 0, CUT_SHORT, "the list of its files is missing, and with it perhaps more files")
    return texts


def _is_text(text: Text, rejects: Rejects) -> bool:
    """Say whether a file of a folder or archive is read; photographs and the like are counted."""
    if Path(text.unpacked_name.rpartition("!")[2]).stem.lower() in _NO_CORPUS:
        return False
    try:
        if text.beginning.startswith("PK\x03\x04"):
            raise NotTextError("an archive within an archive")
    except NotTextError as error:
        rejects.add(text.name, 0, NOT_TEXT, str(error))
        return False
    if text.lost:
        rejects.add(text.name, 1, CUT_SHORT, text.lost)
    return bool(text.beginning.strip())


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in path.parts)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", path.open("rb"))


def _file_blocks(opener: Callable[[], BinaryIO]) -> Iterator[bytes]:
    with opener() as file:
        yield from blocks_of(file)


_standard_input: list[str] = []


def _spooled() -> BinaryIO:
    """Open standard input, which can be read once only, as a file that can be read again."""
    if not _standard_input:
        with tempfile.NamedTemporaryFile(prefix="corpus", delete=False) as copy:
            _standard_input.append(copy.name)
            atexit.register(Path(copy.name).unlink, missing_ok=True)
            shutil.copyfileobj(sys.stdin.buffer, copy)
    return cast("BinaryIO", Path(_standard_input[0]).open("rb"))
