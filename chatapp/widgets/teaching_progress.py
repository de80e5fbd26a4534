"""How a teaching goes on: a bar, numbers, the curve of the loss, and what the network says by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, ProgressBar, Static
from textual_plotext import PlotextPlot

from chatapp.teaching.progress import Phase, Progress
from chatapp.widgets.printable import printable

_ENDED = (Phase.DONE, Phase.STOPPED, Phase.FAILED)

Wish = Literal["pause", "go-on", "keep", "cancel"]
_DOING: dict[Wish, str] = {
    "pause": "pausing…",
    "go-on": "going on…",
    "keep": "stopping, and keeping what was learnt…",
    "cancel": "cancelling…",
}


class TeachingProgress(Vertical):
    """One teaching; ``show`` draws where it is."""

    @dataclass
    class Asked(Message):
        """The person wants something done with the teaching."""

        wish: Wish

    def compose(self) -> ComposeResult:
        """Numbers, bar, curve, replies, buttons."""
        yield Static("", id="phase", markup=False)
        yield ProgressBar(total=1.0, show_eta=False, id="share")
        yield Static("", id="numbers", markup=False)
        yield PlotextPlot(id="curve")
        yield Static("", id="replies")
        with Horizontal(classes="row"):
            yield Button("Pause", id="pause", compact=True)
            yield Button("Go on", id="go-on", compact=True)
            yield Button("Stop and keep", id="keep", compact=True)
            yield Button("Cancel", id="cancel", compact=True)

    def show(self, name: str, progress: Progress) -> None:
        """Draw how far the teaching called ``name`` is."""
        self.query_one("#phase", Static).update(f"{name}: {progress.reason or progress.phase.value}")
        self.query_one(ProgressBar).update(progress=progress.share)
        self.query_one("#numbers", Static).update(_numbers(progress))
        self.query_one("#replies", Static).update(_replies(progress))
        ended = progress.phase in _ENDED
        for wish, shown in (("pause", not ended), ("go-on", ended), ("keep", True), ("cancel", True)):
            self.query_one(f"#{wish}", Button).display = shown
        self._draw(progress)

    def tell(self, name: str, wish: Wish) -> None:
        """Say that a wish is being fulfilled, which takes as long as an update and the end of a process."""
        self.query_one("#phase", Static).update(f"{name}: {_DOING[wish]}")

    def _draw(self, progress: Progress) -> None:
        widget = self.query_one(PlotextPlot)
        plot = widget.plt
        plot.clear_data()
        for label, curve in (("loss", progress.losses), ("on what is held out", progress.held_out)):
            if curve:
                plot.plot([step for step, _ in curve], [loss for _, loss in curve], label=label, marker="braille")
        widget.refresh()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        wishes: dict[str | None, Wish] = {"pause": "pause", "go-on": "go-on", "keep": "keep", "cancel": "cancel"}
        self.post_message(self.Asked(wishes[event.button.id]))


def _replies(progress: Progress) -> Content:
    if not progress.replies:
        return Content()
    said = [
        Content.assemble((f"{_one_line(prompt)}  →  ", "$quiet"), _one_line(reply))
        for prompt, reply in progress.replies.items()
    ]
    return Content("\n").join([Content.styled("What the network by itself says by now:", "$quiet"), *said])


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _numbers(progress: Progress) -> str:
    if not progress.step:
        return "The time it takes is measured on the first updates."
    minutes, seconds = divmod(round(progress.left), 60)
    loss = f", loss {progress.losses[-1][1]:.2f}" if progress.losses else ""
    left = "" if progress.phase in _ENDED else f", {minutes}:{seconds:02} left"
    return f"{progress.step:,} of {progress.steps:,} updates, {progress.rate:,.0f} tokens/s{loss}{left}"
