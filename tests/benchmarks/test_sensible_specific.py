"""Rates are shares of the labels, and their intervals hold them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sensible_specific import Judgement, read_judgements, score, score_table
from models.configuration import ConfigurationError


def judged(
    labels: list[tuple[bool, bool]], system: str, first: int = 1
) -> tuple[list[Judgement], dict[str, list[str]]]:
    made = [Judgement(str(first + at), at, sensible, specific) for at, (sensible, specific) in enumerate(labels)]
    return made, {each.item: [system] for each in made}


def test_the_rates_of_two_systems() -> None:
    good, good_key = judged([(True, True)] * 3 + [(True, False)], "good")
    bad, bad_key = judged([(False, False)] * 3 + [(True, False)], "bad", first=5)
    scores, differences = score(bad + good, bad_key | good_key)
    assert [each.system for each in scores] == ["good", "bad"]
    assert (scores[0].sensible.value, scores[0].specific.value, scores[0].ssa.value) == (100, 75, 87.5)
    assert (scores[1].sensible.value, scores[1].specific.value, scores[1].ssa.value) == (25, 0, 12.5)
    assert [(each.better, each.worse, each.points.value) for each in differences] == [("good", "bad", 75)]
    assert any("87.5" in line for line in score_table(scores, differences))


def test_a_reply_of_both_counts_for_both_and_differs_in_nothing() -> None:
    judgements = [Judgement("1", 1, True, True), Judgement("2", 2, False, False)]
    scores, differences = score(judgements, {"1": ["one", "two"], "2": ["one", "two"]})
    assert [each.ssa.value for each in scores] == [50, 50]
    assert (differences[0].points.low, differences[0].points.high) == (0, 0)


@settings(max_examples=20)
@given(st.lists(st.sampled_from([(True, True), (True, False), (False, False)]), min_size=1, max_size=60))
def test_the_interval_holds_the_rate(labels: list[tuple[bool, bool]]) -> None:
    scores, differences = score(*judged(labels, "one"))
    assert differences == []
    for rate in (scores[0].sensible, scores[0].specific, scores[0].ssa):
        assert 0 <= rate.low <= rate.value + 1e-9
        assert rate.value <= rate.high + 1e-9 <= 100 + 1e-6


def test_another_key_is_refused() -> None:
    judgements, key = judged([(True, True)] * 2, "one")
    with pytest.raises(ConfigurationError, match="Item 3 is in the key but was not judged"):
        score(judgements, {**key, "3": ["one"]})
    with pytest.raises(ConfigurationError, match="Item 2 is judged but not in the key"):
        score(judgements, {"1": ["one"]})


def test_nothing_judged_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no judged reply"):
        score([], {})


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"sensible": None, "specific": None}, "must be 0 or 1"),
        ({"sensible": 2, "specific": 0}, "must be 0 or 1"),
        ({"sensible": 1, "specific": None}, "must be 0 or 1"),
        ({"sensible": 0, "specific": 1}, "specific but not sensible"),
    ],
)
def test_labels_that_cannot_be_are_refused_with_their_line(labels: dict[str, Any], words: str, tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    lines = [{"item": 1, "id": 1, "sensible": 0, "specific": None}, {"item": 2, "id": 2, **labels}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(ConfigurationError, match=rf"line 2: .*{words}"):
        read_judgements(path)
