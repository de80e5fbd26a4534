"""Which pieces a row may not emit next: the forbidden ones, and those that would repeat an n-gram."""

from __future__ import annotations

import numpy
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from models.stepper import Floats, Integers

NOTHING: Integers = numpy.empty(0, dtype=numpy.int64)


def restrict(log_probabilities: Floats, history: Integers, forbidden: Integers, no_repeat: int) -> Floats:
    """Give every piece that a row may not emit a log-probability of minus infinity.

    Args:
        log_probabilities: ``(rows, pieces)``, left as they are.
        history: ``(rows, emitted)`` what each row has emitted so far.
        forbidden: ``(any,)`` pieces that no row ever emits.
        no_repeat: no n-gram of this length is emitted twice in a row (Paulus et al. 2018); 0 allows all.

    Returns:
        ``(rows, pieces)``, always a new array.
    """
    allowed = numpy.array(log_probabilities)
    allowed[:, forbidden] = -numpy.inf
    row, piece = _repeating(history, no_repeat)
    allowed[row, piece] = -numpy.inf
    return allowed


def repeats(pieces: Integers, history: Integers, no_repeat: int) -> NDArray[numpy.bool_]:
    """Tell which of ``pieces`` ``(rows, some)``, each once in a row, would repeat an n-gram (see ``restrict``)."""
    repeating = numpy.zeros(pieces.shape, bool)
    row, piece = _repeating(history, no_repeat)
    numpy.logical_or.at(repeating, row, pieces[row] == piece[:, None])
    return repeating


def _repeating(history: Integers, no_repeat: int) -> tuple[Integers, Integers]:
    """Return rows and pieces that would repeat an n-gram there: ``(any,)`` each."""
    if not 0 < no_repeat <= history.shape[1]:
        return NOTHING, NOTHING
    windows = sliding_window_view(history, no_repeat, axis=1)  # (rows, windows, no_repeat)
    begun = history[:, history.shape[1] - no_repeat + 1 :]  # (rows, no_repeat - 1)
    row, window = numpy.nonzero((windows[:, :, :-1] == begun[:, None, :]).all(axis=2))
    return row, windows[row, window, -1]
