"""The attention between two sentences, drawn with the letters of a terminal."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from chatapp.engine.protocol import Alignment
from chatapp.widgets.printable import printable

_SHADES = " ░▒▓█"
_LONGEST_LABEL = 14


class AlignmentGrid(Static):
    """A row for each word of the translation, a column for each word of the sentence; darker where it looked more."""

    def show(self, sentence: str, translation: str, alignment: Alignment) -> None:
        """Draw another pair."""
        columns = [_label(sentence, span) for span in alignment.source_words]
        rows = [_label(translation, span) for span in alignment.target_words]
        margin = max((len(each) for each in rows), default=0)
        height = max((len(each) for each in columns), default=0)
        lines = [
            Content.assemble(
                " " * (margin + 1), ("".join(f"{each.rjust(height)[level]} " for each in columns), "$primary")
            )
            for level in range(height)
        ]
        lines += [
            Content.assemble((label.rjust(margin), "$accent"), " ", "".join(_cell(weight) for weight in weights))
            for label, weights in zip(rows, alignment.weights, strict=True)
        ]
        self.update(Content("\n").join(lines))


def _label(text: str, span: list[int]) -> str:
    word = printable(text[span[0] : span[1]])
    return word if len(word) <= _LONGEST_LABEL else f"{word[: _LONGEST_LABEL - 1]}…"


def _cell(weight: float) -> str:
    return 2 * _SHADES[min(round(weight * 1.25 * (len(_SHADES) - 1)), len(_SHADES) - 1)]
