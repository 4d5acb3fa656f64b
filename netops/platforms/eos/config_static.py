"""``ip route`` and ``ipv6 route``."""

from __future__ import annotations

from netops.model import StaticRoute
from netops.platforms.configuration.rules import Action, Fields, Mismatch, options, type_of
from netops.platforms.eos.names import expand

__all__ = ["STATIC_RULES"]

_KEYWORDS = {"tag": "number", "name": "word", "metric": "number", "preference": "number"}


def _route(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        words = held["words"].split()
        prefix = _prefix(words, family)
        said = _target(words, family)
        if words and words[0].isdigit():
            said["distance"] = type_of("number", words.pop(0))
        said |= _more(words)
        made: Fields = {"prefix": prefix, "vrf": held.get("vrf", "default"), **said}
        draft.setdefault("static_routes", {})[StaticRoute(**made)] = None

    return action


def _prefix(words: list[str], family: int) -> object:
    """``PREFIX``, or the address and mask of older configurations."""
    first = words.pop(0)
    if family == 4 and "/" not in first and words and words[0].count(".") == 3:
        return type_of("network4", f"{first}/{words.pop(0)}")
    return type_of(f"network{family}", first)


def _target(words: list[str], family: int) -> Fields:
    """Where the route leads to: taken out of the words."""
    said: Fields = {}
    if words[:1] == ["egress-vrf"] and len(words) > 2:
        said["next_hop_vrf"] = words[1]
        del words[:2]
    if not words:
        raise Mismatch("the next hop is missing")
    if words[0].lower() == "null0":
        words.pop(0)
        return said | {"blackhole": True}
    if words[0] in ("nexthop-group", "label"):
        raise Mismatch(f"next hops of a {words[0]} are not in the model")
    if not _is_address(words[0], family):
        said["interface"] = expand(words.pop(0))
        if not said["interface"][-1].isdigit():
            raise Mismatch(f"{said['interface']!r} is neither an address nor an interface")
    if words and _is_address(words[0], family):
        said["next_hop"] = type_of(f"address{family}", words.pop(0))
    return said


def _is_address(word: str, family: int) -> bool:
    return ":" in word if family == 6 else word.count(".") == 3 and word.replace(".", "").isdigit()


def _more(words: list[str]) -> Fields:
    if words[:2] == ["track", "bfd"]:
        more = words[2:]
        distance = {"distance": type_of("number", more.pop(0))} if more and more[0].isdigit() else {}
        return {"track": "bfd"} | distance | _more(more)
    said = options(words, _KEYWORDS)
    if "preference" in said:
        said["distance"] = said.pop("preference")
    return said


STATIC_RULES = (
    ("ip route vrf <vrf:word> <words:rest>", _route(4)),
    ("ip route <words:rest>", _route(4)),
    ("ipv6 route vrf <vrf:word> <words:rest>", _route(6)),
    ("ipv6 route <words:rest>", _route(6)),
)
