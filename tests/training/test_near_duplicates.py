"""What is nearly there already is found, whatever came between; what only looks alike is kept."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.configuration import ConfigurationError
from training.corpus import prepare
from training.example import read_examples
from training.near_duplicates import NearDuplicates
from training.recipe import CorpusRecipe, Recipe
from training.run_folder import RunFolder

CHANCE = random.Random(3)
WORDS = ["".join(CHANCE.choices("abcdefghiklmnoprstu", k=CHANCE.randint(3, 9))) for _ in range(3000)]


def text(words: int) -> str:
    return " ".join(CHANCE.choices(WORDS, k=words))


TEXTS = [(text(12), text(30)) for _ in range(200)]
ALIKE = [(prompt, reply.rpartition(" ")[0] + " x") for prompt, reply in TEXTS]
OTHERS = [(prompt, text(30)) for prompt, _ in TEXTS]


def test_alike_is_found_and_other_is_not() -> None:
    with NearDuplicates(0.9) as seen:
        assert all(seen.add("<chat>", *each) for each in TEXTS)
        assert not any(seen.add("<chat>", *each) for each in TEXTS)
        assert sum(seen.add("<chat>", *each) for each in ALIKE) < 20
        assert sum(seen.add("<chat>", *each) for each in OTHERS) > 195
        assert all(seen.add("<to:fr>", *each) for each in TEXTS[:50])
    with NearDuplicates(0.9) as seen:
        assert all(
            seen.add("<chat>", *each) for each in [("", ""), ("", "Hi"), ("Hi", ""), ("?!", "…"), ("漢", "漢字")]
        )


def test_a_recipe_leaves_out_what_is_alike_the_same_in_every_run(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in TEXTS + OTHERS + ALIKE), "utf-8")

    def prepared(near: float, name: str) -> tuple[dict[str, int], list[str]]:
        recipe = Recipe("r", "many-to-many", (CorpusRecipe("a.tsv", "chat", near=near),))
        run = RunFolder.create(tmp_path / name, recipe)
        (counts,) = prepare(recipe, tmp_path, run)
        return counts.left_out, [example.target for example in read_examples(run.train_examples)]

    assert prepared(0.0, "all")[0] == {}
    left_out, kept = prepared(0.9, "near")
    assert left_out.keys() == {"near duplicate"}
    assert 180 <= left_out["near duplicate"] <= 205
    assert kept[:200] == [reply for _, reply in TEXTS]
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        'name = "r"\nshape = "many-to-many"\n[[corpus]]\npath = "a.tsv"\nkind = "chat"\nnear = 0.9\n', "utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "training",
        "corpus",
        str(recipe),
        str(tmp_path / "again"),
        "--data",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1"})
    assert [example.target for example in read_examples(tmp_path / "again" / "train.jsonl")] == kept


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"a.tsv: near: 1.5 is neither 0 nor from 0.1 to 1"):
        CorpusRecipe("a.tsv", "chat", near=1.5)
