"""Questions about a text that the person gave: answered from it, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy
import pytest
from toy_bundles import write_bundles

from chatapp import places
from chatapp.command_line.failure import Failure
from chatapp.command_line.passage import passage_of
from chatapp.engine.candidates import Considered, Reply
from chatapp.engine.engine import Engine
from chatapp.engine.passage_replies import LONGEST, SOURCE, PassageReplies, passage_before
from chatapp.engine.taught import TaughtReplies
from models.exemplars.asked import Asked
from models.exemplars.nearest import Nearest
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.words import words_of
from models.passage import about

TEXT = (
    "The lighthouse at Skerry Point was built in 1872 by Thomas Rell. Its lamp can be seen from far away. "
    "Until 1984 three keepers lived there. The tower is open from May to September, and tickets cost six pounds."
)
OPEN = "The tower is open from May to September, and tickets cost six pounds."


def exemplars(exchanges: list[Exemplar]) -> Exemplars:
    common = words_of("when what which who how much is are the at it was be can do you ?")
    said = {word for each in exchanges for text in each[:3] for word in words_of(text)}
    words = (*common, *sorted(said - set(common)))
    weights = numpy.array([0.1] * len(common) + [1.0] * (len(words) - len(common)), numpy.float32)
    return Exemplars(tuple(exchanges), words, numpy.eye(len(words), dtype=numpy.float32), weights)


class Otherwise:
    """Stands for whoever chats otherwise; keeps what it was asked."""

    nearest = Nearest(exemplars([Exemplar("", "How are you?", "Fine.", "said")]))
    network = pieces = SimpleNamespace(controls=frozenset(), unknown=0, end=1)

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def consider(self, turns: list[str], *_: Any) -> Considered:
        self.asked.append(turns)
        return Considered(Reply("Hm."))


def reading() -> tuple[PassageReplies, Otherwise]:
    otherwise = Otherwise()
    return PassageReplies(cast("Any", otherwise)), otherwise


def test_a_sentence_of_the_text_answers() -> None:
    passages, otherwise = reading()
    for question, answer in (
        ("Who built the lighthouse?", "The lighthouse at Skerry Point was built in 1872 by Thomas Rell."),
        ("How much do tickets cost?", OPEN),
        ("when is the tower open", OPEN),
    ):
        found = passages.consider(TEXT, [question])
        assert found.reply == Reply(answer, SOURCE)
        assert found.candidates[0].reply == found.reply
    assert not otherwise.asked


def test_what_is_not_asked_of_the_text_is_answered_as_ever() -> None:
    passages, otherwise = reading()
    for line in ("Thanks a lot!", "Which football team do you support?"):
        assert passages.consider(TEXT, [line]).reply.text == "Hm."
        assert otherwise.asked[-1] == [about(TEXT, line), line]
    assert passages.consider(TEXT, ["Who built the lighthouse?"], voices="network").reply.text == "Hm."


def test_what_was_taught_about_this_text_is_answered_as_taught() -> None:
    question = "When was it built?"
    other = "The bridge at Leith was built in 1910. It is made of iron. Trains cross it every hour, day and night."
    exchanges = [
        Exemplar(about(other, question), question, "In 1910.", "mine"),
        Exemplar(about(TEXT, question), question, "In 1872.", "mine"),
    ]
    passages = PassageReplies(TaughtReplies(Asked(exemplars(exchanges)), 0.5, cast("Any", Otherwise())))
    assert passages.consider(TEXT, [question]).reply == Reply("In 1872.", "mine")
    assert passages.consider(TEXT, ["when was it built"]).reply.text == "In 1872."
    assert passages.consider(other, [question]).reply == Reply("In 1910.", "mine")
    assert passages.consider(f"{TEXT} It is white.", [question]).reply.text == "In 1872."
    assert passages.consider("It rains. Then it pours.", [question]).reply.text == "Hm."


def test_a_long_text_among_the_last_turns_is_one_to_ask_about() -> None:
    assert passage_before([TEXT, "Nice.", "Who built it?"]) == TEXT
    assert passage_before([TEXT, *["Yes."] * 6, "Who built it?"]) == ""
    assert passage_before(["Hello. How are you?", "Fine.", TEXT]) == ""
    assert passage_before(["word " * 50, "Who?"]) == ""


def test_the_engine_and_the_command_line_ask_about_it(tmp_path: Path) -> None:
    write_bundles(places.bundles_folder(), decoder_layers=1)
    engine = Engine.on_this_machine()
    assert engine.reply([TEXT, "Oh.", "Who built the lighthouse?"]).source == SOURCE
    assert engine.consider(["Who built it?"], passage="Thomas Rell built it.").reply.text == "Thomas Rell built it."
    path = tmp_path / "light.txt"
    path.write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "chatapp", "chat", "--passage", str(path), "When is the tower open?"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode() == f"{OPEN}\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b" \n", "nothing in it"), (b"\xff\xfe\x00", "not a text in UTF-8"), (b"a" * (LONGEST + 1), "longer than")],
    ids=["empty", "binary", "long"],
)
def test_what_is_no_text_to_ask_about_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    for each in (path, tmp_path / "nowhere.txt"):
        with pytest.raises(Failure) as refused:
            passage_of(each)
        sentence = refused.value.format_message()
        assert str(each) in sentence
        assert "\n" not in sentence
        assert each is not path or said in sentence
