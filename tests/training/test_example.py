"""Examples come back as they were written: all of them, or some from all over the file."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from training.example import Example, read_evenly, read_examples, write_examples


@given(there=st.integers(0, 60), most=st.integers(1, 80))
def test_some_are_taken_at_even_distances(there: int, most: int, tmp_path_factory: object) -> None:
    path = Path(tmp_path_factory.mktemp("examples")) / "train.jsonl"  # type: ignore[attr-defined]
    written = [Example(0, "<chat>", ("a\u2028b\n",), f"line {number}", "reply\r") for number in range(there)]
    write_examples(path, written)
    assert list(read_examples(path)) == written
    taken = [written.index(each) for each in read_evenly(path, most)]
    if most >= there:
        assert taken == list(range(there))
        return
    assert most - 1 <= len(taken) <= most
    steps = [after - before for before, after in zip([-1, *taken], [*taken, there], strict=False)]
    assert max(steps) <= there / most + 1
