"""Whether the files of a bundle are those that were written. Reads them, and understands none."""

from __future__ import annotations

import hashlib
from pathlib import Path

from models.manifest import BundleError, Manifest

PIECES = "pieces.model"
WEIGHTS = "weights.safetensors"


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare the checksum of every file of a bundle.

    Raises:
        BundleError: a file is missing or is not what was written.
    """
    for name in {PIECES: None, WEIGHTS: None, **manifest.checksums}:
        path = folder / name
        if not path.is_file():
            raise BundleError(f"{path}: missing; put back a good copy of the bundle.")
        if checksum(path) != manifest.checksums.get(name):
            raise BundleError(f"{path}: damaged (its checksum is wrong); put back a good copy of the bundle.")


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
