"""What is copied into a translation, and where it comes from."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_bundles import toy_pieces

from chatapp.engine.alignment import align, words
from chatapp.engine.clean_line import clean_text
from chatapp.engine.markup import mark_again, unmark
from chatapp.engine.names import names_of
from chatapp.engine.numbers import keeps_numbers, patch_numbers
from chatapp.engine.protocol import Alignment
from chatapp.engine.translator import Translator
from chatapp.engine.verbatim import VERBATIM, protect
from models.direction import Direction
from tests.chatapp.test_engine_services import Copying, Position, Scripted

INTO_FRENCH = Direction(None, "fr")


@pytest.fixture(autouse=True)
def nobody_knows_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a scripted network says is what these tests are about."""
    monkeypatch.setattr("chatapp.engine.sentences.phrase", lambda _sentence, _target: None)


def through(text: str, network=None) -> str:
    return "".join(Translator(network or Copying(), toy_pieces()).translate(text, INTO_FRENCH))


KEPT = (
    "https://x.org/a?b=1&c=d",
    "me@x.org",
    "`a_b  c`",
    "{name}",
    "{0}",
    "{{user.name}}",
    "${HOME}",
    "%s",
    "%(count)d",
    "%1$s",
    "%.2f",
    "<b>",
    "</b>",
    "<a href='x y'>",
    "![a picture](b.png)",
    "--dry-run",
    "/usr/local/bin",
    "config.toml",
    "snake_case",
    "@anna",
    "v1.2.3",
)


FIGURES = ("2026-11-25", "12/03/1987", "+33 6 12 34 56 78", "06 12 34 56 78", "12.50 EUR", "B-204", "1939-1945")


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_kept_letter_by_letter(figure: str) -> None:
    assert keeps_numbers(f"It is {figure}.", f"C'est {figure}.")
    for other in (figure[:-1], f"{figure}5", f"{figure}x", figure[::-1], figure.replace("-", "").replace("/", " ")):
        if other != figure:
            assert not keeps_numbers(f"It is {figure}.", f"C'est {other}.")


class Losing(Copying):
    """Writes what it reads, but for some letters."""

    def __init__(self, lost: str) -> None:
        super().__init__()
        self.lost = set(lost)

    def start(self, sources) -> Position:
        return super().start(
            [[piece for piece in each if toy_pieces().decode([piece]).strip() not in self.lost] for each in sources]
        )


@pytest.mark.parametrize("lost", ["-/+", "-/+oa"], ids=["figures", "figures and what stands for them"])
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_that_the_network_loses_is_there_once_and_unchanged(figure: str, lost: str) -> None:
    translated = through(f"The weather is {figure} nice.", Losing(lost))
    assert translated.count(figure) == 1 and keeps_numbers(figure, translated)


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("network", [Copying(), Scripted({"Hoy": 0.7, "Où est la gare ?": 0.3})])
@pytest.mark.parametrize("sentence", ["The weather is {} nice.", "{} How are you", "Hello {}", "{}", "({})"])
def test_what_is_no_language_is_there_once_and_unchanged(kept: str, network, sentence: str) -> None:
    assert through(sentence.replace("{}", kept), network).count(kept) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([*KEPT, "the", "weather", "today.", "How", "\n", "  ", "- ", "**", "*", "["]), max_size=9)
)
def test_all_of_it_is_kept_whatever_the_network_writes(parts: list[str]) -> None:
    text = clean_text(" ".join(parts))
    for network in (Copying(), Scripted({"Hoy": 0.7, "Hoy Boston": 0.3})):
        translated = through(text, network)
        for match in VERBATIM.finditer(text):
            assert match[0] in translated


def test_the_network_reads_a_word_for_what_is_copied() -> None:
    network = Copying()
    assert through("How are {name} and me@x.org?", network) == "How are {name} and me@x.org?"
    assert toy_pieces().decode(network.sources[0]) == "How are Tom and Mary?"


