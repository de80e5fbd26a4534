"""A text area in which words can be pointed at, and shown to belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea

_STYLE = Style(reverse=True)


class WordHighlights(TextArea):
    """Tells which letter the mouse is over, and draws stretches of its text in reverse."""

    _spans: Sequence[tuple[int, int]] = ()
    _pointed: int | None = None

    @dataclass(eq=False, repr=False)
    class Pointed(Message):
        """The mouse is over a letter, counted from the beginning of the text, or has left (None)."""

        area: WordHighlights
        place: int | None

        @property
        def control(self) -> WordHighlights:
            """The area pointed at."""
            return self.area

    def show_spans(self, spans: Sequence[tuple[int, int]]) -> None:
        """Draw these stretches, each from a letter to before another, in reverse; none: as all the others."""
        if list(spans) != list(self._spans):
            self._spans = tuple(spans)
            self._line_cache.clear()
            self.refresh()

    def place_of(self, location: tuple[int, int]) -> int:
        """How many letters stand before a row and column."""
        return sum(len(self.document[row]) + 1 for row in range(location[0])) + location[1]

    def get_line(self, line_index: int) -> Text:
        """Draw the stretches of a line."""
        line = super().get_line(line_index)
        if self._spans:
            before = self.place_of((line_index, 0))
            for begin, end in self._spans:
                if begin < before + len(line) and end > before:
                    line.stylize(_STYLE, max(begin - before, 0), end - before)
        return line

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the mouse is."""
        self._point(self.place_of(self.get_target_document_location(event)))

    def on_leave(self) -> None:
        """Tell that it is not here any more."""
        self._point(None)

    def _point(self, place: int | None) -> None:
        if place != self._pointed:
            self._pointed = place
            self.post_message(self.Pointed(self, place))
