"""Subtitles (SubRip, WebVTT): numbers and times stay; a sentence that runs over cues is translated as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatapp.documents.document import Document
from chatapp.documents.reflow import reflow

TIMES = re.compile(r"^\s*(?:\d+:)?\d\d:\d\d[,.]\d{3}\s+-->\s+(?:\d+:)?\d\d:\d\d[,.]\d{3}", re.MULTILINE)
_OVERRIDES = re.compile(r"(?:\{\\[^}\n]*\})*")
_ENDS = re.compile(r"[.!?…:\"»”’)\]♪]\s*$")
_MOST_CUES = 4


class _Cue(NamedTuple):
    """The text of a cue: the lines from ``begin`` to before ``end``, and what stands before it and is kept."""

    begin: int
    end: int
    before: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(each.strip() for each in self.lines)


def read(text: str) -> Document:
    """Read subtitles; what belongs to no cue stays as it is."""
    lines = text.split("\n")
    groups: list[list[_Cue]] = []
    for cue in _cues(lines):
        if groups and len(groups[-1]) < _MOST_CUES and _goes_on(groups[-1][-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])

    def written(translations: Sequence[str]) -> str:
        changed = list(lines)
        for group, translation in zip(reversed(groups), reversed(translations), strict=True):
            parts = translation.split("\n") if _dialogue(group[0]) else reflow(translation, [cue.text for cue in group])
            if _dialogue(group[0]):
                changed[group[0].begin : group[0].end] = [group[0].before + parts[0], *parts[1:]]
                continue
            for cue, part in zip(reversed(group), reversed(parts), strict=True):
                laid = [line for line in reflow(part, cue.lines) if line] or [part]
                changed[cue.begin : cue.end] = [cue.before + laid[0], *laid[1:]]
        return "\n".join(changed)

    return Document(tuple(_passage(group) for group in groups), written)


def _cues(lines: Sequence[str]) -> list[_Cue]:
    cues = []
    number = 0
    while number < len(lines):
        if not TIMES.match(lines[number]):
            number += 1
            continue
        begin = number = number + 1
        while number < len(lines) and lines[number].strip():
            number += 1
        if number > begin:
            overrides = _OVERRIDES.match(lines[begin])
            before = overrides[0] if overrides else ""
            cues.append(_Cue(begin, number, before, (lines[begin][len(before) :], *lines[begin + 1 : number])))
    return cues


def _passage(group: Sequence[_Cue]) -> str:
    return "\n".join(group[0].lines) if _dialogue(group[0]) else " ".join(cue.text for cue in group)


def _dialogue(cue: _Cue) -> bool:
    """Two people speak: each line is one of them."""
    return len(cue.lines) > 1 and all(re.match(r"\s*[-–—‐]", line) for line in cue.lines)


def _goes_on(cue: _Cue, after: _Cue) -> bool:
    if _dialogue(cue) or _dialogue(after) or "<" in cue.text + after.text or after.before:
        return False
    return not _ENDS.search(cue.text) and after.text[:1].islower()
