"""``python -m benchmarks.chat --data DIR``: how varied the shipped replies are, on dialogues that no training saw.

Prompts are taken evenly from the chat tests of the recipe, as many from each, and answered by the app's own engine
with its own settings. ``distinct-1`` and ``distinct-2`` (Li et al. 2016) fall as replies grow in number: compare rows
of as many replies. ``commonest`` is the share of the reply that is given most often, ``ten`` that of the ten; replies
that differ only in case and marks are one. ``--json FILE`` keeps the numbers, and which replies those are.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

from benchmarks.chat_engine import SHIPPED, chat_engine
from benchmarks.json_lines import write_text
from chatapp.engine.candidates import Voices
from chatapp.engine.cannot_answer import CannotAnswer
from models.configuration import ConfigurationError
from training.corpus_examples import examples_of
from training.evaluation.replies import distinct
from training.recipe import read_recipe
from training.records import RecordError
from training.vectors.of_words import words_of

RECIPE = Path(__file__).parents[1] / "training" / "recipes" / "conversation.toml"
COMMON = 10


@dataclass(frozen=True)
class Variety:
    """How varied some replies are; shares are from 0 to 1, ``commonest`` has replies and how often each is given."""

    replies: int
    different: int
    distinct_1: float
    distinct_2: float
    commonest_share: float
    ten_commonest_share: float
    words_a_reply: float
    commonest: tuple[tuple[str, int], ...]


def main() -> None:
    """Print a row for each test and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat", description=__doc__)
    data = os.environ.get("CHATAPP_DATA")
    parser.add_argument("--voices", choices=get_args(Voices), default="both", help="who may speak")
    parser.add_argument("--data", type=Path, default=data, required=not data, help="CHATAPP_DATA if left out")
    parser.add_argument("--bundle", type=Path, default=SHIPPED, metavar="FOLDER", help="the shipped one if left out")
    parser.add_argument("--seed", type=int, help="draw replies; left out, each is the best, as the app first gives it")
    parser.add_argument("--replies", type=int, default=1000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    try:
        _report(arguments)
    except (ConfigurationError, RecordError, CannotAnswer, OSError) as error:
        raise SystemExit(str(error)) from error


def variety(replies: Sequence[str]) -> Variety:
    """Measure replies."""
    heard = [" ".join(words_of(reply)) or reply for reply in replies]
    written: dict[str, str] = dict(zip(reversed(heard), reversed(replies), strict=True))
    counts = Counter(heard)
    commonest = counts.most_common(COMMON)
    number = max(1, len(replies))
    return Variety(
        replies=len(replies),
        different=len(counts),
        distinct_1=distinct(replies, 1),
        distinct_2=distinct(replies, 2),
        commonest_share=sum(count for _, count in commonest[:1]) / number,
        ten_commonest_share=sum(count for _, count in commonest) / number,
        words_a_reply=sum(len(words_of(reply)) for reply in replies) / number,
        commonest=tuple((written[each], count) for each, count in commonest),
    )


def prompts_of(data: Path, count: int) -> dict[str, list[list[str]]]:
    """Take ``count`` conversations in all, evenly from each chat test of the recipe: the turns up to a prompt.

    Raises:
        ConfigurationError: a test file is missing.
        RecordError: one cannot be read.
    """
    tests = [entry for entry in read_recipe(RECIPE).test if entry.kind == "chat"]
    found: dict[str, list[list[str]]] = {}
    for index, entry in enumerate(tests):
        examples = list(examples_of(entry, 0, data))
        wanted = min(len(examples), count // len(tests) + (index < count % len(tests)))
        chosen = (examples[at * len(examples) // wanted] for at in range(wanted))
        found[Path(entry.path).name.split(".")[0]] = [[*each.context, each.source] for each in chosen]
    return found


def _report(arguments: argparse.Namespace) -> None:
    tests = prompts_of(arguments.data, arguments.replies)
    engine = chat_engine(arguments.bundle)
    print("| test | replies | different | distinct-1 | distinct-2 | commonest % | ten % | words a reply |")
    print("|---|---|---|---|---|---|---|---|")
    measured = {}
    replies: list[str] = []
    for name, prompts in tests.items():
        given = [engine.reply(turns, arguments.seed, voices=arguments.voices).text for turns in prompts]
        replies += given
        measured[name] = variety(given)
        print(_row(name, measured[name]), flush=True)
    measured["all"] = variety(replies)
    print(_row("all", measured["all"]))
    if arguments.json:
        rows = {name: asdict(each) for name, each in measured.items()}
        write_text(arguments.json, json.dumps(rows, indent=2, ensure_ascii=False))


def _row(name: str, found: Variety) -> str:
    return (
        f"| {name} | {found.replies:,} | {found.different:,} | {found.distinct_1:.3f} | {found.distinct_2:.3f} "
        f"| {100 * found.commonest_share:.1f} | {100 * found.ten_commonest_share:.1f} | {found.words_a_reply:.1f} |"
    )


if __name__ == "__main__":
    main()
