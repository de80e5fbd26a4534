"""Replies, translations, suggestions and languages, over networks that do something foreseeable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_bundles import LANGUAGES, toy_pieces

from chatapp.engine.candidates import Reply
from chatapp.engine.clean_line import clean_text
from chatapp.engine.detector import Detector
from chatapp.engine.free_text import FreeText
from chatapp.engine.replies import Replies
from chatapp.engine.suggester import Suggester, choose, split_typed
from chatapp.engine.translator import Translator
from models.completion import Completion
from models.direction import Direction
from models.exemplars.nearest import Nearest
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.unsure import Unsure
from models.exemplars.words import words_of
from models.stepper import Floats, Integers

INTO_FRENCH = Direction(None, "fr")
INTO_GERMAN = Direction(None, "de")
INTO_SPANISH = Direction(None, "es")


@pytest.fixture(autouse=True)
def nobody_knows_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a scripted network says is what these tests are about."""
    monkeypatch.setattr("chatapp.engine.sentences.phrase", lambda _sentence, _target: None)


@dataclass(frozen=True)
class Position:
    rows: tuple[tuple[tuple[int, ...], int], ...]

    def select(self, rows: Integers) -> Self:
        return type(self)(tuple(self.rows[row] for row in rows))

    def beside(self, others: Sequence[Self]) -> Self:
        return type(self)(tuple(row for each in (self, *others) for row in each.rows))


class Copying:
    """Writes what it reads, without the task piece; every other piece is a little probable, the lower the more."""

    def __init__(self) -> None:
        self.pieces = len(toy_pieces())
        self.sources: list[tuple[int, ...]] = []
        self.steps = 0

    def start(self, sources) -> Position:
        self.sources += [tuple(each) for each in sources]
        return Position(tuple((tuple(each[1:]), 0) for each in sources))

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        self.steps += 1
        answer = numpy.tile(-9.0 - numpy.arange(self.pieces) / 500, (len(last), 1)).astype(numpy.float32)
        for row, (source, position) in enumerate(state.rows):
            answer[row, source[min(position, len(source) - 1)]] = -0.01
        return answer, Position(tuple((source, position + 1) for source, position in state.rows))


texts = st.text(st.sampled_from("How are you ?.,!\n\t-1 23é🙂ß《》"), max_size=80)


class Wavering(Copying):
    """Finds two lines about as likely as each other, so that the way back is asked for."""

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        answer, after = super().step(last, state)
        if self.steps == 1:
            answer[:, toy_pieces().encode("Good")[0]] = -0.02
        return answer, after


def test_a_translator_asks_for_no_way_back_that_was_not_taught() -> None:
    known, unknown = Wavering(), Wavering()
    "".join(Translator(known, toy_pieces()).translate("Hello.", Direction("en", "fr")))
    taught = {Direction("en", "fr")}
    "".join(Translator(unknown, toy_pieces(), taught=taught).translate("Hello.", Direction("en", "fr")))
    assert len(known.sources) > len(unknown.sources) == 1


@settings(deadline=None, max_examples=60)
@given(texts)
def test_a_translator_that_copies_returns_the_text_with_its_layout(text: str) -> None:
    translated = "".join(Translator(Copying(), toy_pieces()).translate(text, INTO_FRENCH))
    assert translated.split() == clean_text(text).split()
    assert [line.split() for line in translated.split("\n")] == [line.split() for line in clean_text(text).split("\n")]


def test_indentation_blank_lines_addresses_and_code_are_kept() -> None:
    text = "  Hello.  How are you?\n\n\t- here: https://x.org/a?b=1  \n`a_b  c`\n"
    network = Copying()
    assert "".join(Translator(network, toy_pieces()).translate(text, INTO_GERMAN)) == text
    pieces = toy_pieces()
    assert all(source[0] == pieces.control("<to:de>") and source[-1] == pieces.end for source in network.sources)
    assert len(network.sources) == 3


def test_what_was_translated_is_remembered_for_its_language() -> None:
    network = Copying()
    translator = Translator(network, toy_pieces())
    assert "".join(translator.translate("Hello. Hello.", INTO_FRENCH)) == "Hello. Hello."
    assert len(network.sources) == 1
    assert "".join(translator.translate("Hello. Today.", INTO_FRENCH)) == "Hello. Today."
    assert len(network.sources) == 2
    assert "".join(translator.translate("Hello.", INTO_GERMAN)) == "Hello."
    assert len(network.sources) == 3


