"""Where training begins from: nothing, word vectors, or the weights and pieces of a bundle or of another run."""

from __future__ import annotations

import logging
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from models import bundle
from models.architectures import ManyToManyArchitecture
from models.configuration import ConfigurationError
from models.manifest import MANIFEST, Corpus
from models.many_to_many import ManyToMany
from models.pieces import Pieces
from training.building import build
from training.growth import grown
from training.recipe import Recipe, read_recipe
from training.run_folder import RunFolder


def find_start(run: RunFolder, start: str) -> Path:
    """Return the folder that a recipe's ``start`` names: a path, or a run beside this one.

    Raises:
        ConfigurationError: there is no bundle and no run.
    """
    for folder in (Path(start), run.path.parent / start):
        if (folder / MANIFEST).is_file() or RunFolder(folder).best.is_file():
            return folder
    raise ConfigurationError(f"start: neither a bundle nor a trained run is at {start}; give the folder of one.")


def start_pieces(folder: Path) -> Path:
    """Return the piece model of a bundle or run; both call it alike."""
    return folder / bundle.PIECES


def start_corpora(folder: Path) -> tuple[Corpus, ...]:
    """Return what a bundle or run was trained on, so that what grows from it can say so, too."""
    if (folder / MANIFEST).is_file():
        return bundle.read_manifest(folder).corpora
    run = RunFolder(folder)
    recipe = run.recipe()
    own = tuple(Corpus(entry.source or entry.path, entry.licence or "not stated") for entry in recipe.corpus)
    return own if not recipe.fit.start else (*start_corpora(find_start(run, recipe.fit.start)), *own)


def directions(folder: Path) -> tuple[str, ...]:
    """Return the translations that a bundle or run was taught, such as ``en-de``; none where that is not known."""
    if (folder / MANIFEST).is_file():
        return bundle.read_manifest(folder).directions
    run = RunFolder(folder)
    recipe = run.recipe()
    own = []
    for entry in recipe.corpus:
        if entry.kind == "translate":
            first, second = entry.languages[0], entry.languages[-1]
            own += [f"{first}-{second}", *([f"{second}-{first}"] if entry.both_ways else [])]
    if not recipe.fit.start:
        return tuple(dict.fromkeys(own))
    before = directions(find_start(run, recipe.fit.start))
    return tuple(dict.fromkeys([*before, *own])) if before else ()


def begin(model: nn.Module, run: RunFolder, recipe: Recipe, pieces: Pieces) -> None:
    """Give an untrained model its first weights.

    Raises:
        ConfigurationError: they are of a model of other sizes or pieces.
    """
    if recipe.fit.start:
        _from_weights(model, recipe, pieces, find_start(run, recipe.fit.start))
    elif run.vectors.exists():
        _from_vectors(model, run.vectors)


def _from_weights(model: nn.Module, recipe: Recipe, pieces: Pieces, folder: Path) -> None:
    if start_pieces(folder).read_bytes() != pieces.model:
        raise ConfigurationError(
            f"{folder}: has other pieces than this run; name it as start in the recipe and begin with a new run."
        )
    weights, other = _weights_of(folder, pieces)
    if (
        isinstance(model, ManyToMany)
        and isinstance(other, ManyToManyArchitecture)
        and 2 <= other.encoder_layers < model.architecture.encoder_layers
    ):
        weights = grown(weights, other.encoder_layers, model)
    own = model.state_dict()
    unlike = [name for name in own if name not in weights or weights[name].shape != own[name].shape]
    if unlike or weights.keys() - own.keys():
        ours, theirs = vars(model.architecture), vars(other)
        differing = [f"{key} {theirs.get(key)}, not {ours[key]}" for key in ours if theirs.get(key) != ours[key]]
        raise ConfigurationError(
            f"{folder}: a {other.__class__.__name__.removesuffix('Architecture')} network with "
            f"{' and '.join(differing) or 'other layers'}; give [model] of '{recipe.name}' the same sizes."
        )
    model.load_state_dict(weights)


def _weights_of(folder: Path, pieces: Pieces) -> tuple[dict[str, Tensor], object]:
    """Return weights and architecture; those of a bundle are int8, restored to what they stand for."""
    if (folder / MANIFEST).is_file():
        whole = bundle.load(folder)
        return {name: torch.from_numpy(value.copy()) for name, value in whole.weights.items()}, whole.architecture
    run = RunFolder(folder)
    architecture = build(read_recipe(run.recipe_file), pieces).architecture
    return load_file(str(run.best)), architecture


def _from_vectors(model: nn.Module, path: Path) -> None:
    vectors = load_file(str(path))["vectors"]
    embedding = model.get_submodule("embedding")
    assert isinstance(embedding, nn.Embedding)
    if vectors.shape == embedding.weight.shape:
        embedding.weight.data.copy_(vectors)
    else:
        logging.warning("%s: vectors are of another size than the embedding and are not used", path)
