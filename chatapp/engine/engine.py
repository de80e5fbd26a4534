"""The one object that answers: the command line asks it directly, ``server`` on behalf of the screens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chatapp import places
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.library import Library, discover
from chatapp.engine.own_lines import OwnLines
from chatapp.engine.protocol import Alignment, Continuation, Definition, Sentence
from chatapp.engine.services import Services
from chatapp.settings import read as read_settings
from models.direction import Direction

if TYPE_CHECKING:
    from chatapp.engine.candidates import Considered, Reply, Voices
    from chatapp.engine.detector import Detection
    from chatapp.engine.moods import Mood

_SURE = 0.5
_LETTERS_READ = 4000
_WORDS_TO_DETECT_BY = 3
_LANGUAGE_OF_SHORT_LINES = "en"


@dataclass(frozen=True)
class Translation:
    """A translated text; ``source`` is the language that was found where none was given, with its ``probability``."""

    text: str
    source: str | None = None
    probability: float | None = None


def _never() -> bool:
    return False


def _nowhere(_text: str) -> None:
    pass


class Engine:
    """Loads bundles when they are first needed, and answers.

    ``chat`` and ``translate`` may be asked in one thread while ``suggest`` and ``detect`` are asked in another.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.own_lines = OwnLines(places.own_lines_file())
        self.services = Services(library, self.own_lines, self._words)

    @classmethod
    def on_this_machine(cls, chosen: Sequence[Path] = ()) -> Engine:
        """Make an engine of the bundles found here, the ``chosen`` ones first.

        Raises:
            CannotAnswer: a chosen bundle cannot be used.
        """
        settings, _ = read_settings(places.settings_file())
        return cls(discover(chosen, settings.chat_model))

    @property
    def problems(self) -> list[str]:
        """One sentence for each bundle that cannot be used, as far as is known."""
        return self.services.problems

    def reply(
        self,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = _never,
        voices: Voices = "both",
    ) -> Reply:
        """Answer the last of ``turns``, oldest first; empty when stopped.

        Raises:
            CannotAnswer: there is no message, or no bundle that chats.
        """
        return self.consider(turns, seed, should_stop, voices).reply

    def consider(
        self,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = _never,
        voices: Voices = "both",
        passage: str = "",
    ) -> Considered:
        """Answer the last of ``turns`` as `reply` does, and tell what else could have been answered.

        Args:
            turns: the conversation.
            seed: draws another answer.
            should_stop: asked again and again.
            voices: who may speak.
            passage: a text to answer questions about; if empty, a long text among the last turns is one.

        Raises:
            CannotAnswer: there is no message, or no bundle that chats.
        """
        if not turns or not turns[-1].strip():
            raise CannotAnswer("There is no message to answer: write one.")
        # What a network reads of a message is its end (`layout.chat_source`), and far less than this.
        read = [turn.rstrip()[-_LETTERS_READ:] for turn in turns]
        from chatapp.engine.passage_replies import passage_before

        passage = passage.strip() or passage_before(read)
        if not passage:
            replies = self.services.replies()

            def reply() -> Considered:
                return replies.consider(read, seed, should_stop, voices)

            def translate(text: str, target: str, source: str | None) -> str:
                return self.translate(text, target, source, should_stop=should_stop).text

            from chatapp.engine.translated_replies import translated
            from chatapp.engine.translation_request import translation_request

            asked = translation_request(read) if voices == "both" and self.services.can("translate") else None
            return reply() if asked is None or replies.was_taught(read[-1]) else translated(asked, translate, reply)
        return self.services.passage_replies().consider(passage, read, seed, should_stop, voices)

    def translate(
        self,
        text: str,
        target: str,
        source: str | None = None,
        *,
        write: Callable[[str], None] = _nowhere,
        should_stop: Callable[[], bool] = _never,
    ) -> Translation:
        """Translate a text of any length into ``target``, giving each part to ``write`` as soon as it is there.

        A text that is in the target language already is returned as it is.

        Raises:
            CannotAnswer: a language is not known, or there is no bundle that translates.
        """
        translator = self.services.translator()
        language, probability, same = self._from(text, target, source)
        if same:
            write(text)
            return Translation(text, language, probability)
        parts = []
        for part in translator.translate(text, Direction(source or language, target), should_stop):
            write(part)
            parts.append(part)
        return Translation("".join(parts), language, probability)

    def translate_all(
        self,
        texts: Sequence[str],
        target: str,
        source: str | None = None,
        *,
        progress: Callable[[int, int], None],
        should_stop: Callable[[], bool] = _never,
    ) -> list[str]:
        """Translate the parts of one document together, in batches; they are in one language.

        ``progress`` is told how many sentences of how many are done; what comes back is empty when stopped.

        Raises:
            CannotAnswer: a language is not known, or there is no bundle that translates.
        """
        translator = self.services.translator()
        language, _, same = self._from("\n".join(texts), target, source)
        if same:
            return list(texts)
        return translator.translate_all(texts, Direction(source or language, target), progress, should_stop)

    def alternatives(
        self, text: str, target: str, source: str | None = None, should_stop: Callable[[], bool] = _never
    ) -> list[Sentence]:
        """Return the sentences of a text with the ways in which each can be translated; none if it is in ``target``.

        Raises:
            CannotAnswer: a language is not known, or there is no bundle that translates.
        """
        translator = self.services.translator()
        language, _, same = self._from(text, target, source)
        if same:
            return []
        return translator.alternatives(text, Direction(source or language, target), should_stop)

    def align(self, sentence: str, translation: str, target: str) -> Alignment | None:
        """Say which words of a sentence those of its translation come from; None if that is not known.

        Raises:
            CannotAnswer: the language is not known, or there is no bundle that translates.
        """
        self._check_language(target)
        return self.services.translator().align(sentence, translation, target)

    def _from(self, text: str, target: str, source: str | None) -> tuple[str | None, float | None, bool]:
        """The language that was found where none was given, its probability, and whether it is the target itself."""
        for given in [target, *([source] if source else [])]:
            self._check_language(given)
        found = self.detect(text) if source is None and self.services.can("detect") else None
        if found is None:
            return None, None, target == source
        return found.language, found.probability, found.language == target and found.probability >= _SURE

    def suggest(
        self,
        line: str,
        previous: str = "",
        language: str | None = None,
        should_stop: Callable[[], bool] = _never,
    ) -> list[Continuation]:
        """Say how ``line`` could go on: at most five ways, the best first.

        Where nothing is written yet, whole replies to ``previous`` are offered, if a bundle chats.

        Raises:
            CannotAnswer: there is no bundle that suggests.
        """
        if not line.strip():
            if not previous.strip() or not self.services.can("chat"):
                return []
            return self.services.whole_replies().offer(previous, should_stop)
        suggester = self.services.suggester()
        known = self.services.serving("suggest").manifest.languages
        written_in = language if language in known else None
        return suggester.suggest(line, written_in or self._language_of_a_line(line, known), previous, should_stop)

    def write(
        self,
        beginning: str,
        *,
        words: int,
        temperature: float,
        seed: int,
        language: str | None = None,
        should_stop: Callable[[], bool] = _never,
    ) -> Iterator[str]:
        """Go on writing from ``beginning`` for about so many words, part by part.

        Raises:
            CannotAnswer: there is no bundle that suggests.
        """
        writer = self.services.free_text()
        known = self.services.serving("suggest").manifest.languages
        written_in = language if language in known else None
        return writer.write(
            beginning,
            written_in or self._language_of_a_line(beginning, known),
            words=words,
            temperature=temperature,
            seed=seed,
            should_stop=should_stop,
        )

    def detect(self, text: str) -> Detection | None:
        """Say which language a text is in; None where it has no letters.

        Raises:
            CannotAnswer: there is no bundle that detects languages.
        """
        return self.services.detector().detect(text)

    def learn(self, line: str) -> None:
        """Let the suggestions take after a line that the person wrote, from the next one on, and keep it.

        Raises:
            CannotAnswer: the line cannot be kept, or there is no bundle that suggests.
        """
        suggester = self.services.suggester()
        language = self._language_of_a_line(line, self.services.serving("suggest").manifest.languages)
        suggester.learn(line, language)
        try:
            self.own_lines.add(line, language)
        except sqlite3.Error as error:
            raise CannotAnswer(f"{self.own_lines.path}: cannot be written ({error}); look at the disk.") from error

    def define(self, word: str, target: str, source: str | None = None) -> list[Definition]:
        """Say what a single word can be in ``target``: at most five words, the best first; none for several words.

        Raises:
            CannotAnswer: a language is not known, or there is no bundle that defines words.
        """
        return self.services.dictionary().define(word, target, source, self._guess)

    def nearest_words(self, word: str, target: str, source: str | None = None) -> list[str]:
        """Say which words of its own language mean nearly the same as a word: at most five, the nearest first.

        Raises:
            CannotAnswer: a language is not known, or there is no bundle that defines words.
        """
        return self.services.dictionary().nearest(word, target, source, self._guess)

    def _words(self, text: str, direction: Direction) -> list[str]:
        """Translate a single word by the dictionary; nothing if there is no dictionary, or it is no word."""
        from chatapp.engine.dictionary import single_word

        if single_word(text) is None or not self.services.can("define"):
            return []
        try:
            return self.services.dictionary().translations(text, direction, self._guess)
        except CannotAnswer:
            return []  # a dictionary of other languages, or a damaged one: the network translates words, too

    def _guess(self, text: str) -> str | None:
        found = self.detect(text) if self.services.can("detect") else None
        return found.language if found else None

    def mood(self, text: str) -> list[Mood]:
        """Say which moods a text is in, the clearest first; none where there is nothing to judge by.

        Raises:
            CannotAnswer: there is no bundle that tells moods.
        """
        return self.services.moods().judge(text)

    def load(self, task: str) -> None:
        """Load what ``task`` needs, ahead of the first question.

        Raises:
            CannotAnswer: there is no bundle for it.
        """
        makers: dict[str, Callable[[], object]] = {
            "chat": self.services.replies,
            "translate": self.services.translator,
            "suggest": self.services.suggester,
            "detect": self.services.detector,
        }
        makers[task]()

    def _check_language(self, language: str) -> None:
        known = self.services.serving("translate").manifest.languages
        if language not in known:
            raise CannotAnswer(f"The language '{language}' is not known: choose one of {', '.join(known)}.")

    def _language_of_a_line(self, line: str, known: Sequence[str]) -> str:
        if len(line.split()) >= _WORDS_TO_DETECT_BY and self.services.can("detect"):
            found = self.detect(line)
            if found and found.language in known and found.probability >= _SURE:
                return found.language
        return _LANGUAGE_OF_SHORT_LINES if _LANGUAGE_OF_SHORT_LINES in known else known[0]