def test_a_long_line_comes_in_parts_and_can_be_stopped_between_them() -> None:
    network = Copying()
    translator = Translator(network, toy_pieces())
    text = "the weather is nice, " * 300
    assert "".join(translator.translate(text, INTO_FRENCH)) == text
    assert max(len(each) for each in network.sources) <= 62
    parts = translator.translate("Hello there. " * 3 + "How are you? " * 300, INTO_FRENCH, lambda: len(got) > 3)
    got: list[str] = []
    for part in parts:
        got.append(part)
    assert 0 < len(got) < 10


def test_a_single_word_is_translated_by_the_dictionary() -> None:
    known = {("house", "fr"): ["maison", "demeure"]}
    translator = Translator(Copying(), toy_pieces(), lambda text, direction: known.get((text, direction.target), []))
    assert "".join(translator.translate("house", INTO_FRENCH)) == "maison"
    assert translator.alternatives("house", INTO_FRENCH)[0].translations == ["maison", "demeure"]
    assert "".join(translator.translate("# house", INTO_FRENCH)) == "# maison"
    assert "".join(translator.translate("my house", INTO_FRENCH)) == "my house"


def test_a_stopped_translation_is_not_remembered() -> None:
    translator = Translator(Copying(), toy_pieces())
    asked = iter([False] * 3 + [True] * 9)
    assert list(translator.translate("How are you today?", INTO_FRENCH, lambda: next(asked))) == []
    assert "".join(translator.translate("How are you today?", INTO_FRENCH)) == "How are you today?"


class Scripted:
    """Writes one of a few lines, each with its probability, whatever it reads."""

    def __init__(self, lines: dict[str, float]) -> None:
        pieces = toy_pieces()
        self.pieces = len(pieces)
        self.lines = {(*pieces.encode(text), pieces.end): probability for text, probability in lines.items()}
        self.sources: list[tuple[int, ...]] = []

    def start(self, sources) -> Position:
        self.sources += [tuple(each) for each in sources]
        return Position(tuple(((), -1) for _ in sources))

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        answer = numpy.full((len(last), self.pieces), -30.0, dtype=numpy.float32)
        after = []
        for row, (begun, position) in enumerate(state.rows):
            written = (*begun, int(last[row])) if position >= 0 else begun
            weights: dict[int, float] = {}
            for line, probability in self.lines.items():
                if line[: len(written)] == written and len(line) > len(written):
                    weights[line[len(written)]] = weights.get(line[len(written)], 0) + probability
            for piece, weight in weights.items():
                answer[row, piece] = numpy.log(weight / sum(weights.values()))
            after.append((written, position + 1))
        return answer, Position(tuple(after))


def test_a_translation_with_the_same_numbers_is_preferred() -> None:
    network = Scripted({"Hoy 13": 0.6, "Hoy 12": 0.4})
    assert "".join(Translator(network, toy_pieces()).translate("Today 12", INTO_SPANISH)) == "Hoy 12"
    network = Scripted({"Hoy 3.000": 0.3, "Hoy 13": 0.7})
    assert "".join(Translator(network, toy_pieces()).translate("Today 3,000", INTO_SPANISH)) == "Hoy 3.000"
    network = Scripted({"Hoy 13": 1.0})
    assert "".join(Translator(network, toy_pieces()).translate("Today 12", INTO_SPANISH)) == "Hoy 12"
    network = Scripted({"Hoy 13 13": 1.0})
    assert "".join(Translator(network, toy_pieces()).translate("Today 12", INTO_SPANISH)) == "Hoy 13 13"


REPLIES = {"Hello!": 0.6, "How are you?": 0.35, "Thank you very much.": 0.05}


def test_the_likeliest_reply_is_given_but_nothing_is_said_twice() -> None:
    replies = Replies(Scripted(REPLIES), toy_pieces())
    assert replies.reply(["Good morning!"]).text == "Hello!"
    assert replies.reply(["Good morning!", "Hello!", "Today"]).text == "How are you?"
    assert replies.reply(["hello", "how are YOU", "Today"]).text == "Thank you very much."
    assert replies.reply([*REPLIES, "Today"]).text in REPLIES


def nearest(*exchanges: tuple[str, str]) -> Nearest:
    words = sorted({word for prompt, _ in exchanges for word in words_of(prompt)})
    exemplars = tuple(Exemplar("", prompt, reply, "our book") for prompt, reply in exchanges)
    ones = numpy.ones(len(words), numpy.float32)
    return Nearest(Exemplars(exemplars, tuple(words), numpy.eye(len(words), dtype=numpy.float32), ones))


def test_a_near_exemplar_speaks_and_a_far_one_does_not() -> None:
    replies = Replies(Scripted(REPLIES), toy_pieces(), nearest(("the weather is nice", "Thank you very much.")))
    assert replies.reply(["The weather is nice!"]) == Reply("Thank you very much.", "our book")
    assert replies.reply(["I am going to the station"]) == Reply("Hello!")
    assert replies.reply(["the weather is nice", "thank you very much", "the weather is nice"]) == Reply("Hello!")


