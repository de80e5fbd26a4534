"""What answers each task: made once, when it is first needed, of the preferred bundle that is not damaged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from chatapp import places
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.library import Library, Listed
from chatapp.engine.own_lines import OwnLine, OwnLines
from chatapp.settings import read as read_settings

if TYPE_CHECKING:
    from chatapp.engine.detector import Detector
    from chatapp.engine.dictionary import Dictionary
    from chatapp.engine.free_text import FreeText
    from chatapp.engine.moods import Moods
    from chatapp.engine.passage_replies import PassageReplies
    from chatapp.engine.replies import Replies
    from chatapp.engine.sentences import Words
    from chatapp.engine.suggester import Suggester
    from chatapp.engine.translator import Translator
    from chatapp.engine.whole_replies import WholeReplies
    from models.bundle import Bundle

Service = TypeVar("Service")

_DOES = {
    "chat": "chats",
    "translate": "translates",
    "suggest": "suggests",
    "detect": "detects languages",
    "define": "defines words",
    "mood": "tells moods",
}
_LINES_REMEMBERED = 5000
_SURE_OF_LANGUAGE = 0.8


class Services:
    """Loads bundles and makes of them what answers; whatever is asked for may raise ``CannotAnswer``.

    Any thread may ask.
    """

    def __init__(self, library: Library, own_lines: OwnLines, words: Words) -> None:
        self.library = library
        self.own_lines = own_lines
        self.words = words
        self._loading = threading.Lock()
        self._bundles: dict[Path, Bundle] = {}
        self._services: dict[str, Any] = {}
        self._damaged: dict[Path, str] = {}

    @property
    def problems(self) -> list[str]:
        """One sentence for each bundle that cannot be used, as far as is known."""
        return [*self.library.problems, *self._damaged.values()]

    def can(self, task: str) -> bool:
        """Tell whether there is a bundle for a task."""
        return any(each.folder not in self._damaged for each in self.library.serving(task))

    def replies(self) -> Replies[Any]:
        """Return what answers in a conversation."""

        def make(bundle: Bundle) -> Replies[Any]:
            from models.exemplars.store import EXEMPLARS

            if bundle.manifest.answers_from and EXEMPLARS in bundle.manifest.checksums:
                return self._taught(bundle)
            return self._replies_of(bundle)

        return self._service("chat", make)

    def _taught(self, bundle: Bundle) -> Replies[Any]:
        """Answer what a bundle was taught, and let the next bundle that chats answer the rest."""
        from chatapp.engine.taught import TaughtReplies
        from models.bundle import BundleError, damage
        from models.exemplars.asked import Asked
        from models.exemplars.store import EXEMPLARS, Exemplars

        with damage(bundle.folder):
            asked = Asked(Exemplars.read(bundle.folder / EXEMPLARS))
        rest = bundle
        for each in self.library.serving("chat"):
            if not each.manifest.answers_from and not each.taught and each.folder not in self._damaged:
                try:
                    rest = self._open(each)
                    break
                except BundleError as error:
                    self._damaged[each.folder] = str(error)
        otherwise = self._replies_of(rest, found=rest is not bundle)
        return TaughtReplies(asked, bundle.manifest.answers_from, otherwise)

    def _replies_of(self, bundle: Bundle, found: bool = True) -> Replies[Any]:
        """Answer by a bundle's network and, if they are to be ``found``, its exemplars.

        Raises:
            BundleError: the exemplars are damaged.
        """
        from chatapp.engine.fastest import line_to_line
        from chatapp.engine.replies import Replies
        from models.bundle import damage
        from models.exemplars.nearest import Nearest
        from models.exemplars.store import EXEMPLARS, Exemplars
        from models.exemplars.unsure import part

        network = line_to_line(bundle)
        if not found or EXEMPLARS not in bundle.manifest.checksums:
            return Replies(network, bundle.pieces)
        with damage(bundle.folder):
            exemplars, unsure = part(Exemplars.read(bundle.folder / EXEMPLARS))
            nearest = Nearest(exemplars)
        return Replies(network, bundle.pieces, nearest, unsure, self._language_of)

    def _language_of(self, text: str) -> str:
        """Tell what language a text is in; English where nothing tells languages, or the text is too short for it."""
        found = self.detector().detect(text) if self.can("detect") else None
        return found.language if found is not None and found.probability >= _SURE_OF_LANGUAGE else "en"

    def translator(self) -> Translator[Any]:
        """Return what translates texts, single words by the dictionary."""

        def make(bundle: Bundle) -> Translator[Any]:
            from chatapp.engine.fastest import line_to_line
            from chatapp.engine.translator import Translator

            return Translator(line_to_line(bundle), bundle.pieces, self.words, bundle.manifest.taught)

        return self._service("translate", make)

    def passage_replies(self) -> PassageReplies:
        """Return what answers questions about a text, and else as the replies do."""
        from chatapp.engine.passage_replies import PassageReplies

        replies = self.replies()
        return self._service("chat", lambda _: PassageReplies(replies), "passage")

    def whole_replies(self) -> WholeReplies[Any]:
        """Return what offers whole replies to a message."""
        from chatapp.engine.whole_replies import WholeReplies

        return WholeReplies(self.replies())

    def suggester(self) -> Suggester[Any]:
        """Return what says how a line goes on; it has learnt what the person wrote before, if they let it."""

        def make(bundle: Bundle) -> Suggester[Any]:
            from chatapp.engine.fastest import line_writer
            from chatapp.engine.personal_writer import PersonalWriter
            from chatapp.engine.suggester import Suggester

            suggester = Suggester(PersonalWriter(line_writer(bundle), bundle.pieces), bundle.pieces)
            for line in self._lines_written_before():
                suggester.learn(line.text, line.language, judged=False)
            return suggester

        return self._service("suggest", make)

    def _lines_written_before(self) -> list[OwnLine]:
        settings, _ = read_settings(places.settings_file())
        if not settings.learning:
            return []
        try:
            return self.own_lines.newest(_LINES_REMEMBERED)
        except sqlite3.Error:
            return []  # a store that is damaged costs what was learnt, never the suggestions

    def free_text(self) -> FreeText[Any]:
        """Return what goes on writing."""

        def make(bundle: Bundle) -> FreeText[Any]:
            from chatapp.engine.fastest import line_writer
            from chatapp.engine.free_text import FreeText

            return FreeText(line_writer(bundle), bundle.pieces)

        return self._service("suggest", make, "write")

    def detector(self) -> Detector:
        """Return what tells languages."""

        def make(bundle: Bundle) -> Detector:
            from chatapp.engine.detector import Detector
            from chatapp.engine.fastest import labeller

            return Detector(labeller(bundle), bundle.pieces, bundle.manifest.labels)

        return self._service("detect", make)

    def dictionary(self) -> Dictionary:
        """Return what defines words."""

        def make(bundle: Bundle) -> Dictionary:
            from chatapp.engine.dictionary import Dictionary
            from chatapp.engine.fastest import word_to_word
            from models.bundle import damage
            from models.lexicon import LEXICON, Lexicon

            with damage(bundle.folder):
                lexicon = Lexicon.read(bundle.folder / LEXICON)
            return Dictionary(word_to_word(bundle), bundle.pieces, lexicon, bundle.architecture.languages)

        return self._service("define", make)

    def moods(self) -> Moods:
        """Return what tells moods."""

        def make(bundle: Bundle) -> Moods:
            from chatapp.engine.fastest import labeller
            from chatapp.engine.moods import Moods

            return Moods(labeller(bundle), bundle.pieces, bundle.manifest.labels, bundle.architecture.thresholds)

        return self._service("mood", make)

    def _service(self, task: str, make: Callable[[Bundle], Service], name: str = "") -> Service:
        """Return what answers ``task``, made of the preferred bundle that is not damaged; kept as ``name`` if given."""
        with self._loading:
            from models.allocator import return_freed_memory
            from models.bundle import BundleError

            while (name or task) not in self._services:
                listed = self.serving(task)
                try:
                    self._services[name or task] = make(self._open(listed))
                    # Packing leaves holes of the size of a network.
                    return_freed_memory()
                except BundleError as error:
                    if listed.chosen:
                        raise CannotAnswer(str(error)) from error
                    self._damaged[listed.folder] = str(error)
            service: Service = self._services[name or task]
            return service

    def _open(self, listed: Listed) -> Bundle:
        """Load a bundle once.

        Raises:
            BundleError: it is damaged.
        """
        if listed.folder not in self._bundles:
            from chatapp.engine.fastest import limit_threads
            from models.bundle import load

            limit_threads()
            self._bundles[listed.folder] = load(listed.folder)
        return self._bundles[listed.folder]

    def serving(self, task: str) -> Listed:
        """Return the preferred bundle for a task among those that are not damaged.

        Raises:
            CannotAnswer: there is none.
        """
        for each in self.library.serving(task):
            if each.folder not in self._damaged:
                return each
        if self.problems:
            raise CannotAnswer(self.problems[0])
        raise CannotAnswer(
            f"There is no bundle that {_DOES[task]}: install chatapp again to get one, "
            f"or put one into {places.bundles_folder()}."
        )
