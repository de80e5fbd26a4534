"""The turns of a conversation: the last hundred or so, older ones fetched when a person scrolls up to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.containers import VerticalScroll
from textual.message import Message

from chatapp.widgets.turn import Turn

TURNS_KEPT = 200
TURNS_DROPPED = 100
TURNS_SHOWN = 400
"""How many are there at most, however far a person scrolls: each is a widget, and costs time at every resize."""


class Transcript(VerticalScroll):
    """Follows the newest turn until the person scrolls away from it."""

    @dataclass(eq=False, repr=False)
    class OlderWanted(Message):
        """The person has scrolled to the top; answer with `Transcript.add_older`."""

        before: int

    @dataclass(eq=False, repr=False)
    class NewerWanted(Message):
        """The person has scrolled to the end of what is shown; answer with `Transcript.add_newer`."""

        after: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pointed: Turn | None = None
        self._has_older = False
        self.has_newer = False
        self._asked = False
        self._width = 0
        self._reading: tuple[Turn, int] | None = None
        """The turn at the top and how many rows of it are above; None at the end, which is followed."""

    def on_mount(self) -> None:
        """Follow the end."""
        self.anchor()

    @property
    def turns(self) -> list[Turn]:
        """The turns that are shown, oldest first."""
        return list(self.query_children(Turn))

    async def greet(self, *, first: bool = False) -> None:
        """Say what can be done here, and all of it to someone who opens the app for the first time."""
        from chatapp.widgets.welcome import Welcome

        await self.mount(Welcome(first=first))

    def point(self, by: int) -> None:
        """Point at the turn before (-1) or after (1) the one pointed at; past the last one, at none."""
        turns = self.turns
        if turns:
            place = turns.index(self.pointed) if self.pointed in turns else len(turns)
            place = max(place + by, 0)
            self.point_at(turns[place] if place < len(turns) else None)

    def point_at(self, turn: Turn | None) -> None:
        """Point at a turn; None: at none, which goes back to the end."""
        if self.pointed is not None:
            self.pointed.remove_class("-pointed")
        was, self.pointed = self.pointed, turn
        if turn is not None:
            turn.add_class("-pointed")
            self.anchor(False)
            self.scroll_to_widget(turn, animate=False)
        elif was is not None and not self.has_newer:
            self.anchor()

    async def add(self, turn: Turn) -> None:
        """Put a new turn at the end and go there."""
        await self.remove_children("Welcome")
        await self.mount(turn)
        self.anchor()
        turns = self.turns
        if len(turns) > TURNS_KEPT and all(each.message is not None for each in turns[:TURNS_DROPPED]):
            await self.remove_children(turns[:TURNS_DROPPED])
            self._has_older = True

    async def replace(
        self, turns: Sequence[Turn], *, has_older: bool, has_newer: bool = False, go_to: int | None = None
    ) -> None:
        """Show another conversation: its end, or the turn whose id in the history is ``go_to``."""
        self._has_older = self.has_newer = False
        self.pointed = None
        await self.remove_children("*")
        if turns:
            await self.mount_all(turns)
        else:
            await self.greet()
        sought = next((turn for turn in turns if go_to is not None and turn.message == go_to), None)
        for turn in self.query_children(Turn):
            turn.set_class(turn is sought, "-found")
        if sought is None:
            self._has_older, self.has_newer, self._asked = has_older, has_newer, False
            self.anchor()
            return
        self.anchor(False)

        def show_turn() -> None:
            self._has_older, self.has_newer, self._asked = has_older, has_newer, False
            self.scroll_to_widget(sought, animate=False, center=True, force=True)

        self.call_after_refresh(show_turn)

    async def add_newer(self, turns: Sequence[Turn], *, has_newer: bool) -> None:
        """Put newer turns below what is shown of an earlier part of the conversation."""
        await self.mount_all(turns)
        self.has_newer, self._asked = has_newer, False
        if len(self.turns) > TURNS_SHOWN:
            self.call_after_refresh(self._drop_older)

    async def _drop_older(self) -> None:
        dropped = self.turns[:-TURNS_SHOWN]
        height = sum(turn.outer_size.height + turn.styles.margin.bottom for turn in dropped)
        position = self.scroll_y
        await self.remove_children(dropped)
        self._has_older = True
        self.call_after_refresh(self.scroll_to, y=position - height, animate=False, force=True)

    async def add_older(self, turns: Sequence[Turn], *, has_older: bool) -> None:
        """Put older turns on top, without moving what the person is looking at."""
        if not turns:
            self._has_older = False
            return
        height, position = self.virtual_size.height, self.scroll_y
        await self.remove_children("Welcome")
        await self.mount_all(turns, before=0)
        dropped = self.turns[TURNS_SHOWN:]
        # Nobody who reads so far up sees the end; a reply that is growing stays.
        if dropped and all(turn.message is not None for turn in dropped):
            height -= sum(turn.outer_size.height + turn.styles.margin.bottom for turn in dropped)
            await self.remove_children(dropped)
            self.has_newer = True
            # An anchored view is put at the end without a word to `watch_scroll_y`, and newer turns are not asked for.
            self.anchor(False)

        def keep_place() -> None:
            self._has_older, self._asked = has_older, False
            if not self.is_vertical_scroll_end:
                self.scroll_to(y=position + self.virtual_size.height - height, animate=False, force=True)

        self.call_after_refresh(keep_place)

    def _note_what_is_read(self) -> None:
        # While another width is being laid out, it is scrolled to where nobody went.
        if self.size.width != self._width:
            return
        self._reading = None
        if self.is_vertical_scroll_end:
            return
        left, top = self.content_region.offset
        # There is an empty row between turns. Only what is seen is asked for: other turns would have to be laid out.
        for row in (top, top + 1):
            for widget, region in self.screen.get_widgets_at(left, row):
                if isinstance(widget, Turn) and widget.parent is self:
                    self._reading = widget, top - region.y
                    return

    def on_resize(self) -> None:
        """Keep what is read at the top when the lines are wrapped anew."""
        if self.size.width != self._width:
            self.call_after_refresh(self._go_to_what_is_read)

    def _go_to_what_is_read(self) -> None:
        self._width = self.size.width
        if self._reading is not None and self._reading[0].parent is self:
            turn, above = self._reading
            above = min(above, max(turn.virtual_region.height - 1, 0))
            self.scroll_to(y=turn.virtual_region.y + above, animate=False, force=True)

    def scroll_end(self, **how: Any) -> None:
        """Go to the end, which may come to pass without a word to `watch_scroll_y`."""
        super().scroll_end(**how)
        self.call_after_refresh(self._note_what_is_read)

    def page(self, direction: int) -> None:
        """Scroll a page up (-1) or down (1)."""
        (self.scroll_page_up if direction < 0 else self.scroll_page_down)(animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for older turns near the top, for newer ones near the end of an earlier part."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._note_what_is_read)
        if new_value > old_value and new_value > self.max_scroll_y - 3 and self.has_newer and not self._asked:
            newest = next((turn.message for turn in reversed(self.turns) if turn.message is not None), None)
            if newest is not None:
                self._asked = True
                self.post_message(self.NewerWanted(newest))
        if new_value < old_value and new_value < 3 and self._has_older and not self._asked:
            oldest = next((turn.message for turn in self.turns if turn.message is not None), None)
            if oldest is not None:
                self._asked = True
                self.post_message(self.OlderWanted(oldest))