def test_who_knows_nothing_like_it_says_so_and_not_twice_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [Exemplar("", "<telling en>", reply, "our book") for reply in ("I see.", "Go on.")]
    known = nearest(("the weather is nice", "Thank you very much."))
    replies = Replies(Scripted(REPLIES), toy_pieces(), known, Unsure(marks))
    assert replies.reply(["I am going to the station"]) == Reply("Hello!")
    monkeypatch.setattr("chatapp.engine.replies._LIKELY", 1.1)
    first = replies.reply(["I am going to the station"])
    assert first.text in ("I see.", "Go on.")
    second = replies.reply(["I am going to the station", first.text, "I am going to the station"])
    assert {first.text, second.text} == {"I see.", "Go on."}
    assert replies.reply(["The weather is nice!"]).text == "Thank you very much."
    assert replies.reply(["I am going to the station"], voices="network").source == ""


def test_each_voice_can_be_heard_alone() -> None:
    replies = Replies(Scripted(REPLIES), toy_pieces(), nearest(("the weather is nice", "Thank you very much.")))
    assert replies.reply(["the weather is nice"], voices="network") == Reply("Hello!")
    assert replies.reply(["the weather is nice"], voices="exemplars").source == "our book"
    assert replies.reply(["hello"], voices="exemplars") == Reply("…")


def test_a_seed_draws_a_reply_and_always_the_same() -> None:
    replies = Replies(Scripted(REPLIES), toy_pieces())
    drawn = [replies.reply(["Good morning!"], seed).text for seed in range(12)]
    assert drawn == [replies.reply(["Good morning!"], seed).text for seed in range(12)]
    assert len(set(drawn)) > 1


def test_a_reply_reads_the_last_turns_and_stops_when_asked() -> None:
    pieces = toy_pieces()
    network = Scripted(REPLIES)
    replies = Replies(network, pieces)
    replies.reply(["Quiero un café", "Hello!", "the weather", "Today"])
    source = network.sources[0]
    assert source[0] == pieces.control("<chat>")
    assert source.count(pieces.control("<turn>")) == 2
    assert pieces.decode(source).split() == ["Hello!", "the", "weather", "Today"]
    replies.reply(["the weather is nice " * 2000])
    assert len(network.sources[1]) < 100
    assert replies.reply(["Today"], should_stop=lambda: True).text == ""


class CountingLines(Scripted):
    """The same as a one-to-many network: the line begins after the language piece."""

    def __init__(self, lines: dict[str, float]) -> None:
        super().__init__(lines)
        self.read: list[int] = []

    def start(self, rows: int = 1) -> Position:
        return Position((((), -1),) * rows)

    def step(self, last: Integers, state: Position) -> tuple[Floats, Position]:
        if len(last) == 1:
            self.read.append(int(last[0]))
        return super().step(last, state)


LINES = {
    "How are you today?": 0.4,
    "How are they today?": 0.1,
    "Hello there!": 0.2,
    "Hoy hace buen tiempo.": 0.2,
    "I am going to the station.": 0.1,
}


def continuations(line: str, **options) -> list[str]:
    return [each.text for each in Suggester(CountingLines(LINES), toy_pieces()).suggest(line, "en", **options)]


@pytest.mark.parametrize(
    ("line", "among"),
    [
        ("", ["How", "Hello"]),
        ("H", ["ow", "ello"]),
        ("Ho", ["w", "y"]),
        ("How", [" are"]),
        ("How ", ["are"]),
        ("How are", [" you", " they"]),
        ("How are y", ["ou", "ou today"]),
        ("How are th", ["ey"]),
        ("I am going to the stat", ["ion"]),
    ],
)
def test_a_line_is_continued_from_any_letter(line: str, among: list[str]) -> None:
    found = continuations(line)
    for beginning in among:
        assert any(text.startswith(beginning) for text in found)
    lines = tuple(LINES)
    for text in found:
        assert any(each.startswith(line + text) for each in lines)
    assert 0 < len(found) <= 5
    assert len(set(found)) == len(found)


def test_probabilities_are_of_what_was_typed_so_far() -> None:
    suggester = Suggester(CountingLines(LINES), toy_pieces())
    found = {each.text: each.probability for each in suggester.suggest("How are ", "en")}
    assert found["you today"] == pytest.approx(0.8, abs=1e-3)
    assert found["they today"] == pytest.approx(0.2, abs=1e-3)
    found = {each.text: each.probability for each in suggester.suggest("How are y", "en")}
    assert found["ou today"] == pytest.approx(1.0, abs=1e-3)


