"""Whole replies, offered to whoever has not begun to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from toy_bundles import write_bundles

from chatapp.engine.candidates import Candidate, Reply
from chatapp.engine.engine import Engine
from chatapp.engine.whole_replies import LONGEST, MOST, WholeReplies


class Talker:
    """Stands for whoever chats."""

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores
        self.asked: list[list[str]] = []

    def candidates(
        self, lines: list[str], seed: int | None = None, should_stop: Callable[[], bool] = lambda: False
    ) -> list[Candidate]:
        self.asked.append(lines)
        return [Candidate(Reply(text), score, None) for text, score in self.scores.items()]


def offered(scores: dict[str, float], previous: str = "Are you coming?", **options) -> list[str]:
    return [each.text for each in WholeReplies(Talker(scores)).offer(previous, **options)]  # type: ignore[arg-type]


def test_the_best_short_replies_that_differ_are_offered() -> None:
    scores = {"Yes, I am.": -0.1, "Yes, I am coming.": -0.2, "No, not today.": -1.0, "x " * LONGEST: 5.0, "…": 4.0}
    assert offered(scores) == ["Yes, I am.", "No, not today."]
    many = dict.fromkeys(("Sure.", "Perhaps.", "Never!", "Why?", "Gladly."), -1.0)
    assert len(offered(many)) == MOST


def test_what_was_said_is_not_offered_back() -> None:
    assert offered({"are you coming": 2.0, "Soon.": 1.0}) == ["Soon."]


def test_probabilities_are_among_the_short_replies_and_fall() -> None:
    found = WholeReplies(Talker({"Yes.": 0.0, "No.": -1.0, "Maybe.": -2.0})).offer("Well?")  # type: ignore[arg-type]
    shares = [each.probability for each in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)


def test_nothing_is_offered_when_stopped_or_when_nothing_was_said() -> None:
    assert offered({"Yes.": 1.0}, should_stop=lambda: True) == []
    assert offered({"Yes.": 1.0}, previous="  ") == []


def test_the_engine_offers_them_for_an_empty_line_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATAPP_HOME", str(tmp_path))
    write_bundles(tmp_path / "data" / "bundles")
    engine = Engine.on_this_machine()
    assert engine.suggest("", "") == []
    assert len(engine.suggest("", "Hello!")) <= MOST
