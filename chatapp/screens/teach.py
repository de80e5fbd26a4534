"""The teach screen: files are chosen and looked at, a training is watched, and old and new are compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from chatapp.screens.file_picker import FilePicker
from chatapp.teaching import process
from chatapp.teaching.begin import begin
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.comparison import compare
from chatapp.teaching.corrections import free_name, write_corrections
from chatapp.teaching.estimate import estimate, told
from chatapp.teaching.folder import Teaching, teachings
from chatapp.teaching.plan import Way
from chatapp.teaching.preview import Preview, preview
from chatapp.teaching.progress import Follower, Phase
from chatapp.teaching.typed_paths import typed_paths
from chatapp.widgets.key_line import KeyLine
from chatapp.widgets.teaching_choice import TeachingChoice
from chatapp.widgets.teaching_progress import TeachingProgress, Wish
from chatapp.widgets.teaching_setup import TeachingSetup

if TYPE_CHECKING:
    from chatapp.app import ChatApp

_LOOK_SECONDS = 0.5


class TeachScreen(Screen[None]):
    """Lies over the modes; the training goes on when it is closed, and is found when it is opened again."""

    AUTO_FOCUS = "#files"
    CSS_PATH = "../styles/teach.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", tooltip="Back; a training goes on"),
        Binding("alt+m", "corrections", "My corrections", tooltip="Teach the replies you chose, corrected and liked"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._follower: Follower | None = None
        self._busy = False
        self._taken_up = -1

    @property
    def host(self) -> ChatApp:
        """The app, by its own type."""
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """One of three is shown: setting up, watching, deciding."""
        yield Static("Teach a model your own dialogues", id="teach-title")
        yield TeachingSetup()
        yield TeachingProgress()
        yield TeachingChoice()
        yield KeyLine()

    def on_mount(self) -> None:
        """Find a teaching that was begun before."""
        self._show_only(TeachingSetup)
        begun = next((each for each in teachings() if not each.decided.exists()), None)
        if begun is not None:
            self._follow(begun)
        self.set_interval(_LOOK_SECONDS, self._look_on)

    def action_close(self) -> None:
        """Go back to where the person came from."""
        self.dismiss()

    def action_corrections(self) -> None:
        """Teach what the person has put right in the chat."""
        if self._follower is None:
            self.query_one(TeachingSetup).tell("Looking for what you have put right…")
            self._teach_corrections()

    @work(thread=True, group="teaching", exclusive=True, exit_on_error=False)
    def _teach_corrections(self) -> None:
        try:
            found = preview([str(write_corrections())], least=1)
        except CannotTeach as error:
            self.app.call_from_thread(self.query_one(TeachingSetup).tell, str(error), wrong=True)
        else:
            self.app.call_from_thread(self._start, free_name(), found, "add")

    # Setting up

    @on(TeachingSetup.LookAsked)
    def _look_asked(self, event: TeachingSetup.LookAsked) -> None:
        self.query_one(TeachingSetup).tell("Reading the files…")
        self._read(event.text, event.me, event.way)

    @work(thread=True, group="preview", exclusive=True, exit_on_error=False)
    def _read(self, text: str, me: str, way: Way) -> None:
        setup = self.query_one(TeachingSetup)
        try:
            found = preview(typed_paths(text), me)
        except CannotTeach as error:
            self.app.call_from_thread(setup.tell, str(error), wrong=True)
        else:
            self.app.call_from_thread(setup.show, found)
            self._measure(found, way)

    def _measure(self, found: Preview, way: Way) -> None:
        setup = self.query_one(TeachingSetup)
        try:
            said = told(estimate(found, way))
        except CannotTeach as error:
            said = str(error)
        self.app.call_from_thread(setup.tell_time, found, said)

    @on(TeachingSetup.BrowseAsked)
    def _browse(self) -> None:
        def take(path: Path | None) -> None:
            if path is not None:
                self.query_one(TeachingSetup).choose(str(path))

        self.app.push_screen(FilePicker(Path.home()), take)

    @on(TeachingSetup.StartAsked)
    def _start_asked(self, event: TeachingSetup.StartAsked) -> None:
        self._start(event.name, event.found, event.way)

    @work(thread=True, group="teaching", exit_on_error=False)
    def _start(self, name: str, found: Preview, way: Way) -> None:
        try:
            teaching = begin(name, found, way)
            process.start(teaching)
        except CannotTeach as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", timeout=10)
        else:
            self.app.call_from_thread(self._follow, teaching)

    # Watching

    def _follow(self, teaching: Teaching) -> None:
        self._follower = Follower(teaching)
        self._taken_up = -1
        self._show_only(TeachingProgress)
        self._look_on()

    def _look_on(self) -> None:
        if self._follower is None or self._busy:
            return
        progress = self._follower.look()
        teaching = self._follower.teaching
        self.query_one(TeachingProgress).show(teaching.name, progress)
        if progress.phase is Phase.DONE:
            self._busy = True
            self._compare(teaching)
        elif progress.phase is Phase.STOPPED and not teaching.paused.exists() and progress.step > self._taken_up:
            # Killed, or the machine was switched off; what dies again where it died before waits for the person.
            self._taken_up = progress.step
            self._busy = True
            self._fulfil(teaching, "go-on")

    @on(TeachingProgress.Asked)
    def _wish(self, event: TeachingProgress.Asked) -> None:
        if self._follower is not None and not self._busy:
            self._busy = True
            self.query_one(TeachingProgress).tell(self._follower.teaching.name, event.wish)
            self._fulfil(self._follower.teaching, event.wish)

    @work(thread=True, group="teaching", exit_on_error=False)
    def _fulfil(self, teaching: Teaching, wish: Wish) -> None:
        deeds = {"pause": process.stop, "go-on": process.start, "keep": process.keep, "cancel": process.cancel}
        try:
            deeds[wish](teaching)
        except CannotTeach as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", timeout=10)
        self.app.call_from_thread(self._fulfilled, wish)

    def _fulfilled(self, wish: Wish) -> None:
        self._busy = False
        if wish == "cancel":
            self._set_up_again()

    # Deciding

    @work(thread=True, group="teaching", exit_on_error=False)
    def _compare(self, teaching: Teaching) -> None:
        try:
            compared = compare(teaching)
        except CannotTeach as error:
            compared = []
            self.app.call_from_thread(self.notify, str(error), severity="warning", timeout=10)
        self.app.call_from_thread(self.query_one(TeachingChoice).show, teaching.name, compared)
        self.app.call_from_thread(self._show_only, TeachingChoice)

    @on(TeachingChoice.Decided)
    async def _decided(self, event: TeachingChoice.Decided) -> None:
        if self._follower is None:
            return
        teaching = self._follower.teaching
        teaching.decided.touch()
        if event.new:
            await self.host.let_chat(teaching.name)
            self.notify(f"{teaching.name} chats from now on.")
        self._busy = False
        self._set_up_again()
        self.dismiss()

    def _set_up_again(self) -> None:
        self._follower = None
        self._show_only(TeachingSetup)

    def _show_only(self, wanted: type[TeachingSetup | TeachingProgress | TeachingChoice]) -> None:
        for each in (TeachingSetup, TeachingProgress, TeachingChoice):
            self.query_one(each).display = each is wanted
        ready = [each for each in self.query_one(wanted).query("Input, Button") if each.focusable]
        if ready:
            ready[0].focus()
