"""Pairs through a third language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.pivot import MOST, joined_through
from training.records import Pair

pairs = st.lists(st.builds(lambda a, b: Pair(a, (b,)), st.sampled_from("abc"), st.sampled_from("uvwxyz")))


def test_what_translates_the_same_translates_each_other() -> None:
    french = [Pair("Hello", ("Bonjour", "Salut")), Pair("Bread", ("Pain",))]
    german = [Pair("Hello", ("Hallo",)), Pair("Beer", ("Bier",))]
    assert list(joined_through(french, german)) == [Pair("Bonjour", ("Hallo",)), Pair("Salut", ("Hallo",))]


def test_they_come_in_the_order_of_the_second_corpus_and_are_read_once() -> None:
    first = iter([Pair("b", ("b1", "b2")), Pair("a", ("a1",)), Pair("b", ("b1",))])
    second = iter([Pair("a", ("x", "y")), Pair("b", ("z",)), Pair("a", ("x",))])
    joined = [(pair.source, pair.targets[0]) for pair in joined_through(first, second)]
    assert joined == [("a1", "x"), ("a1", "y"), ("b1", "z"), ("b2", "z")]


@given(pairs, pairs)
def test_every_pair_has_a_sentence_in_common_and_comes_once(first: list[Pair], second: list[Pair]) -> None:
    joined = list(joined_through(first, second))
    possible = {(one.targets[0], other.targets[0]) for one in first for other in second if one.source == other.source}
    assert {(pair.source, pair.targets[0]) for pair in joined} <= possible
    shared = {pair.source for pair in first} & {pair.source for pair in second}
    assert len(shared) <= len(joined) <= MOST * len(shared)
