"""Texts too long to be edited with ease: each stands in a field as one short label, and is kept whole beside it."""

from __future__ import annotations

import re

TEXT_LIMIT = 20_000
"""How many characters a field edits within a frame (a megabyte takes it two seconds, and a fifth more at each key)."""
LINE_LIMIT = 5_000
"""The same for a single line, which is wrapped anew at each key."""

_LABEL = re.compile(r"\[text (\d+): [\d,]+ characters\]")


def too_long(text: str) -> bool:
    """Whether a field would stutter with this text in it."""
    return len(text) > TEXT_LIMIT or (
        len(text) > LINE_LIMIT and any(len(line) > LINE_LIMIT for line in text.split("\n"))
    )


class HeldTexts:
    """The texts that labels stand for. None is dropped: undo can bring any label back."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def label(self, text: str) -> str:
        """Hold a text and give the label that stands for it."""
        if text not in self._texts:
            self._texts.append(text)
        return _label(self._texts.index(text) + 1, text)

    def whole(self, shown: str) -> str:
        """Put the texts in the places of their labels; what only looks like a label stays."""
        return _LABEL.sub(self._meant, shown)

    def label_before(self, start: str) -> str:
        """The label that a line ends with; empty where it ends with none."""
        found = re.search(rf"{_LABEL.pattern}$", start)
        return found.group() if found and self._meant(found) != found.group() else ""

    def _meant(self, found: re.Match[str]) -> str:
        number = int(found.group(1))
        if not 0 < number <= len(self._texts):
            return found.group()
        text = self._texts[number - 1]
        return text if _label(number, text) == found.group() else found.group()


def _label(number: int, text: str) -> str:
    return f"[text {number}: {len(text):,} characters]"
