"""``explore``: ask word vectors for neighbours, analogies and odd words, or draw them."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.run_folder import RunFolder
from training.vectors.picture import write_picture
from training.vectors.words import Neighbours, WordVectors

HELP = "explore word vectors: nearest, analogy, odd, picture"

DRAWN = 80
"""Words of a picture where none are named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("vectors", type=Path, help="a run whose words have vectors, or the file of the vectors")
    questions = parser.add_subparsers(dest="question", required=True, metavar="QUESTION")
    nearest = questions.add_parser("nearest", help="the words nearest to a word")
    nearest.add_argument("word")
    analogy = questions.add_parser("analogy", help="what is to C as B is to A")
    for name in "abc":
        analogy.add_argument(name, metavar=name.upper())
    for question in (nearest, analogy):
        question.add_argument("--count", type=int, default=10, help="how many (default: 10)")
    odd = questions.add_parser("odd", help="the word that does not belong to the others")
    odd.add_argument("words", nargs="+", metavar="WORD")
    drawn = questions.add_parser("picture", help="draw words where their vectors lie, in two dimensions")
    drawn.add_argument("output", type=Path, help="an .svg or .html file")
    drawn.add_argument("words", nargs="*", metavar="WORD", help=f"the {DRAWN} most frequent if left out")


def call(arguments: argparse.Namespace) -> int:
    """Answer the question."""
    path: Path = arguments.vectors
    vectors = WordVectors.read(RunFolder(path).words if path.is_dir() else path)
    if arguments.question == "nearest":
        _print(vectors.nearest(arguments.word, arguments.count))
    elif arguments.question == "analogy":
        _print(vectors.analogy(arguments.a, arguments.b, arguments.c, arguments.count))
    elif arguments.question == "odd":
        _print(vectors.odd(arguments.words))
    else:
        write_picture(vectors, arguments.words or vectors.words[:DRAWN], arguments.output)
        print(arguments.output)
    return 0


def _print(found: Neighbours) -> None:
    for word, near in found:
        print(f"{near:6.3f}  {word}")
