"""Every key of docs/keys.md is pressed where it works, and does what is said of it: a key without a step fails.

A place is walked through step by step in one app: what a step leaves behind, the next one finds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from toy_bundles import write_bundles

from chatapp import places
from chatapp.app import ChatApp
from chatapp.history.records import Message, Told
from chatapp.history.store import History
from chatapp.keys import sections
from chatapp.screens.alignment_picture import AlignmentPicture
from chatapp.screens.chat import ChatScreen
from chatapp.screens.key_help import KeyHelp
from chatapp.screens.mode_screen import ModeScreen
from chatapp.screens.models import ModelsScreen
from chatapp.screens.place_prompt import PlacePrompt
from chatapp.screens.settings import SettingsScreen
from chatapp.screens.teach import TeachScreen
from chatapp.screens.translate import TranslateScreen
from chatapp.widgets.alternatives_list import AlternativesList
from chatapp.widgets.candidates_list import CandidatesList
from chatapp.widgets.composer import Composer
from chatapp.widgets.conversation_list import ConversationList
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.row_select import RowSelect
from chatapp.widgets.turn import Turn
from tests.chatapp.driving import answered, chat_of, running, said, say, until
from tests.chatapp.fake_engine import ENDINGS

Kind = TypeVar("Kind", bound=Widget)
REPLY = "You said “hello”, and I heard it."


@dataclass
class Place:
    """The app, and what its screens show, for the steps to look at."""

    app: ChatApp
    pilot: Pilot[None]
    log: Path
    before: Any = None

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def chat(self) -> ChatScreen:
        return chat_of(self.app)

    @property
    def turns(self) -> list[Turn]:
        return self.chat.transcript.turns

    @property
    def composer(self) -> Composer:
        return cast("ModeScreen", self.screen).writer.composer

    @property
    def told(self) -> str:
        return "\n".join(each.message for each in self.app._notifications)

    @property
    def languages(self) -> tuple[str, str]:
        screen = self.translate
        return screen.source_language or "auto", screen.target_language

    @property
    def translate(self) -> TranslateScreen:
        return cast("TranslateScreen", self.app._screen_stacks["translate"][0])

    @property
    def target(self) -> str:
        return self.translate.query_one("#target").text  # type: ignore[attr-defined,no-any-return]

    @property
    def listed(self) -> ConversationList:
        return self.chat.query_one(ConversationList)

    def one(self, kind: type[Kind]) -> Kind:
        return self.screen.query_one(kind)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def back(self) -> None:
        while not isinstance(self.screen, ModeScreen):
            await self.press("escape")
        if not isinstance(self.app.focused, Composer):
            await self.press("escape")
        await until(lambda: isinstance(self.app.focused, Composer))


Arrange = Callable[[Place], Awaitable[None]]
Seen = Callable[[Place], object]


class Step(NamedTuple):
    key: str
    seen: Seen
    arrange: Arrange = Place.back


async def as_it_is(_: Place) -> None:
    pass


def typed(text: str) -> Arrange:
    async def arrange(place: Place) -> None:
        await place.press("escape")
        place.composer.clear()
        place.composer.insert(text)

    return arrange


async def offered(place: Place) -> None:
    await typed("I am ")(place)
    wanted = [text.lstrip() for text, _, _ in ENDINGS]
    await until(lambda: list(place.composer._offered) == wanted)


async def in_translation(place: Place) -> None:
    await place.back()
    await place.press("f3")
    await until(lambda: place.app.current_mode == "translate" and isinstance(place.app.focused, Composer))


async def in_chat(place: Place) -> None:
    await place.back()
    await place.press("f2")
    await until(lambda: place.app.current_mode == "chat" and isinstance(place.app.focused, Composer))


async def slow_reply(place: Place) -> None:
    await in_chat(place)
    await say(place.pilot, "be-slow")
    await until(lambda: len(place.turns) == 2 and "2" in place.turns[1].spoken)


async def hello(place: Place) -> None:
    await in_chat(place)
    await say(place.pilot, "hello")
    await until(lambda: answered(place.app))


async def nothing_pointed_at(place: Place) -> None:
    await place.press("escape")
    await until(lambda: place.chat.transcript.pointed is None)


async def scrolled(place: Place) -> None:
    await typed("")(place)
    await place.pilot.pause()
    place.before = place.chat.transcript.scroll_y


async def deleted(place: Place) -> None:
    await hello(place)
    await until(lambda: place.listed._listed)
    place.listed.focus_list()
    await place.press("delete")
    await until(lambda: not place.turns)


async def public_again(place: Place) -> None:
    await place.press("alt+p", "ctrl+n")
    await until(lambda: not place.turns)
    await deleted(place)


async def list_focused(place: Place) -> None:
    place.listed.focus_list()
    await until(lambda: place.listed._listed and not place.listed.has_class("-renaming"))
    await place.pilot.pause()


async def replies_listed(place: Place) -> None:
    await place.press("alt+a")
    await until(lambda: place.one(CandidatesList).display and place.one(CandidatesList).has_focus)


async def translated(place: Place) -> None:
    await place.back()
    await place.press("escape")
    place.composer.clear()
    place.composer.insert("hola\ntu")
    into = place.translate.target_language
    await until(lambda: place.target == f"[{into}] hola\n[{into}] tu")
    place.before = place.languages


async def asked_before(place: Place) -> None:
    await translated(place)
    place.before = asked(place)


def asked(place: Place) -> int:
    return place.log.read_text().count('"kind":"translate"')


async def alternatives_listed(place: Place) -> None:
    await translated(place)
    await place.press("alt+a")
    await until(lambda: place.one(AlternativesList).has_focus)


def sentence(number: int) -> Seen:
    return lambda place: place.one(AlternativesList).border_title == f"Sentence {number} of 2"


async def picture_shown(place: Place) -> None:
    if not isinstance(place.screen, AlignmentPicture):
        await translated(place)
        await place.press("alt+w")
        await until(lambda: isinstance(place.screen, AlignmentPicture) and drawn(2)(place))


def drawn(number: int) -> Seen:
    return lambda place: place.screen.query_one("#alignment").border_title == f"Sentence {number} of 2"


def picture_closed(place: Place) -> bool:
    return isinstance(place.screen, TranslateScreen)


async def one_kept(place: Place) -> None:
    place.composer.insert("hola")
    await place.press("enter")
    await until(lambda: place.one(KeptList)._kept)
    place.one(KeptList).focus()
    await place.press("home")


async def languages_chosen(place: Place) -> None:
    await place.back()
    await place.press("alt+m")
    await until(lambda: isinstance(place.screen, ModelsScreen) and place.screen._library.bundles)
    assert isinstance(place.screen, ModelsScreen)
    names = [each.manifest.name for each in place.screen._library.bundles]
    place.screen.query_one("#bundles", OptionList).highlighted = names.index("languages")


def asks_for_a_place(title: str) -> Seen:
    return lambda place: isinstance(place.screen, PlacePrompt) and place.screen._title == title


async def focus_noted(place: Place) -> None:
    place.before = place.app.focused


def focus_moved(place: Place) -> bool:
    return isinstance(place.app.focused, RowSelect) and place.app.focused is not place.before


def shows(kind: type[Screen[Any]]) -> Seen:
    return lambda place: isinstance(place.screen, kind)


def mode(name: str) -> Seen:
    return lambda place: place.app.current_mode == name


def text_is(text: str) -> Seen:
    return lambda place: place.composer.text == text


def rating_is(rating: int) -> Seen:
    return lambda place: place.turns[-1].rating == rating


def takes(number: int) -> Seen:
    return text_is(f"I am {ENDINGS[number - 1][0].lstrip()}")


STEPS: Mapping[str, Sequence[Step]] = {
    "Everywhere": [
        Step("f1", shows(KeyHelp)),
        Step("f2", mode("chat"), in_translation),
        Step("f3", mode("translate")),
        Step("f4", lambda place: not place.app.settings.suggestions),
        Step("alt+t", shows(TeachScreen)),
        Step("alt+m", shows(ModelsScreen)),
        Step("alt+s", shows(SettingsScreen)),
        Step("ctrl+p", lambda place: type(place.screen).__name__ == "CommandPalette"),
        Step("escape", lambda place: place.turns[1].state == "stopped", slow_reply),
        Step("ctrl+q", lambda place: place.app._exit),
    ],
    "Writing": [
        Step("pageup", lambda place: place.chat.transcript.scroll_y < place.before, scrolled),
        Step("pagedown", lambda place: place.chat.transcript.scroll_y > place.before, scrolled),
        Step("enter", lambda place: answered(place.app) and said(place.app)[-2][1] == "hello", typed("hello")),
        Step("up", text_is("hello"), typed("")),
        Step("down", text_is(""), as_it_is),
        *(Step(key, text_is("a\n"), typed("a")) for key in ("ctrl+j", "alt+enter", "shift+enter")),
        Step("tab", takes(1), offered),
        *(Step(key, text_is("I am going"), offered) for key in ("ctrl+right", "alt+right")),
        *(Step(f"alt+{number}", takes(number), offered) for number in range(1, 6)),
        *(Step(f"f{number + 4}", takes(number), offered) for number in range(1, 6)),
        Step("alt+g", lambda place: " word0 word1" in place.composer.text, typed("once")),
    ],
    "Chat": [
        Step("ctrl+r", lambda place: said(place.app)[1][1] == "Heard for the 2. time: “hello”.", hello),
        Step("ctrl+n", lambda place: not place.turns),
        Step("ctrl+o", lambda place: not place.chat.query_one("#conversations").display),
        Step("ctrl+t", mode("translate")),
        Step("alt+p", lambda place: "not kept" in place.composer.placeholder, in_chat),
        Step("alt+z", lambda place: len(place.turns) == 2, public_again),
        Step("alt+x", asks_for_a_place("Export")),
        Step("alt+o", asks_for_a_place("Import")),
        Step("alt+up", lambda place: place.chat.transcript.pointed is place.turns[-1]),
        Step("alt+down", lambda place: place.chat.transcript.pointed is None, as_it_is),
        Step("alt+a", lambda place: place.one(CandidatesList).display),
        Step("alt+r", text_is(REPLY)),
        Step("alt+u", rating_is(1), nothing_pointed_at),
        Step("alt+d", rating_is(-1)),
        Step("alt+i", lambda place: "The network wrote it" in str(place.turns[-1].render())),
        Step("alt+c", lambda place: place.app.clipboard == REPLY),
        Step("alt+y", lambda place: place.app.clipboard.startswith("# hello\n")),
        Step("alt+e", text_is("hello")),
    ],
    "The list of conversations": [
        Step("p", lambda place: [each.pinned for each in place.listed._listed.values()] == [True], list_focused),
        Step("r", lambda place: place.listed._title.has_focus and place.listed._title.value == "hello", list_focused),
        Step("delete", lambda place: not place.listed._listed and "alt+z" in place.told, list_focused),
    ],
    "The list of replies": [
        Step(key, lambda place: not place.one(CandidatesList).display, replies_listed) for key in ("escape", "alt+a")
    ],
    "Translate": [
        Step("ctrl+l", lambda place: place.languages == ("auto", "de"), translated),
        Step("alt+l", lambda place: place.languages == ("en", "de"), translated),
        Step("ctrl+s", lambda place: place.languages == ("de", "en"), translated),
        Step("alt+c", lambda place: place.app.clipboard == "[en] hola\n[en] tu", translated),
        Step("ctrl+r", lambda place: asked(place) > place.before, asked_before),
        Step("alt+k", lambda place: place.screen.query_one("#find-kept", Input).has_focus),
        Step("alt+a", lambda place: place.one(AlternativesList).display, translated),
        Step("alt+w", shows(AlignmentPicture), translated),
        Step("ctrl+t", mode("chat")),
    ],
    "Other translations of a sentence": [
        Step("left", sentence(1), alternatives_listed),
        Step("right", sentence(2), as_it_is),
        Step("escape", lambda place: not place.one(AlternativesList).display, as_it_is),
    ],
    "The picture of words that belong together": [
        Step("left", drawn(1), picture_shown),
        Step("right", drawn(2), picture_shown),
        Step("p", drawn(1), picture_shown),
        Step("n", drawn(2), picture_shown),
        *(Step(key, picture_closed, picture_shown) for key in ("escape", "q", "enter", "alt+w")),
    ],
    "What was kept": [Step("delete", lambda place: not place.one(KeptList)._kept, one_kept)],
    "Models": [
        Step("v", lambda place: "Every file of languages is whole" in place.told, languages_chosen),
        Step("e", asks_for_a_place("Export"), languages_chosen),
        Step("i", asks_for_a_place("Import"), languages_chosen),
        Step("u", lambda place: "does not chat" in place.told, languages_chosen),
        Step("delete", lambda place: "Press delete again" in place.told, languages_chosen),
        Step("escape", shows(ChatScreen), languages_chosen),
    ],
    "Settings": [
        Step("down", focus_moved, focus_noted),
        Step("up", focus_moved, focus_noted),
        Step("escape", shows(ChatScreen), as_it_is),
    ],
    "Teach": [
        Step("alt+m", lambda place: str(place.screen.query_one("#understood", Static).render()).strip(), as_it_is),
        Step("escape", shows(ChatScreen), as_it_is),
    ],
}

REACHED_BY: Mapping[str, tuple[Arrange, Seen]] = {
    "Settings": (lambda place: place.press("alt+s"), lambda place: place.app.focused and shows(SettingsScreen)(place)),
    "Teach": (lambda place: place.press("alt+t"), lambda place: place.app.focused and shows(TeachScreen)(place)),
    "The list of conversations": (hello, lambda place: place.listed._listed),
    "The list of replies": (hello, lambda place: len(place.turns) == 2),
} | dict.fromkeys(
    (
        "Translate",
        "Other translations of a sentence",
        "The picture of words that belong together",
        "What was kept",
    ),
    (in_translation, mode("translate")),
)


def test_every_binding_has_a_step() -> None:
    bound = {
        (heading, key) for heading, bindings in sections() for binding in bindings for key in binding.key.split(",")
    }
    assert bound == {(heading, step.key) for heading, steps in STEPS.items() for step in steps}


@asynccontextmanager
async def placed(heading: str, engine_command: tuple[str, ...], log: Path) -> AsyncIterator[Place]:
    log.touch()
    if heading == "Models":
        write_bundles(places.bundles_folder())
    if heading == "Writing":
        history = History(places.history_file())
        told = [Message(0, "app" if number % 2 else "person", f"number {number}", "done") for number in range(40)]
        history.take_in(Told("long", tuple(told)))
        history.close()
    async with AsyncExitStack() as stack:
        app, pilot = await stack.enter_async_context(running((*engine_command, "--log", str(log)), size=(120, 40)))
        place = Place(app, pilot, log)
        if heading in REACHED_BY:
            arrange, reached = REACHED_BY[heading]
            await arrange(place)
            await until(lambda: reached(place))
        yield place


@pytest.mark.parametrize("heading", STEPS)
async def test_every_key_does_what_is_said_of_it(heading: str, engine_command: tuple[str, ...], tmp_path: Path) -> None:
    async with placed(heading, engine_command, tmp_path / "log") as place:
        for step in STEPS[heading]:
            await step.arrange(place)
            await place.press(step.key)
            try:
                await until(lambda step=step: step.seen(place), 20)
            except TimeoutError:
                pytest.fail(f"{heading}: {step.key} does not do what is said of it")
