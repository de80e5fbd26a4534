"""The chat screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from chatapp.client.status import EngineStatus, Phase
from chatapp.history.thread import HistoryError
from chatapp.screens.conversation_files import ConversationFiles
from chatapp.settings import Settings
from chatapp.widgets.composer import Composer
from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.printable import printable
from chatapp.widgets.transcript import Transcript
from chatapp.widgets.writer import Writer

if TYPE_CHECKING:
    from chatapp.widgets.conversation_list import ConversationList

PLACEHOLDER = "Write a message"


class ChatScreen(ConversationFiles):
    """A conversation, the field to go on with it, and the other conversations beside it."""

    MODE = "chat"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_conversation", "New", tooltip="Begin a new conversation"),
        Binding("ctrl+o", "conversations", "Chats", tooltip="Show or hide the conversations"),
        Binding("ctrl+t", "app.next_mode", "Translate", tooltip="Go to the translation"),
        Binding(
            "ctrl+r", "try_again", "Try again", tooltip="Ask for another reply, or again for one that did not come"
        ),
        Binding("alt+p", "private", "Keep nothing of what is said from here on, or keep it again", show=False),
        Binding("alt+z", "bring_back", "Bring back the conversation that was deleted last", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._removed: list[int] = []
        self._said: list[str] = []
        self._recalled = -1
        self._private = False

    @property
    def writer(self) -> Writer:
        """The field that the person writes in."""
        return self.query_one(Writer)

    @property
    def conversations(self) -> ConversationList:
        """The list of conversations, once the first paint is over."""
        from chatapp.widgets.conversation_list import ConversationList

        return self.query_one(ConversationList)

    def compose_body(self) -> ComposeResult:
        """The conversations beside the transcript and the field."""
        self.set_class(self.host.settings.conversations_shown, "-listing", update=False)
        with Horizontal(id="body"):
            yield Vertical(id="conversations")  # filled after the first paint
            with Vertical(id="talk"):
                yield Transcript()
                yield Writer(PLACEHOLDER, suggestions=self.host.settings.suggestions, empties=True)

    def on_mount(self) -> None:
        """Open the last conversation, after the first paint."""
        self.call_after_refresh(self._begin)

    def take_settings(self, settings: Settings) -> None:
        """Show the conversations, or do not."""
        self.set_class(settings.conversations_shown, "-listing")

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
        if self._corrected is not None:
            self.correct(text)
            return
        # As in a shell, what begins with a space is not to be remembered.
        private = self._private or event.text.startswith(" ")
        # A text of that length was pasted, and is not how the person writes.
        if self.host.settings.learning and not private and len(text) <= TEXT_LIMIT:
            self.host.client.learn(text)
        self.stop_reply()
        self._waiting_to_talk += 1
        self.transcript.point_at(None)
        if not private:
            self.recall_from([text, *(each for each in self._said if each != text)])
        edited, self._edited = self._edited, None
        self.converse(text, edited, private)
        # With none, what was typed since Enter stays.
        if self._draft:
            self._lay_back_draft()

    def action_bring_back(self) -> None:
        """Bring back the conversation that was deleted last, and open it."""
        if self._removed:
            conversation = self._removed.pop()
            self.change(lambda history: history.restore_conversation(conversation))
            self._go_to(conversation)

    def action_stop(self) -> None:
        """Stop the reply; with none under way, leave an edit, point at nothing, or dismiss the suggestions."""
        if self._exchange is not None:
            self.stop_reply()
        elif self.leave_writing():
            pass
        elif self.transcript.pointed is not None:
            self.transcript.point_at(None)
        elif self.has_class("-peeking"):
            self.remove_class("-peeking")
            self.writer.composer.focus()
        else:
            super().action_stop()

    def action_private(self) -> None:
        """Keep nothing of what is said from here on: no history, no learning; or keep it again."""
        self._private = not self._private
        self.writer.composer.placeholder = "Write a message that is not kept" if self._private else PLACEHOLDER
        self.notify(
            "Private: what you write and what is answered is neither kept nor learnt from. Alt+P ends this."
            if self._private
            else "What you write is kept again.",
            timeout=4,
        )

    def action_new_conversation(self) -> None:
        """Begin a new conversation."""
        self._go_to(None)

    def action_conversations(self) -> None:
        """Show or hide the conversations."""
        if self.has_class("-wide"):
            shown = not self.has_class("-listing")
            self.set_class(shown, "-listing")
            self.host.change_settings(conversations_shown=shown)
        else:
            shown = not self.has_class("-peeking")
            self.set_class(shown, "-peeking")
        if shown:
            self._go_to_list()
        else:
            self.writer.composer.focus()

    def action_try_again(self) -> None:
        """Start an engine that has given up, and ask again: for a reply that did not come, or for another one."""
        if self.host.engine_status.phase is Phase.FAILED:
            self.host.client.start()
        if not self._talking.locked():
            self.try_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to try again only where there is something to try."""
        if action == "try_again":
            said = self.is_mounted and bool(self.transcript.turns) and not self._talking.locked()
            return said or self.host.engine_status.phase is Phase.FAILED
        return super().check_action(action, parameters)

    def recall_from(self, said: Sequence[str]) -> None:
        """Take what the person said before, newest first."""
        self._said, self._recalled = list(said), -1

    @on(Composer.RecallAsked)
    def _recall(self, event: Composer.RecallAsked) -> None:
        place = self._recalled - event.by if self.writer.composer.text else int(event.by < 0) - 1
        if place < len(self._said):
            self._recalled = max(place, -1)
            self.writer.composer.recall(self._said[place] if place >= 0 else "")

    @on(Composer.Paged)
    def _page(self, event: Composer.Paged) -> None:
        self.transcript.page(event.direction)

    def on_conversation_list_chosen(self, event: ConversationList.Chosen) -> None:
        """Open what was chosen."""
        sought = "" if event.message is None else self.conversations.words
        self._go_to(event.conversation, event.message, sought)

    def on_conversation_list_renamed(self, event: ConversationList.Renamed) -> None:
        """Give the conversation the title."""
        self.change(lambda history: history.rename_conversation(event.conversation, event.title))

    def on_conversation_list_pin_asked(self, event: ConversationList.PinAsked) -> None:
        """Pin the conversation, or let it go."""
        self.change(lambda history: history.pin_conversation(event.conversation, event.pinned))

    @on(Transcript.NewerWanted)
    def _fetch_newer(self, event: Transcript.NewerWanted) -> None:
        self.add_newer(event.after)

    def on_conversation_list_search_changed(self) -> None:
        """List what is looked for."""
        self._refresh_list()

    def on_conversation_list_removal_asked(self, event: ConversationList.RemovalAsked) -> None:
        """Delete the conversation."""
        self._remove_conversation(event.conversation)

    @on(Transcript.OlderWanted)
    def _fetch_older(self, event: Transcript.OlderWanted) -> None:
        self.add_older(event.before)

    # What follows from it

    async def _begin(self) -> None:
        from chatapp.widgets.candidates_list import CandidatesList
        from chatapp.widgets.conversation_list import ConversationList

        await self.query_one("#conversations").mount(ConversationList())
        await self.query_one("#talk").mount(CandidatesList(), after=self.transcript)
        self.open_last()

    @work(group="list", exit_on_error=False)
    async def _go_to_list(self) -> None:
        await self._opened.wait()
        self.call_after_refresh(self.conversations.focus_list)

    def _go_to(self, conversation: int | None, message: int | None = None, sought: str = "") -> None:
        self.leave_writing()
        self.stop_reply()
        self.remove_class("-peeking")
        self.writer.composer.focus()
        self.open(conversation, message, sought)

    @work(group="talk", exit_on_error=False)
    async def _remove_conversation(self, conversation: int) -> None:
        await self._opened.wait()
        if conversation == self._conversation:
            self.stop_reply()
        async with self._talking:
            try:
                await self.host.history.call(lambda history: history.remove_conversation(conversation))
                self._removed.append(conversation)
                self.notify("The conversation was deleted: alt+z brings it back.", timeout=8)
                if conversation == self._conversation:
                    await self._show(None)
            except HistoryError as error:
                self.tell_of_history(error)
        await self.list_conversations()

    @work(group="list", exclusive=True, exit_on_error=False)
    async def _refresh_list(self) -> None:
        await self.list_conversations()

    async def list_conversations(self) -> None:
        """List the conversations, or the messages that a search finds."""
        conversations = self.conversations
        try:
            if (words := conversations.words).strip():
                conversations.show_found(await self.host.history.call(lambda history: history.find(words)))
                return
            found = await self.host.history.call(lambda history: history.conversations())
        except HistoryError as error:
            self.tell_of_history(error)
            return
        conversations.show(found, self._conversation)
