"""The replies that could be given to one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from chatapp.history import Candidate
from chatapp.widgets.printable import printable


class CandidatesList(OptionList):
    """One reply a row, with who would say it; gone until it is asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,alt+a", "close", "Close the replies", show=False)]

    @dataclass
    class Chosen(Message):
        """A reply was chosen, by its place."""

        number: int

    class Closed(Message):
        """The list is to go."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self.display = False
        self.border_title = "Replies"
        self.border_subtitle = "Enter takes  Esc closes"

    def show(self, candidates: Sequence[Candidate], said: str) -> None:
        """List replies, the one that was ``said`` marked, and take the keys."""
        self.clear_options()
        for each in candidates:
            mark = "● " if each.text == said else "  "
            self.add_option(
                Option(Content.assemble((mark, "$accent"), printable(each.text), (f"  {_who(each)}", "$quiet")))
            )
        self.highlighted = next((place for place, each in enumerate(candidates) if each.text == said), 0)
        self.display = True
        self.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    def action_close(self) -> None:
        """Ask to go."""
        self.post_message(self.Closed())


def how_it_came(said: str, candidates: Sequence[Candidate]) -> str:
    """Say in a sentence or two where a reply came from, and how sure the network was of it."""
    reply = next((each for each in candidates if each.text == said), None)
    if reply is None:
        return "It was not kept where this reply came from."
    if reply.origin:
        told = f"An answer from {printable(reply.origin)}"
        if reply.prompt and reply.likeness is not None:
            told += f" to “{printable(reply.prompt)}”, which is {reply.likeness:.0%} like what you said"
    else:
        told = "The network wrote it" + (" and drew its words by chance" if reply.sampled else ", the likeliest words")
    told += "."
    if reply.probability is not None:
        told += f" The network gives each piece of it {reply.probability:.0%} on average."
    if len(candidates) > 1:
        place = sorted(candidates, key=lambda each: -each.score).index(reply) + 1
        told += f" Of {len(candidates)} candidates it is number {place}; alt+a lists them."
    return told


def _who(candidate: Candidate) -> str:
    if candidate.origin:
        return f"{candidate.likeness:.0%} alike" if candidate.likeness is not None else printable(candidate.origin)
    return f"network {candidate.probability:.0%}" if candidate.probability is not None else "network"
