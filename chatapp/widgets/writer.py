"""A composer with its suggestion panel: the one place where suggestions are matched to what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from chatapp.widgets.composer import Composer
from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.suggestion_panel import SuggestionPanel

if TYPE_CHECKING:
    from chatapp.engine.protocol import Continuation

HINT = "Tab takes the grey text, alt+1…5 a line (or F5…F9), F4 turns this off"

SURE = 0.25
"""How probable the first suggestion must be to stand in the line itself (docs/suggestions.md)."""


class Writer(Vertical):
    """Asks for suggestions at every key stroke and shows only those that fit what stands there now.

    ``previous`` is the message that is being answered, ``language`` the language that is being written, where known.
    """

    @dataclass(eq=False, repr=False)
    class Wanted(Message):
        """Suggestions for ``line`` are wanted; answer with `Writer.offer`."""

        writer: Writer
        line: str
        previous: str
        language: str | None

    @dataclass(eq=False, repr=False)
    class WriteOnWanted(Message):
        """Text that goes on from ``line`` is wanted; hand it to `Writer.write_on` as it comes."""

        writer: Writer
        line: str
        language: str | None

    class NotWanted(Message):
        """What is being computed for an earlier line is wanted no more."""

    class Edited(Message):
        """The text has changed, by whatever way."""

    def __init__(self, placeholder: str, *, suggestions: bool, empties: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.composer = Composer(placeholder, empties=empties)
        self.panel = SuggestionPanel()
        self._previous = ""
        self.language: str | None = None
        self._suggestions = suggestions
        self._line: str | None = None
        self._written_on: tuple[int, str] | None = None
        self._row_and_start = (0, "")
        self._continuations: list[Continuation] = []
        self._dismissed = False

    def compose(self) -> ComposeResult:
        """Put the panel below the field, where it does not push the field about."""
        yield self.composer
        yield self.panel

    def on_mount(self) -> None:
        """Take on the state of the switch."""
        self._switch_to(self._suggestions)

    @property
    def offering(self) -> bool:
        """Whether there is a suggestion to take."""
        return bool(self._continuations)

    @property
    def suggestions(self) -> bool:
        """Whether suggestions are switched on."""
        return self._suggestions

    @suggestions.setter
    def suggestions(self, on: bool) -> None:
        self._switch_to(on)

    @property
    def previous(self) -> str:
        """The message that is being answered."""
        return self._previous

    @previous.setter
    def previous(self, message: str) -> None:
        if message != self._previous:
            self._previous = message
            if not self.composer.text:
                self._dismissed = False
                self._continuations = []
                self._draw()
                self.ask_again()

    def ask_again(self) -> None:
        """Ask for suggestions for what stands there (the engine has become ready, the language has changed)."""
        # In this widget's own turn: a message is not carried up past whoever was at work when it was posted.
        self.call_later(self._ask_now)

    def offer(self, line: str, continuations: Sequence[Continuation]) -> None:
        """Show continuations of ``line``, unless something else stands there by now."""
        if line == self._line and not self._dismissed and self._suggestions:
            self._continuations = [each for each in continuations if each.text][:5]
            self._draw()

    def write_on(self, text: str) -> bool:
        """Write a part of what was asked for, and say whether more is wanted: a key or Esc ends it."""
        if self._written_on != self.composer.row_and_start or len(self.composer.text) + len(text) > TEXT_LIMIT:
            self._written_on = None
            return False
        self.composer.insert(text)
        self._written_on = self.composer.row_and_start
        return True

    def end_writing(self) -> None:
        """Everything that was asked for is written."""
        if self._written_on is not None:
            self._written_on = None
            self.ask_again()

    def dismiss(self) -> None:
        """Show no suggestions until the next word, and write on no further."""
        self._written_on = None
        self._dismissed = True
        self._continuations = []
        self._draw()

    def _ask_now(self) -> None:
        self._line = None
        self._look()

    def _switch_to(self, on: bool) -> None:
        self._suggestions = on
        self.composer.tab_leaves = not on
        self.set_class(not on, "-silent")
        self._continuations = []
        self._draw()
        if on:
            self.ask_again()

    @on(TextArea.Changed)
    def _tell_of_edit(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())
        self._look()

    @on(TextArea.SelectionChanged)
    def _look(self) -> None:
        empty = not self.composer.text
        line = self.composer.line if self.composer.can_be_continued else ""
        if line == self._line:
            return
        row, start = self.composer.row_and_start
        if line:
            self._keep_what_still_fits(row, start)
        else:
            self._continuations = []
        self._line, self._row_and_start = line, (row, start)
        if self._dismissed and (not line or line[-1].isspace()):
            self._dismissed = False
        self._draw()
        wanted = line.strip() or (empty and self.previous)
        if self._suggestions and not self._dismissed and wanted and self._written_on is None:
            self.post_message(self.Wanted(self, line, self.previous, self.language))
        else:
            self.post_message(self.NotWanted())

    def _keep_what_still_fits(self, row: int, start: str) -> None:
        old_row, old_start = self._row_and_start
        typed = start[len(old_start) :]
        if row != old_row or not start.startswith(old_start):
            self._continuations = []
        elif typed:
            self._continuations = [
                replace(each, text=each.text[len(typed) :])
                for each in self._continuations
                if each.text.startswith(typed) and len(each.text) > len(typed)
            ]

    def _draw(self) -> None:
        sure = bool(self._line) and bool(self._continuations) and self._continuations[0].probability >= SURE
        self.composer.offer([each.text for each in self._continuations], ghost=sure)
        if self._continuations:
            _, start = self.composer.row_and_start
            ends_with_space = not start or start[-1].isspace()
            self.panel.show("" if ends_with_space else start.split()[-1], self._continuations)
        elif self._line and not self._dismissed and self._suggestions:
            self.panel.fade()
        else:
            self.panel.show("", [])
        hint = HINT if self._suggestions else "Suggestions are off, F4 turns them on"
        self.panel.hint("" if self.composer.text and self._suggestions else hint)

    @on(Composer.WriteOnAsked)
    def _want_more(self, event: Composer.WriteOnAsked) -> None:
        event.stop()
        self._written_on = self.composer.row_and_start
        self.post_message(self.WriteOnWanted(self, self.composer.line, self.language))

    @on(SuggestionPanel.Clicked)
    def _take(self, event: SuggestionPanel.Clicked) -> None:
        event.stop()
        self.composer.action_take(event.index)
        self.composer.focus()
