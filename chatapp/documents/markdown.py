"""Markdown: only what a reader reads as language is translated; code, links and front matter stay as they are.

The parser says which lines hold language; the rest of the file, down to its spaces, is never written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from chatapp.documents.document import Document
from chatapp.documents.reflow import reflow

_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")


class _Stretch(NamedTuple):
    """A part of a line, from ``begin`` to before ``end``."""

    line: int
    begin: int
    end: int


def read(text: str) -> Document:
    """Read a Markdown text (CommonMark with tables)."""
    lines = text.split("\n")
    runs = list(_runs(lines, text))

    def written(translations: Sequence[str]) -> str:
        changed: list[str | None] = list(lines)
        # From the end on, so that the places before stay what they are.
        for run, translation in zip(reversed(runs), reversed(translations), strict=True):
            parts = reflow(translation, [lines[each.line][each.begin : each.end] for each in run])
            for each, part in zip(run, parts, strict=True):
                line = changed[each.line] or ""
                # A line without words would end the paragraph.
                changed[each.line] = line[: each.begin] + part + line[each.end :] if part else None
        return "\n".join(line for line in changed if line is not None)

    return Document(tuple(" ".join(lines[each.line][each.begin : each.end] for each in run) for run in runs), written)


def _runs(lines: Sequence[str], text: str) -> Iterator[list[_Stretch]]:
    """Yield the stretches that are translated together, in the order of the text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(front_matter_plugin)
    row: int | None = None
    reached = 0
    for token in parser.parse(text):
        if token.type == "tr_open" and token.map:
            row, reached = token.map[0], 0
        elif token.type == "tr_close":
            row = None
        elif token.type == "inline" and row is not None:
            begin = lines[row].find(token.content, reached) if token.content else -1
            if begin >= 0:
                reached = begin + len(token.content)
                yield [_Stretch(row, begin, reached)]
        elif token.type == "inline" and token.map:
            yield from _paragraph(lines, token, token.map[0])


def _paragraph(lines: Sequence[str], token: Token, first: int) -> Iterator[list[_Stretch]]:
    run: list[_Stretch] = []
    for number, content in enumerate(token.content.split("\n"), start=first):
        bare = _HARD_BREAK.sub("", content).strip()
        begin = lines[number].find(bare) if bare and number < len(lines) else -1
        if begin < 0:
            continue
        run.append(_Stretch(number, begin, begin + len(bare)))
        if _HARD_BREAK.search(content):
            yield run
            run = []
    if run:
        yield run
