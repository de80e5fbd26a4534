"""Completion against all lines that there are, over vocabularies small enough to write them down."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.completion import Node, Spellings, Tree, complete
from models.stepper import Floats, Integers

TEXTS = ["<end>", "▁", "a", "b", "ab", "▁a", "▁ab", "▁b", "▁ba", ",", "<0xC3>", "<0xA9>", "é"]
CONTROLS = {0}


@dataclass(frozen=True)
class Nothing:
    rows: int

    def select(self, rows: Integers) -> Self:
        return type(self)(len(rows))

    def beside(self, others: Sequence[Self]) -> Self:
        return type(self)(self.rows + sum(each.rows for each in others))


class Bigrams:
    """The next piece depends on the last one alone."""

    def __init__(self, seed: int, pieces: int) -> None:
        scores = numpy.random.default_rng(seed).normal(size=(pieces, pieces)) * 2
        self.pieces = pieces
        self.table: Floats = (scores - numpy.log(numpy.exp(scores).sum(axis=1, keepdims=True))).astype(numpy.float32)

    def step(self, last: Integers, state: Nothing) -> tuple[Floats, Nothing]:
        assert len(last) == state.rows
        return self.table[last], state

    def start(self, rows: int = 1) -> Nothing:
        return Nothing(rows)


def begun(network: Bigrams) -> tuple[Tree[Nothing], Node[Nothing]]:
    tree = Tree(network)
    [node] = tree.step([tree.root], [0])
    return tree, node


def spell(text: str) -> bytes:
    special = {"<end>": b"", "<0xC3>": b"\xc3", "<0xA9>": b"\xa9"}
    return special.get(text, text.replace("▁", " ").encode())


def count_words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def brute_force(network: Bigrams, texts: list[str], typed: str, longest: int, most_words: int) -> dict[str, float]:
    """Probability of every completion of at most ``longest`` pieces, from all sequences of pieces."""
    spellings = [spell(text) for text in texts]
    opening = [i for i, each in enumerate(spellings) if not each or each[:1] in (b" ", b",")]
    sought = typed.encode()
    found: dict[str, float] = defaultdict(float)
    mass = 0.0
    for length in range(1, longest + 1):
        for pieces in itertools.product(range(1, len(texts)), repeat=length):
            parts = [spellings[piece] for piece in pieces]
            whole = b"".join(parts)
            if not whole.startswith(sought):
                continue
            total = sum(float(network.table[last, piece]) for last, piece in itertools.pairwise([0, *pieces]))
            if len(whole) - len(parts[-1]) < len(sought):
                mass += float(numpy.exp(total))
            try:
                text = whole[len(sought) :].decode()
            except UnicodeDecodeError:
                continue
            words = count_words(text)
            befores = itertools.accumulate(parts)
            if any(
                after.startswith(b" ") and count_words(before[len(sought) :].decode("utf-8", "ignore")) >= most_words
                for before, after in zip(befores, parts[1:], strict=False)
            ):
                continue  # nothing more is begun after the last word
            if 1 <= words <= most_words and not text.endswith(" "):
                ends = float(numpy.exp(network.table[pieces[-1], opening].astype(float)).sum())
                found[text] += float(numpy.exp(total)) * ends
    return {text: probability / (mass if typed else 1.0) for text, probability in found.items()}


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 9999),
    st.lists(st.sampled_from(TEXTS[1:]), min_size=2, max_size=8, unique=True),
    st.sampled_from(["", " ", " a", "a", " ab", "ab", " aba", " b", ",", "é", " bé"]),
    st.integers(1, 3),
)
def test_a_search_as_wide_as_all_lines_finds_every_completion_with_its_probability(seed, some, typed, words) -> None:
    texts = ["<end>", *some]
    network = Bigrams(seed, len(texts))
    tree, node = begun(network)
    found = complete(tree, Spellings(texts, CONTROLS), node, typed, words=words, most=50_000, steps=3)
    expected = brute_force(network, texts, typed, 3, words)
    assert {each.text: each.probability for each in found} == pytest.approx(expected, rel=1e-4, abs=1e-12)
    assert [each.probability for each in found] == sorted((each.probability for each in found), reverse=True)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 9999), st.sampled_from(["", " ", " a", "ab", " ab", " aba"]), st.integers(1, 3))
def test_a_narrow_search_finds_some_of_them(seed, typed, words) -> None:
    network = Bigrams(seed, len(TEXTS))
    spellings = Spellings(TEXTS, CONTROLS)
    tree, node = begun(network)
    found = complete(tree, spellings, node, typed, words=words, most=20, steps=3)
    everything = brute_force(network, TEXTS, typed, 3, words)
    assert found
    assert {each.text for each in found} <= set(everything)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 9999), st.sampled_from(["", " a", " aba"]), st.sampled_from([0.01, 0.1]))
def test_giving_up_the_improbable_loses_nothing_probable(seed, typed, least) -> None:
    network = Bigrams(seed, len(TEXTS))
    tree, node = begun(network)
    start = (tree, Spellings(TEXTS, CONTROLS), node, typed)
    # What one spelling alone makes probable is kept; the mass of rarer spellings may be missing.
    some = {each.text: each.probability for each in complete(*start, words=2, most=50_000, steps=3, least=least)}
    every = {each.text: each.probability for each in complete(*start, words=2, most=50_000, steps=3)}
    assert set(some) <= set(every)
    assert len(some) < len(every)
    spellings_at_most = 4
    assert {text for text, probability in every.items() if probability > least * spellings_at_most} <= set(some)


ACCENTED = ["<end>", "▁", "e", "é", "E", "ce", "▁É", "▁e", "▁éc", ",", "è", "c"]


def may_be_typed(meant: str, typed: str) -> bool:
    bare = str.maketrans("éèÉ", "eeE")
    return len(meant) >= len(typed) and all(
        other in (letter, letter.lower(), letter.translate(bare), letter.translate(bare).lower())
        for letter, other in zip(meant, typed, strict=False)
    )


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 9999),
    st.lists(st.sampled_from(ACCENTED[1:]), min_size=2, max_size=8, unique=True),
    st.sampled_from([" e", "e", " ec", "ece", "é", " é", "E", " Ec"]),
)
def test_left_out_capitals_and_accents_are_thought_of_as_one_in_a_hundred(seed, some, typed) -> None:
    texts = ["<end>", *some]
    network = Bigrams(seed, len(texts))
    tree, node = begun(network)
    found = complete(tree, Spellings(texts, CONTROLS), node, typed, words=9, most=50_000, steps=3)
    expected: dict[str, float] = defaultdict(float)
    mass = 0.0
    for length in range(1, 4):
        for pieces in itertools.product(range(1, len(texts)), repeat=length):
            parts = [spell(texts[piece]).decode() for piece in pieces]
            whole = "".join(parts)
            if not may_be_typed(whole, typed):
                continue
            score = sum(float(network.table[last, piece]) for last, piece in itertools.pairwise([0, *pieces]))
            probability = float(numpy.exp(score)) * (1.0 if whole.startswith(typed) else 0.01)
            if len(whole) - len(parts[-1]) < len(typed):
                mass += probability
            text = whole[len(typed) :]
            if count_words(text) and not text.endswith(" "):
                opening = [i for i, each in enumerate(texts) if i == 0 or each[0] in "▁,"]
                expected[text] += probability * float(numpy.exp(network.table[pieces[-1], opening].astype(float)).sum())
    assert {each.text: each.probability for each in found} == pytest.approx(
        {text: probability / mass for text, probability in expected.items()}, rel=1e-4, abs=1e-12
    )


letters = st.text("ab é", max_size=4).map(str.encode)


@given(st.lists(st.text("ab▁é,", min_size=1, max_size=4), max_size=12), letters.filter(bool))
def test_the_pieces_that_fit_some_letters_are_found(texts, typed) -> None:
    spellings = Spellings(texts, set())
    fitting = spellings.fitting(typed)
    spelled = [spell(text) for text in texts]
    assert sorted(fitting.reaching) == [i for i, each in enumerate(spelled) if each.startswith(typed)]
    assert sorted(fitting.within) == [
        i for i, each in enumerate(spelled) if typed.startswith(each) and len(each) < len(typed)
    ]
    assert spellings.fitting(typed) is fitting


def test_control_pieces_fit_nothing() -> None:
    spellings = Spellings(["<a>", "<b>", "a"], {0, 1})
    assert list(spellings.fitting(b"<").reaching) == []
    assert list(spellings.opening) == [True, True, False]


def test_letters_without_a_fitting_piece_have_no_completion() -> None:
    network = Bigrams(0, len(TEXTS))
    tree, node = begun(network)
    assert complete(tree, Spellings(TEXTS, CONTROLS), node, " zz") == []


def test_stopping_returns_what_was_found_so_far() -> None:
    network = Bigrams(0, len(TEXTS))
    asked = iter([False, True])
    spellings = Spellings(TEXTS, CONTROLS)
    tree, node = begun(network)
    found = complete(tree, spellings, node, " a", should_stop=lambda: next(asked))
    assert found
    assert all(each.words == 1 for each in found)


def test_the_next_letter_reads_only_what_the_letters_before_it_did_not() -> None:
    network = Bigrams(3, len(TEXTS))
    spellings = Spellings(TEXTS, CONTROLS)
    tree, node = begun(network)
    first = complete(tree, spellings, node, " a", words=2, most=200, steps=3)
    read = tree.steps
    assert complete(tree, spellings, node, " a", words=2, most=200, steps=3) == first
    assert tree.steps == read
    longer = complete(tree, spellings, node, " ab", words=2, most=200, steps=3)
    added = tree.steps - read
    fresh, begin = begun(network)
    assert longer == complete(fresh, spellings, begin, " ab", words=2, most=200, steps=3)
    assert added < fresh.steps * 2 / 3


def test_what_is_in_use_outlives_the_forgetting() -> None:
    network = Bigrams(3, len(TEXTS))
    tree = Tree(network, most=3)
    node = tree.root
    for piece in [0, 1, 2, 3, 4]:
        [node] = tree.step([node], [piece])
    tree.step([tree.root], [5])
    tree.forget_all_but([0, 1, 2])
    assert list(tree.root.after) == [0]
    kept = tree.root.after[0].after[1].after[2]
    assert not kept.after
    before = tree.steps
    [again] = tree.step([kept], [3])
    assert tree.steps == before + 1
    assert numpy.array_equal(again.log_probabilities, network.table[3])
