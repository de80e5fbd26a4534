"""What the commands that ask the engine have in common: the option for a bundle, and the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chatapp.command_line.failure import Failure, UsageFailure

if TYPE_CHECKING:
    from chatapp.engine.engine import Engine

bundle_option = click.option(
    "--bundle", metavar="FOLDER", type=click.Path(path_type=Path), help="Use the bundle in this folder."
)
text_argument = click.argument("text", nargs=-1)


def taught_folder(name: str) -> Path:
    """Return the folder of the model that a person taught under this name."""
    from chatapp.engine.library import discover

    listed = discover()
    for each in listed.bundles:
        if name in (each.manifest.name, each.folder.name) and each.serves("chat"):
            return each.folder
    known = ", ".join(each.manifest.name for each in listed.serving("chat")) or "none"
    raise Failure(f"There is no model called '{name}' that chats: known are {known}.")


def engine_for(task: str, bundle: Path | None) -> Engine:
    """Find the bundles; nothing is loaded before it is needed."""
    from chatapp.engine.engine import Engine
    from chatapp.engine.threads import threads

    threads()
    engine = Engine.on_this_machine([bundle] if bundle else [])
    if bundle and not engine.library.bundles[0].serves(task):
        tasks = ", ".join(engine.library.bundles[0].manifest.tasks) or "nothing"
        raise Failure(f"{bundle}: this bundle cannot {task} (it can: {tasks}); give one that can.")
    return engine


def check_language(language: str | None, known: tuple[str, ...]) -> None:
    """Refuse a language that is not among those known."""
    if language is not None and known and language not in known:
        raise UsageFailure(f"The language '{language}' is not known: choose one of {', '.join(known)}.")
