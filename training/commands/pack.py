"""``pack``: turn the best weights of a run into a bundle."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.pack import pack
from training.run_folder import RunFolder, add_run_argument

HELP = "make a bundle of the best weights"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("bundle", type=Path, help="the folder of the bundle; replaced if it exists")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    manifest = pack(RunFolder(arguments.run), arguments.bundle)
    size = sum(file.stat().st_size for file in arguments.bundle.iterdir())
    print(f"{arguments.bundle}: {manifest.name}, {manifest.shape}, {size / 1e6:.1f} MB, {len(manifest.scores)} scores")
    return 0
