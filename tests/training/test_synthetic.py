"""Pairs of which a network writes one side: which lines are taken, where they stand, and going on after a stop."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from models import bundle
from models.direction import Direction
from training import synthetic
from training.__main__ import main
from training.readers.tsv import read_pairs
from training.rejects import Rejects

SHIPPED = Path(__file__).parents[2] / "chatapp" / "bundles"
LINES = ["I like my house.", "Where is the dog?", "We are very tired today.", "She reads a book."]


def test_lines_are_taken_once_from_the_side_that_is_asked_for(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("one two three\teins zwei drei\nOne, two, three!\tvier fünf sechs\nshort\tzu kurz\n", "utf-8")
    assert synthetic.lines_of([str(pairs)], 0, [], 3, Rejects()) == ["one two three"]
    assert synthetic.lines_of([str(pairs)], 1, [], 3, Rejects()) == ["eins zwei drei", "vier fünf sechs"]
    known = tmp_path / "known.tsv"
    known.write_text("whatever\tVier, fünf, sechs.\n", "utf-8")
    assert synthetic.lines_of([str(pairs)], 1, [str(known)], 3, Rejects()) == ["eins zwei drei"]


@pytest.mark.parametrize("back", [False, True])
def test_a_corpus_of_pairs_is_written(tmp_path: Path, back: bool, capsys: pytest.CaptureFixture[str]) -> None:
    text, out = tmp_path / "text.txt", tmp_path / "pairs.tsv"
    text.write_text("".join(f"{line}\n" for line in LINES), "utf-8")
    command = ["translate", str(text), "--from", "en", "--to", "fr", "--bundle", str(SHIPPED / "conversation")]
    assert main([*command, "--out", str(out), *(["--back"] if back else [])]) == 0
    written = {(pair.targets[0], pair.source) if back else (pair.source, pair.targets[0]) for pair in read_pairs(out)}
    assert {line for line, _ in written} == set(LINES)
    assert any("maison" in translation for _, translation in written)
    assert "4 pairs" in capsys.readouterr().out


def test_what_was_begun_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "ROWS", 1)
    loaded = bundle.load(SHIPPED / "conversation")
    whole, broken = tmp_path / "whole.tsv", tmp_path / "broken.tsv"
    assert list(synthetic.write_pairs(whole, loaded, LINES, Direction("en", "de"), False)) == [1, 2, 3, 4]
    interrupted = synthetic.write_pairs(broken, loaded, LINES, Direction("en", "de"), False)
    assert list(islice(interrupted, 2)) == [1, 2]
    interrupted.close()
    assert not broken.exists()
    with (tmp_path / "broken.tsv.partial").open("a") as file:
        file.write("half a li")
    assert list(synthetic.write_pairs(broken, loaded, LINES, Direction("en", "de"), False)) == [3, 4]
    assert broken.read_bytes() == whole.read_bytes()


def test_a_bundle_that_does_not_translate_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("a line of text\n")
    command = ["translate", str(text), "--from", "en", "--to", "fr", "--out", str(tmp_path / "out.tsv")]
    assert main([*command, "--bundle", str(SHIPPED / "languages")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
