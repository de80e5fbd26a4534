"""All that a bundle says of itself, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from chatapp.engine.library import Library, Listed


def card(bundle: Listed, *, columns: bool = True) -> Iterator[str]:
    """Say all that a bundle says of itself, line by line; its scores in columns where there is room."""
    manifest = bundle.manifest
    yield f"{manifest.name}: {manifest.description or manifest.shape}"
    yield f"{manifest.shape}, {bundle.size / 1e6:.1f} MB, {', '.join(manifest.tasks)}, {', '.join(manifest.languages)}"
    yield ""
    yield "Scores"
    for score in manifest.scores:
        if columns:
            yield f"  {score.test:40} {score.metric:20} {score.value:8g}  {score.signature}".rstrip()
        else:
            yield f"  {score.test}: {score.metric} {score.value:g}" + (
                f", {score.signature}" if score.signature else ""
            )
    yield ""
    yield "Trained on"
    for corpus in manifest.corpora:
        yield f"  {corpus.source} ({corpus.licence})"
    yield ""
    yield "Training"
    for key, value in manifest.training.items():
        yield f"  {key}: {value}"


def described(bundle: Listed, library: Library) -> dict[str, Any]:
    """Say the same as an object, for JSON."""
    manifest = bundle.manifest
    return {
        "name": manifest.name,
        "description": manifest.description,
        "shape": manifest.shape,
        "bytes": bundle.size,
        "tasks": manifest.tasks,
        "serves": library.served_by(bundle),
        "languages": manifest.languages,
        "folder": str(bundle.folder),
        "shipped": bundle.shipped,
        "taught": bundle.taught,
        "scores": [asdict(each) for each in manifest.scores],
        "corpora": [asdict(each) for each in manifest.corpora],
        "training": manifest.training,
    }
