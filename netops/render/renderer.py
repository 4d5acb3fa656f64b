"""Rendering: one device, or all of a network."""

from __future__ import annotations

import traceback
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import jinja2

from netops.errors import NetopsError, SecretError, TemplateError
from netops.model import Device, Network, Secret
from netops.render.environment import RESOLVER, Refusal, environment

__all__ = ["render_device", "render_network"]

_TOP = "config.j2"


def render_device(device: Device, *, templates: Path, secret: Callable[[Secret], str]) -> str:
    """The device's configuration text, with secrets in it, the same byte for byte on every run.

    ``templates`` holds a folder for each platform; its ``config.j2`` is rendered with ``device``.  Blank lines are the
    template's own layout and are left out.  ``secret`` gives a secret's value.

    Raises TemplateError (with the template's file and line) for a template that is missing, wrong or uses an undefined
    name, and for a device that the platform cannot express; whatever NetopsError ``secret`` raises passes through.
    """
    folder = templates / device.platform
    if not (folder / _TOP).is_file():
        raise TemplateError(f"{folder / _TOP}: no such template: the platform of {device.name} is {device.platform}")
    _refuse_line_breaks(device)
    seen: list[str] = []

    def resolve(named: Secret) -> str:
        value = secret(named)
        if len(value.split()) != 1 or not value.isprintable():
            raise SecretError(f"{named}: a key or password must be one word: it holds blanks, or nothing")
        seen.append(value)
        return value

    token = RESOLVER.set(resolve)
    try:
        text = environment(folder).get_template(_TOP).render(device=device)
    except NetopsError:
        raise
    except Exception as error:  # noqa: BLE001 - a template can raise anything at all; this is the boundary
        message = _explain(error, folder, device)
        raise TemplateError(_without(message, seen)) from None
    finally:
        RESOLVER.reset(token)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


def render_network(network: Network, *, templates: Path, secret: Callable[[Secret], str]) -> dict[str, str]:
    """Every device whose platform has templates: its text by its name, in the order of names."""
    return {
        name: render_device(network.devices[name], templates=templates, secret=secret)
        for name in sorted(network.devices)
        if (templates / network.devices[name].platform / _TOP).is_file()
    }


def _refuse_line_breaks(device: Device) -> None:
    """A line break in a name or description would smuggle in lines of configuration; a banner may have several."""
    for text in _texts(replace(device, banner="")):
        if len(text.splitlines()) > 1 or any(unicodedata.category(each) == "Cc" for each in text):
            raise TemplateError(f"device {device.name}: {text!r} holds a line break or control character")


def _texts(value: object) -> Iterator[str]:
    """Every string in a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.items() for text in _texts(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in _texts(each))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in _texts(getattr(value, each.name)))


def _explain(error: Exception, folder: Path, device: Device) -> str:
    """``file:line: what is wrong (device NAME)``."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = f"{error.filename or folder}:{error.lineno}"
        return f"{place}: {error.message} (device {device.name})"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"{_place(error, folder)}: no such template: {error.name} (device {device.name})"
    what = str(error) if isinstance(error, Refusal | jinja2.TemplateError) else f"{type(error).__name__}: {error}"
    return f"{_place(error, folder)}: {what} (device {device.name})"


def _place(error: Exception, folder: Path) -> str:
    """The innermost line of a template that the error passed through."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if Path(each.filename).is_relative_to(folder)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(folder / _TOP)


def _without(message: str, values: list[str]) -> str:
    """The message without any secret's value."""
    for value in sorted(filter(None, values), key=len, reverse=True):
        message = message.replace(value, "<redacted>")
    return message
