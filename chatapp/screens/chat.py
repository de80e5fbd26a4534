"""The chat screen."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from chatapp.client import EngineStatus, Exchange, Phase
from chatapp.engine.protocol import Delta, Done
from chatapp.history import PAGE, History, Message, Rating, State
from chatapp.screens.mode_screen import ModeScreen
from chatapp.widgets.composer import TEXT_LIMIT, Composer
from chatapp.widgets.conversation_list import ConversationList
from chatapp.widgets.printable import printable
from chatapp.widgets.transcript import Transcript
from chatapp.widgets.turn import Turn
from chatapp.widgets.writer import Writer

CONTEXT_TURNS = 20
WELCOME = "Say something.\n\nA network on this machine answers.\nNothing you write leaves it."


class ChatScreen(ModeScreen):
    """A conversation, the field to go on with it, and the other conversations beside it."""

    MODE = "chat"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_conversation", "New", tooltip="Begin a new conversation"),
        Binding("ctrl+o", "conversations", "Chats", tooltip="Show or hide the conversations"),
        Binding("ctrl+t", "app.next_mode", "Translate", tooltip="Go to the translation"),
        Binding("ctrl+r", "try_again", "Try again", tooltip="Ask again for a reply that did not come"),
        Binding("alt+c", "copy_reply", "Copy the last reply", show=False),
        Binding("alt+e", "edit", "Edit your last message: a copy of the conversation goes on from it", show=False),
        Binding("alt+u", "rate(1)", "Thumb up for the last reply, or take it back", show=False),
        Binding("alt+d", "rate(-1)", "Thumb down for the last reply, or take it back", show=False),
        Binding("alt+z", "bring_back", "Bring back the conversation that was deleted last", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._conversation: int | None = None
        self._exchange: Exchange | None = None
        # One turn of talk at a time: the next waits until the one before is written down.
        self._talking = asyncio.Lock()
        self._opened = asyncio.Event()
        self._waiting_to_talk = 0
        self._removed: list[int] = []
        self._edited: int | None = None

    @property
    def writer(self) -> Writer:
        """The field that the person writes in."""
        return self.query_one(Writer)

    @property
    def transcript(self) -> Transcript:
        """The turns."""
        return self.query_one(Transcript)

    def compose_body(self) -> ComposeResult:
        """The conversations beside the transcript and the field."""
        with Horizontal(id="body"):
            yield ConversationList(id="conversations")
            with Vertical(id="talk"):
                yield Transcript(WELCOME)
                yield Writer("Write a message", suggestions=self.host.settings.suggestions, empties=True)

    def on_mount(self) -> None:
        """Open the last conversation, after the first paint."""
        self.set_class(self.host.settings.conversations_shown, "-listing")
        self.call_after_refresh(self._begin)

    def show_engine(self, status: EngineStatus) -> None:
        """Show how the engine is."""
        super().show_engine(status)
        self.refresh_bindings()

    # What the person does

    @on(Composer.Sent)
    def _send(self, event: Composer.Sent) -> None:
        text = printable(event.text).strip()
        if not text:
            return
        if len(text) > TEXT_LIMIT:
            self.notify(
                f"The message has {len(text):,} characters and may have {TEXT_LIMIT:,}: shorten it.",
                severity="warning",
            )
            return
        # As in a shell, what begins with a space is not to be remembered.
        if self.host.settings.learning and not event.text.startswith(" "):
            self.host.client.learn(text)
        self._stop_reply()
        self._waiting_to_talk += 1
        edited, self._edited = self._edited, None
        self._converse(text, edited)

    def action_edit(self) -> None:
        """Edit the person's last message; sent, it goes on in a copy of the conversation that ends before it."""
        last = next((turn for turn in reversed(self.transcript.turns) if turn.role == "person"), None)
        if last is not None and last.message is not None:
            self._edited = last.message
            self.writer.composer.text = last.spoken
            self.writer.composer.move_cursor(self.writer.composer.document.end)
            self.writer.composer.focus()
            self.notify("Enter sends it in a copy of this conversation, Esc leaves it as it was.", timeout=4)

    def action_rate(self, rating: Rating) -> None:
        """Keep a thumb up (1) or down (-1) for the last reply; the same again takes it back."""
        reply = next((turn for turn in reversed(self.transcript.turns) if turn.role == "app"), None)
        if reply is not None and reply.message is not None and reply.state != "failed":
            reply.rate(0 if reply.rating == rating else rating)
            self._change(History.rate, reply.message, reply.rating)

    def action_bring_back(self) -> None:
        """Bring back the conversation that was deleted last, and open it."""
        if self._removed:
            conversation = self._removed.pop()
            self._change(History.restore_conversation, conversation)
            self._go_to(conversation)

    def action_stop(self) -> None:
        """Stop the reply; with none under way, leave an edit, or dismiss the suggestions."""
        if self._exchange is not None:
            self._stop_reply()
        elif self._edited is not None:
            self._edited = None
            self.writer.composer.clear()
        elif self.has_class("-peeking"):
            self.remove_class("-peeking")
            self.writer.composer.focus()
        else:
            super().action_stop()

    def action_new_conversation(self) -> None:
        """Begin a new conversation."""
        self._go_to(None)

    def action_conversations(self) -> None:
        """Show or hide the conversations."""
        conversations = self.query_one(ConversationList)
        if self.has_class("-wide"):
            shown = not self.has_class("-listing")
            self.set_class(shown, "-listing")
            self.host.change_settings(conversations_shown=shown)
        else:
            shown = not self.has_class("-peeking")
            self.set_class(shown, "-peeking")
        if shown:
            self.call_after_refresh(conversations.focus_list)
        else:
            self.writer.composer.focus()

    def action_try_again(self) -> None:
        """Start an engine that has given up, and ask again for a reply that did not come."""
        if self.host.client.status.phase is Phase.FAILED:
            self.host.client.start()
        if not self._talking.locked():
            self._try_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to try again only where there is something to try."""
        if action == "try_again":
            turns = self.transcript.turns if self.is_mounted else []
            unanswered = bool(turns) and not turns[-1].answered and not self._talking.locked()
            return unanswered or self.host.client.status.phase is Phase.FAILED
        return super().check_action(action, parameters)

    def action_copy_reply(self) -> None:
        """Copy the last reply to the clipboard."""
        reply = next((turn.spoken for turn in reversed(self.transcript.turns) if turn.role == "app"), "")
        if reply:
            self.host.copy_to_clipboard(reply)
            self.notify("The last reply is in the clipboard.", timeout=2)

    @on(Composer.RecallAsked)
    def _recall(self) -> None:
        said = next((turn.spoken for turn in reversed(self.transcript.turns) if turn.role == "person"), "")
        if said:
            self.writer.composer.insert(said)

    @on(Composer.Paged)
    def _page(self, event: Composer.Paged) -> None:
        self.transcript.page(event.direction)

    @on(ConversationList.Chosen)
    def _choose(self, event: ConversationList.Chosen) -> None:
        self._go_to(event.conversation, event.message)

    @on(ConversationList.Renamed)
    def _rename(self, event: ConversationList.Renamed) -> None:
        self._change(History.rename_conversation, event.conversation, event.title)

    @on(ConversationList.PinAsked)
    def _pin(self, event: ConversationList.PinAsked) -> None:
        self._change(History.pin_conversation, event.conversation, event.pinned)

    @on(Transcript.NewerWanted)
    def _fetch_newer(self, event: Transcript.NewerWanted) -> None:
        self._add_newer(event.after)

    @on(ConversationList.SearchChanged)
    def _search(self) -> None:
        self._refresh_list()

    @on(ConversationList.RemovalAsked)
    def _remove(self, event: ConversationList.RemovalAsked) -> None:
        self._remove_conversation(event.conversation)

    @on(Transcript.OlderWanted)
    def _fetch_older(self, event: Transcript.OlderWanted) -> None:
        self._add_older(event.before)

    # What follows from it

    def _begin(self) -> None:
        self._open_last()

    def _stop_reply(self) -> None:
        if self._exchange is not None:
            self._exchange.cancel()

    @work(group="change", exit_on_error=False)
    async def _change(self, method: Callable[..., None], *values: object) -> None:
        try:
            await self.host.history.call(method, *values)
        except sqlite3.Error as error:
            self._tell_of_history(error)
        await self._list_conversations()

    def _go_to(self, conversation: int | None, message: int | None = None) -> None:
        self._edited = None
        self._stop_reply()
        self.remove_class("-peeking")
        self.writer.composer.focus()
        self._open(conversation, message)

    @work(group="talk", exit_on_error=False)
    async def _open_last(self) -> None:
        try:
            if problem := await self.host.history.problem():
                self.notify(problem, severity="warning", timeout=15)
            conversations = await self.host.history.call(History.conversations, limit=1)
            if conversations:
                await self._show(conversations[0].id)
        except sqlite3.Error as error:
            self._tell_of_history(error)
        finally:
            self._opened.set()
        await self._list_conversations()

    @work(group="talk", exit_on_error=False)
    async def _open(self, conversation: int | None, message: int | None) -> None:
        await self._opened.wait()
        async with self._talking:
            try:
                await self._show(conversation, message)
            except sqlite3.Error as error:
                self._tell_of_history(error)
        await self._list_conversations()

    async def _show(self, conversation: int | None, message: int | None = None) -> None:
        messages: list[Message] = []
        newer: list[Message] = []
        if conversation is not None:
            before = None if message is None else message + 1
            messages = await self.host.history.call(History.messages, conversation, before=before)
            if message is not None:
                newer = await self.host.history.call(History.messages, conversation, after=message)
        self._conversation = conversation
        await self.transcript.replace(
            [_turn_of(each) for each in [*messages, *newer]],
            has_older=len(messages) == PAGE,
            has_newer=len(newer) == PAGE,
            go_to=message,
        )
        self._note_previous()
        self.call_later(self.refresh_bindings)

    @work(group="older", exclusive=True, exit_on_error=False)
    async def _add_older(self, before: int) -> None:
        if self._conversation is None:
            return
        try:
            messages = await self.host.history.call(History.messages, self._conversation, before=before)
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        await self.transcript.add_older([_turn_of(each) for each in messages], has_older=len(messages) == PAGE)

    @work(group="newer", exclusive=True, exit_on_error=False)
    async def _add_newer(self, after: int) -> None:
        if self._conversation is None:
            return
        try:
            messages = await self.host.history.call(History.messages, self._conversation, after=after)
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        await self.transcript.add_newer([_turn_of(each) for each in messages], has_newer=len(messages) == PAGE)

    @work(group="talk", exit_on_error=False)
    async def _remove_conversation(self, conversation: int) -> None:
        await self._opened.wait()
        if conversation == self._conversation:
            self._stop_reply()
        async with self._talking:
            try:
                await self.host.history.call(History.remove_conversation, conversation)
                self._removed.append(conversation)
                self.notify("The conversation was deleted: alt+z brings it back.", timeout=8)
                if conversation == self._conversation:
                    await self._show(None)
            except sqlite3.Error as error:
                self._tell_of_history(error)
        await self._list_conversations()

    @work(group="list", exclusive=True, exit_on_error=False)
    async def _refresh_list(self) -> None:
        await self._list_conversations()

    async def _list_conversations(self) -> None:
        conversations = self.query_one(ConversationList)
        try:
            if conversations.words.strip():
                conversations.show_found(await self.host.history.call(History.find, conversations.words))
                return
            found = await self.host.history.call(History.conversations)
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        conversations.show(found, self._conversation)

    @work(group="talk", exit_on_error=False)
    async def _converse(self, text: str, edited: int | None = None) -> None:
        turn = Turn("person", text)
        await self._opened.wait()
        async with self._talking:
            self._waiting_to_talk -= 1
            try:
                if edited is not None and self._conversation is not None:
                    await self._show(
                        await self.host.history.call(History.fork_conversation, self._conversation, edited, text)
                    )
                elif self.transcript.has_newer:
                    await self._show(self._conversation)
            except sqlite3.Error as error:
                self._tell_of_history(error)
            await self.transcript.add(turn)
            await self._write_down(turn)
            await self._list_conversations()
            # Someone who has already said more is answered once, after the last thing they said.
            if not self._waiting_to_talk:
                await self._reply()

    @work(group="talk", exit_on_error=False)
    async def _try_again(self) -> None:
        async with self._talking:
            turns = self.transcript.turns
            if not turns or turns[-1].answered:
                return
            last = turns[-1]
            if last.role == "app":
                await last.remove()
                if last.message is not None:
                    try:
                        await self.host.history.call(History.remove_message, last.message)
                    except sqlite3.Error as error:
                        self._tell_of_history(error)
            await self._reply()

    async def _reply(self) -> None:
        turns = [turn.spoken for turn in self.transcript.turns if turn.state != "failed" and turn.spoken]
        reply = Turn("app", state=None)
        await self.transcript.add(reply)
        exchange = self._exchange = self.host.client.chat(turns[-CONTEXT_TURNS:])
        text, state = "", "failed"
        try:
            async for answer in exchange:
                if isinstance(answer, Delta):
                    text += answer.text
                    reply.append(answer.text)
                elif isinstance(answer, Done):
                    text, state = answer.text or text, "stopped" if answer.stopped else "done"
                else:
                    text = answer.reason
        finally:
            self._exchange = None
        ended: State = "done" if state == "done" else "stopped" if state == "stopped" else "failed"
        reply.finish(text, ended)
        await self._write_down(reply)
        self._note_previous()
        self.call_later(self.refresh_bindings)

    async def _write_down(self, turn: Turn) -> None:
        history = self.host.history
        try:
            if self._conversation is None:
                self._conversation = await history.call(History.start_conversation, turn.spoken)
            turn.message = await history.call(
                History.add_message, self._conversation, turn.role, turn.spoken, turn.state or "done"
            )
        except sqlite3.Error as error:
            self._tell_of_history(error)

    def _note_previous(self) -> None:
        turns = [turn for turn in self.transcript.turns if turn.role == "app" and turn.state != "failed"]
        self.writer.previous = turns[-1].spoken if turns else ""

    def _tell_of_history(self, error: sqlite3.Error) -> None:
        self.notify(
            f"The history did not take this ({error}): look at the disk that holds it; the conversation goes on.",
            severity="warning",
        )


def _turn_of(message: Message) -> Turn:
    return Turn(message.role, message.text, message.state, message.id, message.rating)
