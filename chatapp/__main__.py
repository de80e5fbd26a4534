"""The command ``chatapp``: what it is asked, and how it ends."""

from __future__ import annotations

import os
import signal
import sys

import click

from chatapp.command_line.group import group
from chatapp.engine.cannot_answer import CannotAnswer


def main() -> int:
    """Run the command line; returns the exit status: 0, 1 for a failure, 2 for a mistake in the command.

    A person who interrupts, or a reader who has seen enough, ends the command without a word, with the status that
    shells give to such an end.
    """
    try:
        status = group.main(prog_name="chatapp", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except CannotAnswer as error:
        return _fail(str(error), 1)
    except (KeyboardInterrupt, click.Abort):
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # SIGPIPE, which Windows does not have
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _fail(
            f"chatapp met an error of its own ({type(error).__name__}: {error}); to report it, run it again with "
            "PYTHONDEVMODE=1 and send what it says.",
            1,
        )
    return status if isinstance(status, int) else 0


def _fail(sentence: str, status: int) -> int:
    click.echo(f"chatapp: {sentence}", err=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
