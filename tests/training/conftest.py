"""A tiny corpus of our own and a recipe that trains on it in seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.__main__ import main

NOUNS = [("cat", "chat"), ("dog", "chien"), ("house", "maison"), ("tree", "arbre"), ("bread", "pain"), ("car", "auto")]
FORMS = [
    ("I see the {}.", "Je vois le {}."),
    ("Where is the {}?", "Où est le {} ?"),
    ("A {}, please.", "Un {}, merci."),
]

RECIPE = """
name = "toy"
shape = "many-to-many"
languages = ["en", "fr"]
held_out_share = 0.1

[pieces]
size = 360

[vectors]
epochs = 1

[model]
hidden = 16
heads = 2
dropout = 0.1

[fit]
tokens = 128
steps = 30
warm_up = 5
check_every = 10
save_every = 4
log_every = 5
sampled_softmax = 50

[[corpus]]
path = "pairs.en-fr.tsv"
kind = "translate"
languages = ["en", "fr"]
source = "ours"
licence = "MIT"

[[corpus]]
path = "talk.jsonl"
kind = "chat"
weight = 2.0
casual = 0.5

[[test]]
path = "pairs.en-fr.tsv"
kind = "translate"
languages = ["en", "fr"]

[[test]]
path = "talk.jsonl"
kind = "chat"
"""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    pairs = [f"{form.format(a)}\t{forme.format(b)}" for form, forme in FORMS for a, b in NOUNS]
    (folder / "pairs.en-fr.tsv").write_text("\n".join(pairs * 2) + "\n", "utf-8")
    talks = [{"turns": ["Hello!", "Hi, how are you?", f"I saw a {noun}.", f"A {noun}? Lovely."]} for noun, _ in NOUNS]
    (folder / "talk.jsonl").write_text("".join(json.dumps(talk) + "\n" for talk in talks), "utf-8")
    (folder / "toy.toml").write_text(RECIPE, "utf-8")
    return folder


@pytest.fixture(scope="session")
def prepared(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of which everything but the fitting is done; copy it before you fit."""
    run = tmp_path_factory.mktemp("runs") / "toy"
    assert main(["corpus", str(data / "toy.toml"), str(run), "--data", str(data)]) == 0
    for stage in ("pieces", "vectors", "batches"):
        assert main([stage, str(run)]) == 0
    return run
