"""Which bundles are found, and which of them answer."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from toy_bundles import LANGUAGES, write_bundles

from chatapp.engine import library
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.engine import Engine
from chatapp.engine.library import Library, discover


@pytest.fixture
def own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own bundles, and none shipped."""
    monkeypatch.setattr(library, "SHIPPED", tmp_path / "shipped")
    write_bundles(home / "data" / "bundles")
    return home / "data" / "bundles"


def test_each_task_is_served_by_the_bundle_made_for_it(own: Path) -> None:
    found = discover()
    serving = {task: [each.manifest.name for each in found.serving(task)] for task in library.TASKS}
    assert serving == {
        "chat": ["conversation"],
        "translate": ["conversation"],
        "suggest": ["suggestions"],
        "detect": ["languages"],
        "define": [],
        "mood": [],
    }
    assert found.languages == LANGUAGES
    assert found.problems == ()
    assert all(each.size > 1000 for each in found.bundles)


def test_chosen_bundles_come_first_then_the_newest_own_then_those_shipped(own: Path, tmp_path: Path) -> None:
    write_bundles(tmp_path / "shipped")
    write_bundles(tmp_path / "chosen")
    (own / "conversation").rename(own / "older")
    write_bundles(own)
    os.utime(own / "older" / "bundle.json", (1, 1))
    found = [each.folder for each in discover([tmp_path / "chosen" / "conversation"]).serving("chat")]
    assert found == [
        tmp_path / "chosen" / "conversation",
        own / "conversation",
        own / "older",
        tmp_path / "shipped" / "conversation",
    ]


def test_what_is_no_bundle_is_one_sentence_and_what_is_being_written_is_not_seen(own: Path) -> None:
    (own / "empty").mkdir()
    (own / ".conversation-x1").mkdir()
    (own / "a file").write_text("x")
    (own / "languages" / "bundle.json").write_text("{")
    found = discover()
    assert len(found.bundles) == 2
    assert len(found.problems) == 2
    assert all("\n" not in problem and problem.endswith(".") for problem in found.problems)


def test_a_bundle_that_claims_what_its_shape_cannot_do_does_not_serve(own: Path) -> None:
    path = own / "languages" / "bundle.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "tasks": ["chat"]}))
    assert [each.manifest.name for each in discover().serving("chat")] == ["conversation"]


def test_without_bundles_each_question_is_answered_by_what_to_do() -> None:
    engine = Engine(Library(()))
    for ask in (
        lambda: engine.reply(["Hello!"]),
        lambda: engine.translate("Hello!", "fr"),
        lambda: engine.suggest("Hel"),
        lambda: engine.detect("Hello!"),
    ):
        with pytest.raises(CannotAnswer, match=r"^There is no bundle that [a-z ]+: install chatapp again .+\.$"):
            ask()


def test_a_damaged_bundle_is_passed_over_for_the_next(own: Path, tmp_path: Path) -> None:
    write_bundles(tmp_path / "shipped")
    weights = own / "conversation" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-5])
    engine = Engine(discover())
    assert engine.reply(["Hello!"]).text
    assert [str(weights) in problem for problem in engine.problems] == [True]
    with pytest.raises(CannotAnswer, match="damaged"):
        Engine(discover([own / "conversation"])).reply(["Hello!"])


def test_the_only_bundle_being_damaged_is_said(own: Path) -> None:
    (own / "conversation" / "pieces.model").unlink()
    engine = Engine(discover())
    with pytest.raises(CannotAnswer, match=r"pieces\.model: missing"):
        engine.reply(["Hello!"])
    assert engine.detect("Hello!")


def test_an_engine_answers_everything(own: Path) -> None:
    engine = Engine.on_this_machine()
    assert engine.reply(["Hello!"]) == engine.reply(["Hello!"])
    parts: list[str] = []
    translation = engine.translate("Hello!\n\n  Hello!", "fr", "en", write=parts.append)
    assert "".join(parts) == translation.text
    assert translation.source is None
    assert "\n\n  " in translation.text
    assert len(engine.suggest("How are y")) <= 5
    assert engine.detect("Hello!").language in LANGUAGES
    assert engine.detect("123") is None


def test_a_text_that_is_in_the_target_language_already_is_returned_as_it_is(own: Path) -> None:
    engine = Engine.on_this_machine()
    text = " Hello  there!\n"
    assert engine.translate(text, "en", "en").text == text
    found = engine.detect(text)
    if found.probability >= 0.5:
        assert engine.translate(text, found.language).text == text


@pytest.mark.parametrize(("source", "target"), [("en", "xx"), ("xx", "en"), (None, "")])
def test_an_unknown_language_is_refused_with_those_known(own: Path, source: str | None, target: str) -> None:
    with pytest.raises(CannotAnswer, match=r"not known: choose one of en, fr, de, es\.$"):
        Engine.on_this_machine().translate("Hello!", target, source)


@pytest.mark.parametrize("turns", [[], [""], ["Hello!", "  \n"]])
def test_no_message_has_no_reply(own: Path, turns: list[str]) -> None:
    with pytest.raises(CannotAnswer, match="no message"):
        Engine.on_this_machine().reply(turns)


def test_text_of_any_kind_is_answered(own: Path) -> None:
    engine = Engine.on_this_machine()
    for text in ["\x00\x1b[31m\ud83d", "🙂👩‍👩‍👧", "שלום עולם", "word " * 2000, "x" * 3000, "\u202e\u2066"]:
        assert isinstance(engine.reply([text]).text, str)
        engine.suggest(text)
        engine.detect(text)
    for text in ["\x00\x1b[31m\ud83d", "🙂👩‍👩‍👧", "שלום", "x" * 300]:
        assert isinstance(engine.translate(text, "fr", "en").text, str)
