"""Which question was asked in other words."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.exemplars import kept, synthetic
from models.exemplars import asked as module
from models.exemplars.alike import Alike
from models.exemplars.asked import Asked
from models.exemplars.postings import Postings
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.thesaurus import Thesaurus
from models.exemplars.words import words_of

SHOP = [
    Exemplar("", "Do you deliver?", "Yes, within a day.", "shop"),
    Exemplar("", "When do you open?", "At nine in the morning.", "shop"),
    Exemplar("", "Where is the shop?", "In Mill Lane.", "shop"),
]
texts = st.lists(st.lists(st.integers(0, 9), unique=True, max_size=5), max_size=6)


def exemplars(exchanges: list[Exemplar]) -> Exemplars:
    words = sorted({word for each in exchanges for text in each[:3] for word in words_of(text)})
    vectors = numpy.random.default_rng(1).normal(size=(len(words), 16)).astype(numpy.float32)
    return Exemplars(tuple(exchanges), tuple(words), vectors, numpy.ones(len(words), numpy.float32))


@given(texts)
def test_postings_give_back_what_was_put_in(given_texts: list[list[int]]) -> None:
    postings = Postings(given_texts)
    for word in range(12):
        assert postings.rows(word).tolist() == [row for row, text in enumerate(given_texts) if word in text]
    rows = numpy.arange(len(given_texts))[::2]
    words, starts = postings.spans(rows)
    assert words.tolist() == [word for row in rows for word in given_texts[row]]
    assert len(starts) == len(rows)


def test_words_are_alike_by_spelling_and_by_vector() -> None:
    vectors = numpy.eye(3, dtype=numpy.float32)
    alike = Alike(["deliver", "bring", "nine"], vectors, Thesaurus()).of(
        ["delivery", "bring", "carry"], vectors[[2, 1, 1]]
    )
    assert alike[1, 1] == pytest.approx(1.0)
    assert alike[2, 1] == pytest.approx(1.0)
    assert 0.5 < alike[0, 0] < 1.0


def test_a_question_is_found_by_other_forms_of_its_words_and_by_its_answer() -> None:
    asked = Asked(exemplars(SHOP))
    assert asked.find("Any delivery?")[0].exemplar == SHOP[0]
    assert asked.find("in the morning, at nine")[0].exemplar == SHOP[1]
    assert asked.find("WHERE IS THE SHOP")[0].exemplar == SHOP[2]


@given(st.text(max_size=40))
def test_likenesses_fall_from_at_most_one(question: str) -> None:
    likenesses = [each.likeness for each in Asked(exemplars(SHOP)).find(question)]
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(-1e-6 <= each <= 1 + 1e-6 for each in likenesses)


def test_the_shortlist_of_a_large_corpus_holds_what_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SHORTLIST", 20)
    pairs, questions = synthetic(1000)
    find = Asked(kept(pairs)).find
    right = [find(question)[0].exemplar.reply == answer for question, answer in questions]
    assert sum(right) >= 0.95 * len(right)
