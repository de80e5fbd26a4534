"""The first stage: from the files a recipe names to examples, cleaned, de-duplicated and split by hash."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from training.casual import casual
from training.cleaning import LONGEST_TEXT, TOO_LONG, clean, unfit
from training.corpus_examples import examples_of
from training.deduplication import Seen, exact_mark, near_mark, same_mark
from training.example import LABEL, Example, ExampleFile, read_examples
from training.joining import Joining
from training.near_duplicates import NearDuplicates
from training.recipe import CorpusRecipe, Recipe
from training.records import RecordError
from training.rejects import Rejects
from training.run_folder import RunFolder
from training.splitting import fingerprint, share_of

DUPLICATE = "duplicate"
NEAR_DUPLICATE = "near duplicate"


@dataclass(frozen=True)
class CorpusCounts:
    """What came of one entry of the recipe.

    Attributes:
        path: as the recipe has it.
        records: examples before anything was left out.
        examples: those that are trained on.
        held_out: those that the split holds out, or that are held out elsewhere.
        left_out: how many were not taken, by reason.
        rejects: what of the files could not be read, or is no part of a corpus.
    """

    path: str
    records: int
    examples: int
    held_out: int
    left_out: dict[str, int]
    rejects: Rejects


def prepare(
    recipe: Recipe, data: Path, run: RunFolder, *, strict: bool = False, every_reject: TextIO | None = None
) -> list[CorpusCounts]:
    """Write the run's training and held-out examples; in memory is one dialogue at a time.

    An example that is also held out (same task, source and target, ignoring case and punctuation) is not trained on.
    The labels of a many-to-one model that the recipe does not give are found here, and put into the run's recipe.

    Raises:
        ConfigurationError: a file is missing.
        RecordError: a file cannot be opened, nothing is left to train on, or ``strict`` and a record cannot be read.
    """
    if recipe.shape == "one-to-one":
        return _gather(recipe, data, run)
    secret: set[int] = set()
    counts: list[CorpusCounts] = []
    with ExampleFile(run.held_out_examples) as held_out, ExampleFile(run.train_examples) as train:
        for index, entry in enumerate(recipe.held_out):
            for example in islice(examples_of(entry, index, data), recipe.held_out_most):
                held_out.write(example)
                secret.add(fingerprint(example.task, example.source, example.target))
        for index, entry in enumerate(recipe.corpus):
            rejects = Rejects(strict, every_reject)
            tally: Counter[str] = Counter()
            joining = Joining(entry.joined)
            with Seen(run.path) as seen, _near_duplicates(entry, run) as alike:
                for found in examples_of(entry, index, data, rejects):
                    example = _cleaned(found) if entry.clean else found
                    if reason := _left_out(example, entry, seen, alike):
                        tally[reason] += 1
                        continue
                    mark = fingerprint(example.task, example.source, example.target)
                    if mark in secret:
                        tally["held out"] += 1
                    elif share_of(mark) < recipe.held_out_share:
                        tally["held out"] += 1
                        held_out.write(example)
                    else:
                        tally["examples"] += 1
                        train.write(example)
                        for variant in _variants(example, entry, joining):
                            train.write(variant)
            total, kept, apart = tally.total(), tally.pop("examples", 0), tally.pop("held out", 0)
            counts.append(CorpusCounts(entry.path, total, kept, apart, dict(tally), rejects))
        if not train.count:
            names = ", ".join(entry.path for entry in recipe.corpus)
            raise RecordError(
                f"{names}: no examples to train on; see `python -m training corpus FILE` for the reasons."
            )
    if recipe.shape == "many-to-one" and not recipe.labels:
        RunFolder.create(run.path, dataclasses.replace(recipe, labels=_labels(run)))
    return counts


def _cleaned(example: Example) -> Example:
    context = tuple(turn for turn in map(clean, example.context) if not unfit(turn))
    return example._replace(context=context, source=clean(example.source), target=clean(example.target))


def _near_duplicates(entry: CorpusRecipe, run: RunFolder) -> AbstractContextManager[NearDuplicates | None]:
    return NearDuplicates(entry.near, run.path) if entry.near else nullcontext()


def _left_out(example: Example, entry: CorpusRecipe, seen: Seen, alike: NearDuplicates | None) -> str:
    """Return why an example is not taken, or an empty text."""
    if reason := _useless(example, entry, seen):
        return reason
    if alike and not alike.add(example.task, " ".join(example.context), example.source, example.target):
        return NEAR_DUPLICATE
    return ""


def _useless(example: Example, entry: CorpusRecipe, seen: Seen) -> str:
    texts = (example.task, *example.context, "", example.source, example.target)
    if not entry.clean:
        if max(len(example.source), len(example.target)) > LONGEST_TEXT:
            return TOO_LONG
        return "" if seen.add(exact_mark(*texts)) else DUPLICATE
    if reason := unfit(example.target) or (unfit(example.source) if example.source or example.task == "<chat>" else ""):
        return reason
    if not seen.add(same_mark(*texts)):
        return DUPLICATE
    return "" if seen.add(near_mark("near", *texts)) else NEAR_DUPLICATE


def _gather(recipe: Recipe, data: Path, run: RunFolder) -> list[CorpusCounts]:
    from training.dictionary.gathering import gather

    examples = gather(recipe, data, run)
    return [CorpusCounts("words, aligned", examples, examples, 0, {}, Rejects())]


def _labels(run: RunFolder) -> tuple[str, ...]:
    """Find the labels of the training examples."""
    examples = (example for example in read_examples(run.train_examples) if example.task == LABEL)
    return tuple(sorted({label for example in examples for label in example.target.split(",")}))


def _variants(example: Example, entry: CorpusRecipe, joining: Joining) -> Iterator[Example]:
    """Yield other ways of writing an example, for the share of examples that the recipe asks for."""
    if entry.joined and (paragraph := joining.add(example)):
        yield paragraph
    if entry.casual and share_of(fingerprint("casual", example.source, example.target)) < entry.casual:
        yield example._replace(source=casual(example.source), context=tuple(casual(turn) for turn in example.context))
    if not entry.beginnings:
        return
    chance = share_of(fingerprint("beginning", example.source, example.target))
    if chance < entry.beginnings:
        words = 1 + int(chance / entry.beginnings * 3)
        yield example._replace(source=" ".join(example.source.split()[:words]))
