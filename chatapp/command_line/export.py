"""``chatapp export``."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("markdown", "jsonl")), help="Else the name of FILE tells.")
@click.option("--only", metavar="WORDS", default="", help="Only conversations in which these words were said.")
@json_option
def command(file: Path | None, form: str | None, only: str, as_json: bool) -> None:
    """Write your conversations to FILE, or to standard output: as Markdown, or as JSONL (.jsonl).

    JSONL is what `python -m training` reads and `chatapp import` takes in again: one conversation a line, with thumbs
    and corrections.

    \b
      chatapp export talks.md
      chatapp export --only holiday --format jsonl > holiday.jsonl
    """
    from chatapp import places
    from chatapp.exchange import ExchangeError, write_file, written
    from chatapp.history.store import History

    history = History(places.history_file())
    if history.problem:
        raise Failure(history.problem)
    try:
        found = history.conversations(only, limit=-1)
        told = [each for one in sorted(found, key=lambda one: one.id) for each in history.told(one.id)]
        if not told:
            raise Failure("There is no conversation to export" + (f" in which '{only}' was said." if only else "."))
        if file is None:
            sys.stdout.buffer.write(written(told, form or ("jsonl" if as_json else "markdown")).encode("utf-8"))
            return
        write_file(file, told, form)
    except sqlite3.Error as error:
        raise Failure(f"{places.history_file()}: cannot be read ({error}); look at the disk.") from error
    except ExchangeError as error:
        raise Failure(str(error)) from error
    finally:
        history.close()
    if as_json:
        write_json({"file": str(file), "conversations": len(told)})
    else:
        write_line(f"{len(told)} conversation{'' if len(told) == 1 else 's'} written to {file}.")
