"""Translations that lead back to the line come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy

from models.direction import Direction
from models.pieces import Pieces
from models.stepper import Floats, Integers
from models.translation import RIVALS, WIDTH, translations

LINE, FAITHFUL, SHORT = "the cat sat here", "here sat the cat", "cat"


@dataclass(frozen=True)
class Position:
    rows: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    """For each row the lines that are still possible, with their probabilities."""

    def select(self, rows: Integers) -> Self:
        return type(self)(tuple(self.rows[row] for row in rows))


class Translating:
    """Knows two translations of a line, the short one likelier, and the line itself for the other only."""

    def __init__(self, vocabulary: Pieces) -> None:
        self.vocabulary = vocabulary
        self.pieces = len(vocabulary)
        self.asked: list[tuple[int, ...]] = []

    def start(self, sources: Sequence[Sequence[int]]) -> Position:
        self.asked += [tuple(each) for each in sources]
        return Position(tuple(self._lines(list(source)[1:-1]) for source in sources))

    def _lines(self, source: list[int]) -> tuple[tuple[tuple[int, ...], float], ...]:
        line, faithful, short = (self.vocabulary.encode(text) for text in (LINE, FAITHFUL, SHORT))
        end = (self.vocabulary.end,)
        if source == line:
            return ((*short, *end), 0.6), ((*faithful, *end), 0.35)
        return (((*line, *end), 0.9 if source == faithful else 1e-6),)

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        answer = numpy.full((len(last), self.pieces), 1e-9)
        rows = []
        for row, (piece, lines) in enumerate(zip(last.tolist(), state.rows, strict=True)):
            begun = int(piece != self.vocabulary.begin)
            said = [(line[begun:], share) for line, share in lines if not begun or line[0] == piece]
            going_on = tuple((line, share) for line, share in said if line)
            total = sum(share for _, share in going_on)
            for line, share in going_on:
                answer[row, line[0]] += share / total if piece != self.vocabulary.begin else share
            rows.append(going_on)
        return numpy.log(answer).astype(numpy.float32), Position(tuple(rows))


def _written(pieces: Pieces, source: str | None) -> tuple[list[str], Translating]:
    network = Translating(pieces)
    [found] = translations(network, pieces, [pieces.encode(LINE)], Direction(source, "fr"))
    return [pieces.decode(each.pieces) for each in found], network


def test_the_likeliest_comes_first_where_the_language_of_the_line_is_not_known(pieces: Pieces) -> None:
    written, network = _written(pieces, None)
    assert written[:2] == [SHORT, FAITHFUL]
    assert len(network.asked) == 1


def test_what_leads_back_to_the_line_comes_first(pieces: Pieces) -> None:
    written, network = _written(pieces, "en")
    assert written[:2] == [FAITHFUL, SHORT]
    assert [each[0] for each in network.asked] == [pieces.control("<to:fr>")] + 2 * [pieces.control("<to:en>")]


class Undecided(Translating):
    """Finds five translations as likely as each other."""

    def _lines(self, source: list[int]) -> tuple[tuple[tuple[int, ...], float], ...]:
        if source != self.vocabulary.encode(LINE):
            return super()._lines(source)
        words = ("cat", "sat", "here", "the", "tea")
        return tuple(((*self.vocabulary.encode(word), self.vocabulary.end), 0.2) for word in words)


def test_only_the_best_few_are_asked_for_the_way_back(pieces: Pieces) -> None:
    network = Undecided(pieces)
    [found] = translations(network, pieces, [pieces.encode(LINE)], Direction("en", "fr"))
    assert len(found) == WIDTH
    assert len(network.asked) == 1 + RIVALS


def test_nothing_is_lost_or_won_by_the_way_back(pieces: Pieces) -> None:
    written, _ = _written(pieces, "en")
    assert sorted(written) == sorted(_written(pieces, None)[0])
    assert len(written) <= WIDTH


def test_a_language_that_the_network_cannot_write_is_no_way_back(pieces: Pieces) -> None:
    assert _written(pieces, "xx")[0] == _written(pieces, None)[0]


def test_a_way_back_that_was_not_taught_is_not_asked_for(pieces: Pieces) -> None:
    for taught, asked in (({Direction("en", "fr")}, 1), ({Direction("en", "fr"), Direction("fr", "en")}, 3)):
        network = Translating(pieces)
        translations(network, pieces, [pieces.encode(LINE)], Direction("en", "fr"), taught)
        assert len(network.asked) == asked


def test_no_lines_have_no_translations(pieces: Pieces) -> None:
    assert translations(Translating(pieces), pieces, [], Direction("en", "fr")) == []
