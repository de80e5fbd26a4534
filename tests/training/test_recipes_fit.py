"""Every recipe that is shipped learns, with its own settings, on a corpus of a few lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models import bundle
from models.configuration import ConfigurationError
from tests.training.test_dictionary import PAIRS
from tests.training.test_fit_robust import events
from training.__main__ import main
from training.fit import fit
from training.recipe import CorpusRecipe, Recipe, read_recipe
from training.run_folder import RunFolder

PROJECT = Path(__file__).parents[2]
RECIPES = PROJECT / "training" / "recipes"
CHAT = CorpusRecipe("talk.jsonl", "chat", weight=2.0)
PARALLEL = CorpusRecipe("pairs.en-fr.tsv", "translate", ("en", "fr"), joined=0.3, casual=0.1)
LINES = (CorpusRecipe("pairs.en-fr.tsv", "lines", ("en", "fr")), replace(CHAT, kind="lines", weight=1.0))
CORPORA: dict[str, tuple[CorpusRecipe, ...]] = {
    "suggestions": LINES,
    "languages": (CorpusRecipe("pairs.en-fr.tsv", "language", ("en", "fr"), beginnings=0.3),),
    "mood": (CorpusRecipe("moods.tsv", "labels"),),
    "dictionary": (CorpusRecipe("words.tsv", "words", ("en", "fr")),),
}


@pytest.fixture(scope="module")
def toys(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy corpora, with labels and words, too."""
    folder = tmp_path_factory.mktemp("toys")
    for path in data.iterdir():
        (folder / path.name).symlink_to(path)
    moods = [f"I see the {name} {number} times.\t{'joy' if number % 2 else 'fear,anger'}" for name, number in NAMED]
    (folder / "moods.tsv").write_text("\n".join(moods) + "\n", "utf-8")
    words = [f"The {a} and the {b}.\tLe {c} et le {d}." for a, c in PAIRS for b, d in PAIRS if a != b]
    (folder / "words.tsv").write_text("\n".join(words) + "\n", "utf-8")
    return folder


NAMED = [(name, number) for name, _ in PAIRS for number in range(6)]


def small(recipe: Recipe) -> Recipe:
    """Keep a recipe's settings but for its corpora and its sizes; those of a start are not its own to choose."""
    sized = replace(recipe.model, hidden=recipe.model.hidden if recipe.fit.start else 48)
    return replace(
        recipe,
        corpus=CORPORA.get(recipe.name, (PARALLEL, CHAT)),
        held_out=(),
        test=(),
        labels=("en", "fr") if recipe.labels else (),
        groupings={},
        held_out_share=0.1,
        languages=("en", "fr") if recipe.shape == "one-to-one" else recipe.languages,
        pieces=replace(recipe.pieces, size=360, share=""),
        model=sized,
        fit=replace(recipe.fit, steps=4, tokens=128, warm_up=2, check_every=2, save_every=2, log_every=2),
    )


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_recipe_learns(path: Path, toys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    run = RunFolder.create(tmp_path / path.stem, small(read_recipe(path)))
    assert main(["corpus", str(run.recipe_file), str(run.path), "--data", str(toys)]) == 0
    for stage in ("pieces", "vectors", "batches"):
        assert main([stage, str(run.path)]) == 0
    assert fit(run, "cpu", 1).finished
    assert events(run, "step")[-1]["loss"] < 12
    assert events(run, "held_out")


def test_the_recipe_for_text_of_ones_own_has_the_sizes_of_what_it_starts_from() -> None:
    recipe = read_recipe(RECIPES / "fine_tune.toml")
    theirs = bundle.read_manifest(PROJECT / recipe.fit.start).architecture
    assert theirs["hidden"] == recipe.model.hidden
    with pytest.raises(ConfigurationError):
        replace(recipe, corpus=())
