"""``python -m benchmarks.teaching``: sixty answers of a shop are taught, then asked for in other words.

The paraphrases and the off-topic prompts were written for this and are kept apart: nothing is trained or chosen on
them. What could be tuned was tuned on the subjects campsite, pool and notes (``--subject campsite``). Those of the
dentist are in words as far from the questions as a person can find; nothing was chosen on them either.

``--chatterbot PYTHON`` names an interpreter with ChatterBot (``pip install chatterbot``), to have it in the table;
``--data DIR`` holds the corpora that the recipes name, for the perplexity of general dialogue. A bundle that was made
by an earlier call with the same ``--work FOLDER`` is used again.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.chat_engine import SHIPPED
from benchmarks.teaching_systems import Answered, Exchange, ask_app, ask_chatterbot, ask_network, teach
from chatapp.places import HOME_VARIABLE

SUBJECTS = Path(__file__).parent / "subjects"
GENERAL = (
    "dialogue/permissive/synthetic_persona_chat.test.jsonl.xz",
    "dialogue/permissive/personachat.test.jsonl.xz",
    "dialogue/permissive/chitchat_byu.test.jsonl.xz",
)
MOST_GENERAL = 200
"""Exchanges of each general test."""


def main() -> None:
    """Teach, ask and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.teaching", description=__doc__)
    parser.add_argument("--subject", choices=("shop", "dentist", "campsite", "pool", "notes"), default="shop")
    parser.add_argument("--chatterbot", type=Path, metavar="PYTHON")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--work", type=Path, help="a folder for what is taught; a temporary one if left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str((arguments.work or Path(folder)).resolve())
        for line in _table(arguments):
            print(line, flush=True)


def read_tsv(path: Path) -> list[list[str]]:
    """Read a file of tab-separated columns."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def _table(arguments: argparse.Namespace) -> Iterator[str]:
    subject = SUBJECTS / f"{arguments.subject}.tsv"
    pairs = [(question, answer) for question, answer in read_tsv(subject)]
    answer_to = dict(pairs)
    paraphrases = [
        (text, answer_to[row[0]])
        for row in read_tsv(SUBJECTS / f"{arguments.subject}_paraphrases.tsv")
        for text in row[1:]
    ]
    off_topic = (SUBJECTS / "off_topic.txt").read_text("utf-8").splitlines()
    prompts = [*(question for question, _ in pairs), *(text for text, _ in paraphrases), *off_topic]
    wanted = [*(answer for _, answer in pairs), *(answer for _, answer in paraphrases)]
    general = list(_general(arguments.data)) if arguments.data else []
    sentences = off_topic
    before = ask_app(SHIPPED, prompts, general, sentences)

    def row(name: str, answered: Answered) -> str:
        right = [given == answer for given, answer in zip(answered.answers, wanted, strict=False)]
        asked = len(pairs)
        pairs_of_both = zip(answered.answers[-len(off_topic) :], before.answers[-len(off_topic) :], strict=True)
        same = [given == old for given, old in pairs_of_both]
        return (
            f"| {name} | {_share(right[:asked])} | {_share(right[asked:])} | {_share(same)} "
            f"| {_change(answered.perplexity, before.perplexity)} | {_translated(answered, before)} "
            f"| {answered.taught:,.0f} s |"
        )

    yield (
        f"{len(pairs)} questions, {len(paraphrases)} paraphrases, {len(off_topic)} off-topic prompts, "
        f"{len(general)} exchanges of general dialogue, {len(sentences)} sentences to translate"
    )
    yield ""
    yield (
        "| taught | questions right | paraphrases right | off-topic as before | perplexity of general dialogue "
        "| translations the same | time |"
    )
    yield "|---|---|---|---|---|---|---|"
    teaching, seconds = teach(arguments.subject, subject, plain=False)
    yield row("this app", ask_app(teaching.bundle, prompts, general, sentences, seconds))
    yield row("its network alone", ask_network(teaching.bundle, prompts, general, sentences, seconds))
    teaching, seconds = teach(f"{arguments.subject} plain", subject, plain=True)
    yield row("plain fine-tune of the LSTM", ask_network(teaching.bundle, prompts, general, sentences, seconds))
    if arguments.chatterbot:
        found = ask_chatterbot(arguments.chatterbot, pairs, prompts)
        yield row(f"ChatterBot {found['version']}", Answered(found["answers"], found["taught_seconds"]))
    else:
        yield "ChatterBot is left out: name an interpreter that has it with --chatterbot."


def _share(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f} % ({sum(right)} of {len(right)})"


def _change(after: float | None, before: float | None) -> str:
    return "–" if after is None or before is None else f"{after:.2f} ({100 * (after / before - 1):+.1f} %)"


def _translated(after: Answered, before: Answered) -> str:
    if after.translations is None or before.translations is None:
        return "–"
    return _share([new == old for new, old in zip(after.translations, before.translations, strict=True)])


def _general(data: Path) -> Iterator[Exchange]:
    """Yield exchanges of general dialogue that nothing was trained on."""
    from training.corpus_examples import examples_of
    from training.recipe import CorpusRecipe

    for path in GENERAL:
        entry = CorpusRecipe(path, "chat", ("en",))
        for example in islice(examples_of(entry, 0, data), MOST_GENERAL):
            yield example.source, example.target


if __name__ == "__main__":
    main()
