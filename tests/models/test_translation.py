"""Translations that lead back to the line come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy
from toy_bundles import toy_pieces

from models.direction import Direction
from models.stepper import Floats, Integers
from models.translation import WIDTH, translations

PIECES = toy_pieces()
LINE, FAITHFUL, SHORT = (PIECES.encode(text) for text in ("How are you today?", "Today are you ?", "Hello"))


@dataclass(frozen=True)
class Position:
    rows: tuple[tuple[tuple[tuple[int, ...], float], ...], ...]
    """For each row the lines that are still possible, with their probabilities."""

    def select(self, rows: Integers) -> Self:
        return type(self)(tuple(self.rows[row] for row in rows))


class Translating:
    """Knows two translations of a line, the short one likelier, and the line itself for the other only."""

    def __init__(self) -> None:
        self.pieces = len(PIECES)
        self.asked: list[tuple[int, ...]] = []

    def start(self, sources: Sequence[Sequence[int]]) -> Position:
        self.asked += [tuple(each) for each in sources]
        return Position(tuple(self._lines(list(source)[1:-1]) for source in sources))

    def _lines(self, source: list[int]) -> tuple[tuple[tuple[int, ...], float], ...]:
        end = (PIECES.end,)
        if source == LINE:
            return ((*SHORT, *end), 0.75), ((*FAITHFUL, *end), 0.2)
        return (((*LINE, *end), 0.9 if source == FAITHFUL else 1e-6),)

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        answer = numpy.full((len(last), self.pieces), 1e-9)
        rows = []
        for row, (piece, lines) in enumerate(zip(last.tolist(), state.rows, strict=True)):
            going_on = lines if piece == PIECES.begin else [(line[1:], share) for line, share in lines if line[0] == piece]
            going_on = tuple((line, share) for line, share in going_on if line)
            total = sum(share for _, share in going_on)
            for line, share in going_on:
                answer[row, line[0]] += share / total if piece != PIECES.begin else share
            rows.append(going_on)
        return numpy.log(answer).astype(numpy.float32), Position(tuple(rows))


def _written(source: str | None) -> tuple[list[str], Translating]:
    network = Translating()
    [found] = translations(network, PIECES, [LINE], Direction(source, "fr"))
    return [PIECES.decode(each.pieces) for each in found], network


def test_the_likeliest_comes_first_where_the_language_of_the_line_is_not_known() -> None:
    written, network = _written(None)
    assert written[:2] == [PIECES.decode(SHORT), PIECES.decode(FAITHFUL)]
    assert len(network.asked) == 1


def test_what_leads_back_to_the_line_comes_first() -> None:
    written, network = _written("en")
    assert written[:2] == [PIECES.decode(FAITHFUL), PIECES.decode(SHORT)]
    assert [each[0] for each in network.asked] == [PIECES.control("<to:fr>")] + 2 * [PIECES.control("<to:en>")]


def test_nothing_is_lost_or_won_by_the_way_back() -> None:
    assert sorted(_written("en")[0]) == sorted(_written(None)[0])
    assert len(_written("en")[0]) <= WIDTH


def test_a_language_that_the_network_cannot_write_is_no_way_back() -> None:
    assert _written("xx")[0] == _written(None)[0]


def test_no_lines_have_no_translations() -> None:
    assert translations(Translating(), PIECES, [], Direction("en", "fr")) == []
