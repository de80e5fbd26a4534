"""A bundle as one file: a zip archive of its files, none of them compressed, to be given to someone else.

What is unpacked is written by a stranger: only names without a folder are taken, only what the manifest lists, never
more than the sizes that were announced, and nothing is put in its place before every checksum is right.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from models.integrity import PIECES, WEIGHTS, verify
from models.manifest import MANIFEST, BundleError, read_manifest

ENDING = ".bundle"
MOST_FILES = 16
MOST_BYTES = 4 * 2**30
_MANIFEST_BYTES = 2**20
_CHUNK = 2**20
# A fixed time, so that the same bundle gives the same file.
_TIME = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path, file: Path) -> None:
    """Write a bundle to one file, all or nothing.

    Raises:
        BundleError: the bundle is damaged, or the file cannot be written.
    """
    manifest = read_manifest(folder)
    verify(folder, manifest)
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
                for each in (MANIFEST, *manifest.checksums):
                    entry = zipfile.ZipInfo(each, _TIME)
                    entry.external_attr = 0o644 << 16
                    with (folder / each).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                        shutil.copyfileobj(source, target, _CHUNK)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise BundleError(f"{file}: cannot be written ({error.strerror or error}); give another place.") from error


def unpack(file: Path, parent: Path, *, most_bytes: int = MOST_BYTES) -> Path:
    """Put the bundle of a file into a new folder below ``parent``, named as the bundle is; give the folder.

    Raises:
        BundleError: it is no such file, it is damaged or means harm, or there is a bundle of its name already.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(file, archive, most_bytes)
            parent.mkdir(parents=True, exist_ok=True)
            partial = Path(tempfile.mkdtemp(prefix=".import-", dir=parent))
            try:
                return _take(file, archive, entries, partial, parent)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BundleError(f"{file}: is no bundle, or a damaged one ({error}); get it again.") from error
    except OSError as error:
        raise BundleError(f"{file}: cannot be taken in ({error.strerror or error}).") from error


def _entries(file: Path, archive: zipfile.ZipFile, most_bytes: int) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > MOST_FILES or sum(each.file_size for each in listed) > most_bytes:
        raise BundleError(f"{file}: is larger than a bundle can be; do not trust it.")
    for each in listed:
        name = each.filename
        plain = not (set(name) & set("/\\:\0")) and name.strip(". ") == name and name.isprintable() and len(name) < 100
        kind = stat.S_IFMT(each.external_attr >> 16)
        if not plain or kind not in (0, stat.S_IFREG):
            raise BundleError(f"{file}: holds {name!r}, which no bundle does; do not trust it.")
    entries = {each.filename: each for each in listed}
    if len({name.casefold() for name in entries}) < len(listed):
        raise BundleError(f"{file}: holds a file twice, which no bundle does; do not trust it.")
    if MANIFEST not in entries or entries[MANIFEST].file_size > _MANIFEST_BYTES:
        raise BundleError(f"{file}: has no fitting {MANIFEST}, so it is no bundle; get it again.")
    return entries


def _take(
    file: Path, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], partial: Path, parent: Path
) -> Path:
    _write(file, archive, entries[MANIFEST], partial)
    manifest = read_manifest(partial)
    name = manifest.name
    if (
        not name
        or not all(letter.isalnum() or letter in "-_ ." for letter in name)
        or name[0] in "._ "
        or len(name) > 60
    ):
        raise BundleError(f"{file}: the bundle's name {name[:60]!r} cannot be that of a folder; do not trust it.")
    wanted = {PIECES, WEIGHTS, *manifest.checksums}
    if set(entries) != {MANIFEST, *wanted}:
        raise BundleError(f"{file}: does not hold the files that its {MANIFEST} lists; get it again.")
    folder = parent / name
    if folder.exists():
        raise BundleError(f"{folder}: there is a bundle called {name!r} already; delete it first.")
    for each in wanted:
        _write(file, archive, entries[each], partial)
    verify(partial, manifest)
    partial.chmod(0o755)
    return partial.rename(folder)


def _write(file: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    """Unpack one file, and not a byte more than it was said to have: an entry can lie about its size."""
    left = entry.file_size
    with archive.open(entry) as source, (folder / entry.filename).open("xb") as target:
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise BundleError(f"{file}: {entry.filename} is larger than announced; do not trust it.")
            target.write(chunk)
