"""Values to JSON and back: one pair of functions for everything that netops stores or hands to other programs.

>>> to_json(Severity.CRITICAL)
'critical'
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping, Set
from datetime import datetime
from enum import Enum, IntEnum
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from netops.model import Severity

__all__ = ["from_json", "to_json"]

T = TypeVar("T")

Json = Any  # what json.dumps takes; a recursive alias would not bring mypy further than this

_ADDRESSES = (IPv4Address, IPv6Address, IPv4Interface, IPv6Interface, IPv4Network, IPv6Network)


def to_json(value: object) -> Json:
    """Plain lists, dicts, strings, numbers and None that :func:`json.dumps` takes; the same on every run.

    Dataclasses become objects of their fields, enumerations their words, addresses and prefixes text, sets sorted
    lists, times ISO 8601.  Raises TypeError for a type that is none of netops' nouns.
    """
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (*_ADDRESSES, Path)):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return _collection(value)


def _collection(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(to_json(key)): to_json(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted((to_json(each) for each in value), key=repr)
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def from_json(kind: type[T], value: Json) -> T:
    """The value of type ``kind`` that :func:`to_json` made this of: ``from_json(type(x), to_json(x)) == x``.

    Raises ValueError, TypeError or KeyError where the data does not fit the type.
    """
    return cast(T, _decode(kind, value))


def _decode(kind: Any, value: Json) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind), value)
    if origin is not None:
        return _generic(origin, get_args(kind), value)
    if dataclasses.is_dataclass(kind):
        hints = _hints(cast(type, kind))
        _shape(value, dict)
        unknown = set(value) - set(hints)
        if unknown:
            raise ValueError(f"{kind}: unknown field {', '.join(sorted(unknown))}")
        return cast(type, kind)(**{name: _decode(hints[name], each) for name, each in value.items()})
    return _scalar(kind, value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {each.name: get_type_hints(kind)[each.name] for each in dataclasses.fields(kind)}


def _union(kinds: tuple[Any, ...], value: Json) -> Any:
    if value is None and type(None) in kinds:
        return None
    present = tuple(each for each in kinds if each is not type(None))
    parser = _FAMILIES.get(frozenset(present))
    if parser is not None:
        return parser(value)
    if len(present) != 1:
        raise TypeError(f"cannot tell which of {present} a value is")
    return _decode(present[0], value)


_FAMILIES: dict[frozenset[type], Callable[[str], object]] = {
    frozenset({IPv4Address, IPv6Address}): ip_address,
    frozenset({IPv4Interface, IPv6Interface}): ip_interface,
    frozenset({IPv4Network, IPv6Network}): ip_network,
}


def _generic(origin: Any, arguments: tuple[Any, ...], value: Json) -> Any:
    if issubclass(origin, Mapping):
        key, item = arguments
        _shape(value, dict)
        return {_decode(key, name): _decode(item, each) for name, each in value.items()}
    _shape(value, list)
    if origin is frozenset:
        return frozenset(_decode(arguments[0], each) for each in value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(arguments[0], each) for each in value)
    if origin is tuple:
        if len(value) != len(arguments):
            raise ValueError(f"expected {len(arguments)} values, found {len(value)}")
        return tuple(_decode(argument, each) for argument, each in zip(arguments, value, strict=True))
    raise TypeError(f"cannot read {origin}")


def _shape(value: Json, shape: type) -> None:
    if not isinstance(value, shape):
        raise TypeError(f"expected {shape.__name__}, found {value!r}")


def _scalar(kind: Any, value: Json) -> Any:
    if kind is Severity:
        return Severity[str(value).upper()]
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is Any or (kind is not int and isinstance(value, kind)):
        return value
    if isinstance(value, str) or (kind in (int, float) and isinstance(value, int | float)):
        return kind(value)
    raise TypeError(f"expected {kind.__name__}, found {value!r}")
