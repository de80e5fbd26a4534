"""What one entry of a recipe names, turned into examples: of which task, with which context, in which direction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from models.configuration import ConfigurationError, nearest
from models.passage import about
from training.example import LABEL, Example
from training.gap import seconds_of
from training.pivot import joined_through
from training.readers.reader import Expected
from training.reading import readings
from training.recipe import CorpusRecipe
from training.records import Dialogue, Labelled, Pair, Record, joined_runs
from training.rejects import Rejects

WINDOW = 6
"""How many turns of a dialogue one line of text for a one-to-many model holds."""

LONGEST_WINDOW = 300
"""Characters of such a line, unless a single turn is longer: about ninety pieces."""

ANOTHER_KIND = "not what the recipe asks for"


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
    labels = None if entry.kind in ("lines", "language") else entry.kind == "labels"
    return Expected(labels, entry.languages, seconds_of(entry.gap))


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


def _is_another_kind(entry: CorpusRecipe, record: Record) -> bool:
    """Say whether a recipe has named a corpus for a use that it has not got."""
    if isinstance(record, Dialogue):
        return entry.kind in ("translate", "labels", "words")
    if isinstance(record, Labelled):
        return entry.kind in ("chat", "translate", "words")
    return entry.kind == "labels"


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
        before, prompt = turns[start : position - 1], turns[position - 1]
        if dialogue.passage:
            before = (about(dialogue.passage, prompt), *before)
        yield Example(index, "<chat>", before, prompt, turns[position])


def _line_examples(entry: CorpusRecipe, index: int, turns: tuple[str, ...]) -> Iterator[Example]:
    language = entry.languages[0]
    if entry.kind == "language":
        yield from (Example(index, LABEL, (), turn, language) for turn in turns)
    else:
        for window in _windows(turns):
            yield Example(index, f"<{language}>", window[:-1], "", window[-1])


def _windows(turns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Cut a dialogue into stretches, none so long that it would be left out for its length."""
    window: tuple[str, ...] = ()
    for turn in turns:
        if window and (len(window) == WINDOW or sum(map(len, window)) + len(turn) > LONGEST_WINDOW):
            yield window
            window = ()
        window = (*window, turn)
    if window:
        yield window


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
