"""``recipe``: check a recipe and print it with every default; or explain what can stand in one."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.configuration import ConfigurationError
from training.explanation import explain
from training.recipe import read_recipe, recipe_text

HELP = "check a recipe and print it with every default; or explain its keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("file", nargs="?", type=Path, help="a recipe (TOML)")
    parser.add_argument(
        "--explain", nargs="?", const="", metavar="KEY", help="all keys, those of a table (fit), or one (fit.rate)"
    )


def call(arguments: argparse.Namespace) -> int:
    """Run the command."""
    if arguments.explain is not None:
        print(explain(arguments.explain))
    elif arguments.file:
        print(recipe_text(read_recipe(arguments.file)), end="")
    else:
        raise ConfigurationError("recipe: give the path of a recipe, or --explain.")
    return 0
