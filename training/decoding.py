"""Letters out of bytes: marks at the beginning, UTF-16 without one, and guesses where the text is not UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

BEGINNING = 1 << 20
"""How many bytes are looked at."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_LATIN = frozenset({"cp1250", "cp1254", "cp1257", "iso8859_2", "iso8859_3", "iso8859_4", "iso8859_9", "cp1258"})
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœ«»¿¡°ªº€£§©®·×‘’“”„–—…\u00a0")
_SAMPLE = 1 << 14
_KNOWN = (
    *("big5", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp932", "euc_jp", "euc_kr", "gb18030", "koi8_r", "mac_roman", "utf_16_le", "utf_16_be"),
)


class NotTextError(ValueError):
    """Bytes that are no text; the message says what they look like."""


def find_encoding(start: bytes) -> str:
    """Return how a text is written, judged by its first bytes.

    Raises:
        NotTextError: too many control characters, or no encoding fits.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if wide := _without_mark(start):
        return wide
    if _mostly_control(start):
        raise NotTextError("it looks like a picture, a sound or a program")
    lines = [line for line in start.split(b"\n") if not line.isascii()]
    if len(start) >= BEGINNING:
        lines = lines[:-1]  # which may be cut in the middle of a letter
    good = sum(_is_utf_8(line) for line in lines)
    if good * 2 >= len(lines):
        return "utf-8"
    return _guess(b"\n".join(lines)[:_SAMPLE])


def decoded_blocks(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Turn blocks into UTF-8 without the mark at the beginning, without NUL, with newlines for carriage returns alone.

    Bytes that are already said to be UTF-8 are passed on as they are: which line is wrong is told later.
    """
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")
    first = True
    lone_returns = False
    for block in blocks:
        text = block if decoder is None else decoder.decode(block).encode("utf-8", "replace")
        if first and text:
            first = False
            text = text.removeprefix(codecs.BOM_UTF8)
            lone_returns = b"\r" in text and b"\n" not in text
        if lone_returns:
            text = text.replace(b"\r", b"\n")
        if b"\0" in text:
            text = text.replace(b"\0", b"")
        if text:
            yield text
    if decoder is not None and (rest := decoder.decode(b"", final=True)):
        yield rest.encode("utf-8", "replace")


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(start: bytes) -> str:
    """Tell UTF-16 by its NUL bytes, which in Western text are every other one."""
    sample = start[:4096]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.3 and even < len(sample) * 0.05:
        return "utf-16-le"
    if even > len(sample) * 0.3 and odd < len(sample) * 0.05:
        return "utf-16-be"
    return ""


def _mostly_control(start: bytes) -> bool:
    sample = start[: 1 << 14]
    control = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    return control > len(sample) * 0.05 or sample.count(0) > len(sample) * 0.3


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_KNOWN)).best()
    if best is None:
        raise NotTextError("its letters are written in no known way")
    if best.encoding in _OTHER_LATIN and _is_western(sample):
        # The library cannot tell these apart in a few lines; the languages of the app are all Western.
        return "cp1252"
    return str(best.encoding)


def _is_western(sample: bytes) -> bool:
    letters = {letter for letter in sample.decode("cp1252", "replace") if not letter.isascii()}
    return letters <= _WESTERN
