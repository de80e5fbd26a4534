"""The folder of one teaching, and what is written there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from chatapp import places
from chatapp.teaching.cannot_teach import CannotTeach

_NAME = re.compile(r"[\w][\w .-]{0,39}")


@dataclass(frozen=True)
class Teaching:
    """One teaching: its name is that of the bundle it makes."""

    name: str

    @property
    def folder(self) -> Path:
        """Where all of it is kept."""
        return places.teachings_folder() / self.name

    @property
    def recipe(self) -> Path:
        """What is trained and how."""
        return self.folder / "recipe.toml"

    @property
    def run(self) -> Path:
        """The run folder of the training."""
        return self.folder / "run"

    @property
    def events(self) -> Path:
        """What the training says of itself, a line an event."""
        return self.run / "events.jsonl"

    @property
    def log(self) -> Path:
        """What the training writes to its output."""
        return self.folder / "log.txt"

    @property
    def process(self) -> Path:
        """Which process trains."""
        return self.folder / "process.json"

    @property
    def paused(self) -> Path:
        """There where the person has stopped the training; what stopped without it is to go on."""
        return self.folder / "paused"

    @property
    def prompts(self) -> Path:
        """What old and new are both asked at the end, a line each."""
        return self.folder / "prompts.txt"

    @property
    def decided(self) -> Path:
        """There where the person has decided between old and new."""
        return self.folder / "decided"

    @property
    def bundle(self) -> Path:
        """The bundle that comes of it."""
        return places.taught_folder() / self.name


@dataclass(frozen=True)
class Process:
    """Which process it is; ``created`` tells it from a later one with the same number."""

    number: int
    created: float


def begin(name: str, recipe: str, prompts: Sequence[str] = ()) -> Teaching:
    """Make the folder of a new teaching.

    Raises:
        CannotTeach: the name cannot be used, or is in use.
    """
    if not _NAME.fullmatch(name) or name.startswith("."):
        raise CannotTeach(f"The name {name!r} cannot be used: take up to 40 letters, digits, spaces, - and _.")
    teaching = Teaching(name)
    if teaching.bundle.exists():
        raise CannotTeach(f"There is a model called '{name}' already, in {teaching.bundle}: choose another name.")
    if teaching.folder.exists():
        raise CannotTeach(f"A teaching called '{name}' has begun already: go on with it, cancel it, or choose another.")
    try:
        teaching.run.mkdir(parents=True)
        write(teaching.prompts, "".join(f"{' '.join(prompt.split())}\n" for prompt in prompts))
        write(teaching.recipe, recipe)
    except OSError as error:
        raise CannotTeach(f"{teaching.folder}: {error.strerror}; make room, or make it writable.") from error
    return teaching


def teachings() -> Iterator[Teaching]:
    """Yield those that were begun and not cancelled, the newest first."""
    folder = places.teachings_folder()
    if folder.is_dir():
        begun = [each for each in folder.iterdir() if (each / "recipe.toml").is_file()]
        for each in sorted(begun, key=lambda each: -(each / "recipe.toml").stat().st_mtime):
            yield Teaching(each.name)


def write(path: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def write_process(teaching: Teaching, process: Process) -> None:
    """Keep which process trains."""
    write(teaching.process, json.dumps(asdict(process)))


def read_process(teaching: Teaching) -> Process | None:
    """Return which process was the last to train; None where none has."""
    try:
        return Process(**json.loads(teaching.process.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
