"""The list of ways the line could go on, of the same height whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from chatapp.widgets.printable import printable

if TYPE_CHECKING:
    from chatapp.engine.protocol import Continuation

FADE_SECONDS = 0.25
TEXT_WIDTH_LIMIT = 60


class SuggestionPanel(Widget):
    """Up to five numbered continuations; a click takes one. One row high, it shows them side by side."""

    @dataclass(eq=False, repr=False)
    class Clicked(Message):
        """A continuation was clicked, counted from 0."""

        index: int

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, str, float]] = []
        self._hint = ""
        self._faded = False
        self._hovered = -1
        self._ends: list[int] = []

    def show(self, half_word: str, continuations: Sequence[Continuation]) -> None:
        """Show continuations; ``half_word`` is the typed beginning of the word that they end."""
        self._rows = [
            (
                "" if each.text[:1].isspace() else half_word,
                printable(each.text).replace("\n", " ").strip(),
                each.probability,
            )
            for each in continuations
        ]
        self._faded = False
        self._hovered = -1
        self.refresh()

    def fade(self) -> None:
        """Show that what is there no longer fits, and drop it soon unless something new comes.

        Dropping it at once would make the panel flicker with every key.
        """
        if self._rows and not self._faded:
            self._faded = True
            self.refresh()
            self.set_timer(FADE_SECONDS, self._drop_faded)

    def hint(self, text: str) -> None:
        """What to say where there is nothing to show."""
        self._hint = text
        self.refresh()

    def render(self) -> Content:
        """Draw the rows."""
        if not self._rows:
            self._ends = []
            return Content.styled(self._hint, "$quiet")
        return self._render_beside() if self.size.height == 1 else self._render_below()

    def _render_below(self) -> Content:
        width = max(cell_len(half + text) for half, text, _ in self._rows)
        width = max(8, min(width, self.size.width - 10, TEXT_WIDTH_LIMIT))
        lines = []
        for index, (half, text, probability) in enumerate(self._rows[: self.size.height]):
            shown = Content.assemble((half, "$quiet"), (text, self._text_style(index)))
            shown = shown.truncate(width, ellipsis=True, pad=True)
            lines.append(
                Content.assemble(
                    (f"{index + 1}  ", self._number_style(index)),
                    shown,
                    (f"  {round(probability * 100):>3}%", "$quiet"),
                )
            )
        return Content("\n").join(lines)

    def _render_beside(self) -> Content:
        parts = []
        self._ends = []
        end = 0
        for index, (half, text, _) in enumerate(self._rows):
            part = Content.assemble(
                (f"{index + 1} ", self._number_style(index)),
                (half, "$quiet"),
                (text, self._text_style(index)),
                "  ",
            )
            end += part.cell_length
            self._ends.append(end)
            parts.append(part)
        return Content("").join(parts).truncate(self.size.width, ellipsis=True)

    def _text_style(self, index: int) -> str:
        if self._faded:
            return "$quiet"
        return "$foreground underline" if index == self._hovered else "$foreground"

    def _number_style(self, index: int) -> str:
        return "$quiet" if self._faded else "$primary"

    def _drop_faded(self) -> None:
        if self._faded:
            self._rows = []
            self.refresh()

    def _index_at(self, event: events.MouseEvent) -> int:
        offset = event.get_content_offset(self)
        if offset is None or self._faded:
            return -1
        if self.size.height == 1:
            index = next((index for index, end in enumerate(self._ends) if offset.x < end), -1)
        else:
            index = offset.y
        return index if 0 <= index < len(self._rows) else -1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline what a click would take."""
        if (index := self._index_at(event)) != self._hovered:
            self._hovered = index
            self.refresh()

    def on_leave(self) -> None:
        """Underline nothing."""
        self._hovered = -1
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        event.stop()
        if (index := self._index_at(event)) >= 0:
            self.post_message(self.Clicked(index))
