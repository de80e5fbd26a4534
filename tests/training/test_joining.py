"""Short paragraphs made of sentences."""

from __future__ import annotations

from training.example import Example
from training.joining import LONGEST, Joining


def examples(count: int, task: str = "<to:fr>") -> list[Example]:
    return [Example(0, task, (), f"Sentence {number}.", f"Phrase {number}.") for number in range(count)]


def test_both_sides_are_joined_alike_and_in_order() -> None:
    joining = Joining(1.0)
    joined = [each for each in map(joining.add, examples(200)) if each]
    assert len(joined) == 199
    assert {each.source.count("Sentence") for each in joined} == {2, 3}
    for each in joined:
        assert each.target == each.source.replace("Sentence", "Phrase")


def test_about_the_share_asked_for_is_joined_and_the_same_each_time() -> None:
    first, second = (
        [Joining.add(joining, each) for each in examples(2000)] for joining in (Joining(0.1), Joining(0.1))
    )
    assert first == second
    assert 120 < sum(each is not None for each in first) < 280


def test_tasks_are_never_mixed_and_paragraphs_stay_short() -> None:
    joining = Joining(1.0)
    assert joining.add(examples(1)[0]) is None
    assert joining.add(examples(1, "<to:de>")[0]) is None
    assert joining.add(Example(0, "<to:fr>", (), "x" * LONGEST, "y")) is None
