"""The fastest way to run the network of a bundle on this machine."""

from __future__ import annotations

from typing import Any, cast

from chatapp.engine.networks import Labeller, LineToLine, LineWriter
from models.bundle import Bundle
from models.many_to_many import ManyToMany, ManyToManyStepper
from models.many_to_one import ManyToOne, ManyToOneClassifier
from models.one_to_many import OneToMany, OneToManyStepper


def line_to_line(bundle: Bundle) -> LineToLine[Any]:
    """Run a many-to-many bundle."""
    return ManyToManyStepper(cast(ManyToMany, bundle.model))


def line_writer(bundle: Bundle) -> LineWriter[Any]:
    """Run a one-to-many bundle."""
    return OneToManyStepper(cast(OneToMany, bundle.model))


def labeller(bundle: Bundle) -> Labeller:
    """Run a many-to-one bundle."""
    return ManyToOneClassifier(cast(ManyToOne, bundle.model))
