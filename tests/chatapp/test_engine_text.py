"""Cleaning and cutting of what a person gives."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatapp.engine.clean_line import clean_line, clean_text, written_line
from chatapp.engine.segments import cut

texts = st.text(
    st.characters(codec=None, categories=None)
    | st.sampled_from("aB1.,!? \n\t-*•\x1b[m\ud83d🙂👍\u200déé\u0301\u2028https://x.y@`¿«»“”"),
    max_size=60,
)


@given(texts)
def test_cleaning_leaves_no_control_characters_and_changes_nothing_twice(text: str) -> None:
    clean = clean_text(text)
    assert all(letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in clean)
    assert clean_text(clean) == clean
    clean.encode()
    line = clean_line(text)
    assert line == line.strip()
    assert "\n" not in line


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c", "abc"),
        ("\ud83d", "\ufffd"),
        ("  two\tkept ", "  two\tkept "),
        ("שלום 👩‍👩‍👧", "שלום 👩‍👩‍👧"),
    ],
)
def test_cleaning(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_what_a_network_wrote_holds_no_broken_characters() -> None:
    assert written_line("a\ufffdb\n c\ufffd") == "ab c"


@given(texts, st.integers(1, 30))
@example("0\t00000A", 2)
def test_segments_together_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    text = clean_text(text)
    segments = list(cut(text, lambda part: len(part) <= longest))
    assert "".join(each.text for each in segments) == text
    for each in segments:
        assert each.text
        if each.translated:
            assert len(each.text) <= longest
            assert each.text == each.text.strip()
            assert any(letter.isalpha() for letter in each.text)


def translated(text: str, longest: int = 1000) -> list[str]:
    return [each.text for each in cut(text, lambda part: len(part) <= longest) if each.translated]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith met Mrs. Jones. They talked.", ["Dr. Smith met Mrs. Jones.", "They talked."]),
        ("It costs 3.50 now. Buy it.", ["It costs 3.50 now.", "Buy it."]),
        ("Am 3. Mai war es warm.", ["Am 3. Mai war es warm."]),
        ("J. R. Smith came.", ["J. R. Smith came."]),
        ("«Bien.» Il partit.", ["«Bien.»", "Il partit."]),
        ("Well... Maybe.", ["Well...", "Maybe."]),
        ("¿Qué? ¡Sí!", ["¿Qué?", "¡Sí!"]),
        ("  - first\n  - second\n\n1. third", ["first", "second", "third"]),
        ("See https://a.b/c?d=e. Or ask me@x.org!", ["See https://a.b/c?d=e.", "Or ask me@x.org!"]),
        ("https://a.b/c and `d. E`.", ["https://a.b/c and `d. E`."]),
        ("`a.b` https://a.b/c", []),
        ("Nice 👍 day", ["Nice", "day"]),
        ("12:30\n***\n42", []),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert translated(text) == sentences


def test_a_long_sentence_is_cut_at_a_pause_near_its_middle() -> None:
    assert translated("aaa bbb ccc, ddd eee fff ggg", 20) == ["aaa bbb ccc,", "ddd eee fff ggg"]
    assert translated("aaa bbb ccc ddd", 8) == ["aaa bbb", "ccc ddd"]


def test_ten_thousand_words_are_cut_without_end_of_the_stack() -> None:
    assert len(translated("word " * 10_000, 60)) > 500
