"""Teaching without a screen: what is refused before any training, and a whole one, killed and gone on with."""

from __future__ import annotations

import json
import random
import time
import tomllib
from pathlib import Path

import pytest
from toy_bundles import write_bundles

from chatapp import places, settings
from chatapp.engine.engine import Engine
from chatapp.engine.library import SHIPPED
from chatapp.history.store import History
from chatapp.teaching import process
from chatapp.teaching.begin import begin
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.corrections import free_name, write_corrections
from chatapp.teaching.folder import Teaching, teachings
from chatapp.teaching.plan import ANSWERS_FROM, recipe_of
from chatapp.teaching.preview import Preview, lines, preview
from chatapp.teaching.progress import Follower, Phase
from models.exemplars.asked import Asked
from models.exemplars.store import Exemplars
from models.manifest import read_manifest

PAIRS = "".join(
    f"What is number {word}?\tNumber {word} is {place}.\n" for place, word in enumerate(["one", "two", "six"])
)


def corpus(folder: Path, text: str | bytes, name: str = "mine.tsv") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.txt", "", "nothing in it"),
        ("line.txt", "One line, alone.\n", "nobody is answered"),
        ("pair.tsv", "A question?\tAn answer.\n", "single question"),
        ("same.tsv", "A question?\tAn answer.\n" * 50, "too little to learn"),
        ("photo.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + random.Random(1).randbytes(5000), "not a text"),
        ("emoji.tsv", "😀\t🎉\n🍞\t🥐\n😀😀\t🚀\n", "only signs"),
        ("huge.txt", b"word " * 500_000, "line too long"),
        ("long.tsv", "".join(f"Question {each}?\t{'word thing ' * 2500}\n" for each in range(3)), "3 too long"),
        (
            "one.jsonl",
            json.dumps({"turns": [{"speaker": "Ann", "text": "Hello?"}, {"speaker": "Ann", "text": "Anybody?"}]})
            + "\n",
            "answer",
        ),
    ],
    ids=["empty", "line", "pair", "same", "photo", "emoji", "huge", "long", "one"],
)
def test_what_cannot_be_learnt_is_refused_in_a_sentence(
    tmp_path: Path, name: str, text: str | bytes, said: str
) -> None:
    with pytest.raises(CannotTeach) as refused:
        preview([corpus(tmp_path, text, name)])
    sentence = str(refused.value)
    assert said in sentence
    assert name in sentence
    assert "\n" not in sentence


def test_odd_texts_are_counted_and_not_fatal(tmp_path: Path) -> None:
    long = "word " * 5000
    mixed = PAIRS + f"Que veux-tu ?\tDu pain.\nКак дела?\tХорошо.\n😀😀\t🎉\nTell me all\t{long}\n" + PAIRS
    found = preview([corpus(tmp_path, mixed)])
    assert found.pairs == 10
    assert found.duplicates == 3
    assert found.left_out == {"too long": 1}
    assert found.learnt == 6
    told = "\n".join(lines(found))
    assert "already" in told
    assert "too long" in told


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotTeach, match="nowhere"):
        preview([str(tmp_path / "nowhere.tsv")])


@pytest.mark.parametrize("name", ["", ".hidden", "../up", "a/b", "x" * 50])
def test_a_name_stays_a_name(name: str) -> None:
    found = Preview(("a",), "tsv", "chat", 5, 0, 0, 0)
    with pytest.raises(CannotTeach, match="name"):
        begin(name, found)


def test_a_large_corpus_is_a_way_to_talk_and_a_small_one_a_subject() -> None:
    small = recipe_of("x", Preview(("a",), "tsv", "chat", 60, 0, 0, 0), "nothing", None, None)
    large = recipe_of("x", Preview(("a",), "whatsapp", "chat", 50_000, 0, 1000, 51_000), "nothing", None, None)
    questions = recipe_of("x", Preview(("a",), "jsonl", "chat", 50_000, 0, 50_000, 100_000), "nothing", None, None)
    assert f"answers_from = {ANSWERS_FROM}" in small
    assert f"answers_from = {ANSWERS_FROM}" in questions
    assert "held_out_share = 0.05" in large
    assert "answers_from = 0.0" in large


