"""Mixing hides who replied what, and the key tells it again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.blind_mix import Answer, mix
from models.configuration import ConfigurationError


def answers(system: str, replies: list[str]) -> list[Answer]:
    return [Answer(number, system, (f"prompt {number}",), reply) for number, reply in enumerate(replies, 1)]


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=9), st.integers(1, 12), st.integers())
def test_every_system_has_one_reply_to_each_prompt_drawn(pairs: list[tuple[str, str]], count: int, seed: int) -> None:
    first, second = (answers(name, list(replies)) for name, replies in zip("ab", zip(*pairs, strict=True), strict=True))
    lines, key = mix([first, second], count, seed)
    assert [str(line["item"]) for line in lines] == list(key) == [str(each + 1) for each in range(len(lines))]
    expected = {(each.prompt, each.system): each.reply for each in first + second}
    told = [((line["id"], name), line["reply"]) for line in lines for name in key[str(line["item"])]]
    assert len(told) == len(dict(told)) == 2 * min(count, len(pairs))
    assert all(expected[place] == reply for place, reply in told)


def test_no_line_names_a_system() -> None:
    lines, _ = mix([answers("system-one", ["a"] * 9), answers("system-two", ["b"] * 9)], 9, 1)
    assert "system" not in json.dumps(lines)


def test_the_order_tells_nothing_of_the_system_and_is_the_same_for_a_seed() -> None:
    systems = [answers("one", ["a"] * 40), answers("two", ["b"] * 40)]
    lines, _ = mix(systems, 40, 1)
    replies = [line["reply"] for line in lines]
    assert 5 < replies[:40].count("a") < 35
    assert mix(systems, 40, 1)[0] == lines != mix(systems, 40, 2)[0]


def test_a_reply_of_two_systems_is_judged_once() -> None:
    lines, key = mix([answers("one", ["same"]), answers("two", ["same"])], 1, 1)
    assert len(lines) == 1
    assert sorted(key["1"]) == ["one", "two"]


@pytest.mark.parametrize(
    ("systems", "words"),
    [
        ([answers("one", ["a"]), answers("one", ["b"])], "different names"),
        ([answers("one", ["a"]), []], "different names"),
        ([answers("one", ["a"]) * 2], "twice"),
        ([answers("one", ["a"]), [Answer(2, "two", ("prompt",), "b")]], "same prompts"),
    ],
)
def test_what_cannot_be_compared_is_refused(systems: list[list[Answer]], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        mix(systems, 1, 1)
