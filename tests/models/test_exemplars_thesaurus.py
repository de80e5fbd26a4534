"""Words that mean the like since somebody wrote so."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exemplars.alike import RELATED, SAME, Alike
from models.exemplars.asked import Asked
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.thesaurus import Thesaurus, group_of, stems
from models.exemplars.words import words_of

LINES = ["price, cost, how much ~ cheap, free", "arrive, check in, check-in ~ reception", "dog, puppy"]


def exemplars(exchanges: list[Exemplar], lines: list[str]) -> Exemplars:
    words = sorted({word for each in exchanges for text in each[:3] for word in words_of(text)})
    nothing = numpy.zeros((len(words), 4), numpy.float32)
    return Exemplars(
        tuple(exchanges), tuple(words), nothing, numpy.ones(len(words), numpy.float32), {}, Thesaurus(lines)
    )


CAMPSITE = [
    Exemplar("", "When can we arrive?", "From two on.", "campsite"),
    Exemplar("", "What does a night cost?", "Twenty.", "campsite"),
    Exemplar("", "May I bring my dog?", "On a lead.", "campsite"),
]


def test_a_group_is_read_with_its_phrases_as_one_term() -> None:
    assert group_of(LINES[0]) == (("price", "cost", "howmuch"), ("cheap", "free"))
    assert group_of("dog, , Puppy ~ ") == (("dog", "puppy"), ())


def test_terms_are_found_with_their_endings() -> None:
    thesaurus = Thesaurus(LINES)
    assert list(thesaurus.same("puppies")) == list(thesaurus.same("dogs")) == [2]
    assert list(thesaurus.same("arrived")) == list(thesaurus.same("arriving")) == [1]
    assert list(thesaurus.related("receptions")) == [1]
    assert not thesaurus.same("cat")


def test_phrases_are_found_the_longest_at_each_place() -> None:
    assert list(Thesaurus(LINES).phrases(words_of("How much is check in?"))) == [(0, 2), (3, 5)]


@given(st.text(max_size=20))
def test_any_word_has_stems_and_any_line_a_group(text: str) -> None:
    assert all(isinstance(stem, str) and stem for stem in stems(text))
    assert group_of(text).same == tuple(
        filter(None, ("".join(words_of(each)) for each in text.partition("~")[0].split(",")))
    )


def test_words_of_a_group_are_alike() -> None:
    nothing = numpy.zeros((3, 4), numpy.float32)
    alike = Alike(["price", "cheap", "dog"], nothing, Thesaurus(LINES)).of(["costs", "free", "puppy"], nothing)
    assert alike[0].tolist() == pytest.approx([SAME, RELATED, 0.0])
    assert alike[1, 0] == pytest.approx(RELATED)
    assert alike[2, 2] == pytest.approx(SAME)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("How much is it?", "Twenty."), ("What about check-in?", "From two on."), ("Puppies, too?", "On a lead.")],
)
def test_a_question_is_found_by_what_the_thesaurus_knows(question: str, answer: str) -> None:
    assert Asked(exemplars(CAMPSITE, LINES)).find(question)[0].exemplar.reply == answer


def test_exemplars_are_read_back_with_their_thesaurus(tmp_path: Path) -> None:
    (tmp_path / "with").write_bytes(exemplars(CAMPSITE, LINES).to_bytes())
    assert Exemplars.read(tmp_path / "with").thesaurus.lines == tuple(LINES)
    (tmp_path / "without").write_bytes(exemplars(CAMPSITE, []).to_bytes())
    assert Exemplars.read(tmp_path / "without").thesaurus.lines == ()
