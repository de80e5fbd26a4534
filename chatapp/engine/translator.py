"""Translation of whole texts, sentence by sentence, with the layout kept."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Generic

import numpy

from chatapp.engine.clean_line import clean_line, clean_text, written_line
from chatapp.engine.networks import LineToLine
from chatapp.engine.segments import Segment, cut
from models import layout, search
from models.pieces import Pieces
from models.stepper import StateType

_LONGEST = 60
_WIDTH = 5
_BATCHES = (1, 4, 16)
"""How many sentences are decoded together: few at first, so that the first words appear soon."""
_REMEMBERED = 1024
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")


class Translator(Generic[StateType]):
    """Asks a many-to-many network; remembers sentences, since a text that is being typed changes in one of them."""

    def __init__(self, network: LineToLine[StateType], pieces: Pieces) -> None:
        self.network = network
        self.pieces = pieces
        self.forbidden = numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}), dtype=numpy.int64)
        self._remembered: OrderedDict[tuple[str, str], str] = OrderedDict()

    def translate(self, text: str, target: str, should_stop: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """Yield the translation into language ``target``, part by part; together the parts are all of it."""
        segments = cut(clean_text(text), self._fits)
        for size in self._sizes():
            batch = list(islice(segments, size))
            if not batch:
                return
            self._translate_new([each.text for each in batch if each.translated], target, should_stop)
            for segment in batch:
                translated = self._recall(segment, target)
                if translated is None or should_stop():
                    return
                yield translated

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

    def _recall(self, segment: Segment, target: str) -> str | None:
        if not segment.translated:
            return segment.text
        return self._remembered.get((target, segment.text))

    def _translate_new(self, sentences: Sequence[str], target: str, should_stop: Callable[[], bool]) -> None:
        new = list(dict.fromkeys(each for each in sentences if (target, each) not in self._remembered))
        if not new or should_stop():
            return
        lines = [self.pieces.encode(clean_line(each)) for each in new]
        sources = [layout.task_source(self.pieces, f"<to:{target}>", line) for line in lines]
        found = search.beam(
            self.network,
            self.network.start(sources),
            numpy.full(len(new), self.pieces.begin),
            numpy.array([2 * len(line) + 10 for line in lines]),
            self.pieces.end,
            width=_WIDTH,
            n_best=_WIDTH,
            forbidden=self.forbidden,
            should_stop=should_stop,
        )
        if should_stop():
            return
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        for sentence, hypotheses in zip(new, found, strict=True):
            written = [written_line(self.pieces.decode(each.pieces)) for each in hypotheses]
            self._remembered[target, sentence] = _with_the_same_numbers(sentence, written)


def _with_the_same_numbers(sentence: str, translations: Sequence[str]) -> str:
    """Choose the best translation that holds the numbers of the sentence; the best of all if none does."""
    sought = _numbers(sentence)
    return next((each for each in translations if each and _numbers(each) == sought), translations[0])


def _numbers(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", number) for number in _DIGITS.findall(text))
