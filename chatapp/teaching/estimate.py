"""How long a teaching takes on this machine, measured on a few updates of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

from chatapp.teaching.begin import base_of
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.plan import Way, recipe_of, steps_of
from chatapp.teaching.preview import Preview
from chatapp.teaching.process import child_environment, lower_priority

_UPDATES = 6
_SMALL_ENOUGH = 700
"""Pieces that the text which is measured on has letters enough for."""


def estimate(found: Preview, way: Way) -> float:
    """Return the seconds that a teaching takes from its start to its bundle; takes some ten seconds to say.

    A network of the size and updates of the length are those of the teaching itself, on exchanges that come with the
    app; starting, loading and packing are measured, too. Other work on the machine counts, as it does later.

    Raises:
        CannotTeach: there is no network to add to, or the updates failed.
    """
    base = base_of(way)
    manifest, start = (base.manifest, base.folder) if base else (None, None)
    recipe = tomllib.loads(recipe_of("estimate", found, way, manifest, start))
    began = time.perf_counter()
    updates = _seconds_of_updates(recipe)
    around = time.perf_counter() - began - sum(updates)
    # The first update warms up; what the checks in between cost is in those after it.
    each = sum(updates[1:]) / (len(updates) - 1)
    return around + each * steps_of(found, way)


def told(seconds: float) -> str:
    """Say it to a person."""
    rounded = f"{round(seconds / 10) * 10} seconds" if seconds < 95 else f"{round(seconds / 60)} minutes"
    return f"about {rounded} on this machine, measured on {_UPDATES} updates"


def _seconds_of_updates(recipe: dict[str, Any]) -> list[float]:
    import tomlkit

    recipe["corpus"] = [
        {"path": f"corpora/{name}.en.txt", "kind": "chat", "person_first": True} for name in ("greetings", "feelings")
    ]
    recipe["held_out_share"] = 0.0
    recipe["fit"] |= {"steps": _UPDATES, "check_every": _UPDATES // 2, "save_every": _UPDATES, "log_every": 1}
    recipe["fit"] |= {"warm_up": 1, "patience": 0}
    if "pieces" in recipe:
        recipe["pieces"]["size"] = _SMALL_ENOUGH
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "recipe.toml").write_text(tomlkit.dumps(recipe), "utf-8")
        command = ["run", str(place / "recipe.toml"), str(place / "run"), "--data", folder, "--device", "auto"]
        with subprocess.Popen(
            [sys.executable, "-m", "training", *command, "--threads", "1"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=child_environment(),
        ) as measured:
            # As low as the teaching itself: what else the machine has to do goes before both.
            lower_priority(measured.pid)
            _, complaint = measured.communicate()
        if measured.returncode:
            said = complaint.decode("utf-8", "replace").strip().splitlines()
            raise CannotTeach(said[-1].removeprefix("training: ") if said else "The time cannot be measured here.")
        events = [json.loads(line) for line in (place / "run" / "events.jsonl").read_text("utf-8").splitlines()]
    times = [0.0, *(float(event["seconds"]) for event in events if event["event"] == "step")]
    return [after - before for before, after in pairwise(times)]
