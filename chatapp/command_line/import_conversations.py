"""``chatapp import``."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Take the conversations in FILEs into the history: what `chatapp export` writes, Markdown or JSONL.

    JSONL of others is read, too: a line has a list of "messages" with "role" and "content", or of "turns". A file is
    taken in whole or not at all.

    \b
      chatapp import talks.jsonl
    """
    from chatapp import places
    from chatapp.exchange import ExchangeError, read_file
    from chatapp.history.store import History

    try:
        told = {file: read_file(file) for file in files}
    except ExchangeError as error:
        raise Failure(str(error)) from error
    history = History(places.history_file())
    if history.problem:
        raise Failure(history.problem)
    try:
        for file, conversations in told.items():
            history.take_in_all(conversations)
            count = len(conversations)
            if as_json:
                write_json({"file": str(file), "conversations": count})
            else:
                write_line(f"{count} conversation{'' if count == 1 else 's'} of {file} taken in.")
    except sqlite3.Error as error:
        raise Failure(f"{places.history_file()}: cannot be written ({error}); look at the disk.") from error
    finally:
        history.close()
