"""Strict reading: unknown keys and wrong types are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest

from models import configuration
from models.configuration import ConfigurationError


@dataclass(frozen=True)
class Inner:
    width: int = 3


@dataclass(frozen=True)
class Outer:
    name: str
    cell: Literal["lstm", "gru"] = "lstm"
    rate: float = 0.1
    maybe: int | None = None
    inner: Inner = Inner()
    many: tuple[Inner, ...] = ()
    table: dict[str, str] = field(default_factory=dict)


def test_there_and_back() -> None:
    made = Outer("a", "gru", 1.0, 4, Inner(5), (Inner(6), Inner(7)), {"x": "y"})
    assert configuration.read(Outer, configuration.write(made), "here") == made


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": "a", "rat": 1.0}, "unknown key 'rat'; did you mean 'rate'?"),
        ({}, "the key 'name' is missing"),
        ({"name": 3}, "expected a text, found a whole number"),
        ({"name": "a", "cell": "lstn"}, "did you mean 'lstm'"),
        ({"name": "a", "inner": {"width": True}}, "inner: width: expected a whole number"),
        ({"name": "a", "many": [{"widht": 1}]}, r"many\[0\]: unknown key 'widht'; did you mean 'width'"),
        ({"name": "a", "many": 3}, "expected a list"),
        ({"name": "a", "table": []}, "expected a table"),
    ],
)
def test_mistakes_are_named(values: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        configuration.read(Outer, values, "here")
