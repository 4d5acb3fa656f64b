"""``area`` lines of OSPF processes."""

from __future__ import annotations

from ipaddress import IPv6Network
from typing import Any

from netops.model import DefaultOriginate, IPPrefix, OspfAreaKind, OspfRange
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.ios.addresses import network

__all__ = ["area_line", "area_off"]

_NSSA_FLAGS = ("no-redistribution", "no-summary", "no-ext-capability", "nssa-only")


def _stub(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"no-summary": "", "no-ext-capability": ""})
    draft["kind"] = OspfAreaKind.TOTALLY_STUBBY if "no_summary" in said else OspfAreaKind.STUB


def _nssa(draft: Fields, held: Fields) -> None:
    """``nssa [no-summary] [no-redistribution] [default-information-originate [metric N] [metric-type N]]``."""
    words: list[str] = held["options"]
    default: list[str] | None = None
    if "default-information-originate" in words:
        at = words.index("default-information-originate")
        end = next((place for place in range(at + 1, len(words)) if words[place] in _NSSA_FLAGS), len(words))
        words, default = words[:at] + words[end:], words[at + 1 : end]
    said = options(words, dict.fromkeys(_NSSA_FLAGS, "") | {"translate": "word"})
    if "translate" in said:
        raise Mismatch("who translates an NSSA's routes is not understood")
    if "no_summary" in said or "kind" not in draft:
        draft["kind"] = OspfAreaKind.TOTALLY_NSSA if "no_summary" in said else OspfAreaKind.NSSA
    if "no_redistribution" in said:
        draft["no_redistribution"] = True
    if default is not None:
        draft["originate_default"] = DefaultOriginate(
            **options([word for word in default if word != "nssa-only"], {"metric": "number", "metric-type": "number"})
        )


def _range(draft: Fields, prefix: IPPrefix, words: list[str]) -> None:
    said = options(words, {"advertise": "", "not-advertise": "", "cost": "number"})
    draft.setdefault("ranges", {})[prefix] = OspfRange(prefix, "not_advertise" not in said, said.get("cost"))


def _range4(draft: Fields, held: Fields) -> None:
    _range(draft, network(held["address"], held["mask"]), held["options"])


def _range6(draft: Fields, held: Fields) -> None:
    prefix: IPv6Network = held["prefix"]
    _range(draft, prefix, held["options"])


def _nssa_range(draft: Fields, held: Fields) -> None:
    prefix = network(held["address"], held["mask"])
    advertise = "not-advertise" not in held["options"]
    draft.setdefault("ranges", {})[prefix] = OspfRange(prefix, advertise, nssa=True)


def _filter(draft: Fields, held: Fields) -> None:
    if held["direction"] not in ("in", "out"):
        raise Mismatch(f"{held['direction']!r} is neither in nor out")
    draft[f"filter_{held['direction']}"] = held["name"]


def _virtual_link(draft: Fields, held: Fields) -> None:
    draft.setdefault("virtual_links", {})[held["router"]] = None


def _cost(draft: Fields, held: Fields) -> None:
    draft["default_cost"] = held["cost"]


_LINES: tuple[tuple[str, Any], ...] = (
    ("stub <options:options>", _stub),
    ("nssa <options:options>", _nssa),
    ("default-cost <cost:number>", _cost),
    ("range <address:address4> <mask:address4> <options:options>", _range4),
    ("range <prefix:network6> <options:options>", _range6),
    ("nssa-range <address:address4> <mask:address4> <options:options>", _nssa_range),
    ("filter-list prefix <name:word> <direction:word>", _filter),
    ("virtual-link <router:address4> <options:options>", _virtual_link),
    ("authentication message-digest", put(digest=True)),
    ("authentication <how:options>", ignore),
    ("encryption <how:rest>", ignore),
    ("capability <what:rest>", ignore),
    ("normal", ignore),
)
_RULES = Rules(*_LINES)


def area_line(draft: Fields, held: Fields) -> None:
    """``area A ...``; the authentication of an area is kept with the process, for its interfaces."""
    area: Fields = dict(draft.get("areas", {}).get(held["area"], {}))
    _RULES.apply(area, held["words"].split())
    if area.pop("digest", False):
        draft.setdefault("digest_areas", set()).add(held["area"])
    if area:
        draft.setdefault("areas", {})[held["area"]] = area


def area_off(_draft: Fields, held: Fields) -> None:
    """``no area A authentication`` and the like say what is so anyway."""
    if held["words"].split()[0] not in ("authentication", "stub", "nssa", "range", "capability", "virtual-link"):
        raise Mismatch("not understood")
