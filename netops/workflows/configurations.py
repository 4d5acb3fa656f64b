"""Configuration texts in the three forms they have: candidate, shown, parsed.

A *candidate* holds real secrets, lives in memory only and goes to a device.  A *shown* text has every secret replaced,
known ones by their names; it is what is printed, stored, compared and, in the end, parsed for a prediction: both ends
of a session show the same name, so a prediction needs no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from netops.errors import SecretError
from netops.model import Device, Finding, Network, Secret, Severity
from netops.platforms import get_platform
from netops.platforms.base import ParsedConfig
from netops.render import render_device, render_network
from netops.workflows.estate import Estate
from netops.workflows.secrets import exchange_secrets

__all__ = ["candidate", "configured", "intended", "resolved", "shown", "steady"]

REDACTED = "<redacted>"
_NAMED = re.compile(r"<secret ([^<>]+)>")
_WORD = re.compile(r"<secret:([^<>]+)>")  # templates and parsers take a key for one word


def intended(estate: Estate) -> dict[str, str]:
    """The shown text of every designed device that has a template, by device.  Raises EstateError, TemplateError."""
    network = estate.sound()
    designed = {name: each for name, each in network.devices.items() if name not in estate.adopted}
    texts = render_network(
        replace(network, devices=designed), templates=estate.templates, secret=lambda each: f"<secret:{each.name}>"
    )
    return {name: _WORD.sub(r"<secret \1>", text) for name, text in texts.items()}


def candidate(estate: Estate, device: str) -> str:
    """What a device is to hold, with its secrets.  Raises SecretError where one is found nowhere."""
    return render_device(estate.network.devices[device], templates=estate.templates, secret=estate.secrets.value)


def shown(estate: Estate, device: str, text: str) -> str:
    """A device's own text, fit to be seen: known secrets by name, all others as ``<redacted>``."""
    scrub = get_platform(estate.network.devices[device].platform).scrub
    return "\n".join(_shown_line(line, scrub) for line in estate.secrets.redact(text).split("\n"))


def _shown_line(line: str, scrub: Callable[[str], str]) -> str:
    """The line scrubbed, but for one whose only secret is named already."""
    anonymous = _NAMED.sub(REDACTED, line)
    return line if scrub(anonymous) == anonymous else scrub(line)


def configured(network: Network, texts: Mapping[str, str]) -> tuple[Network, tuple[Finding, ...]]:
    """The network with these devices as their shown texts say, and a finding for each line not understood.

    Secrets that are known by name are the design's own: a device whose text is unknown, and which therefore is as the
    design says, still shares them with its neighbours.
    """
    devices: dict[str, Device] = {}
    findings: list[Finding] = []
    for name, text in texts.items():
        device = network.devices[name]
        parsed = _parsed(device.platform, name, _NAMED.sub(r"<secret:\1>", text))
        named = {Secret.of_value(f"<secret:{each}>"): Secret(each) for each in _NAMED.findall(text)}
        devices[name] = exchange_secrets(device.with_configuration(parsed.device), named)
        findings += [
            Finding("unknown-line", Severity.WARNING, name, f"{each.reason}: {each.text}", location=each.location)
            for each in parsed.unknown
        ]
    return network.with_devices(devices), tuple(findings)


def steady(platform: str, text: str) -> list[str]:
    """The lines that are configuration, and no time stamp or version."""
    volatile = get_platform(platform).volatile
    return [line for line in text.splitlines() if not any(re.search(each, line) for each in volatile)]


@lru_cache(maxsize=256)
def _parsed(platform: str, name: str, text: str) -> ParsedConfig:
    """A push asks for the same few texts again and again."""
    return get_platform(platform).parse(text, name, name)


def resolved(estate: Estate, text: str) -> str:
    """A shown text with its secrets put back.  Raises SecretError where one has no name, or is found nowhere."""
    if REDACTED in text:
        raise SecretError("a secret in this configuration is known to nobody but the device")
    return _NAMED.sub(lambda found: estate.secrets.value(Secret(found[1])), text)
