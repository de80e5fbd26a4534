"""Tells in which language texts are, by the many-to-one network that the app ships or one of the person's own."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from models import layout

UNKNOWN = "unknown"
_LONGEST = 128


def shipped_bundle() -> Path | None:
    """Find the bundle that lies beside this package in the app, without importing the app."""
    found = importlib.util.find_spec("chatapp")
    for place in (found.submodule_search_locations or ()) if found else ():
        bundle = Path(place) / "bundles" / "languages"
        if (bundle / "bundle.json").exists():
            return bundle
    return None


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text[:_LONGEST] if letter.isalpha()]
    # Latin letters end before U+0250, but for those of Vietnamese and a few more.
    return sum(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters) * 2 >= len(letters)


def languages_of(texts: Sequence[str], bundle: Path | None = None) -> Counter[str]:
    """Count the languages of texts that hold letters; all ``unknown`` where there is no bundle to ask.

    Raises:
        BundleError: the bundle given is damaged, or tells no languages.
    """
    lines = [text for text in texts if any(map(str.isalpha, text))]
    place = bundle or shipped_bundle()
    if place is None or not lines:
        return Counter({UNKNOWN: len(lines)}) if lines else Counter()
    # The network knows Latin letters only, and would call any others one of its languages.
    counts = Counter({UNKNOWN: other} if (other := sum(not _is_latin(line) for line in lines)) else {})
    import torch

    from models.bundle import BundleError, load
    from models.many_to_one import ManyToOne, ManyToOneClassifier

    loaded = load(place)
    if not isinstance(loaded.model, ManyToOne):
        raise BundleError(f"{place}: its network tells no languages; give a many-to-one bundle.")
    torch.set_num_threads(1)
    classifier = ManyToOneClassifier(loaded.model)
    labels = loaded.model.architecture.labels
    for text in filter(_is_latin, lines):
        line = layout.label_source(loaded.pieces.encode(text[: _LONGEST * 4])[:_LONGEST])
        counts[labels[int(classifier.probabilities([line]).argmax())]] += 1
    return counts
