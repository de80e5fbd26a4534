"""The files in a zip archive, read where they are: also in one whose end, with the list of its files, is missing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from training.decompression import BLOCK, CutError, blocks_of, too_dense
from training.records import RecordError

MOST_MEMBERS = 10_000

_DAMAGED = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)

Opener = Callable[[], BinaryIO]


class Member(NamedTuple):
    """One file of an archive.

    Attributes:
        name: as the archive has it.
        blocks: yields what is in it; raises ``CutError`` where that ends early.
        damage: says by the checksum, which takes a reading, what is wrong with it; an empty text where nothing is.
        cut: whether the archive ends within it.
    """

    name: str
    blocks: Callable[[], Iterator[bytes]]
    damage: Callable[[], str]
    cut: bool = False


class Archive(NamedTuple):
    """The files of an archive, by name, and whether its end is missing."""

    members: list[Member]
    cut: bool


def read_archive(name: str, opener: Opener) -> Archive:
    """Find the files of an archive.

    Raises:
        RecordError: there are none, or too many.
    """
    try:
        with opener() as file, zipfile.ZipFile(file) as archive:
            listed = [member for member in archive.infolist() if not member.is_dir()]
    except _DAMAGED as error:
        # The list stands at the end; but before each file it is said, too, what is in it.
        members, in_member = _found(name, opener)
        if not members:
            raise RecordError(f"{name}: not a whole zip archive ({error}); download or export it again.") from error
        if in_member:
            members[-1] = members[-1]._replace(cut=True)
        return Archive(sorted(members, key=lambda member: member.name), cut=True)
    if len(listed) > MOST_MEMBERS:
        raise RecordError(f"{name}: {len(listed):,} files in one archive; unpack it and give the folder.")
    listed.sort(key=lambda member: member.filename)
    return Archive([_listed(opener, each) for each in listed], cut=False)


def _listed(opener: Opener, member: zipfile.ZipInfo) -> Member:
    def damage() -> str:
        try:
            for _ in _unpacked(opener, member):
                pass
        except CutError as error:
            return f"{error}; nothing of it is read"
        return ""

    return Member(member.filename, lambda: _unpacked(opener, member), damage)


def _unpacked(opener: Opener, member: zipfile.ZipInfo) -> Iterator[bytes]:
    written = 0
    with opener() as file:
        try:
            with zipfile.ZipFile(file) as archive, archive.open(member) as inside:
                while block := inside.read(BLOCK):
                    written += len(block)
                    if too_dense(member.compress_size, written):
                        raise CutError("unpacks to more than a thousand times its size")
                    yield block
        except _DAMAGED as error:
            raise CutError(str(error)) from error
        except CutError:
            raise
        except Exception as error:
            # zlib.error, lzma.LZMAError: what a damaged member raises depends on how it was packed.
            raise CutError("the packed file is damaged") from error


def _found(name: str, opener: Opener) -> tuple[list[Member], bool]:
    """Walk through an archive from its beginning; return its files, and whether it ends within the last of them."""
    members: list[Member] = []
    within = False
    try:
        for place, (path, blocks) in enumerate(_walked(opener)):
            if place >= MOST_MEMBERS:
                raise RecordError(f"{name}: more than {MOST_MEMBERS:,} files in one archive that is cut; repair it.")
            members.append(Member(path, lambda place=place: _at(opener, place), lambda: ""))  # type: ignore[misc]
            within = True
            for _ in blocks:
                pass
            within = False
    except CutError:
        pass
    return members, within


def _at(opener: Opener, wanted: int) -> Iterator[bytes]:
    for place, (_, blocks) in enumerate(_walked(opener)):
        if place == wanted:
            yield from blocks
            return
        for _ in blocks:
            pass


def _walked(opener: Opener) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the path and the bytes of one file after another, all of which must be taken.

    Raises:
        CutError: the archive ends, is damaged or cannot be read on, here or within a file.
    """
    from stream_unzip import UnzipError, stream_unzip

    read, written = 0, 0

    def counted(file: BinaryIO) -> Iterator[bytes]:
        nonlocal read
        for block in blocks_of(file):
            read += len(block)
            yield block

    def guarded(chunks: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal written
        try:
            for chunk in chunks:
                written += len(chunk)
                if too_dense(read, written):
                    raise CutError("unpacks to more than a thousand times its size")
                yield chunk
        except UnzipError as error:
            raise CutError(_reason(error)) from error

    with opener() as file:
        files = stream_unzip(counted(file), chunk_size=BLOCK)
        while True:
            try:
                path, _, chunks = next(files)
            except StopIteration:
                return
            except UnzipError as error:
                raise CutError(_reason(error)) from error
            shown = path.decode("utf-8", "replace")
            if shown.endswith("/"):
                for _ in guarded(chunks):
                    pass
            else:
                yield shown, guarded(chunks)


def _reason(error: Exception) -> str:
    return "the archive is cut short" if "Truncated" in type(error).__name__ else "the packed file is damaged"
