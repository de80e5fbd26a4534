"""One spelling of every text; texts that teach nothing are named; sameness is judged by words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.cleaning import EMPTY, REPEATS, TOO_LONG, clean, unfit, whole_characters
from training.deduplication import Seen, near_mark, same_mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \t b\n\nc ", "a b c"),
        ("e\u0301te\u0301", "été"),
        ("Tom &amp; Ann &lt;3 &#39;x&#39; AT&T", "Tom & Ann <3 'x' AT&T"),
        ("\x1b[31mred\x1b[0m\x07", "red"),
        ("\u200ehello\u200f \ufeffyou", "hello you"),
        ("half \ud83e", "half \ufffd"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(max_size=80))
def test_clean_text_is_one_line_that_a_file_can_hold(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    whole_characters(text).encode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", EMPTY),
        ("x " * 400, TOO_LONG),
        ("no" + "o" * 30, REPEATS),
        ("ha " * 12, REPEATS),
        ("Yes.", ""),
        ("🦀", ""),
        ("It is what it is, and what it was it was.", ""),
    ],
)
def test_unfit(text: str, reason: str) -> None:
    assert unfit(clean(text) if reason != TOO_LONG else text) == reason


def test_marks() -> None:
    assert same_mark("Hello, you!") == same_mark("hello you")
    assert same_mark("Hello", "you") != same_mark("Hello you", "")
    assert near_mark("Sooo good, hahahaha") == near_mark("so good haha")
    assert near_mark("Ça va ?") == near_mark("ca va")
    assert near_mark("Tom sees Ann") != near_mark("Ann sees Tom")
    assert same_mark("🦀") != same_mark("🦑")


@given(st.lists(st.integers(0, 2**64 - 1), max_size=300))
@settings(max_examples=30, deadline=None)
def test_seen_is_a_set(numbers: list[int]) -> None:
    known: set[int] = set()
    with Seen(slots=4) as seen:
        for number in numbers:
            assert seen.add(number) == ((number or 1) not in known)
            known.add(number or 1)
        assert len(seen) == len(known)


def test_seen_leaves_no_file(tmp_path: Path) -> None:
    with Seen(tmp_path, slots=4) as seen:
        for number in range(100):
            seen.add(number)
        assert not list(tmp_path.iterdir())
