"""``python -m chatapp.engine [--bundle FOLDER]…``: the engine process, answering JSON lines over its pipes."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.engine import Engine
from chatapp.engine.protocol import Failed, encode
from chatapp.engine.server import Server
from chatapp.engine.threads import threads


def main() -> int:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m chatapp.engine", description=__doc__)
    parser.add_argument("--bundle", action="append", type=Path, default=[], help="a bundle to prefer to all others")
    arguments = parser.parse_args()
    # The pipe is kept for answers alone: whatever a library prints goes to the standard error stream.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        threads()
        engine = Engine.on_this_machine(arguments.bundle)
    except CannotAnswer as error:
        answers.write(encode(Failed(-1, str(error))))
        answers.close()
        return 1
    with contextlib.suppress(KeyboardInterrupt):  # the terminal sends it to the screen process, too
        Server(engine, sys.stdin.buffer, answers).run()
    answers.flush()
    # A network that is being loaded cannot be interrupted, and nobody is left to wait for it.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
