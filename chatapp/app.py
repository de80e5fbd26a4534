"""The app: two modes, one engine, one history, one file of settings."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen

from chatapp import places, settings
from chatapp.client import ENGINE_COMMAND
from chatapp.client.status import EngineStatus, Phase
from chatapp.history.thread import HistoryThread
from chatapp.screens import themes
from chatapp.screens.chat import ChatScreen
from chatapp.screens.mode_screen import MODES, ModeScreen
from chatapp.widgets.composer import Composer
from chatapp.widgets.terminal_keys import correct_terminal_keys
from chatapp.widgets.top_bar import ModeTab
from chatapp.widgets.writer import Writer

if TYPE_CHECKING:
    from chatapp.client.client import EngineClient

WORDS_WRITTEN_ON = 40


class ChatApp(App[None]):
    """The screen process. It paints first and starts the engine then."""

    TITLE = "chatapp"
    DEFAULT_MODE = "chat"
    # What only other screens need is read when they are first shown.
    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/app.tcss", "styles/chat.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-middling"), (96, "-wide")]  # noqa: RUF012 (the base types it so)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "key_help", "Keys", key_display="F1", tooltip="These keys"),
        Binding("f2", "mode('chat')", "Chat", tooltip="Go to the chat", show=False),
        Binding("f3", "mode('translate')", "Translate", tooltip="Go to the translation", show=False),
        Binding("f4", "suggestions", "Suggestions on or off", show=False),
        Binding("alt+t", "teach", "Teach", tooltip="Teach a model your own dialogues", show=False),
        Binding("alt+m", "models", "Models", tooltip="The models on this machine", show=False),
        Binding("alt+s", "settings", "Settings", tooltip="Everything that can be chosen", show=False),
        Binding("ctrl+p", "command_palette", "Commands", tooltip="Every command, by name", show=False, system=True),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
    ]

    engine_status: reactive[EngineStatus] = reactive(EngineStatus(), init=False)

    def __init__(self, engine_command: Sequence[str] = ENGINE_COMMAND) -> None:
        super().__init__()
        correct_terminal_keys()
        self._engine_command = engine_command
        self.settings, self._settings_problems = settings.read(places.settings_file())
        self.history = HistoryThread(places.history_file())
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        if self.settings.theme not in self.available_themes:
            self._settings_problems.append(f"There is no theme {self.settings.theme!r}: choose one with ctrl+p, Theme.")
            self.settings = replace(self.settings, theme=themes.DARK.name)
        # Before the styles are read for the first time: a change would have them read again.
        self.set_reactive(App.theme, self.settings.theme)
        self.stylesheet.set_variables(self.get_css_variables())
        # A ground that is only a little lighter is lost there.
        self.set_class(self.console.color_system == "standard", "-few-colours")

    @cached_property
    def client(self) -> EngineClient:
        """The engine, which is not needed, nor imported, before the first paint."""
        from chatapp.client.client import EngineClient

        return EngineClient(
            self._engine_command, log_file=places.engine_log_file(), on_status=self._engine_status_changed
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values of the app's own colours for the themes that do not name them."""
        theme = self.current_theme
        ours = themes.DARK if theme.dark else themes.LIGHT
        return {"quiet": ours.variables["quiet"], "line": ours.variables["line"]}

    def get_default_screen(self) -> Screen[None]:
        """The first screen. As that of a mode it would be waited for, part by part, and painted in vain meanwhile."""
        return ChatScreen()

    def size_classes(self) -> list[str]:
        """What Textual calls a screen of this size, though only once it has been painted."""
        width, height = self.size
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS if width >= least]
        return [fitting[-1], *[name for least, name in self.VERTICAL_BREAKPOINTS if height >= least][-1:]]

    def on_mount(self) -> None:
        """Know the modes, and the themes that are chosen."""
        self.add_mode("chat", ChatScreen)
        self.add_mode("translate", _translate_screen)
        self.theme_changed_signal.subscribe(self, lambda theme: self.change_settings(theme=theme.name))

    def on_ready(self) -> None:
        """Start the engine, now that the first screen is painted."""
        # A window that is not looked at says so before the field has the focus, which it would then never get.
        if self.focused is None and isinstance(self.screen, ModeScreen):
            self.screen.writer.composer.focus()
        self.call_after_refresh(self._after_first_paint)

    async def on_unmount(self) -> None:
        """End the engine and close the history."""
        await self.client.close()
        await self.history.close()

    def _after_first_paint(self) -> None:
        if not gc.isenabled():
            # What is there now stays: later collections, each of which would hold up a key, need not go through it.
            gc.freeze()
            gc.enable()
        for problem in self._settings_problems:
            self.notify(problem, title="Settings", severity="warning", timeout=15)
        self.client.start()

    def _engine_status_changed(self, status: EngineStatus) -> None:
        self.engine_status = status

    # Settings

    def change_settings(self, **changes: Any) -> None:
        """Hold new settings, and write those that are new to the file."""
        changes = {key: value for key, value in changes.items() if getattr(self.settings, key) != value}
        if changes:
            self.settings = replace(self.settings, **changes)
            self._write_settings(changes)

    def set_setting(self, name: str, value: Any) -> None:
        """Let a setting hold from now on, wherever it shows."""
        if value == getattr(self.settings, name):
            return
        if name == "theme":
            self.theme = value
        elif name == "suggestions":
            self.action_suggestions()
        elif name == "chat_model":
            self.call_later(self.let_chat, value)
        else:
            self.change_settings(**{name: value})
            for screen in self._mode_screens():
                screen.take_settings(self.settings)

    def _mode_screens(self) -> Iterator[ModeScreen]:
        for mode in MODES:
            yield from (each for each in self._screen_stacks.get(mode, []) if isinstance(each, ModeScreen))

    @work(thread=True, group="settings", exit_on_error=False)
    def _write_settings(self, changes: dict[str, Any]) -> None:
        try:
            settings.write(places.settings_file(), **changes)
        except settings.SettingsError as error:
            self.call_from_thread(self.notify, str(error), title="Settings", severity="warning")

    # Suggestions

    @on(Writer.Wanted)
    def _suggest(self, event: Writer.Wanted) -> None:
        if self.engine_status.phase is Phase.READY:
            self._offer(event)

    @on(Writer.NotWanted)
    def _suggest_nothing(self) -> None:
        self.workers.cancel_group(self, "suggest")

    @work(group="suggest", exclusive=True, exit_on_error=False)
    async def _offer(self, event: Writer.Wanted) -> None:
        async for answer in self.client.suggest(event.line, event.previous, event.language):
            if answer.kind == "done" and not answer.stopped:
                event.writer.offer(event.line, answer.continuations)

    @on(Writer.WriteOnWanted)
    @work(group="write", exclusive=True, exit_on_error=False)
    async def _write_on(self, event: Writer.WriteOnWanted) -> None:
        seed = random.randrange(2**32)
        exchange = self.client.write(event.line, WORDS_WRITTEN_ON, seed, event.language)
        async for answer in exchange:
            if answer.kind == "delta" and not event.writer.write_on(answer.text):
                exchange.cancel()
                return
            if answer.kind == "failed":
                self.notify(answer.reason, severity="warning")
        event.writer.end_writing()

    # Actions

    def action_key_help(self) -> None:
        """Show the keys."""
        from chatapp.keys import bindings_of, listed

        screen = self.screen
        if isinstance(screen, ModeScreen):
            here = bindings_of(type(screen), ModeScreen) + listed(ModeScreen.BINDINGS)
            self._list_keys([(MODES[screen.MODE], here), ("Writing", listed(Composer.BINDINGS))])
        elif not isinstance(screen, ModalScreen):
            self._list_keys([("Here", listed(screen.BINDINGS))])

    def _list_keys(self, sections: list[tuple[str, list[Binding]]]) -> None:
        from chatapp.keys import listed
        from chatapp.screens.key_help import KeyHelp

        self.push_screen(KeyHelp([*sections, ("Everywhere", listed(ChatApp.BINDINGS))]))

    async def action_mode(self, mode: str) -> None:
        """Go to a mode."""
        if isinstance(self.screen, ModeScreen):
            await self.switch_mode(mode)

    async def action_next_mode(self) -> None:
        """Go to the other mode."""
        modes = list(MODES)
        await self.action_mode(modes[(modes.index(self.current_mode) + 1) % len(modes)])

    @on(ModeTab.Chosen)
    async def _mode_clicked(self, event: ModeTab.Chosen) -> None:
        await self.action_mode(event.mode)

    def action_suggestions(self) -> None:
        """Switch suggestions on or off, in both modes."""
        wanted = not self.settings.suggestions
        self.change_settings(suggestions=wanted)
        for screen in self._mode_screens():
            screen.writer.suggestions = wanted

    def action_teach(self) -> None:
        """Open the teach screen."""
        # Its plots are not worth waiting for at every start.
        from chatapp.screens.teach import TeachScreen

        if isinstance(self.screen, ModeScreen):
            self.push_screen(TeachScreen())

    def action_models(self) -> None:
        """Open the models screen."""
        # Reading bundles is not worth waiting for at every start.
        from chatapp.screens.models import ModelsScreen

        if isinstance(self.screen, ModeScreen):
            self.push_screen(ModelsScreen())

    def action_settings(self) -> None:
        """Open the settings screen."""
        from chatapp.screens.settings import SettingsScreen

        if isinstance(self.screen, ModeScreen):
            self.push_screen(SettingsScreen())

    async def on_event(self, event: events.Event) -> None:
        """Let alt with a letter be a command in every field: many terminals send the letter along, to be written."""
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            event.character = None
        await super().on_event(event)

    async def restart_engine(self) -> None:
        """Let the engine look again which bundles there are."""
        await self.client.close()
        self.client.start()

    async def let_chat(self, model: str) -> None:
        """Let the taught model of this name chat from now on; empty for the shipped one."""
        self.settings = replace(self.settings, chat_model=model)
        # Written before the engine starts again, which reads it.
        settings.write(places.settings_file(), chat_model=model)
        await self.restart_engine()

    def action_dark_or_light(self) -> None:
        """Go from the dark theme to the light one, or back."""
        self.theme = themes.LIGHT.name if self.current_theme.dark else themes.DARK.name

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action, for the command palette."""
        from chatapp import palette

        return palette.commands(self, screen)


def _translate_screen() -> Screen[None]:
    # What the first paint does not show is not imported before it.
    from chatapp.screens.translate import TranslateScreen

    return TranslateScreen()


def run(engine_command: Sequence[str] = ENGINE_COMMAND) -> int:
    """Run the app until it is left; gives the exit status."""
    app = ChatApp(engine_command)
    app.run()
    return app.return_code or 0
