"""The Jinja2 environment that templates run in, and the filters they have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from netops.model import IPPrefix, Secret

__all__ = ["RESOLVER", "Refusal", "environment"]


class Refusal(Exception):  # noqa: N818 - not an error of the program: a template's own word on what it was given
    """A template says that its platform cannot express what the device asks for."""


RESOLVER: ContextVar[Callable[[Secret], str]] = ContextVar("netops.render.secret")
"""What gives a secret its value while a template runs: the environment itself outlives the rendering."""


@lru_cache(maxsize=16)
def environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Templates of one platform, compiled once; a template that changes on disk is compiled anew."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.globals["refuse"] = _refuse
    made.filters.update(natural=_natural, quoted=_quoted, secret=_secret, wildcard=_wildcard, words=_words)
    return made


def _secret(secret: Secret) -> str:
    return RESOLVER.get()(secret)


def _refuse(message: str) -> NoReturn:
    raise Refusal(message)


def _natural(items: Iterable[Any], attribute: str = "name") -> list[Any]:
    """Sorted by a name in which numbers count by value: eth2 before eth10."""
    return sorted(items, key=lambda each: _name_key(str(getattr(each, attribute))))


def _name_key(name: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _quoted(text: str) -> str:
    """A bare word as it is, any other text as a JSON string: OVSDB's notation (RFC 7047, section 3.1)."""
    return text if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*|[0-9]+", text) else json.dumps(text, ensure_ascii=False)


def _wildcard(prefix: IPPrefix) -> str:
    """A prefix as an address and a wildcard mask: 10.0.0.0 0.255.255.255."""
    return f"{prefix.network_address} {prefix.hostmask}"


def _words(text: str) -> str:
    """A text on one line, with one blank between words, as a command line takes it."""
    return " ".join(text.split())
