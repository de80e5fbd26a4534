"""Every recipe that is shipped can be read; every key is explained; a wrong key names the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.configuration import ConfigurationError
from training.__main__ import main
from training.explanation import explain, keys
from training.recipe import read_recipe

RECIPES = sorted((Path(__file__).parents[2] / "training/recipes").glob("*.toml"))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_shipped_recipes_are_right(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "save_every" in printed
    assert read_recipe(path).name


def test_every_key_is_explained() -> None:
    assert [key.name for key in keys() if not key.meaning] == []
    assert "fit.rate: a number, default 0.001" in explain("fit.rate")
    assert explain("rate") == explain("fit.rate")
    assert "name: a text, must be given" in explain("name")


def test_an_unknown_key_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConfigurationError, match=r"no key 'fit\.rat'; did you mean 'fit\.rate'"):
        explain("fit.rat")
    recipe = tmp_path / "wrong.toml"
    recipe.write_text('name = "x"\nshape = "many-to-many"\n[fit]\nstepps = 3\n[[corpus]]\npath="a"\nkind="chat"\n')
    assert main(["recipe", str(recipe)]) == 1
    assert "unknown key 'stepps'; did you mean 'steps'?" in capsys.readouterr().err


@pytest.mark.parametrize(("line", "sentence"), [("average = 1.5", "average: 1.5"), ("accumulate = 0", "1 or more")])
def test_a_value_out_of_range_is_one_sentence(line: str, sentence: str, tmp_path: Path) -> None:
    recipe = tmp_path / "wrong.toml"
    recipe.write_text(f'name = "x"\nshape = "many-to-many"\n[fit]\n{line}\n[[corpus]]\npath="a"\nkind="chat"\n')
    with pytest.raises(ConfigurationError, match=sentence):
        read_recipe(recipe)
