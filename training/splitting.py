"""The split that never moves: whether a line is held out depends on its words alone, not on the file it came in."""

from __future__ import annotations

from hashlib import blake2b

_NOT_ALPHANUMERIC = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())


def fingerprint(*texts: str) -> int:
    """Return 64 bits that are the same for texts whose letters and digits are the same, whatever their case."""
    digest = blake2b(digest_size=8)
    for text in texts:
        # All that is no letter or digit in ASCII goes at once, which leaves little to look at letter by letter.
        folded = text.casefold().translate(_NOT_ALPHANUMERIC)
        letters = folded if folded.isascii() else "".join(filter(str.isalnum, folded))
        digest.update(letters.encode("utf-8", "replace"))
        digest.update(b"\0")
    return int.from_bytes(digest.digest(), "big")


def share_of(number: int) -> float:
    """Map a fingerprint to [0, 1), evenly."""
    return number / 2**64
