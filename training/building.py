"""Builds the model a recipe asks for."""

from __future__ import annotations

from torch import nn

from models.architectures import (
    ManyToManyArchitecture,
    ManyToOneArchitecture,
    OneToManyArchitecture,
    OneToOneArchitecture,
)
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.one_to_one import OneToOne
from models.pieces import Pieces
from training.recipe import Recipe


def build(recipe: Recipe, pieces: Pieces) -> nn.Module:
    """Return an untrained model."""
    sizes = recipe.model
    if recipe.shape == "many-to-many":
        return ManyToMany(
            ManyToManyArchitecture(
                pieces=len(pieces),
                pad=pieces.pad,
                begin=pieces.begin,
                end=pieces.end,
                hidden=sizes.hidden,
                encoder_layers=sizes.encoder_layers or sizes.layers,
                decoder_layers=sizes.layers,
                heads=sizes.heads,
                cell=sizes.cell,
                dropout=sizes.dropout,
            )
        )
    if recipe.shape == "one-to-many":
        return OneToMany(
            OneToManyArchitecture(
                pieces=len(pieces),
                pad=pieces.pad,
                begin=pieces.begin,
                end=pieces.end,
                hidden=sizes.hidden,
                layers=sizes.layers,
                cell=sizes.cell,
                dropout=sizes.dropout,
            )
        )
    if recipe.shape == "one-to-one":
        return OneToOne(
            OneToOneArchitecture(
                pieces=len(pieces),
                pad=pieces.pad,
                languages=recipe.languages,
                words=recipe.dictionary.sizes,
                hidden=sizes.hidden,
                vector=recipe.dictionary.vector,
                layers=sizes.layers,
                cell=sizes.cell,
                dropout=sizes.dropout,
            )
        )
    return ManyToOne(
        ManyToOneArchitecture(
            pieces=len(pieces),
            pad=pieces.pad,
            labels=recipe.labels,
            hidden=sizes.hidden,
            layers=sizes.layers,
            cell=sizes.cell,
            output=sizes.output,
            dropout=sizes.dropout,
        )
    )
