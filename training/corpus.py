"""The first stage: from the files a recipe names to examples, cleaned, de-duplicated and split by hash."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from models.configuration import ConfigurationError, nearest
from training.casual import casual
from training.cleaning import LONGEST_TEXT, TOO_LONG, clean, unfit
from training.deduplication import Seen, exact_mark, near_mark, same_mark
from training.example import LABEL, Example, ExampleFile, read_examples
from training.gap import seconds_of
from training.joining import Joining
from training.near_duplicates import NearDuplicates
from training.pivot import joined_through
from training.readers.reader import Expected
from training.reading import readings
from training.recipe import CorpusRecipe, Recipe
from training.records import Dialogue, Labelled, Pair, Record, RecordError, joined_runs
from training.rejects import Rejects
from training.run_folder import RunFolder
from training.splitting import fingerprint, share_of

WINDOW = 6
"""How many turns of a dialogue one line of text for a one-to-many model holds."""


DUPLICATE = "duplicate"
NEAR_DUPLICATE = "near duplicate"
ANOTHER_KIND = "not what the recipe asks for"


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


def prepare(recipe: Recipe, data: Path, run: RunFolder, *, strict: bool = False) -> list[CorpusCounts]:
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
            rejects = Rejects(strict)
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


def examples_of(entry: CorpusRecipe, index: int, data: Path, rejects: Rejects | None = None) -> Iterator[Example]:
    """Turn what one entry names into examples, in its order.

    Args:
        entry: which corpus, and what to make of it.
        index: of the entry in the recipe.
        data: the folder that paths are below.
        rejects: counts what cannot be read; without it the first such record is an error.

    Raises:
        ConfigurationError: there is no such file, or nobody in it is called ``entry.me``.
        RecordError: it cannot be opened, or a record not be read.
    """
    counted = Rejects(strict=True) if rejects is None else rejects
    if entry.through:
        first, second = (_pairs(path, data, counted) for path in (entry.path, entry.through))
        for pair in joined_through(first, second):
            yield from _pair_examples(entry, index, pair)
        return
    paths = _files(entry.path, data)
    speakers: set[str] = set()
    for reading in readings(paths, counted, _expected(entry)):
        for record in reading.records:
            if entry.me and isinstance(record, Dialogue) and len(speakers) < _MOST_SPEAKERS:
                speakers.update(record.speakers)
            made = False
            for example in _examples(entry, index, record):
                made = True
                yield example
            if not made and _is_another_kind(entry, record):
                counted.add(reading.name, 0, ANOTHER_KIND, f"{type(record).__name__.lower()} for {entry.kind}")
    if entry.me and entry.me not in speakers:
        raise ConfigurationError(f"{entry.path}: nobody there is called '{entry.me}'{nearest(entry.me, speakers)}.")


def _expected(entry: CorpusRecipe) -> Expected:
    return Expected(entry.kind == "labels", entry.languages, seconds_of(entry.gap))


_MOST_SPEAKERS = 10_000
_PACKAGE = Path(__file__).parent


def _files(path: str, data: Path) -> list[Path]:
    """Find what an entry of a recipe names.

    Raises:
        ConfigurationError: there is nothing of that name.
    """
    if path == "-":
        return [Path("-")]
    folder = _PACKAGE if path.startswith("corpora/") else data
    found = [folder / path] if (folder / path).exists() else []
    if not found and any(mark in path for mark in "*?[") and not Path(path).is_absolute():
        found = sorted(folder.glob(path))
    if not found:
        raise ConfigurationError(f"{folder / path}: no such file; say with --data where the corpora are.")
    return found


def _pairs(path: str, data: Path, rejects: Rejects) -> Iterator[Pair]:
    for reading in readings(_files(path, data), rejects, Expected(False, ())):
        yield from (record for record in reading.records if isinstance(record, Pair))


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


def _is_another_kind(entry: CorpusRecipe, record: Record) -> bool:
    """Say whether a recipe has named a corpus for a use that it has not got."""
    if isinstance(record, Dialogue):
        return entry.kind in ("translate", "labels", "words")
    if isinstance(record, Labelled):
        return entry.kind in ("chat", "translate", "words")
    return entry.kind == "labels"


def _gather(recipe: Recipe, data: Path, run: RunFolder) -> list[CorpusCounts]:
    from training.dictionary.gathering import gather

    examples = gather(recipe, data, run)
    return [CorpusCounts("words, aligned", examples, examples, 0, {}, Rejects())]


def _labels(run: RunFolder) -> tuple[str, ...]:
    """Find the labels of the training examples."""
    examples = (example for example in read_examples(run.train_examples) if example.task == LABEL)
    return tuple(sorted({label for example in examples for label in example.target.split(",")}))


def _examples(entry: CorpusRecipe, index: int, record: Record) -> Iterator[Example]:
    if isinstance(record, Labelled):
        if entry.kind == "labels":
            yield Example(index, LABEL, (), record.text, ",".join(record.labels))
        elif entry.kind in ("lines", "language"):
            yield from _line_examples(entry, index, (record.text,))
    elif isinstance(record, Pair):
        yield from _pair_examples(entry, index, record)
    elif all(record.fields.get(key) == value for key, value in entry.where.items()):
        if entry.kind == "chat":
            yield from _chat_examples(entry, index, record)
        elif entry.kind in ("lines", "language"):
            yield from _line_examples(entry, index, record.turns[record.carried : entry.turns or None])
        elif entry.kind == "translate" and len(record.turns) == 2 and not record.speakers:
            yield from _pair_examples(entry, index, Pair(record.turns[0], record.turns[1:]))


def _chat_examples(entry: CorpusRecipe, index: int, dialogue: Dialogue) -> Iterator[Example]:
    runs = joined_runs(dialogue)[: entry.turns or None]
    turns = tuple(turn for _, turn in runs)
    for position in range(1, len(turns)):
        if entry.me and runs[position][0] == entry.me:
            continue
        if entry.person_first and not dialogue.speakers and position % 2 == 0:
            continue
        start = max(0, position - 1 - entry.context)
        yield Example(index, "<chat>", turns[start : position - 1], turns[position - 1], turns[position])


def _line_examples(entry: CorpusRecipe, index: int, turns: tuple[str, ...]) -> Iterator[Example]:
    language = entry.languages[0]
    if entry.kind == "language":
        yield from (Example(index, LABEL, (), turn, language) for turn in turns)
    else:
        for start in range(0, len(turns), WINDOW):
            window = turns[start : start + WINDOW]
            yield Example(index, f"<{language}>", window[:-1], "", window[-1])


def _pair_examples(entry: CorpusRecipe, index: int, pair: Pair) -> Iterator[Example]:
    first, second = entry.languages[0], entry.languages[-1]
    if entry.kind == "chat":
        yield from (Example(index, "<chat>", (), pair.source, target) for target in pair.targets)
        return
    if entry.kind == "labels":
        return
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
