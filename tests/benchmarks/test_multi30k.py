"""Multi30k's recipe can be read, and its tokenised BLEU is that of words as Moses' scripts find them."""

from __future__ import annotations

import pytest

from benchmarks.multi30k import PUBLISHED, RECIPE, TESTS, tokenised_bleu
from training.recipe import read_recipe


def test_tokenised_bleu_knows_no_case_and_parts_what_belongs_to_french() -> None:
    right = ["Un homme monte l'escalier, près d'une voiture."]
    assert tokenised_bleu(["UN HOMME MONTE L'ESCALIER, PRÈS D'UNE VOITURE."], right, "fr") == pytest.approx(100.0)
    # Moses parts « l' » from its word, so one wrong word leaves the article right.
    one_wrong = tokenised_bleu(["Un homme monte l'échelle, près d'une voiture."], right, "fr")
    assert 70.0 < one_wrong < 90.0


def test_it_is_learnt_from_multi30k_alone_and_its_tests_are_not() -> None:
    recipe = read_recipe(RECIPE)
    assert all("/multi30k." in entry.path for entry in recipe.corpus)
    assert all("/multi30k-val." in entry.path for entry in recipe.held_out)
    assert all(set(each) <= set(TESTS) for each in PUBLISHED.values())
