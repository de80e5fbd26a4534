"""``chatapp models``: which bundles are here; and of one, all that it says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line

if TYPE_CHECKING:
    from chatapp.engine.library import Listed

_HEADINGS = ("NAME", "SIZE", "TASKS", "LANGUAGES", "WHERE")


@click.command("models")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the bundles on this machine, the preferred ones first.

    With the NAME of one: what it is, its scores on held-out text, and what it was trained on under which licences.
    """
    from chatapp.engine.library import discover

    library = discover()
    for problem in library.problems:
        click.echo(f"chatapp: {problem}", err=True)
    if not library.bundles:
        raise Failure("There are no bundles on this machine: install chatapp again to get those it ships.")
    if name is None:
        _write_table([_HEADINGS, *(_row(bundle) for bundle in library.bundles)])
        return
    for bundle in library.bundles:
        if bundle.manifest.name == name:
            for line in _card(bundle):
                write_line(line)
            return
    known = ", ".join(bundle.manifest.name for bundle in library.bundles)
    raise Failure(f"There is no bundle called '{name}': known are {known}.")


def _row(bundle: Listed) -> tuple[str, ...]:
    manifest = bundle.manifest
    return (
        manifest.name,
        f"{bundle.size / 1e6:.1f} MB",
        ", ".join(manifest.tasks),
        ", ".join(manifest.languages),
        "shipped" if bundle.shipped else str(bundle.folder),
    )


def _card(bundle: Listed) -> Iterator[str]:
    manifest = bundle.manifest
    yield f"{manifest.name}: {manifest.description or manifest.shape}"
    yield f"{manifest.shape}, {bundle.size / 1e6:.1f} MB, {', '.join(manifest.tasks)}, {', '.join(manifest.languages)}"
    yield ""
    yield "Scores"
    for score in manifest.scores:
        yield f"  {score.test:40} {score.metric:20} {score.value:8g}  {score.signature}".rstrip()
    yield ""
    yield "Trained on"
    for corpus in manifest.corpora:
        yield f"  {corpus.source} ({corpus.licence})"
    yield ""
    yield "Training"
    for key, value in manifest.training.items():
        yield f"  {key}: {value}"


def _write_table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
