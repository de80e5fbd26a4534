"""The sidebar: every conversation, the pinned first, with a search through all messages."""

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

from chatapp.history.records import MARK_BEGIN, MARK_END, Conversation, Found
from chatapp.widgets.printable import printable


class ConversationList(Vertical):
    """Lists conversations and says which one was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "remove", "Delete the conversation (alt+z brings it back)", show=False),
        Binding("r", "rename", "Rename the conversation", show=False),
        Binding("p", "pin", "Pin the conversation to the top, or let it go", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A conversation was chosen, or a message of it."""

        conversation: int
        message: int | None = None

    @dataclass
    class RemovalAsked(Message):
        """A conversation is to be deleted."""

        conversation: int

    @dataclass
    class Renamed(Message):
        """A conversation was given another title."""

        conversation: int
        title: str

    @dataclass
    class PinAsked(Message):
        """A conversation is to be kept at the top, or no more."""

        conversation: int
        pinned: bool

    @dataclass
    class SearchChanged(Message):
        """Other words are looked for."""

        words: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = OptionList(compact=True, markup=False)
        self._search = Input(placeholder="Search", compact=True)
        self._title = Input(placeholder="Title", compact=True, id="title")
        self._listed: dict[int, Conversation] = {}
        self._renamed: int | None = None

    def compose(self) -> ComposeResult:
        """The search above the list."""
        yield self._search
        yield self._title
        yield self._options

    @property
    def words(self) -> str:
        """What is looked for."""
        return self._search.value

    def show(self, conversations: Sequence[Conversation], current: int | None) -> None:
        """List conversations and mark the current one."""
        kept = self._options.highlighted_option.id if self._options.highlighted_option else None
        self._options.clear_options()
        self._listed = {each.id: each for each in conversations}
        for each in conversations:
            mark = ("▎", "$primary") if each.id == current else (" ", "")
            sign = "⚑ " if each.pinned else "⑂ " if each.forked_from is not None else ""
            title = Content.assemble(mark, " ", (sign, "$quiet"), printable(each.title))
            self._options.add_option(Option(title.truncate(200), id=str(each.id)))
        if not conversations:
            nothing = "Nothing found" if self.words else "No conversations yet"
            self._options.add_option(Option(Content.styled(f"  {nothing}", "$quiet"), disabled=True))
        going_on = kept if self._options.has_focus and kept in [str(each) for each in self._listed] else str(current)
        for index, each in enumerate(conversations):
            if str(each.id) == going_on:
                self._options.highlighted = index

    def show_found(self, found: Sequence[Found]) -> None:
        """List the messages that a search found, with what matched marked."""
        self._options.clear_options()
        self._listed = {}
        for each in found:
            line = Content.assemble((f"  {printable(each.title)}"[:200], "$quiet"), "\n  ", _marked(each.excerpt))
            self._options.add_option(Option(line, id=f"{each.conversation} {each.message}"))
        if not found:
            self._options.add_option(Option(Content.styled("  Nothing found", "$quiet"), disabled=True))

    def focus_list(self) -> None:
        """Go to the list."""
        self._options.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(*map(int, event.option_id.split())))

    @on(Input.Changed)
    def _look_for(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self._search:
            self.post_message(self.SearchChanged(event.value))

    @on(Input.Submitted)
    def _go_to_results(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self._title and self._renamed is not None:
            self.post_message(self.Renamed(self._renamed, event.value))
            self.remove_class("-renaming")
        self._options.focus()

    @on(Input.Blurred)
    def _end_renaming(self, event: Input.Blurred) -> None:
        if event.input is self._title:
            self.remove_class("-renaming")

    def action_rename(self) -> None:
        """Write another title for the highlighted conversation; Enter takes it."""
        if each := self._highlighted():
            self._renamed = each.id
            self._title.value = each.title
            self.add_class("-renaming")
            self._title.focus()

    def action_pin(self) -> None:
        """Keep the highlighted conversation at the top, or no more."""
        if each := self._highlighted():
            self.post_message(self.PinAsked(each.id, not each.pinned))

    def action_remove(self) -> None:
        """Ask for the highlighted conversation to be deleted."""
        if each := self._highlighted():
            self.post_message(self.RemovalAsked(each.id))

    def _highlighted(self) -> Conversation | None:
        option = self._options.highlighted_option
        if not self._options.has_focus or option is None or option.id is None:
            return None
        return self._listed.get(int(option.id.split()[0]))


def _marked(excerpt: str) -> Content:
    parts: list[tuple[str, str]] = []
    for number, piece in enumerate(excerpt.split(MARK_BEGIN)):
        matched, _, rest = piece.partition(MARK_END) if number else ("", "", piece)
        parts += [(" ".join(printable(matched).split("\n")), "$primary bold"), (printable(rest).replace("\n", " "), "")]
    return Content.assemble(*parts)
