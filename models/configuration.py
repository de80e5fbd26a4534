"""Typed configuration: a mapping (from TOML or JSON) into a frozen dataclass, strictly.

An unknown key is an error that names the nearest known one; a value of the wrong type is an error that says where.
Imports nothing heavy, so that settings can be read before anything is loaded.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

Configuration = TypeVar("Configuration")


class ConfigurationError(ValueError):
    """A configuration that cannot be used; the message is one sentence that says what is wrong and where."""


def read(kind: type[Configuration], values: Mapping[str, Any], where: str) -> Configuration:
    """Make a ``kind`` (a dataclass, with nested dataclasses if it likes) of ``values``.

    Args:
        kind: the dataclass.
        values: what was read from a TOML or JSON file.
        where: what to call the place in messages, such as ``recipe.toml``.

    Raises:
        ConfigurationError: unknown key, missing key or wrong type.
    """
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in fields:
            raise ConfigurationError(f"{where}: unknown key '{key}'{nearest(key, fields)}.")
    made: dict[str, Any] = {}
    for name, field in fields.items():
        if name in values:
            made[name] = _convert(hints[name], values[name], f"{where}: {name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ConfigurationError(f"{where}: the key '{name}' is missing.")
    try:
        return kind(**made)
    except ConfigurationError:
        raise
    except ValueError as error:
        raise ConfigurationError(f"{where}: {error}") from error


def write(configuration: Any) -> dict[str, Any]:
    """Turn a configuration back into dictionaries and lists; keys that are None are left out (TOML has no null)."""
    plain: dict[str, Any] = {}
    for field in dataclasses.fields(configuration):
        value = getattr(configuration, field.name)
        if value is not None:
            plain[field.name] = _plain(value)
    return plain


def nearest(key: str, known: typing.Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the known word nearest to ``key``, or a list of them all."""
    names = sorted(known)
    matches = difflib.get_close_matches(key, names, n=1, cutoff=0.5)
    return f"; did you mean '{matches[0]}'?" if matches else f"; known are {', '.join(names)}"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return write(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _convert(hint: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if hint is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        return _convert_optional(hint, value, where)
    if origin is typing.Literal:
        return _convert_choice(typing.get_args(hint), value, where)
    if origin in (tuple, dict) or dataclasses.is_dataclass(hint):
        return _convert_container(hint, origin, value, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ConfigurationError(f"{where}: expected {_NAMES.get(hint, hint.__name__)}, found {_name(value)}.")
    return value


def _convert_optional(hint: Any, value: Any, where: str) -> Any:
    if value is None and type(None) in typing.get_args(hint):
        return None
    kinds = [each for each in typing.get_args(hint) if each is not type(None)]
    return _convert(kinds[0], value, where)


def _convert_choice(choices: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in choices:
        hinted = nearest(str(value), [str(each) for each in choices])
        raise ConfigurationError(f"{where}: '{value}' is not a possible value{hinted}.")
    return value


def _convert_container(hint: Any, origin: Any, value: Any, where: str) -> Any:
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ConfigurationError(f"{where}: expected a list, found {_name(value)}.")
        inner = typing.get_args(hint)[0]
        return tuple(_convert(inner, each, f"{where}[{index}]") for index, each in enumerate(value))
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{where}: expected a table, found {_name(value)}.")
    if origin is dict:
        inner = typing.get_args(hint)[1]
        return {str(key): _convert(inner, each, f"{where}.{key}") for key, each in value.items()}
    return read(typing.cast("type[Any]", hint), value, where)


_NAMES: dict[type, str] = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}


def _name(value: Any) -> str:
    return f"{_NAMES.get(type(value), type(value).__name__)} ({value!r})"
