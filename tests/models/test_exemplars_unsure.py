"""What is said where nothing is known depends on what was said, and is told apart from what answers texts."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exemplars.kind import kind_of, roughly
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.unsure import Unsure, part

OURS = [Exemplar("", "<why en>", f"No idea {number}.", "ours") for number in range(6)]
ROUGH = [Exemplar("", "<question fr>", "Aucune idée.", "ours"), Exemplar("", "<telling fr>", "Ah bon ?", "ours")]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("why do cats purr", "why"),
        ("how long does it take", "how"),
        ("whats the tallest mountain", "what"),
        ("who sings it?", "who"),
        ("has anyone climbed it alone?", "whether"),
        ("it took me 38 minutes, is that slow?", "whether"),
        ("do you play anything?", "you"),
        ("what's your favourite film", "you"),
        ("should i tell our manager?", "should"),
        ("is it ok to eat rice that was left out", "should"),
        ("Can you write a poem about rain?", "request"),
        ("any ideas for dinner", "request"),
        ("asdfghjkl", "scrap"),
        ("he only likes pasta and ketchup", "telling"),
    ],
)
def test_kinds_are_told_apart(said: str, kind: str) -> None:
    assert kind_of(said) == kind


def test_news_are_good_or_bad_by_what_others_were_told() -> None:
    assert kind_of("my aunt is in town", ["I'm sorry.", "Oh no, how annoying.", "That hurts.", "Who?"]) == "sorrow"
    assert kind_of("my aunt is in town", ["Congratulations!", "How lovely.", "Well done.", "Who?"]) == "joy"
    assert kind_of("my aunt is in town", ["Congratulations!", "I'm sorry."]) == "telling"


@given(st.text(max_size=40))
def test_every_text_is_of_some_kind(said: str) -> None:
    assert roughly(kind_of(said)) in ("question", "request", "telling")


def test_the_same_text_gets_the_same_reply_and_others_get_others() -> None:
    unsure = Unsure(OURS)
    asked = [f"why is number {number} odd" for number in range(20)]
    first = [unsure.replies(each, "en")[0].reply for each in asked]
    assert first == [unsure.replies(each, "en")[0].reply for each in asked]
    assert len(set(first)) > 2
    assert sorted(unsure.replies(asked[0], "en")) == sorted(OURS)


def test_a_language_with_few_kinds_has_rough_ones_and_another_none() -> None:
    unsure = Unsure([*OURS, *ROUGH])
    assert unsure.replies("pourquoi pas ?", "fr") == ROUGH[:1]
    assert unsure.replies("Il pleut encore ici.", "fr") == ROUGH[1:]
    assert unsure.replies("Warum?", "de") == []


def test_marks_are_no_prompts() -> None:
    said = Exemplar("", "hello", "Hi.", "ours")
    texts, unsure = part(
        Exemplars((said, *OURS), ("hello",), numpy.ones((1, 4), numpy.float32), numpy.ones(1, numpy.float32))
    )
    assert list(texts.exchanges) == [said]
    assert unsure.languages == {"en"}
