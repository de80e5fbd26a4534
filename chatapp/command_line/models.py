"""``chatapp models``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line

if TYPE_CHECKING:
    from chatapp.engine.library import Listed

_HEADINGS = ("NAME", "SIZE", "TASKS", "LANGUAGES", "SCORES", "WHERE")


@click.command("models")
def command() -> None:
    """List the bundles on this machine, the preferred ones first."""
    from chatapp.engine.library import discover

    library = discover()
    for problem in library.problems:
        click.echo(f"chatapp: {problem}", err=True)
    if not library.bundles:
        raise Failure("There are no bundles on this machine: install chatapp again to get those it ships.")
    rows = [_HEADINGS, *(_row(bundle) for bundle in library.bundles)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _row(bundle: Listed) -> tuple[str, ...]:
    manifest = bundle.manifest
    return (
        manifest.name,
        f"{bundle.size / 1e6:.1f} MB",
        ", ".join(manifest.tasks),
        ", ".join(manifest.languages),
        "; ".join(f"{score.test} {score.metric} {score.value:g}" for score in manifest.scores) or "-",
        "shipped" if bundle.shipped else str(bundle.folder),
    )
