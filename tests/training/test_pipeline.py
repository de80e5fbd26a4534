"""One recipe to one bundle that the app's loader reads; each shape and cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import bundle
from training.__main__ import main
from training.recipe import read_recipe
from training.schedule import rate_at

RECIPES = sorted((Path(__file__).parents[2] / "training" / "recipes").glob("*.toml"))


def test_from_recipe_to_bundle(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    command = ["run", str(data / "toy.toml"), str(run), "--data", str(data), "--device", "cpu", "--threads", "1"]
    assert main(command) == 0
    loaded = bundle.load(run / "bundle")
    assert loaded.manifest.tasks == ("chat", "translate")
    assert loaded.manifest.corpora[0].licence == "MIT"
    metrics = {score.metric for score in loaded.manifest.scores}
    replies = {"distinct-1", "distinct-2", "words a reply"}
    assert metrics == {"BLEU", "chrF2", "perplexity", "bits per character"} | replies
    assert all("version:" in score.signature for score in loaded.manifest.scores if score.metric == "BLEU")
    assert "finished after 30 updates" in capsys.readouterr().out


def test_a_trial_does_every_stage_with_few_updates(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    assert main(["run", str(data / "toy.toml"), str(run), "--data", str(data), "--device", "cpu", "--trial"]) == 0
    assert bundle.load(run / "bundle").manifest.scores
    assert "finished after 20 updates" in capsys.readouterr().out


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize(("shape", "kind"), [("one-to-many", "lines"), ("many-to-one", "language")])
def test_the_other_shapes(data: Path, tmp_path: Path, cell: str, shape: str, kind: str) -> None:
    text = (data / "toy.toml").read_text("utf-8")
    text = text.replace("many-to-many", shape).replace('"translate"', f'"{kind}"').replace('"chat"', f'"{kind}"')
    text = text.replace("epochs = 1", "epochs = 0").replace("hidden = 16", f'hidden = 16\ncell = "{cell}"')
    recipe = tmp_path / "r.toml"
    recipe.write_text('labels = ["en", "fr"]\n' + text, "utf-8")
    run = tmp_path / "run"
    assert main(["run", str(recipe), str(run), "--data", str(data), "--device", "cpu", "--threads", "1"]) == 0
    assert bundle.load(run / "bundle").manifest.shape == shape


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_shipped_recipes_are_read_and_state_every_licence(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    assert all(entry.source and entry.licence for entry in recipe.corpus)
    # The words of a dictionary are held out by their spelling, a corpus of one's own has its held-out share.
    assert recipe.test or recipe.shape == "one-to-one" or recipe.held_out_share


def test_the_rate_rises_stays_and_falls() -> None:
    rates = [rate_at(step, 1.0, 10, 100, 0.5) for step in range(101)]
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:50] == [1.0] * 40
    assert rates[50:] == sorted(rates[50:], reverse=True)
    assert rates[100] == pytest.approx(0.05)
