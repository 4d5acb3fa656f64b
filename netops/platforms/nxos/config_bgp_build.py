"""The drafts of ``router bgp`` as processes, neighbours with what they inherit, and families."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from netops.model import (
    Bgp,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpUnnumberedNeighbor,
)
from netops.platforms.configuration.rules import Fields
from netops.platforms.nxos.names import full_name

__all__ = ["bgp_process"]

_NEIGHBOR_FIELDS = frozenset(
    {
        *("description", "ebgp_multihop", "password", "keepalive", "hold_time", "shutdown", "local_as", "no_prepend"),
        *("replace_as", "dual_as", "disable_connected_check", "ttl_security", "passive"),
    }
)
_FAMILY_FIELDS = frozenset(BgpNeighborFamily.__dataclass_fields__)
_PROCESS_FIELDS = frozenset(Bgp.__dataclass_fields__) - {"neighbors", "families", "vrf", "asn"}


def bgp_process(asn: int, vrf: str, draft: Fields, templates: Fields, inherited: Fields) -> Bgp:
    """The process of one VRF; ``inherited`` is what the process as a whole says of best paths."""
    own = draft.get("asn", asn)
    neighbors = {peer: _resolved(each, templates) for peer, each in draft.get("neighbors", {}).items()}
    fields = {key: value for key, value in {**inherited, **draft}.items() if key in _PROCESS_FIELDS}
    fields.setdefault("deterministic_med", True)
    no_reflection = any(each.get("no_reflection") for each in draft.get("families", {}).values())
    return Bgp(
        own,
        vrf=vrf,
        neighbors=tuple(_neighbor(ip_address(peer), each) for peer, each in neighbors.items() if _is_address(peer)),
        dynamic=tuple(_dynamic(peer, each) for peer, each in neighbors.items() if "/" in peer and _is_prefix(peer)),
        unnumbered=tuple(_unnumbered(peer, each) for peer, each in neighbors.items() if peer[0].isalpha()),
        families=tuple(
            _made_family(family, each)
            for (family, safi), each in draft.get("families", {}).items()
            if safi == "unicast"
        ),
        ebgp_requires_policy=False,
        network_import_check=True,
        client_to_client_reflection=not no_reflection,
        **fields,
    )


def _resolved(draft: Fields, templates: Fields) -> Fields:
    """What the neighbour says itself, over what its templates say; the template with the least number wins."""
    result: Fields = {"families": {}}
    for _, kind, name in sorted(draft.get("inherit", ()), key=lambda each: -each[0]):
        _overlay(result, _resolved(_template_of(templates, kind, name), templates))
    families = {key: _resolved_policy(each, templates) for key, each in draft.get("families", {}).items()}
    _overlay(result, {**draft, "families": families})
    return result


def _template_of(templates: Fields, kind: str, name: str) -> Fields:
    """A template that is not there says nothing."""
    known: Mapping[Any, Fields] = templates
    return known.get((kind, name), {})


def _resolved_policy(draft: Fields, templates: Fields) -> Fields:
    result: Fields = {}
    for _, kind, name in sorted(draft.get("inherit", ()), key=lambda each: -each[0]):
        result |= _resolved_policy(_template_of(templates, kind, name), templates)
    return result | {key: value for key, value in draft.items() if key != "inherit"}


def _overlay(below: Fields, above: Fields) -> None:
    families = below["families"]
    for key, each in above.get("families", {}).items():
        families[key] = {**families.get(key, {}), **each}
    below.update((key, value) for key, value in above.items() if key not in ("families", "inherit"))


def _is_address(peer: str) -> bool:
    try:
        ip_address(peer)
    except ValueError:
        return False
    return True


def _is_prefix(peer: str) -> bool:
    try:
        ip_network(peer, strict=False)
    except ValueError:
        return False
    return True


def _neighbor(address: Any, draft: Fields) -> BgpNeighbor:
    fields = {key: value for key, value in draft.items() if key in _NEIGHBOR_FIELDS}
    if "update_source" in draft:
        fields["update_source"] = full_name(draft["update_source"])
    families = [
        _neighbor_family(family, safi, {**draft.get("remove_private", {}), **each})
        for (family, safi), each in draft.get("families", {}).items()
    ]
    peer_as = any(each.get("advertise_peer_as") for each in draft.get("families", {}).values())
    return BgpNeighbor(
        address,
        draft.get("remote_as", 0),
        families=tuple(each for each in families if each.safi == "unicast"),
        services=tuple(each for each in families if each.safi != "unicast"),
        advertise_peer_as=peer_as,
        **fields,
    )


def _neighbor_family(family: int, safi: str, draft: Fields) -> BgpNeighborFamily:
    """NX-OS sends communities only where it is told to."""
    fields = {key: value for key, value in draft.items() if key in _FAMILY_FIELDS}
    sending = {"send_community": False, "send_extended_community": False, "send_large_community": False}
    conditions = tuple(fields.pop("conditions", ()))
    return BgpNeighborFamily(family, safi=safi, conditions=conditions, **{**sending, **fields})


def _dynamic(peer: str, draft: Fields) -> BgpDynamicNeighbor:
    prefix = ip_network(peer, strict=False)
    return BgpDynamicNeighbor(prefix, _neighbor(prefix.network_address, draft))


def _unnumbered(peer: str, draft: Fields) -> BgpUnnumberedNeighbor:
    return BgpUnnumberedNeighbor(full_name(peer), _neighbor(IPv6Address(0), draft))


def _made_family(family: int, draft: Fields) -> BgpFamily:
    names = ("maximum_paths", "maximum_paths_ibgp", "default_originate", "default_metric", "dampening", "table_map")
    distances = ("distance_external", "distance_internal", "distance_local")
    return BgpFamily(
        family,
        networks=tuple(draft.get("networks", {}).values()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        aggregates=tuple(draft.get("aggregates", {}).values()),
        **{name: draft[name] for name in (*names, *distances) if name in draft},
    )
