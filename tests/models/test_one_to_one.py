"""Answers do not depend on padding, are of the language asked for, and are the same on arrays."""

from __future__ import annotations

import numpy
import pytest
import torch

from models.architectures import OneToOneArchitecture
from models.arrays.one_to_one import OneToOneArrayDictionary
from models.one_to_one import OneToOne, OneToOneDictionary
from models.quantisation import Restored, quantise
from tests.models.conftest import PIECES

WORDS = [[5, 6, 7], [8], [9, 10, 11, 12, 13], []]


def one_to_one(cell: str) -> OneToOne:
    torch.manual_seed(1)
    return OneToOne(OneToOneArchitecture(PIECES, 0, ("en", "fr"), (7, 4), hidden=16, vector=8, cell=cell)).eval()  # type: ignore[arg-type]


def test_a_batch_equals_single_words(cell: str) -> None:
    dictionary = OneToOneDictionary(one_to_one(cell))
    together = dictionary.probabilities(WORDS, "fr")
    assert together.shape == (4, 4)
    numpy.testing.assert_allclose(together.sum(axis=1), 1.0, rtol=1e-5)
    for word, row in zip(WORDS, together, strict=True):
        numpy.testing.assert_allclose(dictionary.probabilities([word], "fr")[0], row, rtol=1e-4, atol=1e-6)


def test_the_same_on_arrays(cell: str) -> None:
    model = one_to_one(cell)
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    arrays = OneToOneArrayDictionary(model.architecture, weights)
    for language in ("en", "fr"):
        expected = OneToOneDictionary(model).probabilities(WORDS, language)
        numpy.testing.assert_allclose(arrays.probabilities(WORDS, language), expected, rtol=1e-3, atol=1e-5)


def test_stored_weights_answer_as_restored_ones(cell: str) -> None:
    model = one_to_one(cell)
    restored = Restored(quantise({name: value.numpy() for name, value in model.state_dict().items()}))
    stored, whole = (OneToOneArrayDictionary(model.architecture, each) for each in (restored, dict(restored)))
    for language in ("en", "fr"):
        assert (stored.probabilities(WORDS, language) == whole.probabilities(WORDS, language)).all()


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        OneToOneDictionary(one_to_one("lstm")).probabilities(WORDS, "xx")
    with pytest.raises(ValueError, match="must be as many as languages"):
        OneToOneArchitecture(PIECES, 0, ("en", "fr"), (7,))
