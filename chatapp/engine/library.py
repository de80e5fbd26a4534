"""Which bundles there are on this machine, and which of them serves which task. Loads none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatapp import places
from chatapp.engine.cannot_answer import CannotAnswer
from models.manifest import MANIFEST, BundleError, Manifest, read_manifest

TASKS = ("chat", "translate", "suggest", "detect", "define", "mood")

_SHAPES = {
    "chat": "many-to-many",
    "translate": "many-to-many",
    "suggest": "one-to-many",
    "detect": "many-to-one",
    "define": "one-to-one",
    "mood": "many-to-one",
}

SHIPPED = Path(__file__).parent.parent / "bundles"


@dataclass(frozen=True)
class Listed:
    """A bundle on disk.

    ``chosen`` where the person asked for it, ``shipped`` where it came with the program, ``taught`` where the person
    taught it from inside the app.
    """

    folder: Path
    manifest: Manifest
    chosen: bool = False
    shipped: bool = False
    taught: bool = False

    @property
    def size(self) -> int:
        """How many bytes its files take."""
        return sum(file.stat().st_size for file in self.folder.iterdir() if file.is_file())

    def serves(self, task: str) -> bool:
        """Tell whether the bundle can be asked to do ``task``."""
        return task in self.manifest.tasks and self.manifest.shape == _SHAPES.get(task)


@dataclass(frozen=True)
class Library:
    """The bundles in the order in which they are preferred, and one sentence for each that cannot be used."""

    bundles: tuple[Listed, ...]
    problems: tuple[str, ...] = ()

    def serving(self, task: str) -> Iterator[Listed]:
        """Yield the bundles that can do ``task``, the preferred one first."""
        return (each for each in self.bundles if each.serves(task))

    def served_by(self, bundle: Listed) -> list[str]:
        """The tasks for which a bundle is the preferred one."""
        return [task for task in TASKS if next(self.serving(task), None) == bundle]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that can be translated into, of the preferred bundle that translates."""
        return next((each.manifest.languages for each in self.serving("translate")), ())


def discover(chosen: Sequence[Path] = (), model: str = "") -> Library:
    """List the bundles: those ``chosen`` first, then the person's own, the newest first, then those shipped.

    One that the person taught comes last, unless it is the ``model`` that the person has decided for.

    Raises:
        CannotAnswer: a chosen one cannot be used.
    """
    bundles = []
    for folder in chosen:
        try:
            bundles.append(Listed(folder, read_manifest(folder), chosen=True))
        except BundleError as error:
            raise CannotAnswer(str(error)) from error
    problems = []
    for parent in (places.bundles_folder(), SHIPPED, places.taught_folder()):
        for folder in _folders(parent):
            try:
                taught = parent == places.taught_folder()
                found = Listed(folder, read_manifest(folder), shipped=parent == SHIPPED, taught=taught)
            except BundleError as error:
                problems.append(str(error))
                continue
            if model and model == folder.name and taught:
                bundles.insert(len(chosen), found)
            else:
                bundles.append(found)
    return Library(tuple(bundles), tuple(problems))


def _folders(parent: Path) -> list[Path]:
    """Find what may be bundles; a name that begins with a dot is one that is being written."""
    try:
        found = [each for each in parent.iterdir() if each.is_dir() and each.name[0] not in "._"]
    except OSError:
        return []
    return sorted(found, key=lambda each: (-_written(each), each.name))


def _written(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0
