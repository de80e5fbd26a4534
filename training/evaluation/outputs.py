"""What a model made of each line of the tests: kept in the run, so that two runs can be compared line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from models import configuration
from models.configuration import ConfigurationError


@dataclass(frozen=True)
class Output:
    """One line of a test.

    Attributes:
        test: what the test is called in the scores.
        measure: of ``score``: ``chrF2``, the more the better, or ``loss``, in nats a piece, the less the better;
            nothing for a reply, which no reference can judge.
        score: how good this line is by itself.
        source: what was read: a line, or the turns before a reply, one a line.
        answer: what the model wrote; empty where it was only asked how probable the reference is.
        references: what it should have written.
    """

    test: str
    measure: str
    score: float
    source: str
    answer: str
    references: tuple[str, ...]


Keep = Callable[[Iterable[Output]], None]


def nowhere(_outputs: Iterable[Output]) -> None:
    """Keep nothing."""


def write_outputs(path: Path, outputs: Iterable[Output]) -> None:
    """Write outputs, one JSON object a line."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for output in outputs:
            file.write(json.dumps(asdict(output), ensure_ascii=False) + "\n")
    partial.replace(path)


def read_outputs(path: Path) -> list[Output]:
    """Read what ``write_outputs`` wrote.

    Raises:
        ConfigurationError: a line is damaged.
    """
    found = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                found.append(configuration.read(Output, json.loads(line), f"{path}, line {number}"))
            except (ValueError, TypeError) as error:
                if isinstance(error, ConfigurationError):
                    raise
                raise ConfigurationError(
                    f"{path}, line {number}: damaged; evaluate the run again to write the file anew."
                ) from error
    return found


def worst(outputs: Iterable[Output], count: int) -> list[Output]:
    """Return the outputs with the lowest chrF, or the highest loss, the worst first."""
    judged = [output for output in outputs if output.measure]
    return sorted(judged, key=lambda each: -each.score if each.measure == "loss" else each.score)[:count]