def test_too_many_to_stand_in_for_are_left_out_and_stay() -> None:
    text = "the {a} weather {b} is {c} nice"
    assert protect(text) is None
    assert through(text) == text


@pytest.mark.parametrize(
    ("sentence", "translation", "same"),
    [
        ("1,250 men", "1 250 Männer", True),
        ("1,250 men", "1.250 Männer", True),
        ("3.5 and 4", "4 et 3,5", True),
        ("at 9:30", "à 9 h 30", True),
        ("12 men", "Männer", False),
        ("12 men", "12 12 Männer", False),
    ],
)
def test_numbers_are_the_same_however_they_are_grouped(sentence: str, translation: str, same: bool) -> None:
    assert keeps_numbers(sentence, translation) is same


def test_numbers_are_put_where_the_network_looked_at_them() -> None:
    sentence, translation = "from 1847 to 1912", "1921 bis 1874"
    crossed = Alignment(
        [[0, 4], [5, 9], [10, 12], [13, 17]], [[0, 4], [5, 8], [9, 13]], [[0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]]
    )
    assert patch_numbers(sentence, translation, crossed) == "1912 bis 1847"
    assert patch_numbers(sentence, translation, None) == "1847 bis 1912"
    assert patch_numbers("3 men", "trois hommes", None) == "trois hommes"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a <b>red</b> car", "a red car"),
        ("a **red** *car*", "a red car"),
        ("a [red](u.v) car", "a red car"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("__a__ ~~b~~", "a b"),
    ],
)
def test_marks_are_told_from_signs(marked: str, plain: str) -> None:
    assert unmark(marked).text == plain


def diagonal(source: str, target: str, order: list[int]) -> Alignment:
    weights = numpy.eye(len(words(source)))[order].tolist()
    return Alignment([list(each) for each in words(source)], [list(each) for each in words(target)], weights)


def test_marks_go_around_the_same_words() -> None:
    unmarked = unmark("a <b>red</b> <i>car</i>")
    alignment = diagonal("a red car", "une voiture rouge", [0, 2, 1])
    assert mark_again(unmarked, "une voiture rouge", alignment) == "une <i>voiture</i> <b>rouge</b>"
    nested = unmark("a **[red](u) car**")
    assert mark_again(nested, "une voiture rouge", alignment) == "une **voiture [rouge](u)**"
    assert mark_again(unmark("**a red car.**"), "une voiture.", None) == "**une voiture.**"
    assert mark_again(unmark("**a red car**."), "une voiture !", None) == "**une voiture** !"


def test_marks_that_would_cross_or_have_no_partner_are_refused() -> None:
    alignment = diagonal("a b c d", "w x y z", [0, 2, 0, 2])
    assert mark_again(unmark("<i>a b</i> <b>c d</b>"), "w x y z", alignment) is None
    assert mark_again(unmark("a </b> b"), "a b", alignment) is None
    assert mark_again(unmark("a <b>b</b>"), "a b", None) is None


class Looking(Copying):
    """Copies, and looks at what it copies."""

    def step(self, last, state):
        answer, after = super().step(last, state)
        width = max(len(source) for source, _ in state.rows) + 1
        attention = numpy.zeros((len(last), width), dtype=numpy.float32)
        for row, (source, position) in enumerate(state.rows):
            attention[row, min(position, len(source) - 1) + 1] = 1.0
        return answer, Attentive(after.rows, attention)


class Attentive(Position):
    def __init__(self, rows, attention) -> None:
        super().__init__(rows)
        object.__setattr__(self, "attention", attention)

    def select(self, rows):
        return Attentive(tuple(self.rows[row] for row in rows), self.attention[rows])


