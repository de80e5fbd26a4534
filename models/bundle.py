"""Bundles: trained models on disk. The only code that knows the format.

A bundle is a folder: ``bundle.json`` (see ``models.manifest``), ``pieces.model`` (sentencepiece), and
``weights.safetensors`` (int8 with a scale a row); one-to-one has a lexicon, too (see ``models.lexicon``). Nothing in it
can run code when it is read.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from models import configuration
from models.architectures import (
    ManyToManyArchitecture,
    ManyToOneArchitecture,
    OneToManyArchitecture,
    OneToOneArchitecture,
)
from models.configuration import ConfigurationError
from models.integrity import PIECES, WEIGHTS, checksum, verify
from models.manifest import FORMAT, MANIFEST, BundleError, Manifest, manifest_text, read_manifest
from models.pieces import Pieces
from models.quantisation import Restored, quantise

if TYPE_CHECKING:
    from torch import Tensor, nn

__all__ = ["PIECES", "WEIGHTS", "Bundle", "BundleError", "damage", "load", "read_manifest", "save", "verify"]

_ARCHITECTURES: dict[str, type[Any]] = {
    "many-to-many": ManyToManyArchitecture,
    "one-to-many": OneToManyArchitecture,
    "many-to-one": ManyToOneArchitecture,
    "one-to-one": OneToOneArchitecture,
}


@dataclass(frozen=True)
class Bundle:
    """A bundle in memory. To read one takes no torch; ``model`` does, ``models.arrays`` does without."""

    folder: Path
    manifest: Manifest
    pieces: Pieces
    architecture: Any

    @property
    def stored(self) -> Mapping[str, NDArray[numpy.generic]]:
        """The state dictionary as it is kept: read whenever it is asked for, since whoever packs it needs it once.

        Raises:
            BundleError: the file is damaged.
        """
        with damage(self.folder):
            return load_file(str(self.folder / WEIGHTS))

    @property
    def weights(self) -> Mapping[str, NDArray[numpy.float32]]:
        """The state dictionary of the network, each tensor made of what is ``stored`` when it is asked for.

        Raises:
            BundleError: the file is damaged.
        """
        return Restored(self.stored)

    @cached_property
    def model(self) -> nn.Module:
        """The network as a torch module, in evaluation mode.

        Raises:
            BundleError: the weights are not those of its architecture.
        """
        from models.networks import torch_network

        with damage(self.folder):
            return torch_network(self.manifest.shape, self.architecture, self.weights)


def load(folder: Path) -> Bundle:
    """Read a bundle.

    Raises:
        BundleError: it is missing, damaged, or made by a newer program.
    """
    manifest = read_manifest(folder)
    verify(folder, manifest)
    architecture = _architecture(manifest, folder)
    with damage(folder):
        pieces = Pieces((folder / PIECES).read_bytes())
    if len(pieces) != architecture.pieces:
        raise BundleError(f"{folder}: weights and pieces do not belong together; put back a good copy of the bundle.")
    return Bundle(folder, manifest, pieces, architecture)


@contextmanager
def damage(folder: Path) -> Iterator[None]:
    """Say of whatever goes wrong with the files of a bundle that it is damaged."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).splitlines()[0]
        raise BundleError(f"{folder}: damaged ({reason}); put back a good copy of the bundle.") from error


def save(
    folder: Path,
    manifest: Manifest,
    pieces: Pieces,
    weights: Mapping[str, Tensor],
    others: Mapping[str, bytes] | None = None,
) -> Manifest:
    """Write a bundle, all or nothing; one that stands there already is replaced.

    Args:
        folder: the bundle's own folder.
        manifest: its ``format`` and ``checksums`` are filled in.
        pieces: the piece model.
        weights: the state dictionary of a model of the manifest's shape and architecture.
        others: further files, by name, such as a lexicon.

    Returns:
        the manifest as written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        (partial / PIECES).write_bytes(pieces.model)
        arrays: dict[str, NDArray[numpy.float32]] = {
            name: value.detach().float().cpu().contiguous().numpy() for name, value in weights.items()
        }
        save_file(quantise(arrays), str(partial / WEIGHTS))
        for name, content in (others or {}).items():
            (partial / name).write_bytes(content)
        checksums = {name: checksum(partial / name) for name in (PIECES, WEIGHTS, *(others or {}))}
        written = dataclasses.replace(manifest, format=FORMAT, checksums=checksums)
        (partial / MANIFEST).write_text(manifest_text(written), "utf-8")
        for file in partial.iterdir():
            file.chmod(0o644)
        partial.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            folder.replace(old / folder.name)
            partial.replace(folder)
            shutil.rmtree(old)
        else:
            partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return written


def _architecture(manifest: Manifest, folder: Path) -> Any:
    if manifest.shape not in _ARCHITECTURES:
        raise BundleError(
            f"{folder}: this version of chatapp has no {manifest.shape} networks; update the app to use it."
        )
    try:
        return configuration.read(_ARCHITECTURES[manifest.shape], manifest.architecture, str(folder / MANIFEST))
    except ConfigurationError as error:
        raise BundleError(f"{error} Put back a good copy of the bundle.") from error
    except ValueError as error:
        raise BundleError(f"{folder}: damaged ({error}); put back a good copy of the bundle.") from error
