"""``bundle.json``: what a bundle says of itself. Torch-free, so that a screen can list bundles without loading them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from models import configuration
from models.configuration import ConfigurationError
from models.direction import Direction

FORMAT = 1
MANIFEST = "bundle.json"

Shape = Literal["many-to-many", "one-to-many", "many-to-one", "one-to-one"]


class BundleError(Exception):
    """A bundle that cannot be used; the message is one sentence: what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Corpus:
    """One source of the text that a bundle was trained on."""

    source: str
    licence: str


@dataclass(frozen=True)
class Score:
    """One measured figure: of what (``test``), which ``metric``, its ``value``, and the ``signature`` defining it."""

    test: str
    metric: str
    value: float
    signature: str = ""


@dataclass(frozen=True)
class Manifest:
    """What stands in ``bundle.json``.

    Attributes:
        format: version of the disk format.
        name: what people call the bundle.
        shape: which of the four networks it is.
        tasks: what it can be asked: ``chat``, ``translate``, ``suggest``, ``detect``, ``mood``, ``define``.
        languages: codes of the languages it reads and writes.
        architecture: the sizes of the network, as its architecture dataclass takes them.
        checksums: SHA-256 of each other file of the bundle.
        corpora: what it was trained on, and under which licences.
        scores: how it did on held-out text.
        limits: what it gets wrong, in a sentence or two.
        training: how it was made (updates, tokens, hours, version).
        directions: the translations it was taught, such as ``en-de``; empty where that was not written down.
        answers_from: the likeness of a prompt to its exemplars from which on it answers; below, another bundle does. 0
            where it answers everything.
    """

    format: int
    name: str
    shape: Shape
    tasks: tuple[str, ...]
    languages: tuple[str, ...]
    architecture: dict[str, Any]
    checksums: dict[str, str] = field(default_factory=dict)
    description: str = ""
    limits: str = ""
    corpora: tuple[Corpus, ...] = ()
    scores: tuple[Score, ...] = ()
    training: dict[str, Any] = field(default_factory=dict)
    directions: tuple[str, ...] = ()
    answers_from: float = 0.0

    @property
    def labels(self) -> tuple[str, ...]:
        """What a many-to-one bundle can answer; empty for the other shapes."""
        return tuple(self.architecture.get("labels", ()))

    @property
    def taught(self) -> frozenset[Direction]:
        """The ``directions``."""
        return frozenset(map(Direction.of, self.directions))

    def __post_init__(self) -> None:
        _ = self.taught  # what cannot be read is damaged


def read_manifest(folder: Path) -> Manifest:
    """Read what a bundle says of itself, without reading its weights.

    Raises:
        BundleError: there is no bundle, its manifest is damaged, or its format is newer than this program.
    """
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text("utf-8"))
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise BundleError(f"{path}: {reason}; a bundle is a folder with a {MANIFEST}.") from error
    except ValueError as error:
        raise BundleError(f"{path}: damaged ({error}); put back a good copy of the bundle.") from error
    if not isinstance(values, dict):
        raise BundleError(f"{path}: damaged (not an object); put back a good copy of the bundle.")
    if isinstance(values.get("format"), int) and values["format"] > FORMAT:
        raise BundleError(f"{path}: made by a newer chatapp (format {values['format']}); update the app to use it.")
    try:
        return configuration.read(Manifest, values, str(path))
    except ConfigurationError as error:
        raise BundleError(f"{error} Put back a good copy of the bundle.") from error


def manifest_text(manifest: Manifest) -> str:
    """Write a manifest as JSON."""
    return json.dumps(configuration.write(manifest), ensure_ascii=False, indent=2) + "\n"
