"""``redistribute``: the same words in every process."""

from __future__ import annotations

from collections.abc import Sequence

from netops.model import Redistribution
from netops.platforms.configuration.rules import Fields, Mismatch, type_of

__all__ = ["redistribute"]

_PROTOCOLS = {"connected", "static", "ospf", "ospfv3", "eigrp", "bgp", "isis", "rip", "application", "subscriber"}
_KNOWN = {"connected", "static", "ospf", "eigrp", "bgp", "isis", "rip"}
_OPTIONS = {
    "metric",
    "metric-type",
    "route-policy",
    "tag",
    "match",
    "level-1",
    "level-2",
    "level-1-2",
    "lsa-type-summary",
}


def redistribute(draft: Fields, held: Fields) -> None:
    """A line of a process; the later one on the same source holds."""
    made = _made(list(held["words"]))
    draft.setdefault("redistribute", {})[made.protocol, made.process] = made


def _made(words: list[str]) -> Redistribution:
    if not words or words[0] not in _PROTOCOLS:
        raise Mismatch(f"netops does not know routes of {' '.join(words[:1])!r}")
    protocol = {"ospfv3": "ospf"}.get(words[0], words[0])
    if protocol not in _KNOWN:
        raise Mismatch(f"netops does not know routes of {protocol!r}")
    words = words[1:]
    said: Fields = {}
    if words and words[0] not in _OPTIONS:
        said["process"] = words.pop(0)
    while words:
        words = _option(words, said)
    return Redistribution(protocol, **said)


def _option(words: Sequence[str], said: Fields) -> list[str]:
    """Take one option; the words after it."""
    word, rest = words[0], list(words[1:])
    levels = {"level-1": 1, "level-2": 2, "level-1-2": 12}
    if word in levels:
        said["level"] = levels[word]
        return rest
    if word == "match":
        while rest and rest[0] in ("internal", "external", "nssa-external", "1", "2"):
            kind = rest.pop(0)
            numbers = [rest.pop(0)] if rest and rest[0] in ("1", "2") else ["1", "2"]
            found = ("internal",) if kind == "internal" else tuple(f"{kind}-{number}" for number in numbers)
            said["match"] = (*said.get("match", ()), *found)
        return rest
    if word not in _OPTIONS or not rest:
        raise Mismatch(f"{word!r} is not understood here")
    value = rest.pop(0)
    if word == "route-policy":
        said["route_map"] = value.partition("(")[0]
        if "(" in value:
            raise Mismatch("a policy with parameters is not understood here")
    elif word == "metric-type" and value in ("internal", "external", "rib-metric"):
        pass  # of IS-IS: which kind of narrow metric is announced
    else:
        said[word.replace("-", "_")] = type_of("number", value)
    return rest
