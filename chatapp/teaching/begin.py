"""Begins a teaching: from what was understood of the files to a process that trains."""

from __future__ import annotations

from chatapp.teaching import folder
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Teaching
from chatapp.teaching.plan import Way, recipe_of
from chatapp.teaching.preview import Preview

_OWN_PROMPTS = 4
_OTHER_PROMPTS = ("Hello, how are you?", "Tell me a joke.")
"""What is asked at the end besides prompts of the corpus, to hear whether the rest is as it was."""


def begin(name: str, found: Preview, way: Way = "add") -> Teaching:
    """Write the recipe of a new teaching; nothing is started yet.

    Raises:
        CannotTeach: the name cannot be used, or there is no network to add to.
    """
    from chatapp.engine.library import discover

    base = next((each for each in discover().serving("chat") if not each.taught), None)
    if way == "add" and base is None:
        raise CannotTeach("There is no network to add to here: teach from nothing, or install chatapp again.")
    manifest, start = (base.manifest, base.folder) if base else (None, None)
    prompts = [*(sample[0] for sample in found.samples[:_OWN_PROMPTS]), *_OTHER_PROMPTS]
    return folder.begin(name, recipe_of(name, found, way, manifest, start), prompts)
