"""The figures of a corpus, written for a person."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.corpus_report import MOST_SHOWN, Report
from training.language_detection import UNKNOWN
from training.rejects import ORDINARY


def report_text(report: Report, written: Path | None = None) -> str:
    """Write a report for a person."""
    return "\n".join(_lines(report, written))


def _lines(report: Report, written: Path | None) -> Iterator[str]:
    records = ", ".join(f"{count:,} {kind}" for kind, count in report.records.items()) or "none"
    yield f"format      {', '.join(report.formats) or 'none'}"
    yield f"records     {records}"
    yield f"messages    {report.messages:,}"
    answered = f" ({report.replies:,} with a reply to learn)" if report.me else ""
    asked = f" ({report.passages:,} of them about a text beside)" if report.passages else ""
    yield f"pairs       {report.pairs:,}{answered}{asked}"
    yield f"task        {_TASKS[report.task]}"
    yield f"languages   {_shares(report.languages)}"
    if report.speakers:
        more = len(report.speakers) - MOST_SHOWN
        names = ", ".join(f"{name} {count:,}" for name, count in report.speakers.most_common(MOST_SHOWN))
        yield f"speakers    {names}{f' and {more:,} more' if more > 0 else ''}"
    if report.labels:
        more = len(report.labels) - MOST_SHOWN
        names = ", ".join(f"{name} {count:,}" for name, count in report.labels.most_common(MOST_SHOWN))
        yield f"labels      {names}{f' and {more:,} more' if more > 0 else ''}"
    for name, lengths in (("turns", report.turns), ("words", report.words)):
        if lengths.counts:
            half, most, longest = lengths.as_object().values()
            of = "a dialogue" if name == "turns" else "a text"
            yield f"{name:12}{half} {of} in the middle, 95 % have at most {most}, the longest {longest}"
    yield f"duplicates  {report.duplicates:,} and {report.near_duplicates:,} nearly so"
    yield from (f"left out    {count:,} {reason}" for reason, count in report.left_out.items())
    for title, ordinary in (("rejects", False), ("dropped", True)):
        reasons = [each for each in report.rejects.counts.most_common() if (each[0] in ORDINARY) is ordinary]
        if not reasons and not ordinary:
            yield f"{title:12}none"
        for place, (reason, count) in enumerate(reasons):
            yield f"{'' if place else title:12}{count:,} {reason}, first at {report.rejects.first[reason]}"
            if count > 1:
                yield f"{'':12}  also at {report.rejects.others(reason)}"
    if report.samples:
        yield ""
    for sample in report.samples:
        yield "  " + "  →  ".join(_visible(text) for text in sample)
    yield ""
    if not report.records:
        yield "Nothing to train on was found."
        return
    if written:
        yield f"Go on with: python -m training run {shlex.quote(str(written))} runs/{shlex.quote(written.stem)}"
        return
    name = Path(report.places[0]).name.partition(".")[0].strip("_ ") or "mine"
    recipe = shlex.quote(f"{'mine' if report.places[0] == '-' else name}.toml")
    files = " ".join(map(shlex.quote, report.places))
    me = f" --me {shlex.quote(report.me)}" if report.me else ""
    gap = f" --gap {shlex.quote(report.gap)}" if report.gap else ""
    yield f"Go on with: python -m training corpus {files}{me}{gap} --recipe {recipe}"


_TASKS = {
    "chat": "chat: replies to messages",
    "translate": "translate",
    "labels": "labels: which label a text has",
    "lines": "lines: how a text goes on",
}


def _shares(counts: Counter[str]) -> str:
    total = counts.total()
    if not total:
        return UNKNOWN
    return ", ".join(f"{name} {count / total:.0%}" for name, count in counts.most_common()) + " (of the first lines)"


def _visible(text: str) -> str:
    plain = (" " if letter.isspace() else letter for letter in text)
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in plain)
    return shown if len(shown) <= 70 else shown[:69] + "…"
