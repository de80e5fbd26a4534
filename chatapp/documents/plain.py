"""Plain text: every line stays a line; a sentence that was broken over lines is translated as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatapp.documents.document import Document
from chatapp.documents.reflow import reflow

_BROKEN = re.compile(r"[\w,;’'\")]$")


def read(text: str) -> Document:
    """Read a text."""
    lines = text.split("\n")
    groups: list[list[str]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])

    def written(translations: Sequence[str]) -> str:
        return "\n".join(
            line
            for group, translation in zip(groups, translations, strict=True)
            for line in ([translation] if len(group) == 1 else _laid_out(group, translation))
        )

    return Document(tuple(_joined(group) for group in groups), written)


def _goes_on(line: str, after: str) -> bool:
    return (
        bool(_BROKEN.search(line.rstrip())) and after.strip()[:1].islower() and len(line.strip()) > len("a few words")
    )


def _joined(group: Sequence[str]) -> str:
    return group[0] if len(group) == 1 else " ".join([group[0].rstrip(), *(each.strip() for each in group[1:])])


def _laid_out(group: Sequence[str], translation: str) -> list[str]:
    lines = reflow(translation.strip(), group)
    return [_margin(original) + line for original, line in zip(group, lines, strict=True)]


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
