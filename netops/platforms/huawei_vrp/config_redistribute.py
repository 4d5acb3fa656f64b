"""``import-route``, ``filter-policy`` and ``default-route-advertise``: the same words in every process."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import DefaultOriginate, Filter, Redistribution
from netops.platforms.configuration.rules import Fields, Mismatch, options
from netops.platforms.huawei_vrp.values import direction

__all__ = ["default_advertise", "filter_policy", "import_route"]

_PROTOCOLS = {
    "direct": "connected", "static": "static", "ospf": "ospf", "ospfv3": "ospf", "bgp": "bgp", "bgp4+": "bgp",
    "isis": "isis", "isisv6": "isis", "rip": "rip", "ripng": "rip",
}  # fmt: skip
_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12}
_KNOWN = {
    "cost": "number", "med": "number", "tag": "number", "type": "number", "route-policy": "word", "cost-type": "word",
    "permit-ibgp": "", "allow-ibgp": "", "allow-direct": "", "inherit-cost": "", "level-1": "", "level-2": "",
    "level-1-2": "", "all-processes": "",
}  # fmt: skip


def _redistribution(words: Sequence[str]) -> tuple[Redistribution, bool]:
    """The routes, and whether BGP's internal ones are among them."""
    protocol = _PROTOCOLS.get(words[0]) if words else None
    if protocol is None:
        raise Mismatch(f"netops does not know routes of {' '.join(words[:1])!r}")
    rest = list(words[1:])
    process = rest.pop(0) if rest and rest[0].isdigit() else ""
    said = options(rest, _KNOWN)
    level = next((number for word, number in _LEVELS.items() if word.replace("-", "_") in said), None)
    made = Redistribution(
        protocol,
        metric=said.get("cost", said.get("med")),
        metric_type=said.get("type"),
        route_map=said.get("route_policy"),
        process=process,
        tag=said.get("tag"),
        level=level,
    )
    return made, "permit_ibgp" in said or "allow_ibgp" in said


def import_route(draft: Fields, held: Fields) -> None:
    """A line of a process; the later one on the same source holds."""
    made, internal = _redistribution(held["words"])
    draft.setdefault("redistribute", {})[made.protocol, made.process] = made
    if internal:
        draft["internal"] = True


_KINDS = {"ip-prefix": "prefix_list", "prefix-list": "prefix_list", "ipv6-prefix": "prefix_list",
          "route-policy": "route_map", "acl": "access_list", "acl-name": "access_list"}  # fmt: skip


def filter_policy(draft: Fields, held: Fields) -> None:
    """``filter-policy {ACL | acl-name X | ip-prefix X | route-policy X} import|export [PROTOCOL]``."""
    words: list[str] = list(held["words"])
    field = _KINDS.get(words[0], "") if words else ""
    if field:
        words.pop(0)
    if words[:1] == ["name"]:
        words.pop(0)
    if len(words) < 2:
        raise Mismatch("expected a list and its direction")
    name, way, *source = words
    protocol = _PROTOCOLS.get(source[0]) if source else None
    if source and protocol is None:
        raise Mismatch(f"{source[0]!r} is not understood here")
    said: Fields = {field or "access_list": name}
    draft.setdefault("filters", []).append(Filter(direction(way), protocol=protocol, **said))


def default_advertise(draft: Fields, held: Fields) -> None:
    """``default-route-advertise [always] [cost N] [type N] [route-policy X]``."""
    known = {"always": "", "cost": "number", "type": "number", "route-policy": "word", "tag": "number"}
    ignored = ("permit-calculate-other", "originate", "imported", "match", "default", "level-1", "level-2", "level-1-2")
    said = options([word for word in held["words"] if word not in ignored], known)
    draft["default_originate"] = DefaultOriginate(
        "always" in said, said.get("cost"), said.get("type"), said.get("route_policy")
    )
