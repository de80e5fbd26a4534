"""The last stage: the best weights of a run, with their pieces, corpora and scores, as a bundle."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import load_file

from models import bundle, configuration
from models.exemplars.store import EXEMPLARS, Exemplars
from models.lexicon import LEXICON
from models.manifest import FORMAT, MANIFEST, Corpus, Manifest, Score
from models.ngram import NGRAM
from models.pieces import Pieces
from training.building import build
from training.checkpoint import read_position
from training.recipe import Recipe
from training.run_folder import RunFolder
from training.start import directions, find_start, start_corpora


def pack(run: RunFolder, folder: Path) -> Manifest:
    """Write the bundle of a run and return its manifest.

    Raises:
        ConfigurationError: an earlier stage has not run.
    """
    recipe = run.recipe()
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    architecture: Any = build(recipe, pieces).architecture
    if run.thresholds.exists():
        architecture = replace(architecture, thresholds=json.loads(run.thresholds.read_text("utf-8")))
    scores: tuple[Score, ...] = ()
    if run.scores.exists():
        scores = tuple(Score(**each) for each in json.loads(run.scores.read_text("utf-8")))
    manifest = Manifest(
        format=FORMAT,
        name=recipe.name,
        shape=recipe.shape,
        tasks=_tasks(recipe),
        languages=recipe.languages,
        architecture=configuration.write(architecture),
        description=recipe.description,
        limits=recipe.limits,
        directions=directions(run.path),
        answers_from=recipe.answers_from,
        corpora=tuple(dict.fromkeys([*start_corpora(run.path), *_exemplar_corpora(run)])),
        scores=scores,
        training=_history(run, recipe),
    )
    files = {LEXICON: run.lexicon, EXEMPLARS: run.exemplars, NGRAM: run.ngram}
    others = {name: file.read_bytes() for name, file in files.items() if file.exists()}
    return bundle.save(folder, manifest, pieces, load_file(str(run.need(run.best, "fit"))), others)


def _exemplar_corpora(run: RunFolder) -> list[Corpus]:
    """Return what the exemplars come from, which may be more than the network was trained on."""
    if not run.exemplars.exists():
        return []
    return [Corpus(source, licence) for source, licence in Exemplars.read(run.exemplars).licences.items()]


def _tasks(recipe: Recipe) -> tuple[str, ...]:
    if recipe.tasks:
        return recipe.tasks
    if recipe.shape == "one-to-many":
        return ("suggest",)
    if recipe.shape == "one-to-one":
        return ("define",)
    if recipe.shape == "many-to-one":
        return ("detect",) if all(entry.kind == "language" for entry in recipe.corpus) else ("label",)
    kinds = {entry.kind for entry in recipe.corpus}
    return tuple(kind for kind in ("chat", "translate") if kind in kinds)


def _history(run: RunFolder, recipe: Recipe) -> dict[str, Any]:
    """Say how far the training went, and that of what it began with; never where on this machine that was."""
    settings = configuration.write(recipe.fit)
    before: dict[str, Any] = {}
    if recipe.fit.start:
        start = find_start(run, recipe.fit.start)
        settings["start"] = start.name
        before = {"before": _start_history(start)}
    with safe_open(str(run.need(run.best, "fit")), framework="np") as file:
        about = file.metadata()
    position = read_position(run.need(run.last, "fit"))
    return {
        "recipe": f"{recipe.name}.toml",
        "steps": int(about["step"]),
        "tokens": position.tokens,
        "hours": round(position.seconds / 3600, 2),
        "fit": settings,
        **({"blended": about["blended"]} if "blended" in about else {}),
        **before,
    }


def _start_history(folder: Path) -> dict[str, Any]:
    """Return what the bundle or run that a training began with says of its own."""
    if (folder / MANIFEST).is_file():
        told = bundle.read_manifest(folder).training
        settings = told.get("fit", {})
        return {**told, "fit": {**settings, "start": Path(settings.get("start", "")).name}}
    run = RunFolder(folder)
    return _history(run, run.recipe())
