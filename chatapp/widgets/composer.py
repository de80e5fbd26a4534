"""The field a person writes in: Enter sends, and grey text after the cursor shows how the line could go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from chatapp.widgets.held_texts import TEXT_LIMIT, HeldTexts, too_long
from chatapp.widgets.printable import printable
from chatapp.widgets.word_highlights import WordHighlights
from chatapp.widgets.word_space import word_space

CONTEXT_LENGTH = 1_000
LABELLED_FROM = 200


class Composer(WordHighlights):
    """A text field that sends with Enter and takes suggestions with Tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", show=False),
        Binding("ctrl+j,alt+enter,shift+enter", "newline", "New line", show=False),
        Binding("tab", "take_ghost", "Take the grey text", show=False),
        Binding("ctrl+right,alt+right", "take_word", "Take one word of it", show=False),
        Binding("alt+1,f5", "take(0)", "Take suggestion 1", show=False),
        Binding("alt+2,f6", "take(1)", "Take suggestion 2", show=False),
        Binding("alt+3,f7", "take(2)", "Take suggestion 3", show=False),
        Binding("alt+4,f8", "take(3)", "Take suggestion 4", show=False),
        Binding("alt+5,f9", "take(4)", "Take suggestion 5", show=False),
        Binding("up", "cursor_up", "Go up; from the first row, bring back what was written before", show=False),
        Binding("down", "cursor_down", "Go down; from what was brought back, to what was written after", show=False),
        Binding("alt+g", "write_on", "Go on writing from here; Esc stops it", show=False),
        Binding("pageup", "page(-1)", "Scroll up", show=False),
        Binding("pagedown", "page(1)", "Scroll down", show=False),
    ]

    @dataclass(eq=False, repr=False)
    class Sent(Message):
        """Enter was pressed."""

        text: str

    @dataclass(eq=False, repr=False)
    class Paged(Message):
        """Page up (-1) or down (1) in a field with nothing to scroll."""

        direction: int

    class WriteOnAsked(Message):
        """A text was asked for that goes on from what stands before the cursor."""

    @dataclass(eq=False, repr=False)
    class RecallAsked(Message):
        """What was written before (-1) or after (1) what is recalled is asked for; answer with `Composer.recall`."""

        by: int

    def __init__(self, placeholder: str, *, empties: bool = False, id: str | None = None) -> None:
        super().__init__(
            placeholder=placeholder,
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.match_cursor_bracket = False
        self._offered_at = (0, "")
        self._offered: tuple[str, ...] = ()
        self._recalled = ""
        self._held = HeldTexts()
        self._shows_ghost = False
        self._taken = (0, "")
        self.tab_leaves = True
        self.empties = empties

    @property
    def whole(self) -> str:
        """The text with what its labels stand for."""
        return self._held.whole(self.text)

    def fitting(self, text: str) -> str:
        """The text as it can stand here: one that is too long as a label."""
        return self._held.label(text) if too_long(text) else text

    @property
    def row_and_start(self) -> tuple[int, str]:
        """The cursor's row, and what stands before the cursor in it."""
        row, column = self.cursor_location
        return row, self.document[row][:column]

    @property
    def line(self) -> str:
        """All that stands before the cursor, as far back as is of use to a suggestion."""
        row, start = self.row_and_start
        lines, length = [start], len(start)
        while row > 0 and length < CONTEXT_LENGTH:
            row -= 1
            lines.append(self.document[row])
            length += len(lines[-1]) + 1
        return "\n".join(reversed(lines))[-CONTEXT_LENGTH:]

    @property
    def can_be_continued(self) -> bool:
        """Whether the cursor stands at the end of a line, with nothing selected."""
        row, column = self.cursor_location
        return self.selection.is_empty and column == len(self.document[row])

    def offer(self, texts: Sequence[str], *, ghost: bool = True) -> None:
        """Have texts ready that can be taken at the cursor; the first is shown in grey after it, where ``ghost``."""
        self._offered_at, self._offered = self.row_and_start, tuple(texts)
        self._shows_ghost = ghost
        self.update_suggestion()

    def update_suggestion(self) -> None:
        """Keep the grey text right while its letters are typed, and drop it as soon as others are."""
        (row, start), (offered_row, offered_start) = self.row_and_start, self._offered_at
        ghost = offered_start + self._offered[0] if self._offered and self._shows_ghost else ""
        fits = row == offered_row and ghost.startswith(start) and len(start) >= len(offered_start)
        self.suggestion = ghost[len(start) :] if fits and self.can_be_continued else ""

    async def _on_key(self, event: events.Key) -> None:
        # Bindings are looked up only after a key has travelled up to the app, by when letters typed after it may have
        # been written; and alt with a digit would be written as the digit. So the field's own are run here, in order.
        taken, self._taken = self._taken if self.can_be_continued else (0, ""), (0, "")
        bindings = self._bindings.key_to_bindings.get(event.key)
        if bindings:
            event.stop()
            event.prevent_default()
            await self.run_action(bindings[0].action)
        elif event.key.startswith(("alt+", "ctrl+")):
            # A command of the screen or the app: many terminals send the letter along, which is not to be written.
            event.prevent_default()
        elif taken == self.row_and_start and (space := word_space(taken[1], event.character or "")):
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(f"{space}{event.character}", *self.selection)

    def action_send(self) -> None:
        """Send the text, and begin the next one at once where this field is for messages."""
        text = self.whole
        self.post_message(self.Sent(text))
        if self.empties and text.strip():
            self._recalled = ""
            self.clear()

    def action_newline(self) -> None:
        """Begin a new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_take_ghost(self) -> None:
        """Take the grey text; with none, leave an empty field for the next thing on the screen."""
        if self.suggestion:
            self._take(self.suggestion)
        elif self.tab_leaves or not self.text:
            self.screen.focus_next()

    def action_take_word(self) -> None:
        """Take the first word of the grey text; with none, go one word to the right."""
        if word := re.match(r"\s*\S+", self.suggestion):
            self._take(word.group())
        else:
            self.action_cursor_word_right()

    def action_take(self, index: int) -> None:
        """Take the suggestion with this number, from 0, unless it was meant for what stood here before."""
        if index < len(self._offered) and self._offered_at == self.row_and_start:
            self._take(self._offered[index])

    def _take(self, text: str) -> None:
        """Write a suggestion; a letter typed right after it begins a new word."""
        self.insert(text)
        self._taken = self.row_and_start

    def action_write_on(self) -> None:
        """Ask for text that goes on from here."""
        if self.can_be_continued and self.text.strip():
            self.post_message(self.WriteOnAsked())

    def action_page(self, direction: int) -> None:
        """Go a page up or down: in the text where it scrolls, else in what is above."""
        if self.virtual_size.height > self.size.height:
            (self.action_cursor_page_up if direction < 0 else self.action_cursor_page_down)()
        else:
            self.post_message(self.Paged(direction))

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right; at the end of a line, take the grey text."""
        if self.suggestion and not select:
            self._take(self.suggestion)
        else:
            self.suggestion = ""
            super().action_cursor_right(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up; from the first row of a field that is empty or holds what was recalled, recall what is older."""
        if self.empties and not select and self.text in ("", self._recalled) and self.cursor_at_first_line:
            self.post_message(self.RecallAsked(-1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down; from the last row of what was recalled, recall what is newer."""
        if self.text and not select and self.text == self._recalled and self.cursor_at_last_line:
            self.post_message(self.RecallAsked(1))
        else:
            super().action_cursor_down(select)

    def recall(self, text: str) -> None:
        """Hold what was written before; the arrow keys go on from there until it is changed."""
        self._recalled = self.fitting(text)
        self.write(text)

    def write(self, text: str) -> None:
        """Hold another text, with the cursor after it."""
        text = self.fitting(text)
        if text != self.text:
            self.text = text
        self.move_cursor(self.document.end)
        self.focus()

    def action_delete_left(self) -> None:
        """Delete the letter before the cursor, or the whole label of a held text."""
        row, start = self.row_and_start
        label = self._held.label_before(start) if self.selection.is_empty else ""
        if label:
            self._delete_via_keyboard((row, len(start) - len(label)), (row, len(start)))
        else:
            super().action_delete_left()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._paste(event.text)

    def action_paste(self) -> None:
        """Paste what was last copied in the app."""
        self._paste(self.app.clipboard)

    def _paste(self, raw: str) -> None:
        text = self.fitting(printable(raw))
        if len(text) > LABELLED_FROM and len(text) + len(self.text) - len(self.selected_text) > TEXT_LIMIT:
            text = self._held.label(text)
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
            self.focus()
