"""The line at the bottom: which keys work here, and what they do."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


class _Key(NamedTuple):
    content: Content
    binding: ActiveBinding
    begin: int

    @property
    def end(self) -> int:
        return self.begin + self.content.cell_length


class KeyLine(Widget):
    """The keys in a row, the one for all commands at its right end; a click presses a key.

    One widget, where Textual's `Footer` makes one of each key, and makes them all anew whenever one of them changes.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[_Key] = []
        self._hovered: str | None = None

    def on_mount(self) -> None:
        """Follow what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """Draw the keys that there is room for."""
        active = self.screen.active_bindings
        self._keys = []
        width, end = self.size.width, 0
        commands = active.get(self.app.COMMAND_PALETTE_BINDING)
        right = Content("")
        if commands is not None and not self.screen.has_class("-narrow"):
            right = self._drawn(commands)
            width -= right.cell_length
            self._keys.append(_Key(right, commands, width))
        row = []
        for each in active.values():
            key = _Key(self._drawn(each), each, end)
            if each.binding.show and key.end <= width:
                self._keys.append(key)
                row.append(key.content)
                end = key.end + 1
        return Content(" ").join(row).truncate(max(width, 0), pad=True) + right

    def _drawn(self, each: ActiveBinding) -> Content:
        _, binding, enabled, _ = each
        style = "underline" if binding.key == self._hovered else ""
        drawn = Content.assemble(
            (self.app.get_key_display(binding), f"$footer-key-foreground bold {style}"),
            (f" {binding.description}", f"$footer-description-foreground {style}"),
        )
        return drawn if enabled else drawn.stylize("dim")

    def _key_at(self, event: events.MouseEvent) -> ActiveBinding | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        return next((key.binding for key in self._keys if key.begin <= offset.x < key.end), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline what a click would press, and say what it does."""
        key = self._key_at(event)
        hovered = key.binding.key if key else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.tooltip = (key.tooltip or key.binding.description) if key else None
            self.refresh()

    def on_leave(self) -> None:
        """Underline nothing."""
        self._hovered = None
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key."""
        key = self._key_at(event)
        if key is None:
            return
        if key.enabled:
            self.app.simulate_key(key.binding.key)
        else:
            self.app.bell()
