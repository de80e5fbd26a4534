"""Files read into documents and written back: encoding, line endings and kind are found out and kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from chatapp.documents import plain, subtitles
from chatapp.documents.document import Document
from chatapp.engine.cannot_answer import CannotAnswer

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}


class File(NamedTuple):
    """A document with what its text had around it on the disk."""

    path: Path
    document: Document
    mark: str
    line_end: str

    def written(self, translations: Sequence[str]) -> str:
        """The text of the translated file."""
        return self.mark + self.document.written(translations).replace("\n", self.line_end)


def read_file(path: Path) -> File:
    """Read a text, a Markdown file or subtitles; kinds are told by content, Markdown by its name.

    Raises:
        CannotAnswer: it cannot be read, or is no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotAnswer(f"{path}: cannot be read ({error.strerror or error}).") from error
    text = _decoded(path, content)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return File(path, _document(path, text), mark, line_end)


def write_file(path: Path, text: str) -> None:
    """Write UTF-8 all at once: a reader sees the old file or the new one.

    Raises:
        CannotAnswer: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as temporary:
            temporary.write(text.encode("utf-8", "replace"))
        Path(temporary.name).chmod(0o666 & ~_umask())
        Path(temporary.name).replace(path)
    except OSError as error:
        raise CannotAnswer(
            f"{path}: cannot be written ({error.strerror or error}); give another place with -o."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise CannotAnswer(f"{path}: is not a text; give a text, a Markdown file or subtitles.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(content).best()
        if best is None:
            raise CannotAnswer(f"{path}: is in no known encoding; save it as UTF-8.") from None
        return str(best)


def _document(path: Path, text: str) -> Document:
    if subtitles.TIMES.search(text):
        return subtitles.read(text)
    if path.suffix.lower() in _MARKDOWN:
        from chatapp.documents import markdown

        return markdown.read(text)
    return plain.read(text)
