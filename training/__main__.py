"""``python -m training``: each stage by itself, or all of them from one recipe.

argparse and not click, so that ``fit`` runs where little but torch, numpy, sentencepiece and safetensors is installed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

from models.configuration import ConfigurationError
from models.manifest import BundleError
from training.commands import (
    batches,
    blend,
    compare,
    corpus,
    evaluate,
    exemplars,
    explore,
    fit,
    ngram,
    pack,
    pieces,
    reach,
    recipe,
    report,
    run,
    translate,
    vectors,
)
from training.records import RecordError

STAGES = (
    run,
    corpus,
    translate,
    pieces,
    vectors,
    batches,
    exemplars,
    fit,
    blend,
    ngram,
    evaluate,
    pack,
    report,
    compare,
    explore,
    reach,
    recipe,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 after one sentence on standard error.

    A person who interrupts, or a reader who has seen enough, ends it without a word, with the status that shells give.
    """
    parser = argparse.ArgumentParser(prog="python -m training", description="Train the models of chatapp.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for stage in STAGES:
        name = stage.__name__.rpartition(".")[2]
        command = commands.add_parser(name, help=stage.HELP, description=stage.HELP)
        stage.add_arguments(command)
        command.set_defaults(call=stage.call)
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.call(chosen)
        sys.stdout.flush()
    except (ConfigurationError, RecordError, BundleError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Python would complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13  # SIGPIPE, which Windows does not have
    except OSError as error:
        if sys.flags.dev_mode:
            raise
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}; see to that, and give the command again.")
    return status


def _fail(sentence: str) -> int:
    print(f"training: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
