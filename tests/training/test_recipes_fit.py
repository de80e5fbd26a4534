"""Every recipe of a network that writes learns, with its own settings, on a corpus of a few lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.configuration import ConfigurationError
from tests.training.test_fit_robust import events
from training.__main__ import main
from training.fit import fit
from training.recipe import CorpusRecipe, read_recipe
from training.run_folder import RunFolder

RECIPES = Path(__file__).parents[2] / "training" / "recipes"
CORPUS = (
    CorpusRecipe("pairs.en-fr.tsv", "translate", ("en", "fr"), joined=0.3, casual=0.1),
    CorpusRecipe("talk.jsonl", "chat", weight=2.0),
)


@pytest.mark.parametrize("name", ["conversation", "small", "base", "large", "suggestions"])
def test_a_recipe_learns(name: str, data: Path, tmp_path: Path) -> None:
    recipe = read_recipe(RECIPES / f"{name}.toml")
    lines = tuple(replace(entry, kind="lines", joined=0.0, weight=1.0) for entry in CORPUS)
    recipe = replace(
        recipe,
        corpus=CORPUS if recipe.shape == "many-to-many" else lines,
        held_out=(),
        test=(),
        held_out_share=0.1,
        pieces=replace(recipe.pieces, size=360, share=""),
        model=replace(recipe.model, hidden=48),
        fit=replace(recipe.fit, steps=4, tokens=128, warm_up=2, check_every=2, save_every=2, log_every=2),
    )
    run = RunFolder.create(tmp_path / name, recipe)
    assert main(["corpus", str(run.recipe_file), str(run.path), "--data", str(data)]) == 0
    for stage in ("pieces", "vectors", "batches"):
        assert main([stage, str(run.path)]) == 0
    assert fit(run, "cpu", 1).finished
    assert events(run, "step")[-1]["loss"] < 10
    assert events(run, "held_out")


@pytest.mark.parametrize("name", ["fine_tune", "from_nothing"])
def test_a_recipe_for_text_of_ones_own_can_be_read(name: str) -> None:
    recipe = read_recipe(RECIPES / f"{name}.toml")
    assert recipe.corpus
    assert bool(recipe.fit.start) == (name == "fine_tune")
    with pytest.raises(ConfigurationError):
        replace(recipe, corpus=())
