"""What can be done with one turn of the conversation: the one that is pointed at, or else the last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from chatapp.history.thread import HistoryError
from chatapp.screens.talk import Talk
from chatapp.widgets.turn import Turn

if TYPE_CHECKING:
    from chatapp.history.records import Candidate, Rating
    from chatapp.history.store import History
    from chatapp.widgets.candidates_list import CandidatesList


class TurnActions(Talk):
    """Turns are pointed at with alt+up and alt+down, or with the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+up", "point(-1)", "Point at the message before", show=False),
        Binding("alt+down", "point(1)", "Point at the message after", show=False),
        Binding("alt+a", "candidates", "Other replies to choose from", show=False),
        Binding("alt+r", "correct", "Correct the reply: write what it should have said", show=False),
        Binding("alt+u", "rate(1)", "Thumb up for the reply, or take it back", show=False),
        Binding("alt+d", "rate(-1)", "Thumb down for the reply, or take it back", show=False),
        Binding("alt+i", "explain", "Say where the reply came from, and how sure it was", show=False),
        Binding("alt+e", "edit", "Edit your message: a copy of the conversation goes on from it", show=False),
        Binding("alt+c", "copy", "Copy the message that is pointed at, or the last reply", show=False),
        Binding("alt+y", "copy_all", "Copy the whole conversation", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._corrected: Turn | None = None
        self._draft = ""
        self._candidates: list[Candidate] = []

    @property
    def candidates_list(self) -> CandidatesList:
        """The replies to choose from, once the first paint is over."""
        from chatapp.widgets.candidates_list import CandidatesList

        return self.query_one(CandidatesList)

    # Pointing

    def action_point(self, by: int) -> None:
        """Point at the message before or after the one that is pointed at."""
        self.transcript.point(by)

    @on(Turn.Clicked)
    def _point_at(self, event: Turn.Clicked) -> None:
        self.transcript.point_at(None if event.turn is self.transcript.pointed else event.turn)
        self.writer.composer.focus()

    def meant(self, role: str) -> Turn | None:
        """The turn of this role that is pointed at, or that goes with the one pointed at, or the last."""
        turns = self.transcript.turns
        pointed = self.transcript.pointed
        if pointed is not None and pointed.role != role and pointed in turns:
            place = turns.index(pointed)
            beside = turns[:place][::-1] if role == "person" else turns[place:]
            return next((turn for turn in beside if turn.role == role), None)
        if pointed is not None:
            return pointed
        return next((turn for turn in reversed(turns) if turn.role == role), None)

    def _reply_meant(self) -> Turn | None:
        reply = self.meant("app")
        return reply if reply is not None and reply.message is not None and reply.state != "failed" else None

    # Judging

    def action_rate(self, rating: Rating) -> None:
        """Keep a thumb up (1) or down (-1) for the reply; the same again takes it back."""
        if (reply := self._reply_meant()) is not None:
            rated: Rating = 0 if reply.rating == rating else rating
            reply.rate(rated)
            self._change_reply(reply, lambda history, message: history.rate(message, rated))

    def action_correct(self) -> None:
        """Write what the reply should have been."""
        if (reply := self._reply_meant()) is not None:
            self._corrected = reply
            self._lay_in_the_field(reply.spoken)
            self.transcript.point_at(reply)
            self.notify("Write what it should have said: Enter keeps it, Esc leaves it as it was.", timeout=4)

    def correct(self, text: str) -> None:
        """Keep what was written as what the reply should have been."""
        reply, self._corrected = self._corrected, None
        if reply is not None:
            reply.correct(None if text == reply.said else text)
            correction = reply.correction
            self._change_reply(reply, lambda history, message: history.correct(message, correction))
            self.transcript.point_at(None)
            self._note_previous()
        if self._draft:
            self._lay_back_draft()

    def action_edit(self) -> None:
        """Edit the person's message; sent, it goes on in a copy of the conversation that ends before it."""
        turn = self.meant("person")
        if turn is not None and turn.message is not None:
            self._edited = turn.message
            self._lay_in_the_field(turn.spoken)
            self.transcript.point_at(turn)
            self.notify("Enter sends it in a copy of this conversation, Esc leaves it as it was.", timeout=4)

    def leave_writing(self) -> bool:
        """Give up an edit or a correction; tells whether there was one."""
        if self._edited is None and self._corrected is None:
            return False
        self._edited = self._corrected = None
        self.transcript.point_at(None)
        self._lay_back_draft()
        return True

    def _lay_in_the_field(self, text: str) -> None:
        composer = self.writer.composer
        self._draft = self._draft or composer.text
        composer.write(text)

    def _lay_back_draft(self) -> None:
        draft, self._draft = self._draft, ""
        self.writer.composer.write(draft)

    # Choosing

    @work(group="candidates", exclusive=True, exit_on_error=False)
    async def action_candidates(self) -> None:
        """List what else could have been replied."""
        reply = self._reply_meant()
        candidates = await self._candidates_of(reply)
        if reply is None or len(candidates) < 2:
            self.notify("There is no other reply to choose from: ctrl+r asks for one.", timeout=4)
            return
        self._candidates = candidates
        self.transcript.point_at(reply)
        self.candidates_list.show(candidates, reply.said)

    def on_choice_list_chosen(self, event: CandidatesList.Chosen) -> None:
        """Let the reply be the one that was chosen."""
        reply = self.transcript.pointed
        if reply is not None and reply.message is not None:
            reply.say(self._candidates[event.number].text)
            self._change_reply(reply, lambda history, message: history.choose_candidate(message, event.number))
            self._note_previous()
        self.on_choice_list_closed()

    def on_choice_list_closed(self) -> None:
        """Go back to the field."""
        self.candidates_list.display = False
        self.transcript.point_at(None)
        self.writer.composer.focus()

    @work(group="candidates", exclusive=True, exit_on_error=False)
    async def action_explain(self) -> None:
        """Say below the reply where it came from, and how sure the network was; again: say it no more."""
        reply = self._reply_meant()
        if reply is None:
            return
        if reply.explained:
            reply.explain("")
            return
        from chatapp.widgets.reply_origin import how_it_came

        candidates = await self._candidates_of(reply)
        reply.explain(how_it_came(reply.said, candidates))

    async def _candidates_of(self, reply: Turn | None) -> list[Candidate]:
        message = reply.message if reply is not None else None
        if message is None:
            return []
        try:
            return await self.host.history.call(lambda history: history.candidates(message))
        except HistoryError as error:
            self.tell_of_history(error)
            return []

    # Copying

    def action_copy(self) -> None:
        """Copy the message that is pointed at, or the last reply, to the clipboard."""
        turn = self.transcript.pointed or self.meant("app")
        if turn is not None and turn.spoken:
            self.host.copy_to_clipboard(turn.spoken)
            self.notify("The message is in the clipboard.", timeout=2)

    @work(group="copy", exclusive=True, exit_on_error=False)
    async def action_copy_all(self) -> None:
        """Copy the whole conversation to the clipboard, as Markdown."""
        from chatapp.exchange import markdown

        if self._conversation is None:
            return
        try:
            told = await self.host.history.call(lambda history: list(history.told(self._conversation)))
        except HistoryError as error:
            self.tell_of_history(error)
            return
        self.host.copy_to_clipboard(markdown.written(told))
        self.notify("The conversation is in the clipboard.", timeout=2)

    def _change_reply(self, reply: Turn, change: Callable[[History, int], None]) -> None:
        if (message := reply.message) is not None:
            self.change(lambda history: change(history, message))

    @work(group="change", exit_on_error=False)
    async def change(self, change: Callable[[History], None]) -> None:
        """Write something to the history."""
        try:
            await self.host.history.call(change)
        except HistoryError as error:
            self.tell_of_history(error)
        await self.list_conversations()
