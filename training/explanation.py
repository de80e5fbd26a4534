"""Every key of a recipe with its type, its default and what it means, as the dataclasses of ``training.recipe`` say."""

from __future__ import annotations

import dataclasses
import inspect
import re
import textwrap
import types
import typing
from typing import Any, NamedTuple

from models.configuration import ConfigurationError, nearest
from training.recipe import Recipe


class Key(NamedTuple):
    """One key: ``fit.rate``, its type and default in words (no default: it must be given), and its meaning."""

    name: str
    kind: str
    default: str
    meaning: str


def keys(configuration: type[Any] = Recipe, prefix: str = "") -> list[Key]:
    """List the keys of a recipe, tables after what stands outside of them."""
    hints = typing.get_type_hints(configuration)
    meanings = _meanings(configuration)
    own: list[Key] = []
    inner: list[Key] = []
    for field in dataclasses.fields(configuration):
        hint = hints[field.name]
        table = _table(hint)
        if table:
            inner += keys(table, f"{prefix}{field.name}.")
        else:
            own.append(Key(prefix + field.name, _kind(hint), _default(field), meanings.get(field.name, "")))
    seen: set[str] = set()
    return [key for key in own + inner if not (key.name in seen or seen.add(key.name))]  # type: ignore[func-returns-value]


def explain(wanted: str = "") -> str:
    """Write what is known of all keys, of a table (``fit``), or of one key (``fit.rate`` or ``rate``).

    Raises:
        ConfigurationError: there is none of that name.
    """
    known = keys()
    chosen = [
        key
        for key in known
        if not wanted or key.name == wanted or key.name.startswith(f"{wanted}.") or key.name.endswith(f".{wanted}")
    ]
    if not chosen:
        names = {name for key in known for name in (key.name, key.name.rpartition(".")[2])}
        raise ConfigurationError(f"recipe: there is no key '{wanted}'{nearest(wanted, names)}.")
    return "\n".join(_text(key) for key in chosen)


def _text(key: Key) -> str:
    default = f"default {key.default}" if key.default else "must be given"
    meaning = textwrap.fill(key.meaning, 96, initial_indent="    ", subsequent_indent="    ")
    return f"{key.name}: {key.kind}, {default}\n{meaning}"


def _table(hint: Any) -> type[Any] | None:
    inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
    return inner if dataclasses.is_dataclass(inner) and isinstance(inner, type) else None


def _kind(hint: Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return "one of " + ", ".join(map(str, arguments))
    if origin is tuple:
        return f"a list, each {_kind(arguments[0])}"
    if origin is dict:
        return f"a table, each {_kind(arguments[1])}"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_kind(each) for each in arguments if each is not type(None))
    return {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}.get(hint, str(hint))


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        value = field.default
    elif field.default_factory is not dataclasses.MISSING:
        value = field.default_factory()
    else:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{each}"' for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _meanings(configuration: type[Any]) -> dict[str, str]:
    """Read the ``Attributes:`` of a docstring; one entry may be of several keys."""
    _, _, listed = inspect.getdoc(configuration).partition("Attributes:\n")  # type: ignore[union-attr]
    meanings: dict[str, str] = {}
    for entry in re.split(r"\n(?= {4}\w)", "\n" + textwrap.indent(textwrap.dedent(listed), "    ")):
        names, colon, meaning = entry.strip().partition(":")
        if colon:
            meanings.update(dict.fromkeys(names.split(", "), " ".join(meaning.split()).replace("``", "")))
    return meanings
