"""Begins a teaching: from what was understood of the files to a process that trains."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from chatapp import places, settings
from chatapp.teaching import folder
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Teaching
from chatapp.teaching.plan import Way, recipe_of
from chatapp.teaching.preview import Preview

_OWN_PROMPTS = 4
_OTHER_PROMPTS = ("Hello, how are you?", "Tell me a joke.")
"""What is asked besides prompts of the corpus, to hear whether the rest is as it was."""


def begin(name: str, found: Preview, way: Way = "add") -> Teaching:
    """Write the recipe of a new teaching; nothing is started yet.

    To ``add`` is to add to the model that chats now: where that one was taught, its corpora are taught again.

    Raises:
        CannotTeach: the name cannot be used, or there is no network to add to.
    """
    base = base_of(way)
    manifest, start = (base.manifest, base.folder) if base else (None, None)
    prompts = [*(sample[0] for sample in found.samples[:_OWN_PROMPTS]), *_OTHER_PROMPTS]
    known = _known_before(found) if way == "add" else []
    return folder.begin(name, recipe_of(name, found, way, manifest, start, known, prompts), prompts)


def base_of(way: Way) -> Any:
    """Return the listed bundle whose network learns on; to begin from nothing needs none.

    Raises:
        CannotTeach: there is none.
    """
    from chatapp.engine.library import discover

    base = next((each for each in discover().serving("chat") if not each.taught), None)
    if way == "add" and base is None:
        raise CannotTeach("There is no network to add to here: teach from nothing, or install chatapp again.")
    return base


def _known_before(found: Preview) -> list[dict[str, Any]]:
    """Return the person's own corpora that the model that chats now was taught, as far as they are still there."""
    chatting = settings.read(places.settings_file())[0].chat_model
    if not chatting:
        return []
    try:
        recipe = tomllib.loads(Teaching(chatting).recipe.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return []
    now = {str(Path(file).resolve()) for file in found.files}
    entries = [entry for entry in recipe.get("corpus", []) if entry.get("exemplars")]
    return [entry for entry in entries if entry["path"] not in now and Path(entry["path"]).exists()]
