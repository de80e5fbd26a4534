"""One turn of a conversation, as plain text."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from chatapp.history import Rating, Role, State
from chatapp.widgets.printable import printable

FRAME_SECONDS = 1 / 30


class Turn(Static):
    """What the person or the app said; a reply can grow while it is shown."""

    def __init__(
        self,
        role: Role,
        text: str = "",
        state: State | None = "done",
        message: int | None = None,
        rating: Rating = 0,
    ) -> None:
        """``state`` None is a reply under way; ``message`` is its id in the history, once it is there."""
        super().__init__(markup=False, classes=f"-{role}")
        self.role = role
        self.spoken = printable(text)
        self.state = state
        self.message = message
        self.rating: Rating = rating
        self._drawing = False
        self._draw()

    @property
    def answered(self) -> bool:
        """Whether this is a whole reply."""
        return self.role == "app" and self.state == "done"

    def append(self, text: str) -> None:
        """Let the reply grow; drawn once a frame, however fast the text comes."""
        self.spoken += printable(text)
        if not self._drawing:
            self._drawing = True
            self.set_timer(FRAME_SECONDS, self._draw)

    def finish(self, text: str, state: State) -> None:
        """Show the reply as it ended; the text of a failed one is the reason."""
        self.spoken = printable(text)
        self.state = state
        self._draw()

    def rate(self, rating: Rating) -> None:
        """Show what the person thinks of the reply."""
        self.rating = rating
        self._draw()

    def _draw(self) -> None:
        self._drawing = False
        self.set_class(self.state == "failed", "-failed")
        parts: list[tuple[str, str]] = [(self.spoken, "")]
        if self.role == "app" and self.state is None and not self.spoken:
            parts = [("…", "$quiet")]
        elif self.state == "stopped":
            parts.append((" · stopped" if self.spoken else "stopped", "$quiet italic"))
        elif self.state == "failed" and "ctrl+r" not in self.spoken:
            parts.append(("  ctrl+r tries again", "$quiet"))
        if self.rating:
            parts.append(("  ▲" if self.rating > 0 else "  ▼", "$primary"))
        self.update(Content.assemble(*parts))
