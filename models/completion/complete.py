"""A beam search whose lines all begin with what was typed, and that notes every whole word it passes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Generic, NamedTuple

import numpy

from models.completion.spellings import Spellings
from models.search.top import Doubles, top
from models.search.walk import never
from models.stepper import Floats, StateType, Stepper


class Completion(NamedTuple):
    """One way to go on: ``text`` comes right after what was typed and ends where a word ends.

    ``probability`` is that of the line going on so, given all that was typed; ``words`` how many words ``text`` holds,
    the rest of a half-typed one counted as a word.
    """

    text: str
    probability: float
    words: int


class _Beginning(NamedTuple):
    """A hypothesis: what it adds to what was typed, and what of the typed letters it has yet to spell."""

    text: bytes
    untyped: bytes
    total: float

    @property
    def words(self) -> int:
        return sum(any(letter.isalnum() for letter in word) for word in self.text.decode("utf-8", "ignore").split())


def complete(
    stepper: Stepper[StateType],
    spellings: Spellings,
    state: StateType,
    log_probabilities: Floats,
    typed: str,
    *,
    words: int = 4,
    width: int = 5,
    steps: int = 10,
    least: float = 0.0,
    should_stop: Callable[[], bool] = never,
) -> list[Completion]:
    """Find how a line goes on: its next words, and phrases of several words.

    The pieces of a half-typed word are seldom those of the whole word ("hel" + "lo" is "hello"), so the letters after
    the last certain piece are not read as pieces: every line that begins with them is searched, however it is cut
    into pieces. Where a piece may end a word, the word counts with the probability that a new one begins there. The
    same text reached by several pieces adds up.

    Args:
        stepper: what emits the next piece.
        spellings: how its pieces are spelled.
        state: ``(1,)`` row: after the last certain piece.
        log_probabilities: ``(1, pieces)`` of the piece after that.
        typed: the letters after the last certain piece, a space first where they begin a word; may be empty.
        words: how many words a completion may hold at most.
        width: how many beginnings of the next word, and as many of longer phrases, are kept at every step.
        steps: how many pieces a completion may hold at most, beyond the first.
        least: beginnings of a lower probability, given what was typed, are given up, which ends the search early.
        should_stop: asked before every step; when it answers yes, what was found so far is returned.

    Returns:
        completions of at least one word, all different, the most probable first.
    """
    search = _Completing(stepper, spellings, state, log_probabilities, typed, words=words, width=width, least=least)
    for _ in range(steps):
        if should_stop() or not search.advance():
            break
    return search.results()


class _Completing(Generic[StateType]):
    """The beginnings of one search, with the state and the next log-probabilities of each."""

    def __init__(
        self,
        stepper: Stepper[StateType],
        spellings: Spellings,
        state: StateType,
        log_probabilities: Floats,
        typed: str,
        *,
        words: int,
        width: int,
        least: float,
    ) -> None:
        self.stepper = stepper
        self.spellings = spellings
        self.state = state
        self.log_probabilities = log_probabilities  # (beginnings, pieces)
        self.words = words
        self.width = width
        self.least = least
        self.beginnings = [_Beginning(b"", typed.encode("utf-8", "replace"), 0.0)]
        self.found: dict[str, tuple[float, int]] = {}
        self.typed_probability = 0.0 if typed else 1.0

    def advance(self) -> bool:
        """Extend the beginnings by one piece and note which of them are whole words; false when none is left."""
        totals = numpy.array([[each.total] for each in self.beginnings])  # (beginnings, 1)
        first_word, phrase = self._open()
        kept = [*self._best(totals, first_word), *self._best(totals, phrase)]
        if not kept:
            return False
        self.beginnings = [self._extend(parent, piece, total) for parent, piece, total in kept]
        last = numpy.array([piece for _, piece, _ in kept])
        state = self.state.select(numpy.array([parent for parent, _, _ in kept]))
        self.log_probabilities, self.state = self.stepper.step(last, state)
        self._note_words()
        return True

    def results(self) -> list[Completion]:
        """Return what was found, the most probable first."""
        found = [
            Completion(text, min(1.0, probability / self.typed_probability), words)
            for text, (probability, words) in self.found.items()
        ]
        return sorted(found, key=lambda each: (-each.probability, each.text))

    def _open(self) -> tuple[Floats, Floats]:
        """Tell which pieces each beginning may take next, ``(beginnings, pieces)`` 0 or minus infinity.

        The first of the two is for lines that stay within their first word, the second for those that go beyond it:
        they are kept apart because long phrases would never survive beside single words.
        """
        shape = self.log_probabilities.shape
        first_word = numpy.zeros(shape, dtype=bool)
        phrase = numpy.zeros(shape, dtype=bool)
        spelled, opening, spaced = self.spellings.spelled, self.spellings.opening, self.spellings.spaced
        for row, beginning in enumerate(self.beginnings):
            words = beginning.words
            if beginning.untyped:
                reaching, within = self.spellings.fitting(beginning.untyped)
                probabilities = numpy.exp(self.log_probabilities[row, reaching].astype(numpy.float64))
                self.typed_probability += math.exp(beginning.total) * float(probabilities.sum())
                first_word[row, reaching] = first_word[row, within] = True
            elif words == 0:
                first_word[row] = spelled
            elif words == 1:
                first_word[row] = spelled & ~opening
                phrase[row] = spelled & opening
            else:
                phrase[row] = spelled
            if words >= self.words:
                phrase[row] &= ~spaced
        return _penalty(first_word), _penalty(phrase)

    def _best(self, totals: Doubles, penalty: Floats) -> list[tuple[int, int, float]]:
        """Find the ``width`` best extensions: parent, piece and total."""
        scores, index = top((self.log_probabilities + penalty)[None], totals.T, self.width)
        parents, pieces = numpy.divmod(index[0], len(self.spellings))
        found = zip(parents.tolist(), pieces.tolist(), scores[0].tolist(), strict=True)
        likely = math.log(max(self.least * self.typed_probability, 5e-324))
        return [each for each in found if each[2] > likely]

    def _extend(self, parent: int, piece: int, total: float) -> _Beginning:
        before = self.beginnings[parent]
        spelling = self.spellings.spelling[piece]
        if len(spelling) < len(before.untyped):
            return _Beginning(b"", before.untyped[len(spelling) :], total)
        return _Beginning(before.text + spelling[len(before.untyped) :], b"", total)

    def _note_words(self) -> None:
        ends = _sum_of_exponentials(self.log_probabilities[:, self.spellings.opening])  # (beginnings,)
        for beginning, probability in zip(self.beginnings, ends.tolist(), strict=True):
            text = _whole(beginning.text)
            words = beginning.words
            if beginning.untyped or text is None or text.endswith(" ") or not words:
                continue
            before = self.found.get(text, (0.0, words))[0]
            self.found[text] = (before + math.exp(beginning.total) * probability, words)


def _penalty(allowed: numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.bool_]]) -> Floats:
    return numpy.where(allowed, numpy.float32(0), numpy.float32(-numpy.inf))


def _sum_of_exponentials(log_probabilities: Floats) -> Doubles:
    sums: Doubles = numpy.exp(log_probabilities.astype(numpy.float64)).sum(axis=1)
    return sums


def _whole(text: bytes) -> str | None:
    """Decode, or None where the text breaks off within a character."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None
