"""The models screen: which bundles there are, what each says of itself, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatapp.engine import bundle_care
from chatapp.engine.bundle_card import card
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.library import Library, Listed, discover
from chatapp.screens.place_prompt import PlacePrompt
from chatapp.widgets.key_line import KeyLine
from chatapp.widgets.printable import printable

if TYPE_CHECKING:
    from chatapp.app import ChatApp


class ModelsScreen(Screen[None]):
    """A list of bundles beside the card of the one that is highlighted."""

    AUTO_FOCUS = "#bundles"
    CSS_PATH = "../styles/models.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", tooltip="Back to where you came from"),
        Binding("v", "verify", "Check", tooltip="Check every file of the bundle"),
        Binding("e", "export", "Export", tooltip="Write the bundle to one file"),
        Binding("i", "import", "Import", tooltip="Take in a bundle from one file"),
        Binding("u", "use", "Let it chat", tooltip="Let the taught model chat, or the shipped one again"),
        Binding("delete", "delete", "Delete", tooltip="Delete a bundle of your own: press it twice"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._library = Library(())
        self._to_delete: Path | None = None

    @property
    def host(self) -> ChatApp:
        """The app, by its own type."""
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """The list and the card."""
        yield Static("Models on this machine  ● serves now", id="models-title", markup=False)
        with Horizontal(id="models"):
            yield OptionList(id="bundles", compact=True, markup=False)
            with VerticalScroll(id="card", can_focus=True):
                yield Static("", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Look which there are."""
        self._look()

    @work(thread=True, group="look", exclusive=True, exit_on_error=False)
    def _look(self) -> None:
        library = discover(model=self.host.settings.chat_model)
        self.app.call_from_thread(self._show, library)

    def _show(self, library: Library) -> None:
        self._library = library
        listed = self.query_one("#bundles", OptionList)
        place = listed.highlighted or 0
        listed.clear_options()
        for each in library.bundles:
            serves = library.served_by(each)
            whose = "taught" if each.taught else "shipped" if each.shipped else "yours"
            listed.add_option(
                Option(
                    Content.assemble(
                        ("● " if serves else "○ ", "$success" if serves else "$quiet"),
                        printable(each.manifest.name),
                        (f"  {each.size / 1e6:.1f} MB  {whose}\n  {', '.join(each.manifest.tasks)}", "$quiet"),
                    )
                )
            )
        listed.highlighted = min(place, len(library.bundles) - 1) if library.bundles else None
        for problem in library.problems:
            self.notify(problem, severity="warning", timeout=10)

    @on(OptionList.OptionHighlighted)
    def _show_card(self, event: OptionList.OptionHighlighted) -> None:
        bundle = self._library.bundles[event.option_index]
        serves = ", ".join(self._library.served_by(bundle)) or "nothing: another one is preferred"
        lines = [f"Serves {serves}", str(bundle.folder), "", *card(bundle, columns=False)]
        self.query_one("#card Static", Static).update(printable("\n".join(lines)))
        self.query_one("#card").scroll_home(animate=False)

    def _chosen(self) -> Listed | None:
        place = self.query_one("#bundles", OptionList).highlighted
        return self._library.bundles[place] if place is not None else None

    def action_verify(self) -> None:
        """Check every file of the highlighted bundle."""
        if bundle := self._chosen():
            self._work(lambda: bundle_care.check(bundle), f"Every file of {bundle.manifest.name} is whole.")

    def action_export(self) -> None:
        """Write the highlighted bundle to one file."""
        bundle = self._chosen()
        if bundle is None:
            return

        def write(place: Path | None) -> None:
            if place is not None:
                self._work(lambda: bundle_care.give(bundle, place), f"{bundle.manifest.name} was written to {place}.")

        name = f"{bundle.manifest.name}{bundle_care.ENDING}"
        self.app.push_screen(PlacePrompt("Export", "Where to write the bundle", str(Path.home() / name)), write)

    def action_import(self) -> None:
        """Take in a bundle from one file."""

        def take(file: Path | None) -> None:
            if file is not None:
                self._work(lambda: bundle_care.take(file), f"{file.name} was taken in.", changes=True)

        self.app.push_screen(PlacePrompt("Import", f"The file of a bundle (…{bundle_care.ENDING})"), take)

    async def action_use(self) -> None:
        """Let the highlighted model chat from now on, if it was taught; else the shipped one."""
        bundle = self._chosen()
        if bundle is None or not bundle.serves("chat"):
            self.notify("This one does not chat.", timeout=3)
            return
        await self.host.let_chat(bundle.folder.name if bundle.taught else "")
        self.notify(f"{bundle.manifest.name if bundle.taught else 'The shipped model'} chats from now on.")
        self._look()

    def action_delete(self) -> None:
        """Delete the highlighted bundle, the second time this is asked for."""
        bundle = self._chosen()
        if bundle is None:
            return
        if not bundle.shipped and self._to_delete != bundle.folder:
            self._to_delete = bundle.folder
            self.notify(f"Press delete again to delete {bundle.manifest.name} for good.", severity="warning", timeout=5)
            return
        self._work(lambda: bundle_care.throw_away(bundle), f"{bundle.manifest.name} was deleted.", changes=True)

    @work(thread=True, group="care", exit_on_error=False)
    def _work(self, deed: Callable[[], object], told: str, *, changes: bool = False) -> None:
        try:
            deed()
        except CannotAnswer as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", timeout=10)
            return
        self.app.call_from_thread(self.notify, told, timeout=5)
        if changes:
            self.app.call_from_thread(self._look_again)

    def _look_again(self) -> None:
        self.call_later(self.host.restart_engine)
        self._look()
