"""What is in a corpus, before anything is made of it: one reading, in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from models.configuration import ConfigurationError, nearest
from training.cleaning import clean, unfit
from training.deduplication import Seen, near_mark, same_mark
from training.gap import seconds_of
from training.language_detection import UNKNOWN, languages_of
from training.readers.reader import Expected
from training.reading import readings
from training.recipe import CorpusRecipe, FitRecipe, Recipe, recipe_text
from training.records import Dialogue, Labelled, Pair, Record, joined_runs
from training.rejects import Rejects

SAMPLES = 10
_JUDGED = 200
_LONGEST_COUNTED = 1000
MOST_SHOWN = 12
"""Speakers and labels that are named."""

_MOST_NAMES = 10_000

Sample = tuple[str, ...]


@dataclass
class Lengths:
    """How often each length came; lengths above a thousand count as a thousand."""

    counts: Counter[int] = field(default_factory=Counter)

    def add(self, length: int) -> None:
        """Count one."""
        self.counts[min(length, _LONGEST_COUNTED)] += 1

    def at(self, share: float) -> int:
        """Return the length that ``share`` of all do not exceed."""
        wanted = share * self.counts.total()
        passed = 0
        for length in sorted(self.counts):
            passed += self.counts[length]
            if passed >= wanted:
                return length
        return 0

    def as_object(self) -> dict[str, int]:
        """Return the median, the 95th percentile and the longest."""
        return {"median": self.at(0.5), "p95": self.at(0.95), "longest": self.at(1.0)}


@dataclass
class Report:
    """The figures of a corpus; see ``docs/corpora.md``."""

    places: list[str]
    rejects: Rejects
    me: str = ""
    gap: str = ""
    formats: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    pairs: int = 0
    replies: int = 0
    passages: int = 0
    duplicates: int = 0
    near_duplicates: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    turns: Lengths = field(default_factory=Lengths)
    words: Lengths = field(default_factory=Lengths)
    languages: Counter[str] = field(default_factory=Counter)
    sides: tuple[str, str] = ("", "")
    samples: list[Sample] = field(default_factory=list)

    @property
    def task(self) -> Literal["chat", "translate", "labels", "lines"]:
        """What the corpus is best for: ``chat``, ``translate``, ``labels`` or ``lines``."""
        kind = self.records.most_common(1)[0][0] if self.records else ""
        if kind == "labelled":
            return "labels"
        if kind == "pairs":
            return "chat" if self.sides[0] == self.sides[1] and self.sides[0] != UNKNOWN else "translate"
        return "chat" if self.pairs else "lines"

    def entry(self) -> CorpusRecipe:
        """Return what a recipe says to train on it."""
        languages = [code for code in self.sides if code not in ("", UNKNOWN)]
        if self.task != "translate" and languages:
            languages = languages[:1]
        path = str(Path(self.places[0]).resolve()) if self.places[0] != "-" else "-"
        return CorpusRecipe(
            path,
            self.task,
            tuple(languages) or ("en",),
            clean=True,
            me=self.me,
            gap=self.gap,
            casual=0.1 * (self.task == "chat"),
        )

    def write_recipe(self, path: Path) -> None:
        """Write a recipe that trains on the corpus, a twentieth of it held out.

        Raises:
            ConfigurationError: it cannot be written.
        """
        entry = self.entry()
        shape: Any = {"lines": "one-to-many", "labels": "many-to-one"}.get(self.task, "many-to-many")
        entries = [entry]
        for place in self.places[1:]:
            entries.append(CorpusRecipe(**{**vars(entry), "path": str(Path(place).resolve())}))
        recipe = Recipe(
            name=path.stem,
            shape=shape,
            corpus=tuple(entries),
            languages=entry.languages,
            held_out_share=0.05,
            fit=FitRecipe(patience=4),
        )
        partial = path.with_suffix(".partial")
        try:
            partial.write_text(recipe_text(recipe), "utf-8")
            partial.replace(path)
        except OSError as error:
            raise ConfigurationError(f"{path}: {error.strerror}; give a place that can be written to.") from error

    def as_object(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "files": self.places,
            "format": ", ".join(self.formats),
            "formats": dict(self.formats),
            "records": self.records.total(),
            "dialogues": self.records["dialogues"],
            "messages": self.messages,
            "pairs": self.pairs,
            "replies": self.replies,
            "passages": self.passages,
            "parallel": self.records["pairs"],
            "labelled": self.records["labelled"],
            "task": self.task,
            "languages": dict(self.languages),
            "speakers": dict(self.speakers.most_common(MOST_SHOWN)),
            "labels": dict(self.labels.most_common(MOST_SHOWN)),
            "turns": self.turns.as_object(),
            "words": self.words.as_object(),
            "duplicates": self.duplicates,
            "near_duplicates": self.near_duplicates,
            "left_out": dict(self.left_out),
            "rejects": dict(self.rejects.counts),
            "first_rejects": self.rejects.first,
            "reject_places": {reason: list(map(str, places)) for reason, places in self.rejects.places.items()},
            "samples": [list(sample) for sample in self.samples],
        }


def report_of(
    places: Sequence[str], rejects: Rejects, me: str = "", bundle: Path | None = None, gap: str = ""
) -> Report:
    """Read a corpus once and count.

    Args:
        places: files, folders, archives or ``-``.
        rejects: counts what cannot be read.
        me: the speaker whose part the person plays.
        bundle: a many-to-one bundle that tells languages; the app's own if left out.
        gap: how long a silence ends a dialogue of an exported chat, such as ``6h``; never if empty.

    Raises:
        RecordError: a place cannot be opened, or a record not be read in a strict reading.
        ConfigurationError: nobody is called ``me``, or ``gap`` is no length of time.
    """
    report = Report(list(places), rejects, me, gap)
    expected = Expected(gap=seconds_of(gap, "--gap"))
    chosen: list[tuple[int, Sample]] = []
    judged: tuple[list[str], list[str]] = ([], [])
    with Seen() as seen:
        for reading in readings(places, rejects, expected):
            report.formats.setdefault(reading.format, 0)
            for record in reading.records:
                report.formats[reading.format] += 1
                _count(report, record)
                _judge(record, judged)
                for texts in _comparable(record, me, report):
                    if reason := next(filter(None, map(unfit, map(clean, texts))), ""):
                        report.left_out[reason] += 1
                        continue
                    whole = _with_passage(record, texts)
                    mark = same_mark(*whole)
                    if not seen.add(mark):
                        report.duplicates += 1
                    elif not seen.add(near_mark("near", *whole)):
                        report.near_duplicates += 1
                    else:
                        # The ten with the largest marks: the same ten, wherever in the corpus they stand.
                        item = (mark, tuple(text[:200] for text in texts))
                        if len(chosen) < SAMPLES:
                            heapq.heappush(chosen, item)
                        else:
                            heapq.heappushpop(chosen, item)
    if me and me not in report.speakers:
        raise ConfigurationError(f"{places[0]}: nobody there is called '{me}'{nearest(me, report.speakers)}.")
    report.samples = [sample for _, sample in sorted(chosen, reverse=True)]
    found = [languages_of(texts, bundle) for texts in judged]
    report.languages = found[0] + found[1]
    first, second = (counts.most_common(1)[0][0] if counts else UNKNOWN for counts in found)
    report.sides = (first, second if judged[1] else first)
    return report


def _count(report: Report, record: Record) -> None:
    if isinstance(record, Dialogue):
        fresh = record.turns[record.carried :]
        report.records["dialogues"] += not record.carried
        report.messages += len(fresh)
        report.passages += bool(record.passage)
        if not record.carried:
            report.turns.add(len(record.turns))
        for speaker in record.speakers[record.carried :]:
            if speaker in report.speakers or len(report.speakers) < _MOST_NAMES:
                report.speakers[speaker] += 1
        texts: Sequence[str] = fresh
    elif isinstance(record, Pair):
        report.records["pairs"] += 1
        report.pairs += len(record.targets)
        texts = (record.source, *record.targets)
    else:
        report.records["labelled"] += 1
        report.labels.update(record.labels)
        texts = (record.text,)
    for text in texts:
        report.words.add(len(text.split()))


def _comparable(record: Record, me: str, report: Report) -> Iterator[Sample]:
    """Yield what duplicates are looked for among: pairs of turns or lines; counts the pairs of dialogues."""
    if isinstance(record, Pair):
        yield from ((record.source, target) for target in record.targets)
    elif isinstance(record, Labelled):
        yield (record.text, ", ".join(record.labels))
    else:
        runs = joined_runs(record)
        report.pairs += max(0, len(runs) - 1)
        if len(runs) == 1:
            yield (runs[0][1],)
        for (_, prompt), (speaker, reply) in pairwise(runs):
            if not me or speaker != me:
                report.replies += 1
                yield (prompt, reply)


def _with_passage(record: Record, texts: Sample) -> Sample:
    return (record.passage, *texts) if isinstance(record, Dialogue) and record.passage else texts


def _judge(record: Record, judged: tuple[list[str], list[str]]) -> None:
    """Keep the first texts, and of pairs both sides apart, to have their language told."""
    if isinstance(record, Pair):
        sides: tuple[Sequence[str], Sequence[str]] = ((record.source,), record.targets[:1])
    elif isinstance(record, Dialogue):
        sides = (record.turns, ())
    else:
        sides = ((record.text,), ())
    for kept, texts in zip(judged, sides, strict=True):
        kept.extend(texts[: max(0, _JUDGED - len(kept))])
