"""``chatapp own-lines``."""

from __future__ import annotations

import sqlite3

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json

_ALL = 2**62


@click.command("own-lines")
@click.option("--erase", is_flag=True, help="Forget them all.")
@json_option
def command(erase: bool, as_json: bool) -> None:
    """List what the suggestions have learnt from: the lines you wrote in the app, oldest first.

    They never leave this machine. A line that begins with a space is not learnt, and nothing is where the settings say
    "learning = false". An app that is open forgets at its next start.
    """
    from chatapp import places
    from chatapp.engine.own_lines import OwnLines

    store = OwnLines(places.own_lines_file())
    try:
        if erase:
            count = store.erase()
            if as_json:
                write_json({"forgotten": count})
                return
            write_line(f"{count} line{'' if count == 1 else 's'} forgotten.")
            return
        for line in store.newest(_ALL):
            if as_json:
                write_json({"language": line.language, "text": line.text})
                continue
            write_line(f"{line.language}\t{' '.join(line.text.split())}")
    except sqlite3.Error as error:
        raise Failure(f"{store.path}: cannot be used ({error}); remove the file to begin anew.") from error
