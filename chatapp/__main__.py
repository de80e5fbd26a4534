"""The command ``chatapp``: opens the app, or reads what else is asked for."""

from __future__ import annotations

import sys

from chatapp import opening


def main() -> int:
    """Open the app, or run the command line; returns the exit status."""
    # What reads commands takes a tenth as long to import as all that the first paint needs.
    if len(sys.argv) > 1 or not opening.has_terminal():
        from chatapp.command_line import reading

        return reading.main()
    try:
        return opening.open_app()
    except (Exception, KeyboardInterrupt) as error:
        from chatapp.command_line import reading

        return reading.end(error)


if __name__ == "__main__":
    sys.exit(main())
