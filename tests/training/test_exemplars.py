"""Which exchanges are kept to be found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.configuration import ConfigurationError
from models.exemplars.nearest import Nearest
from models.exemplars.store import Exemplars
from training.__main__ import main
from training.corpus import prepare
from training.exemplars import keep_exemplars
from training.recipe import CorpusRecipe, Recipe, VectorsRecipe
from training.run_folder import RunFolder

NAMES = ("cat", "dog", "horse", "parrot", "hamster", "goldfish", "rabbit", "tortoise", "goat", "hen")


def recipe(exemplars: int, path: str = "chats/*.txt") -> Recipe:
    entry = CorpusRecipe(path, "chat", exemplars=exemplars, source="our chats")
    return Recipe("toy", "many-to-many", (entry,), vectors=VectorsRecipe(epochs=1))


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    (tmp_path / "chats").mkdir()
    for part in ("one", "two"):
        dialogues = [f"I have a {name}\nWhat does your {name} eat in chat {part}?" for name in NAMES]
        (tmp_path / "chats" / f"{part}.txt").write_text("\n\n".join(dialogues), "utf-8")
    folder = RunFolder.create(tmp_path / "run", recipe(100))
    prepare(folder.recipe(), tmp_path, folder)
    return folder


def test_all_files_of_a_pattern_are_kept_and_found(run: RunFolder, tmp_path: Path) -> None:
    keep_exemplars(run.recipe(), tmp_path, run)
    kept = Exemplars.read(run.exemplars)
    assert len(kept.exchanges) == 20
    assert {each.source for each in kept.exchanges} == {"our chats"}
    found = Nearest(kept).find("i have a goat")
    assert {each.exemplar.reply for each in found[:2]} == {
        f"What does your goat eat in chat {part}?" for part in ("one", "two")
    }


def test_fewer_are_the_same_ones_each_time(run: RunFolder, tmp_path: Path) -> None:
    few = keep_exemplars(recipe(7), tmp_path, run).exchanges
    assert len(few) == 7
    assert set(few) <= set(keep_exemplars(recipe(8), tmp_path, run).exchanges)


def test_a_recipe_that_keeps_nothing_says_so(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigurationError, match="exemplars = 5000"):
        keep_exemplars(recipe(0), tmp_path, run)
    assert main(["exemplars", str(run.path), "--data", str(tmp_path)]) == 0
    assert "20  our chats" in capsys.readouterr().out


def test_the_house_corpus_comes_with_the_package(run: RunFolder, tmp_path: Path) -> None:
    kept = keep_exemplars(recipe(10_000, "corpora/*.txt"), tmp_path, run)
    assert len(kept.exchanges) > 500


def test_a_pattern_that_meets_nothing_is_one_sentence(run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        keep_exemplars(recipe(10, "chats/*.csv"), tmp_path, run)


def test_of_a_subject_long_answers_are_kept_too(tmp_path: Path) -> None:
    answer = "Within fourteen days, with the receipt. " * 10
    (tmp_path / "shop.tsv").write_text(f"May I return it?\t{answer}\nOpen?\tYes.\n", "utf-8")
    for answers_from, count in ((0.0, 1), (0.4, 2)):
        entry = CorpusRecipe("shop.tsv", "chat", exemplars=100)
        subject = Recipe("toy", "many-to-many", (entry,), answers_from=answers_from)
        run = RunFolder.create(tmp_path / f"run {answers_from}", subject)
        prepare(subject, tmp_path, run)
        assert len(keep_exemplars(subject, tmp_path, run).exchanges) == count
