"""Words for a word: those that parallel text shows, or where it shows none, those that the network thinks of."""

from __future__ import annotations

import re
from collections.abc import Callable

from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.clean_line import clean_line
from chatapp.engine.nearest_words import nearest_words
from chatapp.engine.networks import WordToWord
from chatapp.engine.protocol import Definition
from models import layout
from models.direction import Direction
from models.lexicon import Lexicon
from models.pieces import Pieces

MOST = 5
LONGEST = 40
"""Letters of a word; what is longer is none."""

_LEAST_PROBABILITY = 0.02
_CLEAR, _SELDOM = 0.2, 0.05
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*['’]?")


def single_word(text: str) -> str | None:
    """Return the one word that a text holds, without marks around it; None where there is more, or none."""
    words = clean_line(text).strip('¿¡.,;:!?…"“”«»() ').split()
    if len(words) == 1 and len(words[0]) <= LONGEST and _WORD.fullmatch(words[0]):
        return words[0].replace("’", "'")
    return None


class Dictionary:
    """Looks words up in a lexicon, and asks a one-to-one network for those that it lacks."""

    def __init__(self, network: WordToWord, pieces: Pieces, lexicon: Lexicon, languages: tuple[str, ...]) -> None:
        self.network = network
        self.pieces = pieces
        self.lexicon = lexicon
        self.languages = languages

    def define(
        self, text: str, target: str, source: str | None, guess: Callable[[str], str | None]
    ) -> list[Definition]:
        """Return at most five words of ``target``, the best first; none for what is no single word.

        Args:
            text: a word.
            target: a language.
            source: the language of the word; None: one that has it, by preference the one that ``guess`` says.
            guess: which language a text looks like.

        Raises:
            CannotAnswer: a language is not known.
        """
        word, spoken = self._word_and_language(text, target, source, guess)
        if word is None or spoken is None or spoken == target:
            return []
        return self._listed(word, spoken, target) or self._thought_of(word, spoken, target)

    def translations(self, text: str, direction: Direction, guess: Callable[[str], str | None]) -> list[str]:
        """Return what a word without marks can be in another language, as it would be written there, the best first.

        None for a word that parallel text does not show, or not clearly: the network that translates knows more of
        sentences than the one that thinks of words. Of a German word a capital says nothing. The language of the word
        is the one that is said, if it has the word.
        """
        source, target = direction
        word, spoken = self._word_and_language(text, target, None, guess)
        if word and source in self.languages and self.lexicon.find(word, self.languages.index(source)) is not None:
            spoken = source
        if word is None or word != text.replace("’", "'") or spoken is None or spoken == target:
            return []
        listed = [each for each in self._listed(word, spoken, target) if each.probability >= _SELDOM]
        if not listed or listed[0].probability < _CLEAR:
            return []
        as_name = word[0].isupper() and spoken != "de"
        return [each.word[:1].upper() + each.word[1:] if as_name else each.word for each in listed]

    def nearest(self, text: str, target: str, source: str | None, guess: Callable[[str], str | None]) -> list[str]:
        """Return at most five words of the language of a word that mean nearly the same; arguments as for ``define``.

        Raises:
            CannotAnswer: a language is not known.
        """
        word, spoken = self._word_and_language(text, target, source, guess)
        if word is None or spoken is None:
            return []
        place = self.languages.index(spoken)
        number = self.lexicon.find(word, place)
        return [] if number is None else nearest_words(self.lexicon, number, place, MOST)

    def _word_and_language(
        self, text: str, target: str, source: str | None, guess: Callable[[str], str | None]
    ) -> tuple[str | None, str | None]:
        for language in (target, *([source] if source else [])):
            if language not in self.languages:
                known = ", ".join(self.languages)
                raise CannotAnswer(f"The language '{language}' is not known: choose one of {known}.")
        word = single_word(text)
        return word, source or (self._language(word, target, guess) if word else None)

    def _language(self, word: str, target: str, guess: Callable[[str], str | None]) -> str | None:
        others = [language for language in self.languages if language != target]
        having = [each for each in others if self.lexicon.find(word, self.languages.index(each)) is not None]
        guessed = guess(word)
        if guessed in having or (not having and guessed in others):
            return guessed
        return next(iter(having or others), None)

    def _listed(self, word: str, source: str, target: str) -> list[Definition]:
        number = self.lexicon.find(word, self.languages.index(source))
        if number is None:
            return []
        place = self.languages.index(target)
        start = sum(self.lexicon.sizes[:place])
        end = start + self.lexicon.sizes[place]
        return [
            Definition(self.lexicon.words[each.word], each.probability, listed=True)
            for each in self.lexicon.entries(number)
            if start <= each.word < end
        ][:MOST]

    def _thought_of(self, word: str, source: str, target: str) -> list[Definition]:
        line = layout.word_source(self.pieces, source, self.pieces.encode(word.casefold()))
        given = self.network.probabilities([line], target)[0]  # (answers,)
        start = sum(self.lexicon.sizes[: self.languages.index(target)])
        best = (-given).argsort(kind="stable")[:MOST].tolist()
        return [
            Definition(self.lexicon.words[start + index], float(given[index]), listed=False)
            for rank, index in enumerate(best)
            if rank == 0 or given[index] >= _LEAST_PROBABILITY
        ]
