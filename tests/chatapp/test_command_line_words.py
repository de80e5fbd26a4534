"""``chatapp define`` and ``chatapp mood`` as processes: what they write, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from toy_bundles import toy_pieces, write_bundles

from models import bundle, configuration
from models.architectures import ManyToOneArchitecture, OneToOneArchitecture
from models.lexicon import LEXICON, Entry, Lexicon
from models.manifest import Manifest
from models.many_to_one import ManyToOne
from models.one_to_one import OneToOne

COMMAND = [sys.executable, "-m", "chatapp"]
WORDS = [["cat", "house"], ["chat", "maison"]]
ENTRIES = [[Entry(2, 1.0)], [Entry(3, 0.8), Entry(2, 0.2)], [Entry(0, 1.0)], [Entry(1, 1.0)]]
MOODS = ("joy", "anger", "love")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    folder = home / "data" / "bundles"
    write_bundles(folder)
    pieces = toy_pieces()
    torch.manual_seed(5)
    sizes = {"pieces": len(pieces), "pad": pieces.pad, "hidden": 16}
    words = OneToOne(OneToOneArchitecture(**sizes, languages=("en", "fr"), words=(2, 2), vector=8))
    moods = ManyToOne(ManyToOneArchitecture(**sizes, labels=MOODS, thresholds=dict.fromkeys(MOODS, 0.001)))
    for name, shape, task, model, others in (
        ("dictionary", "one-to-one", "define", words, {LEXICON: Lexicon(WORDS, ENTRIES).to_bytes()}),
        ("mood", "many-to-one", "mood", moods, None),
    ):
        architecture = configuration.write(model.architecture)
        manifest = Manifest(1, name, shape, (task,), ("en", "fr"), architecture)
        bundle.save(folder / name, manifest, pieces, model.state_dict(), others)
    return home


@pytest.fixture
def run(home: Path):
    def run(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
        environment = {**os.environ, "CHATAPP_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False, env=environment)
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def test_a_word_is_looked_up(run) -> None:
    assert run("define", "--from", "en", "--to", "fr", "House!") == (0, "maison\t0.800\tchat\t0.200\n", "")
    assert run("define", "--to", "en", "maison") == (0, "house\t1.000\n", "")


def test_each_line_is_looked_up_and_what_is_no_word_gets_an_empty_line(run) -> None:
    lines = b"cat\n\ntwo words\n  HOUSE \n12\ndog\n"
    status, out, errors = run("define", "--from", "en", "--to", "fr", given=lines)
    assert (status, errors) == (0, "")
    first, empty, two, house, number, guess = out.splitlines()
    assert (first, empty, two, house, number) == ("chat\t1.000", "", "", "maison\t0.800\tchat\t0.200", "")
    # What the lexicon lacks is guessed, and said to be.
    assert set(guess.split("\t")[::2]) <= {"chat", "maison"}
    assert all(each.endswith("?") for each in guess.split("\t")[1::2])


def test_a_mood_is_told_for_each_line(run) -> None:
    status, out, errors = run("mood", "Thank you", "very much!")
    assert (status, errors, out.count("\n")) == (0, "", 1)
    cells = out.rstrip("\n").split("\t")
    assert set(cells[::2]) == set(MOODS)
    assert cells[1::2] == sorted(cells[1::2], reverse=True)
    assert all(0 <= float(each) <= 1 for each in cells[1::2])
    assert run("mood", given=b"Thank you very much!\n\n \x00 \nThank you very much!") == (0, f"{out}\n\n{out}", "")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["define", "house"], 2, "--to"),
        (["define", "--to", "xx", "house"], 2, "'xx' is not known: choose one of en, fr."),
        (["define", "--from", "xx", "--to", "fr", "house"], 2, "'xx' is not known"),
        (["define", "--to", "fr", "--bundle", "/nowhere", "house"], 1, "/nowhere"),
        (["mood", "--bundle", "/nowhere", "Hello!"], 1, "/nowhere"),
        (["mood", "--to", "fr", "Hello!"], 2, "--to"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_status(run, arguments, status, said) -> None:
    found, out, errors = run(*arguments)
    assert (found, out, errors.count("\n")) == (status, "", 1)
    assert said in errors


def test_a_bundle_for_something_else_is_refused(run, home: Path) -> None:
    bundles = home / "data" / "bundles"
    status, _, errors = run("mood", "--bundle", str(bundles / "dictionary"), "Hello!")
    assert (status, "this bundle cannot mood (it can: define)" in errors) == (1, True)
    status, _, errors = run("define", "--to", "fr", "--bundle", str(bundles / "mood"), "house")
    assert (status, "this bundle cannot define (it can: mood)" in errors) == (1, True)
