"""Secrets known by name as secrets known by value: what a configuration can tell of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from netops.model import Secret

T = TypeVar("T")


def digested(value: T, secrets: Mapping[str, str]) -> T:
    """A copy in which each secret is named by its value's digest."""
    made: Any = value
    if isinstance(value, Secret):
        made = Secret.of_value(secrets[value.name])
    elif isinstance(value, tuple):
        made = tuple(digested(each, secrets) for each in value)
    elif isinstance(value, dict):
        made = {key: digested(each, secrets) for key, each in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: digested(getattr(value, each.name), secrets) for each in dataclasses.fields(value)}
        made = dataclasses.replace(value, **fields)
    return made
