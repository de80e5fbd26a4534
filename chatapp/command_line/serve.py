"""``chatapp serve``."""

from __future__ import annotations

import click

from chatapp.command_line.failure import Failure
from chatapp.command_line.told import json_option, write_json

_HERE = ("localhost", "127.0.0.1", "::1")


@click.command("serve")
@click.option("--host", default="localhost", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen at.")
@json_option
def command(host: str, port: int, as_json: bool) -> None:
    """Open the app in a browser: the same app, served at http://localhost:8000 until Ctrl-C.

    Each page is an app of its own over the same conversations. There is no password: whoever reaches the address can
    read and write them, so leave it at localhost, or put it behind something that asks who is there.
    Needs textual-serve: pip install 'chatapp[web]'.
    """
    try:
        from chatapp.web.server import AppServer
    except ImportError as error:
        raise Failure("Serving needs textual-serve: install it with pip install 'chatapp[web]'.") from error
    if host not in _HERE:
        click.echo(f"chatapp: anyone who reaches {host}:{port} can read your conversations.", err=True)
    if as_json:
        write_json({"url": f"http://{host}:{port}"})
    AppServer(host, port).serve()
