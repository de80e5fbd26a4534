"""What the command ``chatapp`` is asked, and how it ends."""

from __future__ import annotations

import os
import signal
import sys

import click
from click.shell_completion import shell_complete

from chatapp.command_line.group import group
from chatapp.engine.cannot_answer import CannotAnswer

_NAME = "chatapp"
_COMPLETION = "_CHATAPP_COMPLETE"


def main() -> int:
    """Run the command line; returns the exit status: 0, 1 for a failure, 2 for a mistake in the command."""
    try:
        return _run()
    except (Exception, KeyboardInterrupt) as error:
        return end(error)


def end(error: BaseException) -> int:
    """Say in a sentence why the program ends; gives the exit status.

    A person who interrupts, or a reader who has seen enough, ends it without a word, with the status that shells give
    to such an end.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return 128 + signal.SIGINT
    if isinstance(error, BrokenPipeError):
        # Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # SIGPIPE, which Windows does not have
    if sys.flags.dev_mode and not isinstance(error, click.ClickException | CannotAnswer):
        raise error
    return _fail(*_sentence(error))


def _run() -> int:
    if instruction := os.environ.get(_COMPLETION):
        return shell_complete(group, {}, _NAME, _COMPLETION, instruction)
    # Not click's own ``main``, which writes an empty line on an interruption and gives a closed pipe status 1.
    with group.make_context(_NAME, sys.argv[1:]) as context:
        group.invoke(context)
    sys.stdout.flush()
    return 0


def _sentence(error: BaseException) -> tuple[str, int]:
    """What to say of an error, and the exit status."""
    if isinstance(error, click.ClickException):
        return error.format_message(), error.exit_code
    if isinstance(error, CannotAnswer):
        return str(error), 1
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}.", 1
    said = f"{type(error).__name__}: {error}"
    return f"An error of the program ({said}); to report it, ask again with PYTHONDEVMODE=1 and send what it says.", 1


def _fail(sentence: str, status: int) -> int:
    click.echo(f"chatapp: {sentence}", err=True)
    return status
