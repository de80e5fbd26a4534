"""``python -m training corpus``: what it says of a corpus, and what it makes of one, as a person runs it."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.__main__ import main
from training.commands import corpus as corpus_command
from training.corpus import prepare
from training.example import read_examples
from training.recipe import CorpusRecipe, Recipe, read_recipe
from training.records import RecordError
from training.run_folder import RunFolder

WHATSAPP = """12/31/23, 11:58 PM - Messages and calls are end-to-end encrypted. Tap to learn more.
12/31/23, 11:59 PM - Ann: Happy new year soon!
12/31/23, 11:59 PM - Ben: You too!
Are you at the party?
1/1/24, 12:01 AM - Ann: <Media omitted>
1/1/24, 12:02 AM - Ann: Yes, it is loud here.
1/1/24, 12:02 AM - Ann: Come over!
1/1/24, 12:10 AM - Ben: On my way.
"""


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "training", "corpus", *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["corpus", *arguments, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_chat_from_standard_input() -> None:
    done = run("-", "--json", stdin=gzip.compress(WHATSAPP.encode("utf-16")))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["format"], found["dialogues"], found["messages"], found["pairs"]) == ("whatsapp", 1, 5, 3)
    assert found["rejects"] == {"system message": 1, "media left out": 1}
    assert found["task"] == "chat"


def test_the_report_says_where_and_how_to_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my talk.tsv"
    path.write_text("Hello.\tBonjour.\nbroken\nhello\tbonjour\nThank you.\tMerci.\n", "utf-8")
    assert main(["corpus", str(path)]) == 0
    said = capsys.readouterr().out
    assert f"1 no two texts, first at {path}:2" in said
    assert "duplicates  1 and 0 nearly so" in said
    assert "Hello.  →  Bonjour." in said
    assert f"python -m training corpus '{path}' --recipe 'my talk.toml'" in said


def test_strict_stops_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text('{"turns": ["a", "b"]}\n{"turns": 3}\n')
    done = run(str(path), "--strict")
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert f"{path}, line 2: no turns, messages, pair or label" in done.stderr.decode()


def test_a_reader_that_has_seen_enough_ends_it_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(WHATSAPP, "utf-8")
    command = [sys.executable, "-m", "training", "corpus", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OSError(28, "No space left on device", "run/train.partial"), 1, "training: run/train.partial: No space left"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_ends_a_stage_is_at_most_a_sentence(
    error: BaseException, status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def end(_: object) -> None:
        raise error

    monkeypatch.setattr(corpus_command, "call", end)
    assert main(["corpus", "x"]) == status
    said = capsys.readouterr().err
    assert said.startswith(says)
    assert said.count("\n") == bool(says)


def test_a_recipe_is_written_and_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(WHATSAPP, "utf-8")
    recipe = tmp_path / "mine.toml"
    assert main(["corpus", str(path), "--me", "Ann", "--recipe", str(recipe)]) == 0
    assert f"python -m training run {recipe}" in capsys.readouterr().out
    assert read_recipe(recipe).corpus[0].me == "Ann"
    assert main(["corpus", str(recipe), str(tmp_path / "run")]) == 0
    made = {name: list(read_examples(tmp_path / "run" / f"{name}.jsonl")) for name in ("train", "held_out")}
    assert {(each.source, each.target) for each in made["train"] + made["held_out"]} >= {
        ("Happy new year soon!", "You too! Are you at the party?"),
        ("Yes, it is loud here. Come over!", "On my way."),
    }
    assert not any(each.target.startswith("Yes, it is") for each in made["train"])
    assert main(["corpus", str(path), "--me", "Anne"]) == 1
    assert "nobody there is called 'Anne'; did you mean 'Ann'?" in capsys.readouterr().err


def test_counts_are_the_same_however_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"What is {number}?", f"It is {number}.") for number in range(30)]
    files = {
        "a.tsv": "".join(f"{one}\t{other}\n" for one, other in rows),
        "a.csv": "prompt,reply\n" + "".join(f"{one},{other}\n" for one, other in rows),
        "a.jsonl": "".join(json.dumps({"prompt": one, "response": other}) + "\n" for one, other in rows),
        "a.txt": "\n".join(f"{one}\n{other}\n" for one, other in rows),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)
        found = report(capsys, str(tmp_path / name))
        assert (found["pairs"], found["rejects"], found["task"]) == (30, {}, "chat"), name


WORD = st.text(st.sampled_from("abcdeéñ漢"), min_size=1, max_size=6)
PAIR = st.tuples(WORD.map(lambda word: f"Is it {word}?"), WORD.map(lambda word: f"It is {word}."))


@given(rows=st.lists(PAIR, min_size=1, max_size=20, unique=True))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_held_out_or_not_whatever_file_it_is_in(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("split")
    (folder / "a.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in rows), "utf-8")
    (folder / "a.csv").write_text("prompt,reply\n" + "".join(f'"{a}","{b}"\n' for a, b in rows), "utf-8")
    (folder / "a.jsonl").write_text("".join(json.dumps({"turns": row}) + "\n" for row in rows), "utf-8")
    (folder / "a.txt.gz").write_bytes(gzip.compress("\n\n".join("\n".join(row) for row in rows).encode()))
    for clean in (False, True):
        splits = {_split(folder, name, clean=clean) for name in ("a.tsv", "a.csv", "a.jsonl", "a.txt.gz")}
        assert len(splits) == 1


def _split(folder: Path, name: str, *, clean: bool) -> tuple[frozenset[tuple[str, str]], ...]:
    recipe = Recipe("r", "many-to-many", (CorpusRecipe(name, "chat", clean=clean),), held_out_share=0.3)
    made = RunFolder.create(folder / f"{name}.{clean}", recipe)
    try:
        prepare(recipe, folder, made)
    except RecordError:
        return ()  # all of it is held out
    return tuple(
        frozenset((each.source, each.target) for each in read_examples(file))
        for file in (made.train_examples, made.held_out_examples)
    )


def test_what_cannot_be_read_is_counted_and_strict_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tsv").write_text("Hello.\tBonjour.\nbroken\n")
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        'name = "r"\nshape = "many-to-many"\n[[corpus]]\npath = "a.tsv"\nkind = "translate"\nlanguages = ["en", "fr"]\n'
    )
    command = ["corpus", str(recipe), str(tmp_path / "run"), "--data", str(tmp_path)]
    assert main(command) == 0
    assert "not read: 1 no two texts, first at" in capsys.readouterr().out
    assert main([*command, "--strict"]) == 1
    assert "a.tsv, line 2: no two texts" in capsys.readouterr().err
    (tmp_path / "a.tsv").write_text("broken\tx\tx\n\t\n".replace("broken\tx\tx", "\tx"))
    assert main(command) == 1
    assert "no examples to train on" in capsys.readouterr().err
