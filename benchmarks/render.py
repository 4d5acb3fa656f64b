"""Rendering 1,000 routers, against a plain Jinja2 loop over the same templates with the same filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2

from benchmarks.measure import Measurement, alternate
from benchmarks.networks import areas_network
from netops.model import Secret
from netops.render import render_network
from netops.render.environment import environment

__all__ = ["measure"]

_TEMPLATES = Path(__file__).parents[1] / "templates"


def measure() -> Iterator[Measurement]:
    """netops also sandboxes the templates, and refuses line breaks in names and descriptions."""
    network = areas_network(1000)

    def plain() -> dict[str, str]:
        template = _plain_environment(_TEMPLATES / "frr").get_template("config.j2")
        return {name: template.render(device=device) for name, device in network.devices.items()}

    def ours() -> dict[str, str]:
        return render_network(network, templates=_TEMPLATES, secret=_secret)

    plainly = {name: _lines(text) for name, text in plain().items()}
    assert plainly == {name: text.splitlines() for name, text in ours().items()}
    yield Measurement("render 1,000 devices", *alternate(5, ours, plain, ("netops", "Jinja2")))


def _plain_environment(folder: Path) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(environment(folder).filters)
    made.globals.update(environment(folder).globals)
    return made


def _lines(text: str) -> list[str]:
    """Without blank ones, as netops leaves them out."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _secret(secret: Secret) -> str:
    return str(secret)
