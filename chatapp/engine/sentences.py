"""Single sentences translated, each in several ways, with all that is to be copied in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Generic, NamedTuple

from chatapp.engine.alignment import align
from chatapp.engine.clean_line import clean_line, clean_text, written_line
from chatapp.engine.markup import Unmarked, mark_again, unmark
from chatapp.engine.names import keeps_names, names_of
from chatapp.engine.numbers import has_figures, keeps_numbers, patch_numbers
from chatapp.engine.phrases import phrase
from chatapp.engine.protocol import Alignment
from chatapp.engine.segments import around_kept
from chatapp.engine.verbatim import VERBATIM, VERBATIM_AND_FIGURES, Protected, protect, verbatim_and_more
from models.direction import Direction
from models.pieces import Pieces
from models.stepper import LineToLine, StateType
from models.translation import WIDTH, translations

_LEAST = 4
"""How many letters must stand between two things that are copied: of "at" alone the network makes what it likes."""

Words = Callable[[str, Direction], Sequence[str]]
"""Gives what a text, if it is a single word, is in a language, the best first; nothing if that is not known."""


def no_words(_text: str, _direction: Direction) -> Sequence[str]:
    """Know none."""
    return ()


class _Prepared(NamedTuple):
    line: str
    protected: Protected
    unmarked: Unmarked


class Sentences(Generic[StateType]):
    """Asks a many-to-many network for one sentence, or a batch of them."""

    def __init__(
        self,
        network: LineToLine[StateType],
        pieces: Pieces,
        words: Words = no_words,
        taught: Collection[Direction] = (),
    ) -> None:
        self.network = network
        self.pieces = pieces
        self.words = words
        self.taught = taught

    def translate(
        self, sentences: Sequence[str], direction: Direction, should_stop: Callable[[], bool]
    ) -> list[tuple[str, ...]] | None:
        """Translate each sentence in at most ``WIDTH`` ways, all different, the best first; None when stopped.

        Those that keep the numbers and names of the sentence come first, and among them those that lead back to it.
        Where none does, numbers are put in by what the network looked at, or else words that it knows stand for dates
        and the like, or for all numbers and names. Where what is copied was lost, what stands around it is translated
        by itself. What everybody says is translated by hand (``phrases``), a single word by the dictionary.
        """
        found = self._attempt(sentences, direction, should_stop)
        if found is None:
            return None
        for kept in (_figures, _more):
            again = [number for number, each in enumerate(found) if not _keeping(sentences[number], each)]
            better = self._attempt([sentences[each] for each in again], direction, should_stop, kept)
            if better is None:
                return None
            for number, each in zip(again, better, strict=True):
                found[number] = tuple(dict.fromkeys([*_keeping(sentences[number], each), *found[number]]))
        for number, known in enumerate(found):
            if not known or (has_figures(sentences[number]) and not _keeping(sentences[number], known)):
                around = self._around(sentences[number], direction, should_stop)
                if around is None:
                    return None
                found[number] = (around,)
        return [self._as_known(text, direction, each) for text, each in zip(sentences, found, strict=True)]

    def _as_known(self, sentence: str, direction: Direction, found: tuple[str, ...]) -> tuple[str, ...]:
        said = phrase(sentence, direction.target)
        if said is not None:
            return tuple(dict.fromkeys([said, *found]))[:WIDTH]
        return tuple(self.words(sentence, direction))[:WIDTH] or found

    def _attempt(
        self,
        sentences: Sequence[str],
        direction: Direction,
        should_stop: Callable[[], bool],
        kept: Callable[[str], re.Pattern[str] | None] = lambda _: VERBATIM,
    ) -> list[tuple[str, ...]] | None:
        """Translate with stand-ins for what is ``kept`` of a sentence; no translation where one was lost."""
        patterns = [kept(each) for each in sentences]
        prepared = [
            _prepare(each, pattern) if pattern else None for each, pattern in zip(sentences, patterns, strict=True)
        ]
        found = self._ask([each.line for each in prepared if each], direction, should_stop)
        if found is None:
            return None
        answers = iter(found)
        return [self._finish(each, next(answers), direction.target) if each else () for each in prepared]

    def align(self, sentence: str, translation: str, target: str) -> Alignment | None:
        """Say which words come from which (see ``alignment.align``)."""
        return align(self.network, self.pieces, sentence, translation, target)

    def _ask(
        self, texts: Sequence[str], direction: Direction, should_stop: Callable[[], bool]
    ) -> list[list[str]] | None:
        if not texts:
            return []
        lines = [self.pieces.encode(each) for each in texts]
        found = translations(self.network, self.pieces, lines, direction, self.taught, should_stop)
        if should_stop():
            return None
        return [[written_line(self.pieces.decode(each.pieces)) for each in hypotheses] for hypotheses in found]

    def _finish(self, prepared: _Prepared, written: Sequence[str], target: str) -> tuple[str, ...]:
        line = prepared.line
        candidates = [each for each in dict.fromkeys(written) if each]
        keeping = _keeping(line, candidates)
        if candidates and not keeping:
            best = candidates[0]
            keeping = [patch_numbers(line, best, self.align(line, best, target))]
            candidates = candidates[1:]
        ordered = [*keeping, *(each for each in candidates if each not in keeping)]
        finished = (self._restored(prepared, _ending_like(line, each), target) for each in ordered)
        return tuple(dict.fromkeys(each for each in finished if each))

    def _restored(self, prepared: _Prepared, translation: str, target: str) -> str | None:
        if prepared.unmarked.marks:
            if prepared.line != prepared.unmarked.text:
                return None  # a tag between two spaces: its place in the line is not known
            alignment = self.align(prepared.line, translation, target)
            marked = mark_again(prepared.unmarked, translation, alignment)
            return None if marked is None else prepared.protected.restore(marked)
        return prepared.protected.restore(translation)

    def _around(self, sentence: str, direction: Direction, should_stop: Callable[[], bool]) -> str | None:
        segments = list(around_kept(sentence, lambda _: True))
        if [each.translated for each in segments] == [True] and segments[0].text == sentence:
            return sentence  # the network has nothing to say
        texts = list(dict.fromkeys(each.text for each in segments if each.translated and len(each.text) >= _LEAST))
        found = self.translate(texts, direction, should_stop)
        if found is None:
            return None
        known = dict(zip(texts, found, strict=True))
        return "".join(known[each.text][0] if each.text in known else each.text for each in segments)


def _figures(sentence: str) -> re.Pattern[str] | None:
    return VERBATIM_AND_FIGURES if has_figures(sentence) else None


def _more(sentence: str) -> re.Pattern[str]:
    return verbatim_and_more(names_of(clean_line(sentence)))


def _prepare(sentence: str, kept: re.Pattern[str]) -> _Prepared | None:
    protected = protect(clean_text(sentence), kept)
    if protected is None:
        return None
    unmarked = unmark(clean_line(protected.text))
    return _Prepared(clean_line(unmarked.text), protected, unmarked)


def _ending_like(sentence: str, translation: str) -> str:
    """Leave out the stop after what has none: a heading, an item of a list, a single word."""
    if sentence[-1:].isalnum():
        return re.sub(r"(?<=\w)\s?[.!]$", "", translation)
    return translation


def _keeping(sentence: str, found: Sequence[str]) -> list[str]:
    return [each for each in found if keeps_numbers(sentence, each) and keeps_names(sentence, each)]
