"""Subtitles, SubRip (SRT) and WebVTT: each cue a turn; two lines that begin with dashes are two turns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from training.opening import Text
from training.readers.reader import Expected, Reader, first_lines
from training.readers.turns import Turns
from training.records import Dialogue, Record
from training.rejects import Rejects

_STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"^\s*{_STAMP}\s*-->\s*{_STAMP}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}|<\d[\d:.]*>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_DASH = re.compile(r"^\s*[-–—‐]\s*(?=\S)")
_SOUND = re.compile(r"^[\s♪♫#]*(?:[\[(][^\])]*[\])][\s♪♫]*|♪.*♪|#\s.*\s#|[♪♫\s]+)$")

NOT_A_CUE = "text outside a cue"


def _is_vtt(text: Text) -> bool:
    return text.beginning.startswith("WEBVTT")


def _is_srt(text: Text) -> bool:
    lines = first_lines(text, 3)
    return any(_TIMES.match(line) for line in lines[:2])


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:  # noqa: PLR0912
    turns = Turns()
    lines: list[str] = []
    cue = 0
    block = False  # a WebVTT block that is no cue: NOTE, STYLE, REGION, the header
    before: tuple[int, str] | None = None
    for number, line in text.lines(rejects):
        if _TIMES.match(line):
            if cue:
                # No empty line came between: what stands last there is this cue's number.
                if lines and lines[-1].strip().isdecimal():
                    lines.pop()
                yield from _cue(text, rejects, turns, cue, lines)
            cue, lines, block, before = number, [], False, None
        elif not line.strip():
            if cue:
                yield from _cue(text, rejects, turns, cue, lines)
            elif before and not before[1].strip().isdecimal():
                rejects.add(text.name, before[0], NOT_A_CUE)
            cue, lines, block, before = 0, [], False, None
        elif cue:
            lines.append(line)
        elif not block:
            if line.startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
                block = True
            elif before:
                rejects.add(text.name, before[0], NOT_A_CUE)
                before = number, line
            else:
                before = number, line
    if cue:
        yield from _cue(text, rejects, turns, cue, lines)
    elif before:
        rejects.add(text.name, before[0], NOT_A_CUE)
    yield from turns.end()


def _cue(text: Text, rejects: Rejects, turns: Turns, number: int, lines: list[str]) -> Iterator[Dialogue]:
    said: list[tuple[str, str]] = []
    speaker = ""
    plain = [(_VOICE.search(line), html.unescape(_TAG.sub("", line)).strip()) for line in lines]
    dashes = sum(bool(_DASH.match(line)) for _, line in plain)
    for voice, line in plain:
        speaker = voice[1].strip() if voice else speaker
        if not line:
            continue
        if said and (said[-1][0] != speaker or (dashes > 1 and _DASH.match(line))):
            said.append((speaker, _DASH.sub("", line)))
        elif said:
            said[-1] = speaker, f"{said[-1][1]}\n{line}"
        else:
            said.append((speaker, _DASH.sub("", line) if dashes else line))
    if not said:
        rejects.add(text.name, number, "empty message")
    for name, line in said:
        if _SOUND.match(" ".join(line.split("\n"))):
            rejects.add(text.name, number, "sound description")
        else:
            yield from turns.add(line, name)


VTT_READER = Reader("vtt", _is_vtt, _read)
SRT_READER = Reader("srt", _is_srt, _read)
