"""A run is a folder; this is the only place that knows what its files are called."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from models.configuration import ConfigurationError
from training.recipe import Recipe, read_recipe, recipe_text


@dataclass(frozen=True)
class RunFolder:
    """The files of one training."""

    path: Path

    @classmethod
    def create(cls, path: Path, recipe: Recipe) -> RunFolder:
        """Make the folder and put the resolved recipe into it."""
        path.mkdir(parents=True, exist_ok=True)
        folder = cls(path)
        partial = folder.recipe_file.with_suffix(".partial")
        partial.write_text(recipe_text(recipe), "utf-8")
        partial.replace(folder.recipe_file)
        return folder

    @property
    def recipe_file(self) -> Path:
        """The resolved recipe."""
        return self.path / "recipe.toml"

    @property
    def train_examples(self) -> Path:
        """What is learnt from, as text."""
        return self.path / "train.jsonl"

    @property
    def held_out_examples(self) -> Path:
        """What progress is judged by, as text."""
        return self.path / "held_out.jsonl"

    @property
    def pieces(self) -> Path:
        """The piece model."""
        return self.path / "pieces.model"

    @property
    def lexicon(self) -> Path:
        """The words of a one-to-one model, and what translates them."""
        return self.path / "lexicon.safetensors"

    @property
    def vectors(self) -> Path:
        """Word vectors over the pieces."""
        return self.path / "vectors.safetensors"

    @property
    def words(self) -> Path:
        """Word vectors over whole words."""
        return self.path / "words.safetensors"

    @property
    def exemplars(self) -> Path:
        """Exchanges that are to be found again."""
        return self.path / "exemplars.safetensors"

    @property
    def ngram(self) -> Path:
        """An n-gram to lie beside a one-to-many network."""
        return self.path / "ngram.safetensors"

    @property
    def train_batches(self) -> Path:
        """What is learnt from, as numbers."""
        return self.path / "train.safetensors"

    @property
    def held_out_batches(self) -> Path:
        """What progress is judged by, as numbers."""
        return self.path / "held_out.safetensors"

    @property
    def events(self) -> Path:
        """One line an event; the app's screen draws this."""
        return self.path / "events.jsonl"

    @property
    def last(self) -> Path:
        """The newest checkpoint: weights, optimiser, random state and position."""
        return self.path / "last.safetensors"

    @property
    def best(self) -> Path:
        """The weights that did best on the held-out examples."""
        return self.path / "best.safetensors"

    @property
    def unblended(self) -> Path:
        """Those weights before they were blended with others."""
        return self.path / "unblended.safetensors"

    @property
    def scores(self) -> Path:
        """What ``evaluate`` measured."""
        return self.path / "scores.json"

    @property
    def outputs(self) -> Path:
        """What the model made of each line of the tests, as ``evaluate`` saw it."""
        return self.path / "outputs.jsonl"

    @property
    def report(self) -> Path:
        """A page a person can open."""
        return self.path / "report.html"

    @property
    def thresholds(self) -> Path:
        """From which probability on each label is given, as ``evaluate`` found."""
        return self.path / "thresholds.json"

    def recipe(self) -> Recipe:
        """Read the resolved recipe."""
        return read_recipe(self.recipe_file)

    def need(self, file: Path, stage: str) -> Path:
        """Return ``file`` if it is there.

        Raises:
            ConfigurationError: the stage that makes it has not run.
        """
        if not file.exists():
            raise ConfigurationError(f"{file}: missing; run `python -m training {stage} {self.path}` first.")
        return file


def add_run_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names a run's folder."""
    parser.add_argument("run", type=Path, help="the folder of the run")
