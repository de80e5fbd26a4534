"""What else a single word can be in the other language."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from chatapp.engine.protocol import Definition
from chatapp.widgets.printable import printable


class WordCard(Static):
    """A line of words with their probabilities, the best first, and one of words near the word; gone without any.

    A word that the network thinks of, and that parallel text does not show, has a question mark.
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.display = False

    def show(self, definitions: Sequence[Definition], nearest: Sequence[str] = ()) -> None:
        """Show other words; none to hide the card."""
        parts: list[str | tuple[str, str]] = []
        for each in definitions:
            mark = "" if each.listed else "?"
            parts += [(printable(each.word), "$accent"), (f" {each.probability:.0%}{mark}  ", "$quiet")]
        if definitions and nearest:
            parts += [("\n≈ ", "$quiet"), ", ".join(printable(each) for each in nearest)]
        self.update(Content.assemble(*parts))
        self.display = bool(definitions)
