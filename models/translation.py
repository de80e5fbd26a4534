"""Lines translated by a many-to-many network: a beam search, and then those first that lead back to the line.

A network that translates both ways is asked how likely the line is, given each of its translations: what leaves out
half of it, or says something near it, is unlikely to lead back (the direct model beside the channel model of Yee et al.
2019, "Simple and effective noisy channel modeling for neural machine translation"; MMI-bidi of Li et al. 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy

from models import layout
from models.direction import Direction
from models.pieces import Pieces
from models.search import LENGTH_PENALTY, Hypothesis, beam, length_normaliser, score
from models.search.walk import never
from models.stepper import LineToLine, StateType

WIDTH = 5

SHARE = 0.3
"""How much the way back counts beside the way there: what was best on tatoeba-dev of 0.2, 0.25, 0.3 and 0.4."""

MARGIN = 0.4
"""A translation that scores so much less than the best is not asked for the way back, nor is a best that is alone.

On tatoeba-dev this leaves seven lines of ten to ask for.
"""

RIVALS = 3
"""The most translations of a line that are asked for the way back: on tatoeba-dev five were no better."""


def translations(
    network: LineToLine[StateType],
    pieces: Pieces,
    lines: Sequence[Sequence[int]],
    direction: Direction,
    taught: Collection[Direction] = (),
    should_stop: Callable[[], bool] = never,
) -> list[list[Hypothesis]]:
    """Translate lines.

    Args:
        network: what translates.
        pieces: its pieces.
        lines: the pieces of each, none for no lines.
        direction: from which language into which; no way back is asked for where the first is not known.
        taught: the directions that the network learnt, none if that is not known; no other way back is asked for.
        should_stop: asked at every step; what has been found by then comes back.

    Returns:
        for each line at most ``WIDTH`` translations, the best first, at least one.
    """
    if not lines:
        return []
    found = beam(
        network,
        network.start([layout.task_source(pieces, _into(direction.target), line) for line in lines]),
        numpy.full(len(lines), pieces.begin),
        numpy.array([2 * len(line) + 10 for line in lines]),
        pieces.end,
        width=WIDTH,
        n_best=WIDTH,
        forbidden=numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}), dtype=numpy.int64),
        should_stop=should_stop,
    )
    if direction.source is None or not pieces.has_control(_into(direction.source)) or should_stop():
        return found
    if taught and Direction(direction.target, direction.source) not in taught:
        return found
    return _leading_back(network, pieces, lines, found, _into(direction.source))


def _into(language: str) -> str:
    return f"<to:{language}>"


def _leading_back(
    network: LineToLine[StateType],
    pieces: Pieces,
    lines: Sequence[Sequence[int]],
    found: list[list[Hypothesis]],
    task: str,
) -> list[list[Hypothesis]]:
    rivals = [sum(each.score > hypotheses[0].score - MARGIN for each in hypotheses[:RIVALS]) for hypotheses in found]
    asked = [row for row, count in enumerate(rivals) if count > 1]
    sources = [
        layout.task_source(pieces, task, pieces.encode(pieces.decode(each.pieces)))
        for row in asked
        for each in found[row][: rivals[row]]
    ]
    if not sources:
        return found
    wanted = [lines[row] for row in asked for _ in range(rivals[row])]
    begins = numpy.full(len(sources), pieces.begin)
    back = iter(score(network, network.start(sources), begins, wanted, pieces.end).tolist())
    ordered = list(found)
    for row in asked:
        both = [(_with_the_way_back(each, next(back)), each) for each in found[row][: rivals[row]]]
        best_first = sorted(both, key=lambda each: -each[0])
        ordered[row] = [*(each for _, each in best_first), *found[row][rivals[row] :]]
    return ordered


def _with_the_way_back(translation: Hypothesis, back: float) -> float:
    # The line is the same for all: only the translation's own length is to be made up for.
    return translation.score + SHARE * back / length_normaliser(len(translation.pieces) + 1, LENGTH_PENALTY)