def test_what_is_added_to_has_the_sizes_it_has() -> None:
    shipped = SHIPPED / "conversation"
    found = Preview(("a",), "tsv", "chat", 60, 0, 0, 0)
    base = read_manifest(shipped)
    model = tomllib.loads(recipe_of("x", found, "add", base, shipped))["model"]
    assert (model["hidden"], model["layers"], model["encoder_layers"]) == tuple(
        base.architecture[size] for size in ("hidden", "decoder_layers", "encoder_layers")
    )


def follow(teaching: Teaching, wanted: Phase, step: int = 0) -> Follower:
    follower = Follower(teaching)
    for _ in range(6000):
        progress = follower.look()
        if progress.phase is wanted and progress.step >= step:
            return follower
        assert progress.phase is not Phase.FAILED, progress.reason
        time.sleep(0.05)
    raise AssertionError(f"never {wanted}: {follower.progress}")


def test_a_teaching_is_killed_goes_on_and_answers(tmp_path: Path) -> None:
    write_bundles(places.bundles_folder(), decoder_layers=1)
    found = preview([corpus(tmp_path, PAIRS)])
    teaching = begin("numbers", found)
    recipe = teaching.recipe.read_text("utf-8")
    assert '"What is number two?"' in recipe[recipe.index("prompts = ") :]
    teaching.recipe.write_text(recipe.replace("steps = 150", "steps = 400"), "utf-8")
    with pytest.raises(CannotTeach, match="begun already"):
        begin("numbers", found)
    process.start(teaching)
    follow(teaching, Phase.LEARNING, 2)
    running = process.find(teaching)
    assert running is not None
    running.kill()
    assert follow(teaching, Phase.STOPPED)
    assert [each.name for each in teachings()] == ["numbers"]
    process.start(teaching)
    follow(teaching, Phase.LEARNING, 60)
    process.keep(teaching)
    assert "What is number two?" in follow(teaching, Phase.DONE).progress.replies
    assert read_manifest(teaching.bundle).tasks == ("chat",)
    taught = Engine.on_this_machine([teaching.bundle])
    before = Engine.on_this_machine()
    assert taught.reply(["What is number six?"]).text == "Number six is 2."
    assert taught.reply(["what is number six"]).source == "numbers"
    assert taught.reply(["Bonjour le monde"]) == before.reply(["Bonjour le monde"])
    line = "How are you today?"
    assert taught.translate(line, "fr", "en") == before.translate(line, "fr", "en")
    process.cancel(teaching)
    assert not teaching.folder.exists()
    assert teaching.bundle.exists()
    with pytest.raises(CannotTeach, match="already"):
        begin("numbers", found)


def test_what_was_put_right_is_taught_on_top_of_what_chats_now(tmp_path: Path) -> None:
    write_bundles(places.bundles_folder(), decoder_layers=1)
    with pytest.raises(CannotTeach, match="no corrections"):
        write_corrections()
    history = History(places.history_file())
    talk = history.start_conversation("one")
    for said, reply in (("Who are you?", "Nobody."), ("Who\tare you?", "A program.")):
        history.add_message(talk, "person", said)
        history.correct(history.add_message(talk, "app", "Hm."), reply)
    history.close()
    found = preview([str(write_corrections())], least=1)
    assert (found.pairs, found.samples[0]) == (1, ("Who are you?", "A program."))
    begin("numbers", preview([corpus(tmp_path, PAIRS)]))
    settings.write(places.settings_file(), chat_model="numbers")
    recipe = begin(free_name(), found).recipe.read_text("utf-8")
    assert "corrections.jsonl" in recipe
    assert "mine.tsv" in recipe
    assert free_name() == "corrections 2"


def test_no_exemplars_and_no_words_find_nothing() -> None:
    import numpy

    nothing = Exemplars((), (), numpy.zeros((0, 4), numpy.float32), numpy.zeros(0, numpy.float32))
    assert Asked(nothing).find("Hello?") == []
