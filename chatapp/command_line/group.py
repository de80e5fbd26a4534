"""The command ``chatapp`` itself: opens the app, or finds the command asked for. Imports a command only when needed."""

from __future__ import annotations

import importlib
import sys

import click

import chatapp
from chatapp import opening
from chatapp.command_line.failure import UsageFailure

_COMMANDS = {
    name: name.replace("-", "_")
    for name in (
        "chat",
        "translate",
        "suggest",
        "write",
        "detect",
        "define",
        "mood",
        "models",
        "teach",
        "own-lines",
        "export",
        "import",
        "completion",
        "help",
        "serve",
    )
} | {"import": "import_conversations", "help": "help_command"}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"chatapp.command_line.{_COMMANDS[cmd_name]}").command
        return command


@click.group(
    "chatapp",
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(chatapp.__version__, prog_name="chatapp", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Chat, translate and write with recurrent networks that run on this machine.

    Without a command, the app opens. The commands answer the text they are given, or else each line of standard input
    with one line of output, as soon as it is there: they can be used in pipes.

    Bundles of networks ship with the program; your own are found, too. CHATAPP_THREADS sets how many processor cores
    are used (1 if unset).
    """
    if context.invoked_subcommand is None:
        _open_app()


def _open_app() -> None:
    if not opening.has_terminal():
        raise UsageFailure(
            "The app needs a terminal: in pipes and scripts use 'chatapp chat', "
            "'chatapp translate' or 'chatapp suggest'."
        )
    sys.exit(opening.open_app())
