"""Sensibleness and specificity of judged replies (Adiwardana et al. 2020), and how sure the rates are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from benchmarks.blind_mix import Key
from benchmarks.json_lines import read_lines
from models.configuration import ConfigurationError

DRAWS = 10_000
SEED = 1


@dataclass(frozen=True)
class Judgement:
    """The labels of one line."""

    item: str
    prompt: int
    sensible: bool
    specific: bool


@dataclass(frozen=True)
class Rate:
    """A percentage, and the 95 % interval around it."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f})"


@dataclass(frozen=True)
class SystemScore:
    """What the labels of a system's replies come to; ``ssa`` is the mean of the two rates."""

    system: str
    replies: int
    sensible: Rate
    specific: Rate
    ssa: Rate


@dataclass(frozen=True)
class Difference:
    """How far the SSA of ``better`` is above that of ``worse`` on the same prompts, in points."""

    better: str
    worse: str
    points: Rate


def read_judgements(path: Path) -> list[Judgement]:
    """Read a judged file.

    Raises:
        ConfigurationError: a line has no labels, others than 0 and 1, or is specific without being sensible.
    """
    judgements: dict[str, Judgement] = {}
    for place, line in read_lines(path):
        found = _judgement(place, line)
        if found.item in judgements:
            raise ConfigurationError(f"{place}: item {found.item} was judged before; leave one of the two lines.")
        judgements[found.item] = found
    return list(judgements.values())


def score(judgements: Sequence[Judgement], key: Key) -> tuple[list[SystemScore], list[Difference]]:
    """Count the labels of each system.

    The intervals are by bootstrap over prompts (Efron and Tibshirani 1993), drawn with the same numbers for all
    systems, so that a difference is between replies to the same prompts.

    Returns:
        the systems, the best first, and the differences between each two.

    Raises:
        ConfigurationError: nothing was judged, or the judged items are not those of the key.
    """
    if not judgements:
        raise ConfigurationError("There is no judged reply: give the judged file first and then its key.")
    judged = {each.item: each for each in judgements}
    if set(judged) != set(key):
        item = min(set(judged) ^ set(key), key=lambda each: (len(each), each))
        lacks = "in the key but was not judged" if item in key else "judged but not in the key"
        raise ConfigurationError(f"Item {item} is {lacks}: give the key that was written with this file.")
    labels: dict[str, dict[int, tuple[bool, bool]]] = {}
    for item, systems in key.items():
        for system in systems:
            labels.setdefault(system, {})[judged[item].prompt] = judged[item].sensible, judged[item].specific
    prompts = sorted({each.prompt for each in judgements})
    if any(len(of_system) < len(prompts) for of_system in labels.values()):
        raise ConfigurationError("A system lacks a reply to some prompt: give the key and the file that `mix` wrote.")
    drawn = numpy.random.default_rng(SEED).integers(len(prompts), size=(DRAWS, len(prompts)))
    # (prompts, labels), in percent
    tables = {name: 100.0 * numpy.array([of[each] for each in prompts]) for name, of in sorted(labels.items())}
    scores = [
        SystemScore(
            name,
            len(prompts),
            _rate(table[:, 0], drawn),
            _rate(table[:, 1], drawn),
            _rate(table.mean(axis=1), drawn),
        )
        for name, table in tables.items()
    ]
    scores.sort(key=lambda each: each.ssa.value, reverse=True)
    differences = [
        Difference(one.system, other.system, _rate((tables[one.system] - tables[other.system]).mean(axis=1), drawn))
        for index, one in enumerate(scores)
        for other in scores[index + 1 :]
    ]
    return scores, differences


def score_table(scores: Sequence[SystemScore], differences: Sequence[Difference]) -> Iterator[str]:
    """Yield the lines of two tables in Markdown, the second only where there is something to compare."""
    yield "| system | replies | sensible % | specific % | SSA |"
    yield "|---|---|---|---|---|"
    for each in scores:
        yield f"| {each.system} | {each.replies} | {each.sensible} | {each.specific} | {each.ssa} |"
    if differences:
        yield ""
        yield "| SSA of | above | by points |"
        yield "|---|---|---|"
    for difference in differences:
        yield f"| {difference.better} | {difference.worse} | {difference.points} |"


def _judgement(place: str, line: dict[str, Any]) -> Judgement:
    if not {"item", "id"} <= line.keys():
        raise ConfigurationError(f"{place}: 'item' or 'id' is missing; judge the file that `mix` wrote.")
    sensible, specific = line.get("sensible"), line.get("specific")
    # a reply that makes no sense need not be labelled twice
    if sensible == 0 and specific is None:
        specific = 0
    if sensible not in (0, 1) or specific not in (0, 1):
        raise ConfigurationError(f"{place}: 'sensible' and 'specific' must be 0 or 1; judge this reply.")
    if specific and not sensible:
        raise ConfigurationError(f"{place}: this is specific but not sensible; set 'specific' to 0.")
    return Judgement(str(line["item"]), int(line["id"]), bool(sensible), bool(specific))


def _rate(values: NDArray[numpy.float64], drawn: NDArray[numpy.int64]) -> Rate:
    low, high = numpy.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return Rate(float(values.mean()), float(low), float(high))
