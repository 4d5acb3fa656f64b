"""Which secrets a network names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from netops.model import Network, Secret

__all__ = ["secret_names"]


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
