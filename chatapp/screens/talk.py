"""The conversation that the chat screen shows: opened, gone on with, answered, and written down as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual import work

from chatapp.history import PAGE
from chatapp.history.thread import HistoryError
from chatapp.screens.mode_screen import ModeScreen
from chatapp.widgets.transcript import Transcript
from chatapp.widgets.turn import Turn

if TYPE_CHECKING:
    from chatapp.client.exchange import Exchange
    from chatapp.engine.protocol import Done, Failed
    from chatapp.history.records import Candidate, Message

CONTEXT_TURNS = 20
CONTEXT_LETTERS = 4_000
"""Of each turn, the last: several times what the network reads."""


class Talk(ModeScreen):
    """What a conversation takes, whatever keys it is led by."""

    def __init__(self) -> None:
        super().__init__()
        self._conversation: int | None = None
        self._sought = ""
        self._exchange: Exchange | None = None
        # One turn of talk at a time: the next waits until the one before is written down.
        self._talking = asyncio.Lock()
        self._opened = asyncio.Event()
        self._waiting_to_talk = 0
        self._tries = 0
        self._edited: int | None = None
        # What was said in private: shown as long as the conversation stays open, and never written down.
        self._unkept: WeakSet[Turn] = WeakSet()

    @property
    def transcript(self) -> Transcript:
        """The turns."""
        return self.query_one(Transcript)

    async def list_conversations(self) -> None:
        """Show what has changed in the list of conversations."""
        raise NotImplementedError

    def recall_from(self, said: Sequence[str]) -> None:
        """Take what the person said before, newest first, to be recalled."""
        raise NotImplementedError

    # Opening

    @work(group="talk", exit_on_error=False)
    async def open_last(self) -> None:
        """Open the conversation that was changed last."""
        try:
            if problem := await self.host.history.problem():
                self.notify(problem, severity="warning", timeout=15)
            conversations = await self.host.history.call(lambda history: history.conversations(limit=1))
            if conversations:
                await self._show(conversations[0].id)
            else:
                await self.transcript.greet(first=True)
            self.recall_from(await self.host.history.call(lambda history: history.said()))
        except HistoryError as error:
            self.tell_of_history(error)
        finally:
            self._opened.set()
        await self.list_conversations()

    @work(group="talk", exit_on_error=False)
    async def open(self, conversation: int | None, message: int | None = None, sought: str = "") -> None:
        """Open a conversation, at a message that a search for ``sought`` found, or at its end; None: a new one."""
        await self._opened.wait()
        async with self._talking:
            try:
                await self._show(conversation, message, sought)
            except HistoryError as error:
                self.tell_of_history(error)
        await self.list_conversations()

    async def _show(self, conversation: int | None, message: int | None = None, sought: str = "") -> None:
        messages: list[Message] = []
        newer: list[Message] = []
        if conversation is not None:
            before = None if message is None else message + 1
            messages = await self.host.history.call(lambda history: history.messages(conversation, before=before))
            if message is not None:
                newer = await self.host.history.call(lambda history: history.messages(conversation, after=message))
        self._conversation, self._sought = conversation, sought
        await self.transcript.replace(
            [turn_of(each, sought) for each in [*messages, *newer]],
            has_older=len(messages) == PAGE,
            has_newer=len(newer) == PAGE,
            go_to=message,
        )
        self._note_previous()
        self.call_later(self.refresh_bindings)

    @work(group="older", exclusive=True, exit_on_error=False)
    async def add_older(self, before: int) -> None:
        """Fetch what was said before a message."""
        messages = await self._fetch(before=before)
        await self.transcript.add_older(
            [turn_of(each, self._sought) for each in messages], has_older=len(messages) == PAGE
        )

    @work(group="newer", exclusive=True, exit_on_error=False)
    async def add_newer(self, after: int) -> None:
        """Fetch what was said after a message."""
        messages = await self._fetch(after=after)
        await self.transcript.add_newer(
            [turn_of(each, self._sought) for each in messages], has_newer=len(messages) == PAGE
        )

    async def _fetch(self, before: int | None = None, after: int | None = None) -> list[Message]:
        conversation = self._conversation
        if conversation is None:
            return []
        try:
            return await self.host.history.call(
                lambda history: history.messages(conversation, before=before, after=after)
            )
        except HistoryError as error:
            self.tell_of_history(error)
            return []

    # Talking

    def stop_reply(self) -> None:
        """Ask the engine to stop the reply under way."""
        if self._exchange is not None:
            self._exchange.cancel()

    @work(group="talk", exit_on_error=False)
    async def converse(self, text: str, edited: int | None = None, private: bool = False) -> None:
        """Say something and answer it; ``edited`` is the message in whose place it is said, in a copy.

        What is ``private`` is not written down, nor is the answer.
        """
        turn = Turn("person", text)
        if private:
            self._unkept.add(turn)
        await self._opened.wait()
        async with self._talking:
            self._waiting_to_talk -= 1
            try:
                if edited is not None and self._conversation is not None and not private:
                    await self._show(await self._copy_up_to(self._conversation, edited, text))
                elif self.transcript.has_newer:
                    await self._show(self._conversation)
            except HistoryError as error:
                self.tell_of_history(error)
            await self.transcript.add(turn)
            await self._write_down(turn)
            await self.list_conversations()
            # Someone who has already said more is answered once, after the last thing they said.
            if not self._waiting_to_talk:
                await self._reply()

    async def _copy_up_to(self, conversation: int, edited: int, text: str) -> int:
        return await self.host.history.call(lambda history: history.fork_conversation(conversation, edited, text))

    @work(group="talk", exit_on_error=False)
    async def try_again(self) -> None:
        """Ask again: for a reply that did not come, or for another one than the last."""
        async with self._talking:
            turns = self.transcript.turns
            if not turns:
                return
            last = turns[-1]
            if last.answered:
                await self._reply_again(last)
                return
            if last.role == "app":
                await last.remove()
                if (message := last.message) is not None:
                    try:
                        await self.host.history.call(lambda history: history.remove_message(message))
                    except HistoryError as error:
                        self.tell_of_history(error)
            await self._reply()

    async def _reply(self) -> None:
        context = self._said_in(self.transcript.turns)
        reply = Turn("app", state=None)
        if any(turn in self._unkept for turn in self.transcript.turns[-1:]):
            self._unkept.add(reply)
        await self.transcript.add(reply)
        answer, grown = await self._ask(reply, context, None)
        if answer is not None and answer.kind == "done":
            reply.finish(answer.text or grown, "stopped" if answer.stopped else "done")
            await self._write_down(reply, answer)
        else:
            reply.finish(answer.reason if answer else "", "failed")
            await self._write_down(reply)
        self._after_reply()

    async def _reply_again(self, reply: Turn) -> None:
        """Put another reply in the place of one; it stays if none comes."""
        old = reply.spoken
        self._tries += 1
        reply.begin_again()
        answer, _ = await self._ask(reply, self._said_in(self.transcript.turns[:-1]), self._tries)
        message = reply.message
        if answer is None or answer.kind == "failed" or answer.stopped or message is None:
            reply.say(old)
            if answer is not None and answer.kind == "failed":
                self.notify(answer.reason, severity="warning")
            return
        others = [each for each in answer.candidates if each.text not in (old, answer.text)]
        text, origin = answer.text, answer.origin
        if text == old and others:
            text, origin = others[0].text, others[0].origin
        reply.say(text)
        try:
            known = await self.host.history.call(lambda history: history.candidates(message))
            texts = [each.text for each in known]
            candidates = known + [each for each in _candidates(answer) if each.text not in texts]
            spoken = reply.spoken
            await self.host.history.call(lambda history: history.keep_candidates(message, candidates))
            await self.host.history.call(lambda history: history.say_instead(message, spoken, origin))
        except HistoryError as error:
            self.tell_of_history(error)
        self._after_reply()

    async def _ask(self, reply: Turn, context: list[str], seed: int | None) -> tuple[Done | Failed | None, str]:
        """Let a turn grow by what the engine answers; give the end of the answer, and what it had grown to."""
        grown = ""
        exchange = self._exchange = self.host.client.chat(context, seed)
        try:
            async for answer in exchange:
                if answer.kind != "delta":
                    return answer, grown
                grown += answer.text
                reply.append(answer.text)
        finally:
            self._exchange = None
        return None, grown

    @staticmethod
    def _said_in(turns: Sequence[Turn]) -> list[str]:
        spoken = [turn.spoken for turn in turns if turn.state != "failed" and turn.spoken]
        return [text[-CONTEXT_LETTERS:] for text in spoken[-CONTEXT_TURNS:]]

    async def _write_down(self, turn: Turn, answer: Done | None = None) -> None:
        if turn in self._unkept:
            return
        history = self.host.history
        try:
            spoken, origin = turn.spoken, answer.origin if answer else None
            state = turn.state or "done"
            conversation = self._conversation
            if conversation is None:
                conversation = await history.call(lambda history: history.start_conversation(spoken))
                self._conversation = conversation
            message = turn.message = await history.call(
                lambda history: history.add_message(conversation, turn.role, spoken, state, origin)
            )
            if answer and answer.candidates and not answer.stopped:
                candidates = _candidates(answer)
                await history.call(lambda history: history.keep_candidates(message, candidates))
        except HistoryError as error:
            self.tell_of_history(error)

    def _after_reply(self) -> None:
        self._note_previous()
        self.call_later(self.refresh_bindings)

    def _note_previous(self) -> None:
        turns = [turn for turn in self.transcript.turns if turn.role == "app" and turn.state != "failed"]
        self.writer.previous = turns[-1].spoken if turns else ""

    def tell_of_history(self, error: HistoryError) -> None:
        """Say that the history does not work."""
        self.notify(
            f"The history did not take this ({error}): look at the disk that holds it; the conversation goes on.",
            severity="warning",
        )


def turn_of(message: Message, sought: str = "") -> Turn:
    """Draw a message of the history, with the words marked that a search looked for."""
    turn = Turn(message.role, message.text, message.state, message.id, message.rating, message.correction)
    turn.mark(sought)
    return turn


def _candidates(answer: Done) -> list[Candidate]:
    from chatapp.history.records import Candidate

    return [Candidate(**asdict(each)) for each in answer.candidates]
