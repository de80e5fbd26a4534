"""One turn of a conversation, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from chatapp.widgets.found_words import found_words
from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.printable import printable

if TYPE_CHECKING:
    from chatapp.history.records import Rating, Role, State

FRAME_SECONDS = 1 / 30
LETTERS_SHOWN = 2_000
"""Of a turn that is longer than `TEXT_LIMIT`."""


class Turn(Static):
    """What the person or the app said; a reply can grow while it is shown.

    ``said`` is the text as it was said, ``spoken`` as it holds: what the person corrected it to, where they did.
    """

    @dataclass(eq=False, repr=False)
    class Clicked(Message):
        """The mouse was clicked on a turn."""

        turn: Turn

    def __init__(
        self,
        role: Role,
        text: str = "",
        state: State | None = "done",
        message: int | None = None,
        rating: Rating = 0,
        correction: str | None = None,
    ) -> None:
        """``state`` None is a reply under way; ``message`` is its id in the history, once it is there."""
        super().__init__(markup=False, classes=f"-{role}")
        self.role = role
        self.said = printable(text)
        self.correction = None if correction is None else printable(correction)
        self.state = state
        self.message = message
        self.rating: Rating = rating
        self._explanation = ""
        self._sought = ""
        self._drawing = False
        self._draw()

    @property
    def spoken(self) -> str:
        """What holds as said."""
        return self.said if self.correction is None else self.correction

    @property
    def explained(self) -> bool:
        """Whether it says where it came from."""
        return bool(self._explanation)

    @property
    def answered(self) -> bool:
        """Whether this is a whole reply."""
        return self.role == "app" and self.state == "done"

    def append(self, text: str) -> None:
        """Let the reply grow; drawn once a frame, however fast the text comes."""
        self.said += printable(text)
        if not self._drawing:
            self._drawing = True
            self.set_timer(FRAME_SECONDS, self._draw)

    def finish(self, text: str, state: State | None) -> None:
        """Show the reply as it ended; the text of a failed one is the reason."""
        self.said = printable(text)
        self.state = state
        self._draw()

    def begin_again(self) -> None:
        """Show that another reply is being thought of."""
        self.correction, self._explanation, self.rating = None, "", 0
        self.finish("", None)

    def say(self, text: str) -> None:
        """Be another reply."""
        self.correction, self._explanation = None, ""
        self.finish(text, "done")

    def correct(self, correction: str | None) -> None:
        """Show what it should have been; None: what it was."""
        self.correction = None if correction is None else printable(correction)
        self._draw()

    def explain(self, explanation: str) -> None:
        """Say below it where it came from; empty: say it no more."""
        self._explanation = explanation
        self._draw()

    def rate(self, rating: Rating) -> None:
        """Show what the person thinks of the reply."""
        self.rating = rating
        self._draw()

    def mark(self, search: str) -> None:
        """Mark the words that a search looked for."""
        if search:
            self._sought = search
            self._draw()

    def on_click(self) -> None:
        """Say so, unless text was selected."""
        if not self.screen.get_selected_text():
            self.post_message(self.Clicked(self))

    def _draw(self) -> None:
        self._drawing = False
        self.set_class(self.state == "failed", "-failed")
        parts: list[tuple[str, str]] = [(self.spoken, "")]
        if len(self.spoken) > TEXT_LIMIT:
            rest = len(self.spoken) - LETTERS_SHOWN
            parts = [(self.spoken[:LETTERS_SHOWN], ""), (f"… and {rest:,} more characters, kept and copied", "$quiet")]
        if self.role == "app" and self.state is None and not self.spoken:
            parts = [("…", "$quiet")]
        elif self.state == "stopped":
            parts.append((" · stopped" if self.spoken else "stopped", "$quiet italic"))
        elif self.state == "failed" and "ctrl+r" not in self.spoken:
            parts.append(("  ctrl+r tries again", "$quiet"))
        if self.correction is not None:
            parts.append((" · corrected", "$quiet italic"))
        if self.rating:
            parts.append(("  ▲" if self.rating > 0 else "  ▼", "$primary"))
        if self._explanation:
            parts.append((f"\n{self._explanation}", "$quiet"))
        content = Content.assemble(*parts)
        for begin, end in found_words(parts[0][0], self._sought):
            content = content.stylize("$primary bold", begin, end)
        self.update(content)
