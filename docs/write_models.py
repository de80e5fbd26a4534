"""``python docs/write_models.py``: writes docs/models.md, a card for each shipped bundle, from what the bundles say.

What stands below the cards there, by hand, is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chatapp.engine.library import SHIPPED
from models.manifest import Manifest, read_manifest

PAGE = Path(__file__).with_name("models.md")
END = "<!-- the end of the cards -->"
HEAD = """# The shipped models

A card for each bundle, written by `python docs/write_models.py` from what the bundle says of itself; `chatapp models
NAME` prints the same. `make models DATA=DIR` makes all of them again from the corpora: a day on one core.
"""


def card(folder: Path) -> Iterator[str]:
    """Yield the lines of a card."""
    manifest = read_manifest(folder)
    size = sum(file.stat().st_size for file in folder.iterdir())
    yield f"\n## {manifest.name}\n"
    yield f"{manifest.description} {manifest.shape}, {size / 1e6:.1f} MB; {_architecture(manifest)}.\n"
    yield f"**What it gets wrong.** {manifest.limits}\n"
    yield f"**Training.** {'; before that '.join(_trainings(manifest))}.\n"
    yield "**Learnt from** " + "; ".join(f"{each.source} ({each.licence})" for each in manifest.corpora) + ".\n"
    yield "| test | metric | value |\n|---|---|---|"
    for score in manifest.scores:
        yield f"| {score.test} | {score.metric} | {score.value:g} |"
    for signature in dict.fromkeys(score.signature for score in manifest.scores if "|" in score.signature):
        yield f"\n`{signature}`"


def page(shipped: Path, below: str) -> str:
    """Return the whole page."""
    cards = (line for folder in sorted(shipped.iterdir()) if folder.is_dir() for line in card(folder))
    return HEAD + "\n".join(cards) + f"\n\n{END}\n" + below


def main() -> None:
    """Write it."""
    below = PAGE.read_text("utf-8").partition(END + "\n")[2] if PAGE.exists() else ""
    PAGE.write_text(page(SHIPPED, below), "utf-8")


def _architecture(manifest: Manifest) -> str:
    sizes = manifest.architecture
    layers = sizes.get("layers") or f"{sizes['encoder_layers']} + {sizes['decoder_layers']}"
    return f"{sizes['cell']}, {sizes['hidden']} units, {layers} layers, {sizes['pieces']:,} pieces"


def _trainings(manifest: Manifest) -> Iterator[str]:
    training = manifest.training
    while training:
        pieces = training["tokens"] / 1e6
        yield f"{training['steps']:,} updates, {pieces:.1f} million pieces, {training['hours']:g} hours"
        training = training.get("before", {})


if __name__ == "__main__":
    main()
