"""The drafts of OSPF as processes, and the interfaces that they run on."""

from __future__ import annotations

from netops.model import InterfaceKind, Ospf, OspfArea
from netops.platforms.configuration.rules import Fields
from netops.platforms.eos.config_interface_igp import ospf_interface
from netops.platforms.eos.names import kind_of

__all__ = ["ospf_processes", "place_ospf"]

_COST = 10  # of every interface, until a reference bandwidth is told (measured: 4.36)
_OWN = ("networks", "passive", "passive_default", "shutdown")


def ospf_processes(top: Fields) -> tuple[Ospf, ...]:
    drafts: dict[tuple[int, str, str], Fields] = top.get("ospf", {})
    return tuple(_process(*key, draft) for key, draft in drafts.items())


def _process(version: int, vrf: str, name: str, draft: Fields) -> Ospf:
    fields = {"reference_bandwidth": 100} | {key: value for key, value in draft.items() if key not in _OWN}
    areas = tuple(_made_area(area, each) for area, each in fields.pop("areas", {}).items())
    return Ospf(
        version,
        vrf=vrf,
        process=name,
        areas=areas,
        redistribute=tuple(fields.pop("redistribute", {}).values()),
        summaries=tuple(fields.pop("summaries", {}).values()),
        filters=tuple(fields.pop("filters", ())),
        **fields,
    )


def _made_area(area: str, draft: Fields) -> OspfArea:
    fields = dict(draft)
    ranges = tuple(fields.pop("ranges", {}).values())
    return OspfArea(area, ranges=ranges, virtual_links=tuple(fields.pop("virtual_links", {})), **fields)


def place_ospf(top: Fields) -> dict[str, Fields]:
    """For each interface that OSPF runs on: the fields ``ospf`` and ``ospf6`` of the model."""
    placed: dict[str, Fields] = {}
    for name, draft in top.get("interfaces", {}).items():
        vrf = draft.get("vrf", "default")
        made = {
            part: ospf_interface(draft.get(part, {}), _defaults(name, draft, process, found))
            for part, version in (("ospf", 2), ("ospf6", 3))
            for process, found in [_running(top, version, vrf)]
            if found is not None
        }
        placed[name] = {part: each for part, each in made.items() if each is not None}
    return placed


def _running(top: Fields, version: int, vrf: str) -> tuple[str, Fields | None]:
    """The process of this VRF: EOS has one of each version."""
    for (each_version, each_vrf, name), draft in top.get("ospf", {}).items():
        if (each_version, each_vrf) == (version, vrf):
            return name, draft
    return "", None


def _defaults(name: str, draft: Fields, process: str, said: Fields | None) -> Fields:
    """What the process says of this interface: the network that it lies in, and whether it is passive."""
    said = said or {}
    fields: Fields = {"passive": said.get("passive", {}).get(name, said.get("passive_default", False))}
    if "reference_bandwidth" not in said or kind_of(name)[0] is InterfaceKind.LOOPBACK:
        fields["cost"] = _COST
    if said.get("shutdown"):
        fields["shutdown"] = True
    primary = draft.get("address")
    inside = (area for prefix, area in said.get("networks", ()) if primary is not None and primary.ip in prefix)
    area = next(inside, None)
    return fields | {"process": process} | ({"area": area} if area is not None else {})
