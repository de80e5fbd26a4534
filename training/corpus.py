"""The first stage: from the files a recipe names to examples, cleaned, de-duplicated and split by hash."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.configuration import ConfigurationError
from training.casual import casual
from training.example import LABEL, Example, read_examples, write_examples
from training.readers.jsonl import read_dialogues
from training.readers.tsv import read_labelled, read_pairs
from training.recipe import CorpusRecipe, Recipe
from training.records import Dialogue, Labelled, Pair, Record
from training.run_folder import RunFolder
from training.splitting import fingerprint, share_of

LONGEST_TEXT = 600
"""In characters; a longer turn or sentence is left out and counted."""

WINDOW = 6
"""How many turns of a dialogue one line of text for a one-to-many model holds."""


@dataclass(frozen=True)
class CorpusCounts:
    """What came of one entry of the recipe."""

    path: str
    records: int
    examples: int
    duplicates: int
    too_long: int


def prepare(recipe: Recipe, data: Path, run: RunFolder) -> list[CorpusCounts]:
    """Write the run's training and held-out examples.

    An example that is also held out (same task, source and target, ignoring case and punctuation) is not trained on.
    The labels of a many-to-one model that the recipe does not give are found here, and put into the run's recipe.

    Raises:
        ConfigurationError: a file is missing.
        RecordError: a file cannot be read.
    """
    if recipe.shape == "one-to-one":
        return _gather(recipe, data, run)
    held_out = [
        example
        for index, entry in enumerate(recipe.held_out)
        for example in _first(examples_of(entry, index, data), recipe.held_out_most)
    ]
    secret = {fingerprint(each.task, each.source, each.target) for each in held_out}
    counts: list[CorpusCounts] = []

    def kept() -> Iterator[Example]:
        for index, entry in enumerate(recipe.corpus):
            tally: Counter[str] = Counter()
            seen: set[int] = set()
            for example in examples_of(entry, index, data):
                if max(len(example.source), len(example.target)) > LONGEST_TEXT:
                    tally["too_long"] += 1
                    continue
                whole = hash((example.task, example.context, example.source, example.target))
                if whole in seen:
                    tally["duplicates"] += 1
                    continue
                seen.add(whole)
                mark = fingerprint(example.task, example.source, example.target)
                if mark in secret:
                    continue
                if share_of(mark) < recipe.held_out_share:
                    held_out.append(example)
                    continue
                tally["examples"] += 1
                yield example
                yield from _variants(example, entry)
            counts.append(
                CorpusCounts(entry.path, tally.total(), tally["examples"], tally["duplicates"], tally["too_long"])
            )

    write_examples(run.train_examples, kept())
    write_examples(run.held_out_examples, held_out)
    if recipe.shape == "many-to-one" and not recipe.labels:
        RunFolder.create(run.path, dataclasses.replace(recipe, labels=_labels(run)))
    return counts


def examples_of(entry: CorpusRecipe, index: int, data: Path) -> Iterator[Example]:
    """Turn one file into examples, in its order."""
    path = data / entry.path
    if not path.exists():
        raise ConfigurationError(f"{path}: no such file; say with --data where the corpora are.")
    for record in _records(entry, path):
        yield from _examples(entry, index, record)


def _gather(recipe: Recipe, data: Path, run: RunFolder) -> list[CorpusCounts]:
    from training.dictionary.gathering import gather

    examples = gather(recipe, data, run)
    return [CorpusCounts("words, aligned", examples, examples, 0, 0)]


def _labels(run: RunFolder) -> tuple[str, ...]:
    """Find the labels of the training examples."""
    examples = (example for example in read_examples(run.train_examples) if example.task == LABEL)
    return tuple(sorted({label for example in examples for label in example.target.split(",")}))


def _records(entry: CorpusRecipe, path: Path) -> Iterator[Record]:
    if ".jsonl" in path.suffixes:
        yield from read_dialogues(path)
    elif entry.kind == "labels":
        yield from read_labelled(path)
    else:
        yield from read_pairs(path)


def _examples(entry: CorpusRecipe, index: int, record: Record) -> Iterator[Example]:
    if isinstance(record, Labelled):
        yield Example(index, LABEL, (), record.text, ",".join(record.labels))
    elif isinstance(record, Dialogue):
        if all(record.fields.get(key) == value for key, value in entry.where.items()):
            yield from _dialogue_examples(entry, index, record.turns[: entry.turns or None])
    else:
        yield from _pair_examples(entry, index, record)


def _dialogue_examples(entry: CorpusRecipe, index: int, turns: tuple[str, ...]) -> Iterator[Example]:
    language = entry.languages[0]
    if entry.kind == "chat":
        for position in range(1, len(turns)):
            start = max(0, position - 1 - entry.context)
            yield Example(index, "<chat>", turns[start : position - 1], turns[position - 1], turns[position])
    elif entry.kind == "language":
        yield from (Example(index, LABEL, (), turn, language) for turn in turns)
    else:
        for start in range(0, len(turns), WINDOW):
            window = turns[start : start + WINDOW]
            yield Example(index, f"<{language}>", window[:-1], "", window[-1])


def _pair_examples(entry: CorpusRecipe, index: int, pair: Pair) -> Iterator[Example]:
    first, second = entry.languages[0], entry.languages[-1]
    if entry.kind == "translate":
        for target in pair.targets:
            yield Example(index, f"<to:{second}>", (), pair.source, target)
            if entry.both_ways:
                yield Example(index, f"<to:{first}>", (), target, pair.source)
        return
    for language, text in ((first, pair.source), *((second, target) for target in pair.targets)):
        if entry.kind == "language":
            yield Example(index, LABEL, (), text, language)
        else:
            yield Example(index, f"<{language}>", (), "", text)


def _variants(example: Example, entry: CorpusRecipe) -> Iterator[Example]:
    """Yield other ways of writing the source, for the share of examples that the recipe asks for."""
    if share_of(fingerprint("casual", example.source, example.target)) < entry.casual:
        yield example._replace(source=casual(example.source), context=tuple(casual(turn) for turn in example.context))
    chance = share_of(fingerprint("beginning", example.source, example.target))
    if chance < entry.beginnings:
        words = 1 + int(chance / entry.beginnings * 3)
        yield example._replace(source=" ".join(example.source.split()[:words]))


def _first(examples: Iterator[Example], most: int) -> Iterator[Example]:
    for _, example in zip(range(most), examples, strict=False):
        yield example
