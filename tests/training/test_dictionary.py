"""Words are aligned, counted, held out by their spelling, and learnt; from a recipe to a bundle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest

from models import bundle
from models.lexicon import LEXICON, Lexicon
from training.__main__ import main
from training.dictionary.alignment import align
from training.dictionary.gathering import is_held_out
from training.dictionary.words import Spellings, words_of

PAIRS = [("cat", "chat"), ("dog", "chien"), ("house", "maison"), ("tree", "arbre"), ("bread", "pain"), ("car", "auto")]
RECIPE = """
name = "words"
shape = "one-to-one"
languages = ["en", "fr"]
held_out_share = 0.3
[pieces]
size = 340
[vectors]
epochs = 0
[model]
hidden = 16
[fit]
steps = 4
check_every = 2
[[corpus]]
path = "pairs.tsv"
kind = "words"
languages = ["en", "fr"]
source = "ours"
licence = "MIT"
"""


def test_words_are_split_as_their_language_writes_them() -> None:
    assert words_of("L'eau, aujourd'hui !", "fr") == ["L'", "eau", "aujourd'hui"]
    assert words_of("Don't go: 3 trains.", "en") == ["Don't", "go", "trains"]
    spellings = Spellings()
    spellings.add(["Der", "Mann", "und", "der", "Hund"])
    assert (spellings.of("hund"), spellings.of("der"), spellings.of("katze")) == ("Hund", "der", "katze")


def test_what_translates_what_is_found_whatever_its_position() -> None:
    generator = numpy.random.default_rng(3)
    sentences = []
    for _ in range(300):
        source = generator.choice(20, size=5, replace=False).astype(numpy.int32)
        order = numpy.array([1, 0, 2, 4, 3])
        sentences.append((source, (19 - source)[order].astype(numpy.int32)))
    sources, targets, counts = align(sentences, 5)
    for word in range(20):
        mine = sources == word
        assert targets[mine][counts[mine].argmax()] == 19 - word


def test_from_recipe_to_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"I see the {a} and the {b}.\tJe vois le {c} et le {d}." for a, c in PAIRS for b, d in PAIRS if a != b]
    (tmp_path / "pairs.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "words.toml").write_text(RECIPE, "utf-8")
    run = tmp_path / "run"
    command = ["run", str(tmp_path / "words.toml"), str(run), "--data", str(tmp_path), "--device", "cpu"]
    assert main([*command, "--threads", "1"]) == 0
    loaded = bundle.load(run / "bundle")
    assert (loaded.manifest.shape, loaded.manifest.tasks) == ("one-to-one", ("define",))
    assert any(score.metric == "one of five right" for score in loaded.manifest.scores)
    lexicon = Lexicon.read(run / "bundle" / LEXICON)
    assert lexicon.sizes == loaded.architecture.words
    for word, other in PAIRS:
        number = lexicon.find(word, 0)
        assert number is not None
        assert lexicon.words[next(lexicon.entries(number)).word] == other
    learnt = [json.loads(line)[3] for line in (run / "train.jsonl").read_text("utf-8").splitlines()]
    kept = [json.loads(line)[3] for line in (run / "held_out.jsonl").read_text("utf-8").splitlines()]
    assert learnt and kept
    assert not any(is_held_out(word, 0.3) for word in learnt)
    assert all(is_held_out(word, 0.3) for word in kept)
    (run / "bundle" / LEXICON).write_bytes(b"cut")
    with pytest.raises(bundle.BundleError, match="checksum"):
        bundle.load(run / "bundle")
