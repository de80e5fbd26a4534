"""``python -m training``: each stage by itself, or all of them from one recipe.

argparse and not click, so that ``fit`` runs where little but torch, numpy, sentencepiece and safetensors is installed.
"""

from __future__ import annotations

import argparse
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
    vectors,
)
from training.records import RecordError

STAGES = (
    run,
    corpus,
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
    """Run one command; return 0, or 1 after one sentence on standard error."""
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
    except (ConfigurationError, RecordError, BundleError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
