"""The picture of what the network looked at, over the translate screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.screen import ModalScreen

from chatapp.engine.protocol import Alignment
from chatapp.screens.sentence_pairs import SentencePairs
from chatapp.widgets.alignment_grid import AlignmentGrid


class AlignmentPicture(ModalScreen[None]):
    """One sentence at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,p", "sentence(-1)", "The sentence before", show=False, priority=True),
        Binding("right,n", "sentence(1)", "The sentence after", show=False, priority=True),
        Binding("escape,q,enter,alt+w", "dismiss", "Close", show=False),
    ]

    def __init__(
        self, pairs: SentencePairs, number: int, align: Callable[[SentencePairs, int], Awaitable[Alignment | None]]
    ) -> None:
        super().__init__()
        self._pairs = pairs
        self._number = number
        self._align = align

    def compose(self) -> ComposeResult:
        """The picture in a frame that scrolls."""
        with ScrollableContainer(id="alignment"):
            yield AlignmentGrid("", markup=False)

    def on_mount(self) -> None:
        """Draw the first sentence."""
        self._draw()

    def action_sentence(self, by: int) -> None:
        """Go to another sentence."""
        self._number = (self._number + by) % len(self._pairs)
        self._draw()

    @work(exclusive=True, exit_on_error=False)
    async def _draw(self) -> None:
        frame = self.query_one("#alignment")
        frame.focus()
        several = len(self._pairs) > 1
        frame.border_title = f"Sentence {self._number + 1} of {len(self._pairs)}" if several else "Words"
        frame.border_subtitle = "← → sentence  Esc closes" if several else "Esc closes"
        alignment = await self._align(self._pairs, self._number)
        grid = self.query_one(AlignmentGrid)
        if alignment is None:
            grid.update("It is not known which words of this sentence belong together.")
        else:
            grid.show(*self._pairs.pair(self._number), alignment)
