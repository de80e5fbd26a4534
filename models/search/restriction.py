"""Which pieces a row may not emit next: the forbidden ones, and those that would repeat an n-gram."""

from __future__ import annotations

import numpy
from numpy.lib.stride_tricks import sliding_window_view

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
    if 0 < no_repeat <= history.shape[1]:
        windows = sliding_window_view(history, no_repeat, axis=1)  # (rows, windows, no_repeat)
        begun = history[:, history.shape[1] - no_repeat + 1 :]  # (rows, no_repeat - 1)
        row, window = numpy.nonzero((windows[:, :, :-1] == begun[:, None, :]).all(axis=2))
        allowed[row, windows[row, window, -1]] = -numpy.inf
    return allowed
