"""The recipe of a teaching: what is trained, from which network on, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from chatapp.teaching.preview import Preview
from models.manifest import Manifest

Way = Literal["add", "nothing"]
"""Add to what the network knows, or begin from nothing."""

SMALL = 1000
"""Pairs. Fewer are learnt in some hundreds of updates, and none is held out."""

ANSWERS_FROM = 0.13
"""How like to a question a prompt must be, besides what it is like to everyday prompts (``chatapp.engine.taught``): the
bar that some 98 in 100 of ``benchmarks/subjects/off_topic.txt`` and 94 in 100 of ``benchmarks/everyday_prompts.jsonl``
stay below where a campsite, a swimming pool or an app for notes was taught.
"""

_LONGEST_EPOCHS = 4
_REPLAY = ("corpora/greetings.en.txt", "corpora/everyday-food.en.txt")
_TOKENS = 768


def recipe_of(
    name: str,
    found: Preview,
    way: Way,
    base: Manifest | None,
    start: Path | None,
    known: Sequence[Mapping[str, Any]] = (),
    prompts: Sequence[str] = (),
) -> str:
    """Write the recipe (TOML) that teaches ``found``.

    Args:
        name: of the bundle.
        found: the person's files.
        way: whether the network of ``base`` learns on.
        base: what says the sizes of that network.
        start: its folder.
        known: entries of corpora that are to be known besides.
        prompts: what the network is asked while it learns.
    """
    import tomlkit

    values = _values(name, found, way, base, start, known)
    if prompts:
        values["fit"]["prompts"] = list(prompts)
    return tomlkit.dumps(values)


def is_a_subject(found: Preview) -> bool:
    """Tell whether the files are a subject to know about, answered from the files to the word, or a way to talk.

    Few pairs are a subject, and so are questions with an answer each, however many; long talks are a way to talk.
    """
    return found.learnt < SMALL or found.messages <= 2 * found.dialogues


def steps_of(found: Preview, way: Way) -> int:
    """Say how many updates a teaching takes: of a small corpus a few hundred, of a large one some rounds through it."""
    if found.learnt < SMALL:
        return 150 if way == "add" else 600
    updates = found.learnt * 14 * (_LONGEST_EPOCHS if way == "add" else 3 * _LONGEST_EPOCHS) // _TOKENS
    return min(20_000, max(300, updates))


def _values(
    name: str,
    found: Preview,
    way: Way,
    base: Manifest | None,
    start: Path | None,
    known: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    small = found.learnt < SMALL
    languages = [code for code in found.languages if code in ("en", "fr", "de", "es")][:1] or ["en"]
    own = [
        {
            "path": str(Path(file).resolve()),
            "kind": "chat",
            "languages": languages,
            "clean": True,
            "me": found.me,
            "exemplars": 1_000_000,
            "source": name,
            "licence": "my own",
        }
        for file in found.files
    ]
    own += [dict(entry) for entry in known]
    replay = [
        {
            "path": path,
            "kind": "chat",
            "source": "exchanges written for chatapp",
            "licence": "MIT",
            "person_first": True,
        }
        for path in _REPLAY
    ]
    steps = steps_of(found, way)
    every = max(10, steps // 20)
    fit: dict[str, Any] = {
        "steps": steps,
        "tokens": _TOKENS,
        "warm_up": max(5, steps // 15),
        "decay": 0.5,
        "longest": 100,
        "check_every": every,
        "save_every": every,
        "log_every": max(1, steps // 200),
        "sampled_softmax": 1024,
        "patience": 0 if small else 6,
    }
    values: dict[str, Any] = {
        "name": name,
        "shape": "many-to-many",
        "description": f"Taught {found.learnt:,} pairs from {', '.join(Path(file).name for file in found.files)}.",
        "tasks": ["chat"],
        "held_out_share": 0.0 if is_a_subject(found) else 0.05,
        "answers_from": ANSWERS_FROM if is_a_subject(found) else 0.0,
    }
    if way == "add" and base is not None and start is not None:
        sizes = base.architecture
        fit |= {"start": str(start), "closeness": 20.0, "rate": 0.0005, "average": 0.98, "smoothing": 0.1}
        values["languages"] = list(base.languages)
        values["vectors"] = {"epochs": 0}
        values["model"] = {
            "hidden": sizes["hidden"],
            "layers": sizes["decoder_layers"],
            "encoder_layers": sizes["encoder_layers"],
            "heads": sizes["heads"],
            "cell": sizes.get("cell", "lstm"),
            "dropout": 0.1,
        }
        corpora = [*own, *replay]
    else:
        values["languages"] = languages
        values["pieces"] = {"size": 700 if small else 4000}
        values["vectors"] = {"epochs": 0}
        values["model"] = {"hidden": 128 if small else 256, "layers": 1 if small else 2, "heads": 4, "dropout": 0.2}
        fit |= {"rate": 0.002, "sampled_softmax": 0}
        # So little text has not got the letters for pieces of its own.
        corpora = [*own, *replay] if small else own
    return {**values, "fit": fit, "corpus": corpora}
