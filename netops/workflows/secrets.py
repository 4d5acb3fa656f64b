"""Secrets inside the model's values: which there are, and exchanging them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from netops.model import Network, Secret

__all__ = ["exchange_secrets", "secret_names"]

T = TypeVar("T")


def secret_names(network: Network) -> frozenset[str]:
    """The names of all secrets that the devices of a network use."""
    return frozenset(each.name for each in _secrets_in(network.devices))


def _secrets_in(value: object) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _secrets_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _secrets_in(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _secrets_in(getattr(value, field.name))


def exchange_secrets(value: T, exchange: Mapping[Secret, Secret]) -> T:
    """The same value with each secret that ``exchange`` holds replaced; untouched parts are kept, not copied."""
    return cast(T, _exchanged(value, exchange))


def _exchanged(value: Any, exchange: Mapping[Secret, Secret]) -> Any:
    if isinstance(value, Secret):
        return exchange.get(value, value)
    if isinstance(value, Mapping):
        made = {key: _exchanged(each, exchange) for key, each in value.items()}
        return made if any(made[key] is not value[key] for key in made) else value
    if isinstance(value, tuple):
        items = tuple(_exchanged(each, exchange) for each in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        changed = {name: new for name, old in held.items() if (new := _exchanged(old, exchange)) is not old}
        return dataclasses.replace(value, **changed) if changed else value
    return value
