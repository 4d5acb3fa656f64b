"""The lines between ports: ``topology/links.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import Any

from netops.intent.border import Locator, validate
from netops.intent.document import Document, KeyPath
from netops.intent.estate import Table, locator, read_table
from netops.intent.inventory import Host
from netops.intent.mistakes import Mistakes, shown
from netops.intent.schema_topology import LinkKindSpec, LinkSpec
from netops.model import Cable, Endpoint, IPInterface, IPPrefix, Link, Location

__all__ = ["Line", "read_lines"]


@dataclass(frozen=True)
class Line:
    """A line whose two devices exist."""

    spec: LinkSpec
    a: Endpoint
    b: Endpoint
    locate: Locator

    @property
    def name(self) -> str:
        """As :attr:`netops.model.Link.name`."""
        return Link(self.a, self.b).name

    @property
    def ends(self) -> tuple[tuple[Endpoint, Endpoint], tuple[Endpoint, Endpoint]]:
        """Each end with the other one."""
        return ((self.a, self.b), (self.b, self.a))

    @property
    def routed(self) -> bool:
        return self.spec.ipv4 is not None or self.spec.ipv6 is not None

    def addresses(self, end: Endpoint) -> tuple[IPInterface, ...]:
        """The end's addresses: ``a`` the first usable one of each prefix, ``b`` the second (RFC 3021, RFC 6164)."""
        found: list[IPInterface] = []
        for prefix in (self.spec.ipv4, self.spec.ipv6):
            if prefix is not None:
                first = 0 if prefix.prefixlen == prefix.max_prefixlen - 1 else 1
                found.append(_at(prefix, first if end == self.a else first + 1))
        return tuple(found)

    def link(self, places: Mapping[str, str]) -> Link:
        """The line as the model has it; without a label of its own it is labelled by where its ends are (TIA-606)."""
        spec = self.spec
        label = spec.label or " / ".join(
            f"{places.get(end.device, end.device)}:{end.interface}" for end in (self.a, self.b)
        )
        cable = Cable(spec.medium, spec.grade, spec.length, label, spec.colour)
        return Link(self.a, self.b, cable, spec.status, spec.description)


def _at(prefix: IPPrefix, offset: int) -> IPInterface:
    return ip_interface(f"{prefix.network_address + offset}/{prefix.prefixlen}")


def read_lines(document: Document, hosts: Table[Host], mistakes: Mistakes) -> tuple[list[Line], bool]:
    """The good lines in the order of the file, and whether all were good."""
    document.allow(frozenset({"kinds", "links"}), mistakes)
    kinds = read_table(document, "kinds", "kind of line", LinkKindSpec, mistakes)
    raw = document.section("links", mistakes, list)
    found = [_line(document, index, value, kinds, hosts, mistakes) for index, value in enumerate(raw)]
    return [line for line in found if line is not None], all(found) and not document.partial("links", list)


def _line(
    document: Document, index: int, value: Any, kinds: Table[LinkKindSpec], hosts: Table[Host], mistakes: Mistakes
) -> Line | None:
    own = locator(document, ("links", index))
    subject = _subject(value, index)
    common: dict[str, Any] = {}
    kind = value.get("kind") if isinstance(value, dict) else None
    if isinstance(kind, str):
        if kinds.get(kind, mistakes, subject=subject, location=own(("kind",))) is None:
            return None
        common = document.value["kinds"][kind] or {}
    merged = {**common, **value} if isinstance(value, dict) else value

    def locate(path: KeyPath) -> Location | None:
        inherited = bool(path) and path[0] in common and path[0] not in value
        return document.locate(("kinds", str(kind), *path)) if inherited else own(path)

    spec = validate(LinkSpec, merged, subject=subject, locate=locate, mistakes=mistakes)
    if spec is None:
        return None
    a, b = _end(spec.a), _end(spec.b)
    known = [
        hosts.get(end.device, mistakes, subject=subject, location=own((key,))) for key, end in (("a", a), ("b", b))
    ]
    fits = [_fits(spec, key, subject, locate, mistakes) for key in ("ipv4", "ipv6")]
    if spec.ospf is not None and spec.ipv4 is None and spec.ipv6 is None:
        problem, expected = "ospf on a line without a prefix", "a key ipv4 or ipv6"
        mistakes.add("estate-missing", subject, problem, expected=expected, location=locate(("ospf",)))
        return None
    return Line(spec, a, b, locate) if None not in known and all(fits) else None


def _subject(value: Any, index: int) -> str:
    """The line by its ends, as far as these can be read."""
    if isinstance(value, dict) and isinstance(value.get("a"), str) and isinstance(value.get("b"), str):
        ends = f"{value['a']}--{value['b']}"
        if ends.isprintable() and len(ends) <= 130:
            return f"link {ends}"
    return f"link {index + 1}"


def _end(text: str) -> Endpoint:
    device, _, port = text.partition(":")
    return Endpoint(device, port)


def _fits(spec: LinkSpec, key: str, subject: str, locate: Locator, mistakes: Mistakes) -> bool:
    """Whether the prefix has an address for either end."""
    prefix = getattr(spec, key)
    if prefix is None or prefix.prefixlen < prefix.max_prefixlen:
        return True
    mistakes.add(
        "estate-value",
        subject,
        f"{key} has no room for two ends",
        expected=f"a prefix of at most /{prefix.max_prefixlen - 1}",
        actual=shown(str(prefix)),
        location=locate((key,)),
    )
    return False
