"""A text to read, select and copy, that is replaced as a whole."""

from __future__ import annotations

from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.word_highlights import WordHighlights


class ReadingPane(WordHighlights):
    """A text area that nobody writes in; of a text that is too long it shows the beginning, and holds the ``whole``."""

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:
        super().__init__(
            placeholder=placeholder,
            id=id,
            read_only=True,
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            show_cursor=False,
        )
        self.whole = ""

    def show(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        if len(text) > TEXT_LIMIT:
            text = f"{text[:TEXT_LIMIT]}\n\n… there is more, and it is copied with the rest"
        if text != self.text:
            self.load_text(text)
            # A text of as many lines as the last one changes no size, and would not be drawn.
            self.refresh()
