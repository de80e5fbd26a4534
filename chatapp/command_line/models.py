"""``chatapp models``: which bundles are here; and of one, all that it says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chatapp.command_line.failure import Failure, UsageFailure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json
from chatapp.engine.cannot_answer import CannotAnswer

if TYPE_CHECKING:
    from chatapp.engine.library import Library, Listed

_HEADINGS = ("NAME", "SIZE", "TASKS", "LANGUAGES", "WHERE")


@click.command("models")
@click.argument("name", required=False)
@click.option("--verify", is_flag=True, help="Check every file against its checksum: of NAME, or of all.")
@click.option("--export", "place", metavar="FILE", type=click.Path(path_type=Path), help="Write NAME to one file.")
@click.option(
    "--import", "file", metavar="FILE", type=click.Path(path_type=Path), help="Take in a bundle from one file."
)
@click.option("--delete", is_flag=True, help="Delete NAME, which must be one of your own.")
@json_option
def command(name: str | None, verify: bool, place: Path | None, file: Path | None, delete: bool, as_json: bool) -> None:
    """List the bundles on this machine, the preferred ones first.

    With the NAME of one: what it is, its scores on held-out text, and what it was trained on under which licences.

    \b
      chatapp models conversation
      chatapp models mine --export mine.bundle
      chatapp models --import mine.bundle
    """
    from chatapp.engine import bundle_care
    from chatapp.engine.library import discover

    if sum((verify, place is not None, file is not None, delete)) > 1:
        raise UsageFailure("--verify, --export, --import and --delete are asked for one at a time.")
    if (place or delete) and name is None:
        raise UsageFailure("Which one? Give the NAME of a bundle.")
    if file is not None:
        _tell(as_json, f"Taken in: {(folder := bundle_care.take(file))}.", {"imported": str(folder)})
        return
    library = discover()
    for problem in library.problems:
        click.echo(f"chatapp: {problem}", err=True)
    if not library.bundles:
        raise Failure("There are no bundles on this machine: install chatapp again to get those it ships.")
    chosen = bundle_care.find(library, name) if name is not None else None
    if verify:
        _verify([chosen] if chosen else list(library.bundles), as_json)
    elif chosen and place is not None:
        _tell(as_json, f"Written: {(written := bundle_care.give(chosen, place))}.", {"exported": str(written)})
    elif chosen and delete:
        bundle_care.throw_away(chosen)
        _tell(as_json, f"Deleted: {chosen.folder}.", {"deleted": str(chosen.folder)})
    else:
        _show(chosen, library, as_json)


def _show(chosen: Listed | None, library: Library, as_json: bool) -> None:
    from chatapp.engine.bundle_card import card, described

    if as_json:
        for each in [chosen] if chosen else library.bundles:
            write_json(described(each, library))
    elif chosen:
        for line in card(chosen):
            write_line(line)
    else:
        _write_table([_HEADINGS, *(_row(bundle) for bundle in library.bundles)])


def _tell(as_json: bool, sentence: str, told: dict[str, str]) -> None:
    if as_json:
        write_json(told)
    else:
        write_line(sentence)


def _verify(bundles: Sequence[Listed], as_json: bool) -> None:
    from chatapp.engine import bundle_care

    problems = 0
    for each in bundles:
        try:
            bundle_care.check(each)
            problem = ""
        except CannotAnswer as error:
            problem = str(error)
            problems += 1
        told = {"name": each.manifest.name, "folder": str(each.folder), "problem": problem}
        if as_json:
            write_json(told)
        else:
            write_line(f"{each.manifest.name}: {problem or 'whole'}")
    if problems:
        raise Failure(f"{problems} of {len(bundles)} bundles {'is' if problems == 1 else 'are'} damaged.")


def _row(bundle: Listed) -> tuple[str, ...]:
    manifest = bundle.manifest
    return (
        manifest.name,
        f"{bundle.size / 1e6:.1f} MB",
        ", ".join(manifest.tasks),
        ", ".join(manifest.languages),
        "shipped" if bundle.shipped else str(bundle.folder),
    )


def _write_table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