def test_what_nobody_writes_has_no_continuation_of_any_probability() -> None:
    assert continuations("x" * 200) == []
    assert continuations("www.example.org/a-very-long-address-with-words") is not None


def test_a_key_press_reads_no_more_than_the_new_word_and_answers_as_if_all_were_new() -> None:
    network = CountingLines(LINES)
    suggester = Suggester(network, toy_pieces())
    line = "I am going to the station"
    for length in range(len(line) + 1):
        read = len(network.read)
        kept = suggester.suggest(line[:length], "en", "Where are they?")
        fresh = Suggester(CountingLines(LINES), toy_pieces()).suggest(line[:length], "en", "Where are they?")
        assert kept == fresh
        assert len(network.read) - read <= 25
    again = len(network.read)
    suggester.suggest(line, "en", "Where are they?")
    assert len(network.read) - again <= 10  # the line itself is not read again


def written(beginning: str, words: int = 4, seed: int = 5, **options) -> str:
    free_text = FreeText(CountingLines(LINES), toy_pieces())
    return "".join(free_text.write(beginning, "fr", words=words, temperature=1.0, seed=seed, **options))


def test_free_text_goes_on_from_its_beginning_and_goes_on_after_a_sentence() -> None:
    assert written("I am going to", words=2) == " the station."
    assert written("I am going to ", words=2) == "the station."
    many = written("Hello", words=30)
    assert 30 <= len(many.split()) <= 36
    assert many.startswith(" there! ")
    assert set(
        many.removeprefix(" there! ").replace("? ", "?|").replace("! ", "!|").replace(". ", ".|").split("|")
    ) <= {*LINES}


def test_free_text_is_the_same_for_the_same_seed_and_stops_when_asked() -> None:
    assert written("", seed=1) == written("", seed=1)
    assert len({written("", seed=seed) for seed in range(10)}) > 1
    assert written("How", should_stop=lambda: True) == ""


def test_the_language_and_the_message_before_stand_in_front() -> None:
    pieces = toy_pieces()
    network = CountingLines(LINES)
    Suggester(network, pieces).suggest("Où est ", "fr", "Hello there!")
    expected = [
        pieces.control("<fr>"),
        *pieces.encode("Hello there!"),
        pieces.control("<turn>"),
        *pieces.encode("Où est"),
    ]
    assert network.read[: len(expected)] == expected


@pytest.mark.parametrize(
    ("line", "head", "typed"),
    [
        ("", "", " "),
        ("hel", "", " hel"),
        ("a hel", "a", " hel"),
        ("a ", "a", " "),
        ("a,", "a,", ""),
        ("don't", "don'", "t"),
        ("x\n  y z", "y", " z"),
        ("x\n", "", " "),
        ("¿D", "¿", "D"),
        ("e\u0301t", "", " ét"),
    ],
)
def test_what_is_certain_and_what_is_being_typed(line: str, head: str, typed: str) -> None:
    assert split_typed(line) == (head, typed)


def test_continuations_are_few_and_different() -> None:
    found = [
        Completion(" the", 0.5, 1),
        Completion(" the.", 0.4, 1),
        Completion(" the new", 0.25, 2),
        Completion(" the new day", 0.24, 3),
        Completion(" a", 0.2, 1),
        Completion(" this", 0.0001, 1),
    ]
    chosen = choose(found)
    assert [each.text for each in chosen] == [" the", " the new day", " a"]


def test_what_is_all_but_sure_to_go_on_is_not_offered_in_part() -> None:
    found = [Completion(" how are", 0.31, 2), Completion(" how are you", 0.3, 3), Completion(" hold", 0.05, 1)]
    found += [Completion(f" other{number}", 0.05, 1) for number in range(3)]
    chosen = [each.text for each in choose(found)]
    assert len(chosen) == 5
    assert " how are you" in chosen
    assert " how are" not in chosen


class Vowels:
    """Finds English where there are few pieces, French elsewhere."""

    def probabilities(self, lines) -> Floats:
        self.lines = lines
        return numpy.array([[0.7, 0.1, 0.1, 0.1] if len(line) < 5 else [0.2, 0.6, 0.1, 0.1] for line in lines])


def test_the_language_is_the_likeliest_over_all_parts() -> None:
    detector = Detector(Vowels(), toy_pieces(), LANGUAGES)
    assert detector.detect("the") == ("en", pytest.approx(0.7))
    assert detector.detect("the weather is nice " * 400)[0] == "fr"
    assert max(map(len, detector.labeller.lines)) <= 128


@pytest.mark.parametrize("text", ["", "  ", "12 + 3 = 15", "🙂", "\x1b[0m"])
def test_what_has_no_letters_has_no_language(text: str) -> None:
    assert Detector(Vowels(), toy_pieces(), LANGUAGES).detect(text) is None
