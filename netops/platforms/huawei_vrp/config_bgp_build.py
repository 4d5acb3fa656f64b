"""BGP processes of the model: groups resolved, defaults filled in."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from netops.model import Bgp, BgpDynamicNeighbor, BgpFamily, BgpNeighbor, BgpNeighborFamily
from netops.platforms.configuration.rules import Fields
from netops.platforms.huawei_vrp.dialect import Dialect

__all__ = ["bgp_processes"]

_NEIGHBOR_FIELDS = frozenset(BgpNeighbor.__dataclass_fields__) - {"families", "services", "address"}
_FAMILY_FIELDS = frozenset(BgpNeighborFamily.__dataclass_fields__)
_PROCESS_FIELDS = frozenset(Bgp.__dataclass_fields__) - {"neighbors", "families", "vrf", "asn"}
_OWN_FIELDS = (
    *("maximum_paths", "maximum_paths_ibgp", "distance_external", "distance_internal", "distance_local"),
    *("default_originate", "default_metric", "auto_summary", "dampening"),
)


def bgp_processes(top: Fields, dialect: Dialect) -> Iterator[Bgp]:
    """The process of the main table, and one for each VRF that it speaks in."""
    if "bgp" not in top:
        return
    main = top["bgp"]
    defaults = {"router_id": top.get("router_id")}
    yield _process("default", main, main["asn"], dialect, defaults, _internal(top, "default"))
    for vrf, scope in main.get("vrfs", {}).items():
        inherited = {key: main[key] for key in ("confederation", "confederation_peers", "router_id") if key in main}
        yield _process(vrf, scope, main["asn"], dialect, defaults | inherited, _internal(top, vrf))


def _internal(top: Fields, vrf: str) -> bool | None:
    """Whether an IGP takes in internal routes (``permit-ibgp``, ``allow-ibgp``)."""
    drafts = (each for part in ("ospf", "ospf6", "isis", "rip", "ripng") for each in top.get(part, {}).values())
    return True if any(each.get("internal") and each.get("vrf") == vrf for each in drafts) else None


def _process(vrf: str, scope: Fields, asn: int, dialect: Dialect, inherited: Fields, internal: bool | None) -> Bgp:
    peers = {peer: _resolved(peer, scope, asn) for peer in scope.get("peers", {})}
    enabled = vrf != "default" or scope.get("ipv4_enabled", dialect.bgp_ipv4_enabled)
    timers: Fields = {key: value for key, value in scope.get("peers", {}).get("", {}).items() if key != "families"}
    fields = {key: value for key, value in (inherited | scope).items() if key in _PROCESS_FIELDS}
    if "cluster" in scope:
        fields["cluster_id"] = _cluster(scope["cluster"])
    own: dict[tuple[int, str], Fields] = scope.get("families", {})
    if internal and (4, "unicast") not in own:
        own = own | {(4, "unicast"): {}}
    return Bgp(
        asn,
        vrf=vrf,
        neighbors=tuple(
            _neighbor(ip_address(peer), timers | each, enabled) for peer, each in peers.items() if _is_address(peer)
        ),
        dynamic=tuple(_dynamic(peer, timers | each, enabled) for peer, each in peers.items() if "/" in peer),
        families=tuple(_own(family, each, internal) for (family, safi), each in own.items() if safi == "unicast"),
        ebgp_requires_policy=False,
        compare_router_id=True,
        **fields,
    )


def _cluster(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(int(text) if text.isdigit() else text)
    except ValueError:
        return None


def _resolved(peer: str, scope: Fields, asn: int) -> Fields:
    """What the peer says over what its group says (both vendors: the peer's own settings win)."""
    own: Fields = scope["peers"][peer]
    name = own.get("group", "")
    group: Fields = scope.get("peers", {}).get(name, {}) if name and name != peer else {}
    kind = scope.get("groups", {}).get(name, {}).get("kind")
    families: dict[Any, Fields] = {key: dict(each) for key, each in group.get("families", {}).items()}
    for key, each in own.get("families", {}).items():
        families[key] = {**families.get(key, {}), **each}
    inherited: Fields = {"remote_as": asn} if kind == "internal" else {}
    return inherited | {key: value for key, value in group.items() if key != "group"} | own | {"families": families}


def _is_address(peer: str) -> bool:
    try:
        ip_address(peer)
    except ValueError:
        return False
    return True


def _neighbor(address: Any, draft: Fields, enabled: bool) -> BgpNeighbor:
    fields = {key: value for key, value in draft.items() if key in _NEIGHBOR_FIELDS}
    families: dict[tuple[int, str], Fields] = draft.get("families", {})
    if address.version == 4 and enabled:
        families = {(4, "unicast"): {"enabled": True}} | families
        families[4, "unicast"] = {"enabled": True} | families[4, "unicast"]
    made = [
        _neighbor_family(family, safi, each) for (family, safi), each in families.items() if each.get("enabled", False)
    ]
    fields.setdefault("remote_as", 0)
    return BgpNeighbor(
        address,
        families=tuple(each for each in made if each.safi == "unicast"),
        services=tuple(each for each in made if each.safi != "unicast"),
        **fields,
    )


def _neighbor_family(family: int, safi: str, draft: Fields) -> BgpNeighborFamily:
    """Communities are sent only where it is said."""
    fields = {key: value for key, value in draft.items() if key in _FAMILY_FIELDS}
    sending = {"send_community": False, "send_extended_community": False, "send_large_community": False}
    return BgpNeighborFamily(family, safi=safi, **{**sending, **fields})


def _dynamic(peer: str, draft: Fields, enabled: bool) -> BgpDynamicNeighbor:
    prefix = ip_network(peer, strict=False)
    return BgpDynamicNeighbor(prefix, _neighbor(prefix.network_address, draft, enabled))


def _own(family: int, draft: Fields, internal: bool | None) -> BgpFamily:
    return BgpFamily(
        family,
        networks=tuple(draft.get("networks", {}).values()),
        redistribute=tuple(draft.get("redistribute", {}).values()),
        aggregates=tuple(draft.get("aggregates", {}).values()),
        redistribute_internal=internal,
        **{name: draft[name] for name in _OWN_FIELDS if name in draft},
    )
