"""Translation of whole texts, sentence by sentence, with the layout kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Generic

from chatapp.engine.clean_line import clean_line, clean_text
from chatapp.engine.protocol import Alignment, Sentence
from chatapp.engine.segments import Segment, cut
from chatapp.engine.sentences import Sentences, Words, no_words
from models.direction import Direction
from models.pieces import Pieces
from models.stepper import LineToLine, StateType

_LONGEST = 60
_BATCHES = (1, 4, 16)
"""How many sentences are decoded together: few at first, so that the first words appear soon."""
_REMEMBERED = 1024


def _never() -> bool:
    return False


class Translator(Generic[StateType]):
    """Asks a many-to-many network; remembers sentences, since a text that is being typed changes in one of them."""

    def __init__(
        self,
        network: LineToLine[StateType],
        pieces: Pieces,
        words: Words = no_words,
        taught: Collection[Direction] = (),
    ) -> None:
        """Take a network, its pieces, a dictionary for single words, and the directions it was taught, if known."""
        self.pieces = pieces
        self.sentences = Sentences(network, pieces, words, taught)
        self._remembered: OrderedDict[tuple[Direction, str], tuple[str, ...]] = OrderedDict()

    def translate(self, text: str, direction: Direction, should_stop: Callable[[], bool] = _never) -> Iterator[str]:
        """Yield the translation, part by part; together the parts are all of it."""
        for segment, translations in self._segments(text, direction, should_stop):
            yield translations[0] if translations else segment.text

    def alternatives(self, text: str, direction: Direction, should_stop: Callable[[], bool] = _never) -> list[Sentence]:
        """Return the sentences of a text with translations of each that differ in their letters."""
        found = []
        begin = 0
        for segment, translations in self._segments(text, direction, should_stop):
            if translations:
                found.append(Sentence(begin, begin + len(segment.text), _different(translations)))
            begin += len(segment.text)
        return found

    def align(self, sentence: str, translation: str, target: str) -> Alignment | None:
        """Say which words of a sentence those of its translation come from; None if that is not known.

        The words are found in the texts as they are given, unless there is more than one space between them.
        """
        if clean_line(sentence) != sentence or clean_line(translation) != translation:
            return None
        return self.sentences.align(sentence, translation, target)

    def translate_all(
        self,
        texts: Sequence[str],
        direction: Direction,
        progress: Callable[[int, int], None],
        should_stop: Callable[[], bool] = _never,
    ) -> list[str]:
        """Translate many texts at once, like sentences together; fewer texts come back when stopped.

        ``progress`` is told after each batch how many sentences of how many are done.
        """
        cuts = [list(cut(clean_text(text), self._fits)) for text in texts]
        sentences = dict.fromkeys(each.text for segments in cuts for each in segments if each.translated)
        remembered = self._remembered
        known = {each: remembered[direction, each][0] for each in sentences if (direction, each) in remembered}
        waiting = sorted((each for each in sentences if each not in known), key=len)
        progress(len(known), len(sentences))
        for begin in range(0, len(waiting), _BATCHES[-1]):
            batch = waiting[begin : begin + _BATCHES[-1]]
            found = self.sentences.translate(batch, direction, should_stop)
            if found is None:
                return []
            known.update((sentence, each[0]) for sentence, each in zip(batch, found, strict=True))
            self._remember(batch, direction, found)
            progress(len(known), len(sentences))
        return ["".join(known[each.text] if each.translated else each.text for each in segments) for segments in cuts]

    def _segments(
        self, text: str, direction: Direction, should_stop: Callable[[], bool]
    ) -> Iterator[tuple[Segment, tuple[str, ...]]]:
        """Yield each segment with its translations, none where it is kept, until stopped."""
        segments = cut(clean_text(text), self._fits)
        for size in self._sizes():
            batch = list(islice(segments, size))
            if not batch:
                return
            self._translate_new([each.text for each in batch if each.translated], direction, should_stop)
            for segment in batch:
                translations = self._remembered.get((direction, segment.text)) if segment.translated else ()
                if translations is None or should_stop():
                    return
                yield segment, translations

    def _fits(self, sentence: str) -> bool:
        # Pieces are at least one byte long: short texts need not be cut into pieces to be measured.
        return len(sentence.encode()) < _LONGEST or len(self.pieces.encode(sentence)) <= _LONGEST

    @staticmethod
    def _sizes() -> Iterator[int]:
        # Between two sentences there are spaces, which are segments, too.
        for sentences in _BATCHES:
            yield 2 * sentences
        while True:
            yield 2 * _BATCHES[-1]

    def _translate_new(self, sentences: Sequence[str], direction: Direction, should_stop: Callable[[], bool]) -> None:
        new = list(dict.fromkeys(each for each in sentences if (direction, each) not in self._remembered))
        if not new or should_stop():
            return
        found = self.sentences.translate(new, direction, should_stop)
        if found is None:
            return
        self._remember(new, direction, found)

    def _remember(self, sentences: Sequence[str], direction: Direction, found: Sequence[tuple[str, ...]]) -> None:
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        for sentence, translations in zip(sentences, found, strict=True):
            self._remembered[direction, sentence] = translations


def _different(translations: Sequence[str]) -> list[str]:
    """Leave out what is another one in other signs, or the beginning of one."""
    kept: dict[str, str] = {}
    for translation in translations:
        letters = "".join(letter for letter in translation.casefold() if letter.isalnum())
        if not any(known.startswith(letters) for known in kept):
            kept[letters] = translation
    return list(kept.values()) or list(translations[:1])
