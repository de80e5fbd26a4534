"""The layers that are not recurrent, on arrays: affine, layer normalisation, softmax."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy

from models.quantisation import Restored
from models.stepper import Floats, Integers

Weights = Mapping[str, Floats]
"""The state dictionary of a network, as ``models.bundle`` keeps it."""

_EPSILON = numpy.float32(1e-5)


def rows(weights: Weights, name: str) -> Callable[[Integers | slice], Floats]:
    """Return what gives the rows of a matrix that are asked for, without keeping the others as floats."""
    return weights.rows(name) if isinstance(weights, Restored) else weights[name].__getitem__


class Affine:
    """``(…, inputs)`` to ``(…, outputs)``; the bias may be missing."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.weight = weights[f"{name}.weight"].T  # (inputs, outputs)
        self.bias = weights.get(f"{name}.bias")

    def __call__(self, values: Floats) -> Floats:
        """Apply to the last dimension."""
        flat: Floats = values.reshape(-1, values.shape[-1]) @ self.weight
        if self.bias is not None:
            flat += self.bias
        return flat.reshape(*values.shape[:-1], flat.shape[-1])


class Norm:
    """Layer normalisation of the last dimension (Ba et al. 2016)."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.scale = weights[f"{name}.weight"]
        self.shift = weights[f"{name}.bias"]

    def __call__(self, values: Floats) -> Floats:
        """Normalise ``(…, hidden)``."""
        centred = values - values.mean(axis=-1, keepdims=True)
        variance = numpy.square(centred).mean(axis=-1, keepdims=True)
        centred *= 1 / numpy.sqrt(variance + _EPSILON)
        normed: Floats = centred * self.scale + self.shift
        return normed


def log_softmax(scores: Floats) -> Floats:
    """``(rows, pieces)`` scores to log-probabilities, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    scores -= numpy.log(numpy.exp(scores).sum(axis=-1, keepdims=True))
    return scores


def softmax(scores: Floats) -> Floats:
    """``(…, width)`` scores to probabilities; minus infinity to nothing."""
    powers = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities


def sigmoid(scores: Floats) -> Floats:
    """``(…)`` scores to probabilities; by the hyperbolic tangent, which never overflows."""
    probabilities: Floats = numpy.tanh(scores * numpy.float32(0.5)) * numpy.float32(0.5) + numpy.float32(0.5)
    return probabilities
