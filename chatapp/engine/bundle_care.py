"""What can be done with a bundle on disk: checked, given away, taken in, thrown away. Loads none."""

from __future__ import annotations

import shutil
from pathlib import Path

from chatapp import places
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.library import Library, Listed
from models import bundle_file
from models.integrity import verify
from models.manifest import BundleError

ENDING = bundle_file.ENDING


def find(library: Library, name: str) -> Listed:
    """The bundle of this name.

    Raises:
        CannotAnswer: there is none.
    """
    for bundle in library.bundles:
        if bundle.manifest.name == name:
            return bundle
    known = ", ".join(dict.fromkeys(bundle.manifest.name for bundle in library.bundles)) or "none"
    raise CannotAnswer(f"There is no bundle called '{name}': known are {known}.")


def check(bundle: Listed) -> None:
    """Compare every file of a bundle with its checksum.

    Raises:
        CannotAnswer: one is missing or damaged.
    """
    try:
        verify(bundle.folder, bundle.manifest)
    except BundleError as error:
        raise CannotAnswer(str(error)) from error


def give(bundle: Listed, place: Path) -> Path:
    """Write a bundle to one file; into a folder, under the bundle's name. Gives the file.

    Raises:
        CannotAnswer: the bundle is damaged, or the place cannot be written.
    """
    file = place / f"{bundle.manifest.name}{ENDING}" if place.is_dir() else place
    try:
        bundle_file.pack(bundle.folder, file)
    except BundleError as error:
        raise CannotAnswer(str(error)) from error
    return file


def take(file: Path) -> Path:
    """Take in a bundle from one file; gives its folder.

    Raises:
        CannotAnswer: it is none, or one that is not to be trusted, or its name is taken.
    """
    try:
        return bundle_file.unpack(file, places.bundles_folder())
    except BundleError as error:
        raise CannotAnswer(str(error)) from error


def throw_away(bundle: Listed) -> None:
    """Delete a bundle of the person's own.

    Raises:
        CannotAnswer: it was shipped, or its folder cannot be deleted.
    """
    if bundle.shipped or bundle.folder.parent not in (places.bundles_folder(), places.taught_folder()):
        raise CannotAnswer(f"'{bundle.manifest.name}' came with the app: only bundles of your own can be deleted.")
    try:
        shutil.rmtree(bundle.folder)
    except OSError as error:
        raise CannotAnswer(f"{bundle.folder}: cannot be deleted ({error.strerror or error}).") from error
