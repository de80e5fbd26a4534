"""How the app is opened."""

from __future__ import annotations

import gc
import os
import sys


def has_terminal() -> bool:
    """Whether there is a terminal to draw in, or a browser: textual-serve names the driver by which it is driven."""
    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def open_app() -> int:
    """Run the app until it is left; returns the exit status."""
    # Most of what is made until the first paint stays: the app lets it be collected then.
    gc.disable()
    from chatapp.app import run

    return run()
