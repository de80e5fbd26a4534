"""The lines that a simulated person types: those of the dialogue tests and of tatoeba-test, which no training saw."""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

DIALOGUES = ("synthetic_persona_chat", "personachat", "chitchat_byu")
LANGUAGES = ("en", "fr", "de", "es")
EVERY = 7
"""One line in so many is typed, so that the lines come from all over a file."""


class Typed(NamedTuple):
    """A line to be typed, the message that it answers, and what the same speaker said earlier in the dialogue."""

    text: str
    language: str
    previous: str = ""
    past: tuple[str, ...] = ()


def tests(data: Path, most: int, part: str = "test") -> Iterator[tuple[str, list[Typed]]]:
    """Yield the tests with at most so many of their lines; ``part`` is ``test``, or ``dev`` to choose by."""
    for name in DIALOGUES:
        lines = dialogue_lines(data / "dialogue" / "permissive" / f"{name}.{part}.jsonl.xz")
        yield name, list(islice(lines, 0, most * EVERY, EVERY))
    for language in LANGUAGES:
        lines = tatoeba_lines(data / "translation", language, part)
        yield f"tatoeba-{part} {language}", list(islice(lines, 0, most * EVERY, EVERY))


def dialogue_lines(path: Path) -> Iterator[Typed]:
    """Yield every turn of the dialogues of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            dialogue = json.loads(line)
            turns = dialogue["turns"]
            speakers = dialogue.get("speakers") or [place % 2 for place in range(len(turns))]
            for place, text in enumerate(turns):
                past = tuple(turn for turn, who in zip(turns[:place], speakers, strict=False) if who == speakers[place])
                yield Typed(text, "en", turns[place - 1] if place else "", past)


def tatoeba_lines(folder: Path, language: str, part: str) -> Iterator[Typed]:
    """Yield the sentences of a language."""
    path = folder / f"tatoeba-{part}.en-{'fr' if language == 'en' else language}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Typed(row[0] if language == "en" else row[1], language)
