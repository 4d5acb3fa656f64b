"""``redistribute`` and ``default-information``: the same words in every process."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import DefaultOriginate, Redistribution
from netops.platforms.configuration.rules import Action, Fields, Mismatch, options

__all__ = ["default_originate", "redistribute", "redistribution"]

_PROTOCOLS = {
    "direct": "connected", "static": "static", "ospf": "ospf", "ospfv3": "ospf", "eigrp": "eigrp", "bgp": "bgp",
    "isis": "isis", "rip": "rip",
}  # fmt: skip
_KNOWN = {"connected", "static", "ospf", "eigrp", "bgp", "isis", "rip"}


def redistribution(words: Sequence[str]) -> Redistribution:
    """``PROTOCOL [PROCESS] route-map NAME``; NX-OS takes nothing in without a route map.  Raises Mismatch."""
    protocol = _PROTOCOLS.get(words[0], words[0])
    if protocol not in _KNOWN:
        raise Mismatch(f"netops does not know routes of {words[0]!r}")
    rest = list(words[1:])
    process = rest.pop(0) if rest and rest[0] not in ("route-map", "metric", "tag") else ""
    said = options(rest, {"route-map": "word", "metric": "number", "tag": "number"})
    return Redistribution(protocol, process=process, **said)


def redistribute(draft: Fields, held: Fields) -> None:
    """A line of a process; the later one on the same source holds."""
    made = redistribution(held["words"])
    draft.setdefault("redistribute", {})[made.protocol, made.process] = made


def default_originate(field: str = "default_originate") -> Action:
    """``default-information originate [always] [route-map NAME]``."""

    def action(draft: Fields, held: Fields) -> None:
        draft[field] = DefaultOriginate(**options(held["words"], {"always": "", "route-map": "word"}))

    return action
