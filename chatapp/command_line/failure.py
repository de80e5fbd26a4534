"""Why a command ends before its work is done, as one sentence and an exit status."""

from __future__ import annotations

import click


class Failure(click.ClickException):
    """What was asked for cannot be done."""

    exit_code = 1


class UsageFailure(click.ClickException):
    """The command was asked for in a way that it does not know."""

    exit_code = 2
