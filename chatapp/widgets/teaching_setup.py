"""Where a teaching is set up: which files, what is in them, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Select, Static

from chatapp.teaching.plan import Way
from chatapp.teaching.preview import Preview, lines
from chatapp.widgets.printable import printable

_WAYS = (("Add to what it knows", "add"), ("From nothing", "nothing"))
_NOBODY = ""
_BOTH = [("I am nobody there: learn both", _NOBODY)]
_SAMPLES = 4


class TeachingSetup(VerticalScroll):
    """The form; ``show`` fills in what was understood of the files."""

    @dataclass
    class LookAsked(Message):
        """The files are to be read."""

        text: str
        me: str
        way: Way

    @dataclass
    class BrowseAsked(Message):
        """A file is to be picked."""

    @dataclass
    class StartAsked(Message):
        """The teaching is to begin."""

        name: str
        found: Preview
        way: Way

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self._found: Preview | None = None

    def compose(self) -> ComposeResult:
        """Files above, what is in them in the middle, name and start below."""
        yield Static("Which file? Questions with answers in two columns, or a chat export.", classes="label")
        with Horizontal(classes="row"):
            yield Input(placeholder="Type, paste or drop a path, then Enter", id="files", compact=True)
            yield Button("Browse", id="browse", compact=True)
        yield Static("", id="understood", markup=False)
        yield Static("", id="time", markup=False, classes="label")
        with Horizontal(classes="row"):
            yield Select(_WAYS, allow_blank=False, compact=True, id="way")
            yield Select(_BOTH, allow_blank=False, compact=True, id="me")
        with Horizontal(classes="row"):
            yield Input(placeholder="A name for the taught model, then Enter", id="name", compact=True)
            yield Button("Start", id="start", compact=True, disabled=True)

    def choose(self, path: str) -> None:
        """Take a file that was picked."""
        self.query_one("#files", Input).value = path
        self._look()

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say one sentence instead of what is in the files."""
        self._found = None
        self.query_one("#time", Static).update("")
        self.query_one("#start", Button).disabled = True
        self.query_one("#understood", Static).update(
            Content.styled(printable(sentence), "$warning" if wrong else "$quiet")
        )

    def show(self, found: Preview) -> None:
        """Show what was understood of the files."""
        self._found = found
        shown = [Content(printable(line)) for line in lines(found)]
        for sample in found.samples[:_SAMPLES]:
            texts = [" ".join(printable(text).split()) for text in sample[:2]]
            shown.append(Content.assemble((f"  {texts[0]}", "$quiet"), "  →  ", *texts[1:]))
        self.query_one("#understood", Static).update(Content("\n").join(shown))
        people = [*_BOTH, *((f"I am {printable(name)}", name) for name in found.speakers)]
        with self.prevent(Select.Changed):
            me = self.query_one("#me", Select)
            me.set_options(people)
            me.value = found.me
        name = self.query_one("#name", Input)
        if not name.value:
            name.value = Path(found.files[0]).stem[:40]
        self.query_one("#start", Button).disabled = False
        self.query_one("#time", Static).update("measuring how long it takes here…")
        name.focus()

    def tell_time(self, found: Preview, said: str) -> None:
        """Say how long it takes to teach ``found``, if it is still what is shown."""
        if found is self._found:
            self.query_one("#time", Static).update(printable(said))

    @on(Input.Submitted, "#files")
    @on(Select.Changed, "#me")
    @on(Select.Changed, "#way")
    def _look(self) -> None:
        text = self.query_one("#files", Input).value
        if text.strip():
            self.post_message(self.LookAsked(text, str(self.query_one("#me", Select).value), self._way))

    @on(Button.Pressed, "#browse")
    def _browse(self) -> None:
        self.post_message(self.BrowseAsked())

    @on(Button.Pressed, "#start")
    @on(Input.Submitted, "#name")
    def _start(self) -> None:
        if self._found is not None:
            self.post_message(self.StartAsked(self.query_one("#name", Input).value.strip(), self._found, self._way))

    @property
    def _way(self) -> Way:
        return cast("Way", self.query_one("#way", Select).value)
