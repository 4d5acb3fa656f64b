"""``redistribute``: the same words in every protocol."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netops.model import Redistribution
from netops.platforms.configuration.rules import Action, Fields, Mismatch, type_of

__all__ = ["eigrp_metric", "redistribute"]

_PROCESSES = {"ospf", "ospfv3", "eigrp", "bgp", "isis", "rip"}
_KNOWN = {"connected", "static", "ospf", "ospfv3", "eigrp", "bgp", "isis", "rip", "odr", "mobile", "nhrp", "lisp"}
_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12}
_OPTIONS = {
    "metric", "metric-type", "subnets", "tag", "route-map", "match", "vrf", "nssa-only", "include-connected",
    "clns", "ip", "into", "external", "internal", *_LEVELS,
}  # fmt: skip


def redistribute(**defaults: Any) -> Action:
    """The action of ``redistribute PROTOCOL [PROCESS] [OPTIONS]``; ``defaults`` are of the protocol that takes in."""

    def action(draft: Fields, held: Fields) -> None:
        made = _made([held["protocol"], *held["options"]], defaults)
        key = (made.protocol, made.process, made.vrf)
        redistributions = draft.setdefault("redistribute", {})
        earlier = redistributions.get(key)
        redistributions[key] = made if earlier is None else _joined(earlier, made)

    return action


def _joined(earlier: Redistribution, later: Redistribution) -> Redistribution:
    """Two lines on one source: their matches add up (``match internal``, then ``match external 1``)."""
    return replace(later, match=tuple(dict.fromkeys((*earlier.match, *later.match))))


def _made(words: list[str], defaults: Fields) -> Redistribution:
    protocol = words.pop(0)
    if protocol not in _KNOWN:
        raise Mismatch(f"netops does not know routes of {protocol!r}")
    said: Fields = dict(defaults)
    if protocol in _PROCESSES and words and words[0] not in _OPTIONS:
        said["process"] = words.pop(0)
    while words:
        _option(words, said)
    return Redistribution("ospf" if protocol == "ospfv3" else protocol, **said)


def _option(words: list[str], said: Fields) -> None:
    """Take one option, with its values, off the words."""
    word = words.pop(0)
    if word == "metric":
        said.update(_metric(words))
    elif word in ("metric-type", "tag"):
        value = _value(words, word)
        if value in ("internal", "external"):
            return  # of IS-IS: which kind of narrow metric is announced
        said[word.replace("-", "_")] = type_of("number", value.removeprefix("type-"))
    elif word in ("route-map", "vrf"):
        said[word.replace("-", "_")] = _value(words, word)
    elif word in ("subnets", "external", "internal"):
        said["subnets"] = True
    elif word in _LEVELS:
        said["level"] = _LEVELS[word]
    elif word == "match":
        said["match"] = _matches(words)
    elif word not in ("clns", "ip", "include-connected", "nssa-only"):
        raise Mismatch(f"{word!r} is not understood here")
    elif word == "nssa-only":
        raise Mismatch("'nssa-only' is not understood: netops would announce the routes beyond the area")


def _value(words: list[str], name: str) -> str:
    if not words:
        raise Mismatch(f"{name!r} lacks its value")
    return words.pop(0)


def _metric(words: list[str]) -> Fields:
    if words[:1] == ["transparent"]:  # RIP: the metric as it is
        words.pop(0)
        return {}
    numbers = [words.pop(0) for _ in range(5) if words and words[0].isdecimal()]
    if len(numbers) == 5:
        return {"eigrp_metric": eigrp_metric(numbers)}
    if len(numbers) != 1:
        raise Mismatch("a metric is one number, or five of EIGRP's")
    return {"metric": int(numbers[0])}


def eigrp_metric(numbers: list[str]) -> tuple[int, ...]:
    """Bandwidth, delay, reliability, load and MTU."""
    return tuple(type_of("number", each) for each in numbers)


def _matches(words: list[str]) -> tuple[str, ...]:
    """``internal external 1 nssa-external 2``: a kind without a number means both."""
    found: list[str] = []
    while words and words[0] in ("internal", "external", "nssa-external", "1", "2"):
        word = words.pop(0)
        if word == "internal":
            found.append(word)
        elif word in ("1", "2"):
            raise Mismatch(f"{word!r} is not understood here")
        elif words and words[0] in ("1", "2"):
            found.append(f"{word}-{words.pop(0)}")
        else:
            found += [f"{word}-1", f"{word}-2"]
    if not found:
        raise Mismatch("'match' lacks its value")
    return tuple(found)
