"""The settings screen: every setting of the file, with what it means; what is changed holds and is written at once."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Select, Static

from chatapp import places
from chatapp.settings import CHOICES, MEANINGS, Settings
from chatapp.widgets.key_line import KeyLine
from chatapp.widgets.row_select import RowSelect

if TYPE_CHECKING:
    from chatapp.app import ChatApp


class SettingsScreen(Screen[None]):
    """One row a setting: a choice, or a line to write in."""

    CSS_PATH = "../styles/settings.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", tooltip="Back; everything is saved"),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    @property
    def host(self) -> ChatApp:
        """The app, by its own type."""
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """The settings, in the order of the file."""
        yield Static(f"Settings, kept in {places.settings_file()}", id="settings-title", markup=False)
        with VerticalScroll(id="settings", can_focus=False):
            for each in fields(Settings):
                value = getattr(self.host.settings, each.name)
                with Horizontal(classes="setting"):
                    yield self._field(each.name, value)
                    with Vertical():
                        yield Static(each.name.replace("_", " ").capitalize(), markup=False)
                        yield Static(MEANINGS[each.name], classes="meaning", markup=False)
        yield KeyLine()

    def _field(self, name: str, value: object) -> Select[Any] | Input:
        if isinstance(value, bool):
            # Not a switch, which tells on from off by its colours alone.
            return RowSelect([("on", True), ("off", False)], value=value, allow_blank=False, compact=True, id=name)
        if choices := self._choices(name):
            known = str(value) if value in choices else choices[0]
            told = [(each or "shipped", each) for each in choices]
            return RowSelect(told, value=known, allow_blank=False, compact=True, id=name)
        return Input(str(value), compact=True, id=name)

    def _choices(self, name: str) -> list[str]:
        if name == "theme":
            return sorted(self.app.available_themes)
        if name == "chat_model":
            return ["", *sorted(each.parent.name for each in places.taught_folder().glob("[!._]*/bundle.json"))]
        return list(CHOICES.get(name, ()))

    @on(Select.Changed)
    def _changed(self, event: Select.Changed) -> None:
        event.stop()
        self.host.set_setting(str(event.select.id), event.value)

    @on(Input.Submitted)
    @on(Input.Blurred)
    def _written(self, event: Input.Submitted | Input.Blurred) -> None:
        event.stop()
        self.host.set_setting(str(event.input.id), event.value)
