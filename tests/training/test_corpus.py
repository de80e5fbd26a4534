"""From files to examples: both ways, with context, without what is held out; mistakes are named by file and line."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from training.__main__ import main
from training.casual import casual
from training.corpus import prepare
from training.example import read_examples
from training.readers.jsonl import read_dialogues
from training.readers.tsv import read_labelled, read_pairs
from training.recipe import CorpusRecipe, Recipe
from training.records import Dialogue, Labelled, Pair, RecordError
from training.run_folder import RunFolder


def test_pairs_go_both_ways_and_dialogues_have_context(prepared: Path) -> None:
    examples = list(read_examples(prepared / "train.jsonl"))
    held_out = list(read_examples(prepared / "held_out.jsonl"))
    both = examples + held_out
    assert any(each.task == "<to:fr>" and each.source == "I see the cat." for each in both)
    assert any(each.task == "<to:en>" and each.target == "I see the cat." for each in both)
    assert any(each.context == ("Hello!", "Hi, how are you?") for each in both)
    assert any(each.source == casual(each.source) for each in examples)
    assert held_out
    trained = {(each.task, casual(each.source), casual(each.target)) for each in examples}
    assert not trained & {(each.task, casual(each.source), casual(each.target)) for each in held_out}


def test_casual_writing() -> None:
    assert casual("How's it going?") == "hows it going"


def test_readers_read_compressed_files(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.xz"
    path.write_bytes(lzma.compress(b"Hello.\tBonjour.\tSalut.\r\n"))
    assert list(read_pairs(path)) == [Pair("Hello.", ("Bonjour.", "Salut."))]
    path = tmp_path / "talk.jsonl"
    path.write_text('\n{"turns": ["Hi", " Ho "], "persona": "shy"}\n')
    assert list(read_dialogues(path)) == [Dialogue(("Hi", "Ho"), {"persona": "shy"})]
    path = tmp_path / "labels.tsv"
    path.write_text("text\temotions\nGreat!\tjoy,love\n")
    assert list(read_labelled(path)) == [Labelled("Great!", ("joy", "love"))]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.tsv", b"one\ttwo\nthree\n", "line 2: .*expected a source and a target"),
        ("a.tsv", "é\tè\n".encode() * 2 + b"th\xff\tx\n", "line 3: not UTF-8"),
        ("a.tsv.xz", lzma.compress(b"one\ttwo\n" * 9999)[:-40], "cut short"),
        ("a.jsonl", b'{"turns": ["a"]}\n{"turns": 3}\n', "line 2: .*expected an object with a list of texts"),
        ("a.jsonl", b"{\n", "line 1: not JSON"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    read = read_dialogues if "jsonl" in name else read_pairs
    with pytest.raises(RecordError, match=says) as caught:
        list(read(path))  # type: ignore[operator]
    assert str(path) in str(caught.value)


def test_the_command_says_what_is_wrong_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text('name = "x"\nshape = "many-to-many"\n[[corpus]]\npath = "a.tsv"\nkindd = "chat"\n')
    assert main(["corpus", str(recipe), str(tmp_path / "run")]) == 1
    assert "unknown key 'kindd'; did you mean 'kind'?" in capsys.readouterr().err
    recipe.write_text('name = "x"\nshape = "many-to-many"\n[[corpus]]\npath = "a.tsv"\nkind = "chat"\n')
    assert main(["corpus", str(recipe), str(tmp_path / "run")]) == 1
    assert "a.tsv: no such file" in capsys.readouterr().err
    assert main(["fit", str(tmp_path / "none")]) == 1
    assert "recipe.toml" in capsys.readouterr().err


def test_a_recipe_can_pair_languages_through_a_third_and_join_sentences(tmp_path: Path) -> None:
    for language in ("fr", "de"):
        lines = [f"Sentence {number} here.\tSatz {number} {language}." for number in range(50)]
        (tmp_path / f"en-{language}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    entry = CorpusRecipe("en-fr.tsv", "translate", ("fr", "de"), through="en-de.tsv", joined=0.5)
    run = RunFolder.create(tmp_path / "run", Recipe("toy", "many-to-many", (entry,)))
    counts = prepare(run.recipe(), tmp_path, run)
    made = list(read_examples(run.train_examples))
    assert counts[0].examples == 100
    assert ("<to:de>", "Satz 7 fr.", "Satz 7 de.") in {(each.task, each.source, each.target) for each in made}
    assert ("<to:fr>", "Satz 7 de.", "Satz 7 fr.") in {(each.task, each.source, each.target) for each in made}
    assert 10 < len(made) - 100 < 90


def test_where_the_person_speaks_first_no_turn_of_theirs_is_a_reply(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("good morning\nMorning! Slept well?\nnot really\nA coffee may help.\n", "utf-8")
    entry = CorpusRecipe("talk.txt", "chat", person_first=True)
    run = RunFolder.create(tmp_path / "run", Recipe("toy", "many-to-many", (entry,)))
    prepare(run.recipe(), tmp_path, run)
    made = list(read_examples(run.train_examples))
    assert [each.target for each in made] == ["Morning! Slept well?", "A coffee may help."]
    assert made[1].context == ("good morning", "Morning! Slept well?")


def test_a_dialogue_is_cut_into_lines_short_enough_to_be_learnt(tmp_path: Path) -> None:
    turns = ["short"] * 7 + [f"{number} " + "long " * 50 for number in range(3)]
    (tmp_path / "talk.jsonl").write_text(json.dumps({"turns": turns}), "utf-8")
    recipe = Recipe("lines", "one-to-many", (CorpusRecipe("talk.jsonl", "lines", ("en",)),))
    run = RunFolder.create(tmp_path / "run", recipe)
    prepare(recipe, tmp_path, run)
    windows = [[*each.context, each.target] for each in read_examples(run.train_examples)]
    assert [turn.strip() for window in windows for turn in window] == [turn.strip() for turn in turns]
    assert [len(window) for window in windows] == [6, 2, 1, 1]


def test_a_question_is_read_after_what_its_passage_says_of_it(tmp_path: Path) -> None:
    passage = f"{'It rained a lot. ' * 20}The tower was built in 1872. {'Nobody minded. ' * 20}"
    rows = [{"question": f"When was the {each} built?", "answer": "In 1872.", "context": passage} for each in "ab"]
    rows.append({"question": "Who minded?", "answer": "Nobody."})
    (tmp_path / "asked.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    entry = CorpusRecipe("asked.jsonl", "chat", clean=True)
    run = RunFolder.create(tmp_path / "run", Recipe("toy", "many-to-many", (entry,)))
    prepare(run.recipe(), tmp_path, run)
    first, second, third = read_examples(run.train_examples)
    assert "The tower was built in 1872." in first.context[0]
    assert len(first.context[0]) <= 160
    assert (first.source, first.target, second.source) == ("When was the a built?", "In 1872.", "When was the b built?")
    assert third.context == ()
