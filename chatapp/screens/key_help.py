"""The keys of the screen that is shown, read from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from chatapp.keys import meaning_of, names_of

KEY_WIDTH = 32
NARROW = 72


class KeyHelp(ModalScreen[None]):
    """A panel that lists keys under headings."""

    CSS_PATH = "../styles/key_help.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "dismiss", "Close", show=False),
    ]

    def __init__(self, sections: Iterable[tuple[str, Iterable[BindingType]]]) -> None:
        super().__init__()
        self._sections = [(heading, list(bindings)) for heading, bindings in sections]

    def compose(self) -> ComposeResult:
        """One line a key."""
        with VerticalScroll(id="keys") as keys:
            keys.border_title = "Keys"
            keys.border_subtitle = "Esc closes"
            for heading, bindings in self._sections:
                yield Static(heading, classes="heading", markup=False)
                narrow = self.app.size.width < NARROW
                lines = [_line_of(each, narrow) for each in bindings if isinstance(each, Binding)]
                yield Static(Content("\n").join(lines))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#keys").focus()


def _line_of(binding: Binding, narrow: bool) -> Content:
    keys = "  ".join(names_of(binding))
    told = meaning_of(binding)
    if narrow:
        return Content.assemble(told, "\n  ", (keys, "$primary"))
    return Content.assemble((keys.ljust(KEY_WIDTH), "$primary"), told)
