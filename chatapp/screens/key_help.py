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

KEY_WIDTH = 24


class KeyHelp(ModalScreen[None]):
    """A panel that lists keys under headings."""

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
                yield Static(Content("\n").join(_line_of(each) for each in bindings if isinstance(each, Binding)))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#keys").focus()


def _line_of(binding: Binding) -> Content:
    keys = "  ".join(key.strip().replace("escape", "esc") for key in binding.key.split(","))
    return Content.assemble((keys.ljust(KEY_WIDTH), "$primary"), binding.description)
