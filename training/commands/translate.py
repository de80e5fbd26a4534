"""``translate``: more pairs to learn from, of text in one language, by a bundle that translates."""

from __future__ import annotations

import argparse
from pathlib import Path

from models import bundle
from models.configuration import ConfigurationError
from models.direction import Direction
from training.rejects import Rejects
from training.synthetic import lines_of, write_pairs

HELP = "make pairs of text in one language: a bundle writes the other side"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="corpora: plain lines, or pairs of which one side is taken"
    )
    parser.add_argument("--to", required=True, metavar="LANGUAGE", help="what to translate into")
    parser.add_argument("--from", dest="start", required=True, metavar="LANGUAGE", help="what the lines are in")
    parser.add_argument("--side", type=int, choices=(1, 2), default=1, help="of pairs: which side is taken")
    parser.add_argument(
        "--unlike", nargs="+", default=[], metavar="FILE", help="leave out what stands on this side there"
    )
    parser.add_argument("--fewest-words", type=int, default=3, metavar="N", help="of a line that is taken")
    parser.add_argument("--most", type=int, metavar="N", help="take the first N lines only")
    parser.add_argument("--back", action="store_true", help="the translation comes first: to learn to write the lines")
    parser.add_argument("--bundle", type=Path, required=True, help="the bundle that translates")
    parser.add_argument("--out", type=Path, required=True, help="the pairs (TSV); what was begun is gone on with")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    loaded = bundle.load(arguments.bundle)
    for language in (arguments.start, arguments.to):
        if loaded.manifest.shape != "many-to-many" or not loaded.pieces.has_control(f"<to:{language}>"):
            raise ConfigurationError(f"{arguments.bundle}: does not translate '{language}'; give a bundle that does.")
    rejects = Rejects()
    lines = lines_of(arguments.files, arguments.side - 1, arguments.unlike, arguments.fewest_words, rejects)
    lines = lines[: arguments.most]
    direction = Direction(arguments.start, arguments.to)
    for done in write_pairs(arguments.out, loaded, lines, direction, arguments.back):
        print(f"\r{done:,} of {len(lines):,} lines", end="", flush=True)
    print(f"\r{arguments.out}: {len(lines):,} pairs")
    for reason, number in rejects.counts.most_common():
        print(f"not read: {number:,} {reason}, first at {rejects.first[reason]}")
    return 0
