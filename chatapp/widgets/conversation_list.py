"""The sidebar: every conversation, newest first, with a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from chatapp.history import Conversation
from chatapp.widgets.printable import printable


class ConversationList(Vertical):
    """Lists conversations and says which one was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "remove", "Delete the conversation", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A conversation was chosen."""

        conversation: int

    @dataclass
    class RemovalAsked(Message):
        """A conversation is to be deleted."""

        conversation: int

    @dataclass
    class SearchChanged(Message):
        """Other words are looked for."""

        words: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = OptionList(compact=True, markup=False)
        self._search = Input(placeholder="Search", compact=True)

    def compose(self) -> ComposeResult:
        """The search above the list."""
        yield self._search
        yield self._options

    @property
    def words(self) -> str:
        """What is looked for."""
        return self._search.value

    def show(self, conversations: Sequence[Conversation], current: int | None) -> None:
        """List conversations and mark the current one."""
        self._options.clear_options()
        for each in conversations:
            mark = ("▎", "$primary") if each.id == current else (" ", "")
            title = Content.assemble(mark, " ", printable(each.title))
            self._options.add_option(Option(title.truncate(200), id=str(each.id)))
        if not conversations:
            nothing = "Nothing found" if self.words else "No conversations yet"
            self._options.add_option(Option(Content.styled(f"  {nothing}", "$quiet"), disabled=True))
        for index, each in enumerate(conversations):
            if each.id == current:
                self._options.highlighted = index

    def focus_list(self) -> None:
        """Go to the list."""
        self._options.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(int(event.option_id)))

    @on(Input.Changed)
    def _look_for(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.SearchChanged(event.value))

    @on(Input.Submitted)
    def _go_to_results(self, event: Input.Submitted) -> None:
        event.stop()
        self._options.focus()

    def action_remove(self) -> None:
        """Ask for the highlighted conversation to be deleted."""
        if self._options.has_focus and self._options.highlighted is not None:
            option = self._options.get_option_at_index(self._options.highlighted)
            if option.id is not None:
                self.post_message(self.RemovalAsked(int(option.id)))
