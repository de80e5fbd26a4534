"""Exemplars: kept as they are, and found by what is like them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from models.exemplars.exchanges import Exchanges
from models.exemplars.nearest import Nearest
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.words import words_of

SAID = [
    Exemplar("", "How are you?", "Fine, thanks!", "ours"),
    Exemplar("", "I lost my job", "I am sorry. What happened?", "ours"),
    Exemplar("", "I found a new job!", "Congratulations!", "ours"),
    Exemplar("I love the sea.", "Why?", "Because it is never the same.", "ours"),
    Exemplar("I am afraid of dogs.", "Why?", "One barked at me once.", "theirs"),
]
line = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def exemplars(exchanges: list[Exemplar]) -> Exemplars:
    words = sorted({word for each in exchanges for text in each[:2] for word in words_of(text)})
    vectors = numpy.random.default_rng(1).normal(size=(len(words), 8)).astype(numpy.float32)
    return Exemplars(tuple(exchanges), tuple(words), vectors, numpy.ones(len(words), numpy.float32), {"a": "MIT"})


@given(st.lists(st.builds(Exemplar, line, line, line, st.sampled_from(["a", "b"]))))
def test_exemplars_are_read_as_they_were_written(exchanges: list[Exemplar]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "exemplars.safetensors"
        written = exemplars(exchanges)
        file.write_bytes(written.to_bytes())
        read = Exemplars.read(file)
    assert (tuple(read.exchanges), read.words) == (written.exchanges, written.words)
    assert (
        [read.exchanges[place] for place in (-1, 0)] == [exchanges[place] for place in (-1, 0)] if exchanges else True
    )
    assert read.licences.get("a") == ("MIT" if any(each.source == "a" for each in exchanges) else None)
    numpy.testing.assert_allclose(read.vectors, written.vectors, atol=0.05)


def test_a_file_that_unpacks_to_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "exemplars.safetensors"
    file.write_bytes(save({"sources": numpy.arange(9, dtype=numpy.uint8)}))
    with pytest.raises(ValueError, match="damaged"):
        Exemplars.read(file)


@pytest.mark.parametrize("number", range(3))
def test_what_was_said_is_found_whatever_its_case_and_marks(number: int) -> None:
    exemplar = SAID[number]
    found = Nearest(exemplars(SAID)).find(exemplar.prompt.upper().replace("!", ""))
    assert found[0].exemplar == exemplar
    assert found[0].likeness == pytest.approx(1.0, abs=1e-3)


def test_the_same_words_are_answered_by_what_was_said_before() -> None:
    nearest = Nearest(exemplars(SAID))
    assert nearest.find("why?", "I love the sea!")[0].exemplar == SAID[3]
    assert nearest.find("why?", "I am afraid of big dogs")[0].exemplar == SAID[4]
    assert nearest.find("why?")[0].likeness < 1.0


@given(st.lists(st.builds(Exemplar, line, line, line, st.just("a")), max_size=6), line, line)
def test_likenesses_fall_from_at_most_one(exchanges: list[Exemplar], prompt: str, previous: str) -> None:
    found = Nearest(exemplars(exchanges)).find(prompt, previous, 4)
    likenesses = [each.likeness for each in found]
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(-1e-6 <= each <= 1 + 1e-6 for each in likenesses)
    assert len({each.exemplar.reply for each in found}) == len(found) == min(4, len({e.reply for e in exchanges}))


def test_unknown_words_are_like_nothing() -> None:
    assert Nearest(exemplars(SAID)).find("xyzzy plugh")[0].likeness == 0.0
    assert Nearest(exemplars([])).find("hello") == []


def test_some_of_the_exchanges_are_taken_without_the_others(tmp_path: Path) -> None:
    file = tmp_path / "exemplars.safetensors"
    file.write_bytes(exemplars(SAID).to_bytes())
    read = Exemplars.read(file).exchanges
    assert isinstance(read, Exchanges)
    assert list(read.take(numpy.array([0, 3]))) == [SAID[0], SAID[3]]
    assert read[1:3] == tuple(SAID[1:3])


def test_lines_that_are_no_exchanges_are_refused() -> None:
    with pytest.raises(ValueError, match="three parts"):
        Exchanges(b"\thello\tHi.\nhello", ["ours"], numpy.zeros(2, numpy.uint16))
    with pytest.raises(ValueError, match="2 exchanges, 1 sources"):
        Exchanges(b"\thello\tHi.\n\tbye\tBye.", ["ours"], numpy.zeros(1, numpy.uint16))
