"""The replies that could be given to one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from chatapp.history.records import Candidate
from chatapp.widgets.choice_list import ChoiceList
from chatapp.widgets.printable import printable


class CandidatesList(ChoiceList):
    """One reply a row, with who would say it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,alt+a", "close", "Close the replies", show=False)]

    def show(self, candidates: Sequence[Candidate], said: str) -> None:
        """List replies, the one that was ``said`` marked, and take the keys."""
        self.border_title = "Replies"
        self.border_subtitle = "Enter takes  Esc closes"
        in_use = next((place for place, each in enumerate(candidates) if each.text == said), None)
        self.offer(((each.text, _who(each)) for each in candidates), in_use)


def _who(candidate: Candidate) -> str:
    if candidate.origin:
        return f"{candidate.likeness:.0%} alike" if candidate.likeness is not None else printable(candidate.origin)
    return f"network {candidate.probability:.0%}" if candidate.probability is not None else "network"