def test_words_are_aligned_by_what_the_network_looks_at() -> None:
    text = "Où est-ce, 日本 Kowalski 1984?"
    found = align(Looking(), toy_pieces(), text, text, "fr")
    assert found is not None
    assert found.source_words == found.target_words == [list(each) for each in words(text)]
    weights = numpy.array(found.weights)
    assert (weights.argmax(axis=1) == numpy.arange(len(weights))).all()
    assert align(Copying(), toy_pieces(), text, text, "fr") is None


def test_alternatives_are_different_and_the_best_is_the_translation() -> None:
    network = Scripted({"Hello!": 0.5, "Hoy": 0.3, "Thank you": 0.2})
    translator = Translator(network, toy_pieces())
    text = "  How are you?\n\n- Hello {name}.  Today!"
    sentences = translator.alternatives(text, INTO_FRENCH)
    assert [text[each.begin : each.end] for each in sentences] == ["How are you?", "Hello {name}.", "Today!"]
    assert sentences[0].translations[:3] == ["Hello!", "Hoy", "Thank you"]
    assert all(len(set(each.translations)) == len(each.translations) > 0 for each in sentences)
    begin, rebuilt = 0, ""
    for each in sentences:
        rebuilt += text[begin : each.begin] + each.translations[0]
        begin = each.end
    assert rebuilt + text[begin:] == "".join(translator.translate(text, INTO_FRENCH))


layouts = st.text(st.sampled_from('ab 1\n\t>-*.)#`|"“«'), max_size=80)


@settings(deadline=None, max_examples=80)
@given(layouts)
def test_lines_and_indentation_stay(text: str) -> None:
    text = clean_text(text)
    for network in (Copying(), Scripted({"Hoy": 0.7, "Où est la gare ?": 0.3})):
        before, after = text.split("\n"), through(text, network).split("\n")
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            assert new[: len(new) - len(new.lstrip())] == old[: len(old) - len(old.lstrip())]


@pytest.mark.parametrize(
    "text", ["- [x] {}", "> > {}", "1.2. {}", "a) {}", "(3) {}", "\t• {}", "## {}", ">{}", "  – {}  \n\n    {}\n"]
)
def test_bullets_numbers_and_quotes_stay(text: str) -> None:
    assert through(text.replace("{}", "How are you"), Scripted({"Hoy": 1.0})) == text.replace("{}", "Hoy")


def test_many_texts_are_translated_in_batches_with_progress() -> None:
    told: list[tuple[int, int]] = []
    network = Copying()
    texts = [f"Hello {number} there.\nHow are you?" for number in range(20)]
    translated = Translator(network, toy_pieces()).translate_all(texts, INTO_FRENCH, lambda *how: told.append(how))
    assert translated == texts
    assert told == [(0, 21), (16, 21), (21, 21)]
    assert len(network.sources) == 21
    assert Translator(network, toy_pieces()).translate_all(texts, INTO_FRENCH, lambda *_: None, lambda: True) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Mr. Kowalski met Mrs O'Brien.", ["Kowalski", "O'Brien"]),
        ("Do you know Mr. Jackson's dog?", ["Jackson"]),
        ("Ich heiße Müller-Lüdenscheidt.", ["Müller-Lüdenscheidt"]),
        ("Je m'appelle Zoé.", ["Zoé"]),
        ("My name is on the list, Sir.", []),
        ("Die Frau Haus", ["Haus"]),
        ("I like Paris.", []),
    ],
)
def test_names_are_told_by_the_words_before_them(sentence: str, names: list[str]) -> None:
    assert names_of(sentence) == names


def test_a_name_that_the_network_loses_is_put_in() -> None:
    assert through("Mr Kowalski", Scripted({"Hoy Kovalki": 0.7, "Hoy Kowalski": 0.3})) == "Hoy Kowalski"
    assert through("Mr Kowalski.", Scripted({"Hoy Smith.": 1.0})) == "Hoy Kowalski."
    assert through("Mr Kowalski.", Scripted({"Hoy.": 1.0})) == "Hoy."
