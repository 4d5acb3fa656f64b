"""The drafts of ``router bgp`` as processes, neighbours with what they inherit, and families."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

from netops.model import (
    Bgp,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
)
from netops.platforms.configuration.rules import Fields
from netops.platforms.iosxr.names import full_name

__all__ = ["bgp_process"]

_NEIGHBOR_FIELDS = frozenset(
    {
        *("description", "ebgp_multihop", "password", "keepalive", "hold_time", "shutdown", "local_as", "no_prepend"),
        *(
            "replace_as",
            "dual_as",
            "disable_connected_check",
            "ttl_security",
            "passive",
            "enforce_first_as",
            "cluster_id",
        ),
    }
)
_FAMILY_FIELDS = frozenset(BgpNeighborFamily.__dataclass_fields__)
_PROCESS_FIELDS = frozenset(Bgp.__dataclass_fields__) - {"neighbors", "families", "vrf", "asn"}


def bgp_process(asn: int, vrf: str, draft: Fields, groups: dict[Any, Fields], inherited: Fields) -> Bgp:
    """The process of one VRF; ``inherited`` is what the process as a whole says of best paths."""
    peers = {peer: _resolved(each, groups, 0) for peer, each in draft.get("neighbors", {}).items()}
    fields = {key: value for key, value in {**inherited, **draft}.items() if key in _PROCESS_FIELDS}
    families: dict[Any, Fields] = draft.get("families", {})
    return Bgp(
        asn,
        vrf=vrf,
        neighbors=tuple(
            _neighbor(asn, ip_address(peer), each) for peer, each in peers.items() if _is(ip_address, peer)
        ),
        dynamic=tuple(
            _dynamic(asn, peer, each) for peer, each in peers.items() if "/" in peer and _is(ip_network, peer)
        ),
        families=tuple(_made_family(family, each) for (family, safi), each in families.items() if safi == "unicast"),
        network_import_check=True,
        client_to_client_reflection=not any(each.get("no_reflection") for each in families.values()),
        **{"ebgp_requires_policy": True, "deterministic_med": True, **fields},
    )


def _is(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_DEEPEST = 16


def _resolved(draft: Fields, groups: dict[Any, Fields], depth: int) -> Fields:
    """What the neighbour says itself, over what its groups say."""
    result: Fields = {"families": {}}
    for kind, name in draft.get("use", ()) if depth < _DEEPEST else ():
        below = _resolved(groups.get((kind, name), {}), groups, depth + 1)
        result.update((key, value) for key, value in below.items() if key != "families")
        for key, each in below["families"].items():
            result["families"][key] = {**result["families"].get(key, {}), **each}
    families = dict(result["families"])
    for key, each in draft.get("families", {}).items():
        families[key] = {**families.get(key, {}), **_policy_of(each, groups, 0)}
    return {
        **result,
        **{key: value for key, value in draft.items() if key not in ("families", "use")},
        "families": families,
    }


def _policy_of(draft: Fields, groups: dict[Any, Fields], depth: int) -> Fields:
    result: Fields = {}
    for kind, name in draft.get("use", ()) if depth < _DEEPEST else ():
        result |= _policy_of(groups.get((kind, name), {}), groups, depth + 1)
    return result | {key: value for key, value in draft.items() if key != "use"}


def _neighbor(asn: int, address: Any, draft: Fields) -> BgpNeighbor:
    fields = {key: value for key, value in draft.items() if key in _NEIGHBOR_FIELDS}
    if "update_source" in draft:
        fields["update_source"] = full_name(draft["update_source"])
    remote_as = draft.get("remote_as", 0)
    internal = remote_as == asn
    families = [_neighbor_family(family, safi, internal, each) for (family, safi), each in draft["families"].items()]
    return BgpNeighbor(
        address,
        remote_as,
        families=tuple(each for each in families if each.safi == "unicast"),
        services=tuple(each for each in families if each.safi != "unicast"),
        **fields,
    )


def _neighbor_family(family: int, safi: str, internal: bool, draft: Fields) -> BgpNeighborFamily:
    """Communities go to internal peers always, to external ones where it is said."""
    fields = {key: value for key, value in draft.items() if key in _FAMILY_FIELDS}
    for name in ("send_community", "send_extended_community"):
        fields[name] = internal or fields.get(name, False)
    return BgpNeighborFamily(family, safi=safi, **fields)


def _dynamic(asn: int, peer: str, draft: Fields) -> BgpDynamicNeighbor:
    prefix = ip_network(peer)
    return BgpDynamicNeighbor(prefix, _neighbor(asn, prefix.network_address, draft))


def _made_family(family: int, draft: Fields) -> BgpFamily:
    names = ("maximum_paths", "maximum_paths_ibgp", "dampening", "table_map")
    distances = ("distance_external", "distance_internal", "distance_local")
    return BgpFamily(
        family,
        networks=tuple(draft.get("networks", {}).values()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        aggregates=tuple(draft.get("aggregates", {}).values()),
        **{name: draft[name] for name in (*names, *distances) if name in draft},
    )
