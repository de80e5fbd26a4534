"""The two-letter codes of languages (ISO 639-1), by which the sides of parallel texts are named."""

from __future__ import annotations

# Each first letter, and the letters that may follow it.
_CODES = {
    "a": "abefkmnrsvyz",
    "b": "aeghimnors",
    "c": "aehorsuvy",
    "d": "aevz",
    "e": "elnostu",
    "f": "afijory",
    "g": "adlnuv",
    "h": "aeiortuyz",
    "i": "adegikostu",
    "j": "av",
    "k": "agijklmnorsuvwy",
    "l": "abginotuv",
    "m": "ghiklnrsty",
    "n": "abdeglnorvy",
    "o": "cjmrs",
    "p": "ailst",
    "q": "u",
    "r": "mnouw",
    "s": "acdegiklmnoqrstuvw",
    "t": "aeghiklnorstwy",
    "u": "gkrz",
    "v": "eio",
    "w": "ao",
    "x": "h",
    "y": "io",
    "z": "ahu",
}


def is_language(code: str) -> bool:
    """Say whether a text is a language's code, such as ``fr`` or ``pt-BR``."""
    first, second = code[:1], code[1:2]
    return bool(second) and second in _CODES.get(first, "") and (len(code) == 2 or code[2] in "-_")
