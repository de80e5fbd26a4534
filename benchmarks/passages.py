"""``python -m benchmarks.passages``: questions about a text, answered by a sentence of it; and lines that are not.

Nothing was chosen on these texts, which are in ``benchmarks/passages.toml``.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from chatapp.engine.engine import Engine
from chatapp.engine.passage_replies import SOURCE


def main() -> None:
    """Print the shares, and with ``--misses`` what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.passages", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="show what was answered wrongly")
    arguments = parser.parse_args()
    given = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text("utf-8"))
    engine = Engine.on_this_machine()
    right = asked = taken = lines = 0
    misses = []
    for passage in given["passage"]:
        for question, word in passage["questions"]:
            reply = engine.consider([question], passage=passage["text"]).reply
            good = reply.source == SOURCE and word in reply.text
            right, asked = right + good, asked + 1
            misses += [] if good else [(question, reply.text)]
        for line in given["off_topic"]:
            reply = engine.consider([line], passage=passage["text"]).reply
            taken, lines = taken + (reply.source == SOURCE), lines + 1
            misses += [(line, reply.text)] if reply.source == SOURCE else []
    print(f"{right} of {asked} questions answered by the right sentence")
    print(f"{taken} of {lines} other lines answered from the text")
    if arguments.misses:
        print("\n".join(f"  {line}  ->  {answer}" for line, answer in misses))


if __name__ == "__main__":
    main()
