"""``router bgp``: the process, its neighbours and peer groups, and the address families."""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import Any

from netops.model import (
    Bgp,
    BgpAggregate,
    BgpDynamicNeighbor,
    BgpFamily,
    BgpNeighbor,
    BgpNeighborFamily,
    BgpNetwork,
    BgpUnnumberedNeighbor,
    IPPrefix,
    Secret,
)
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put, type_of
from netops.platforms.frr.config_ospf import redistribution

__all__ = ["BGP_RULES", "FAMILY_RULES", "family_draft", "process"]


def _peer(draft: Fields, held: Fields) -> Fields:
    """The draft of a neighbour or peer group, made where it is first named."""
    made: Fields = draft.setdefault("peers", {}).setdefault(held.pop("peer"), {})
    return made


def _neighbor(**constants: Any) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        _peer(draft, held).update(held, **constants)

    return action


def _known_neighbor(**constants: Any) -> Action:
    """As :func:`_neighbor`, inside of an address family: on the peer's part in that family."""

    def action(draft: Fields, held: Fields) -> None:
        peer = _peer(draft["process"], held)
        peer.setdefault("families", {}).setdefault(draft["family"], {}).update(held, **constants)

    return action


def _remote_as(draft: Fields, held: Fields) -> None:
    number = held["remote_as"]
    kind = number in ("internal", "external")
    _peer(draft, held)["remote_as"] = number if kind else type_of("number", number)


def _interface(draft: Fields, held: Fields) -> None:
    """``neighbor swp1 interface [v6only] [remote-as N | peer-group NAME]``: whoever is at the other end."""
    words = [word for word in held["words"] if word != "v6only"]
    peer = _peer(draft, {"peer": held["peer"]})
    peer["interface"] = True
    said = options(words, {"remote-as": "word", "peer-group": "word"})
    if "remote_as" in said:
        _remote_as(draft, {"peer": held["peer"], "remote_as": said["remote_as"]})
    if "peer_group" in said:
        peer["group"] = said["peer_group"]


def _listen(draft: Fields, held: Fields) -> None:
    draft.setdefault("listen", []).append((held["prefix"], held["group"]))


def _password(draft: Fields, held: Fields) -> None:
    _peer(draft, held)["password"] = Secret.of_value(held["password"])


def _policy(field: str) -> Action:
    """``neighbor X route-map NAME in|out``."""

    def action(draft: Fields, held: Fields) -> None:
        if held["direction"] not in ("in", "out"):
            raise Mismatch(f"{held['direction']!r} is neither in nor out")
        _known_neighbor()(draft, {"peer": held["peer"], f"{field}_{held['direction']}": held["name"]})

    return action


def _of_family(draft: Fields, held: Fields) -> None:
    prefix: IPPrefix = held["prefix"]
    if prefix.version != draft["family"]:
        raise Mismatch(f"{prefix} is not of this address family")


def _aggregate(draft: Fields, held: Fields) -> None:
    _of_family(draft, held)
    said = options(held["options"], {"as-set": "", "summary-only": ""})
    draft.setdefault("aggregates", {})[held["prefix"]] = BgpAggregate(held["prefix"], **said)


def _network(draft: Fields, held: Fields) -> None:
    _of_family(draft, held)
    said = options(held["options"], {"route-map": "word"})
    draft.setdefault("networks", {})[held["prefix"]] = BgpNetwork(held["prefix"], **said)


BGP_RULES = Rules(
    ("bgp router-id <router_id:address4>", put()),
    ("bgp cluster-id <cluster_id:address4>", put()),
    ("bgp default local-preference <default_local_preference:number>", put()),
    ("bgp default ipv4-unicast", put(default_ipv4=True)),
    ("no bgp default ipv4-unicast", put(default_ipv4=False)),
    ("bgp ebgp-requires-policy", put(ebgp_requires_policy=True)),
    ("no bgp ebgp-requires-policy", put(ebgp_requires_policy=False)),
    ("bgp network import-check", put(network_import_check=True)),
    ("no bgp network import-check", put(network_import_check=False)),
    ("bgp always-compare-med", put(always_compare_med=True)),
    ("bgp deterministic-med", put(deterministic_med=True)),
    ("no bgp deterministic-med", put(deterministic_med=False)),
    ("bgp bestpath compare-routerid", put(compare_router_id=True)),
    ("bgp bestpath as-path multipath-relax", put(multipath_relax=True)),
    ("bgp fast-external-failover", put(fast_external_failover=True)),
    ("no bgp fast-external-failover", put(fast_external_failover=False)),
    ("bgp log-neighbor-changes", put(log_neighbor_changes=True)),
    ("no bgp log-neighbor-changes", put(log_neighbor_changes=False)),
    ("neighbor <peer:word> interface <words:options>", _interface),
    ("bgp listen range <prefix:network> peer-group <group:word>", _listen),
    ("bgp listen limit <count:number>", ignore),
    ("neighbor <peer:word> peer-group", _neighbor(is_group=True)),
    ("neighbor <peer:word> peer-group <group:word>", _neighbor()),
    ("neighbor <peer:word> remote-as <remote_as:word>", _remote_as),
    ("neighbor <peer:word> description <description:rest>", _neighbor()),
    ("neighbor <peer:word> update-source <update_source:word>", _neighbor()),
    ("neighbor <peer:word> password <password:rest>", _password),
    ("neighbor <peer:word> ebgp-multihop", _neighbor(ebgp_multihop=255)),
    ("neighbor <peer:word> ebgp-multihop <ebgp_multihop:number>", _neighbor()),
    ("neighbor <peer:word> timers <keepalive:number> <hold_time:number>", _neighbor()),
    ("neighbor <peer:word> timers connect <connect_retry:number>", _neighbor()),
    ("neighbor <peer:word> advertisement-interval <advertisement_interval:number>", _neighbor()),
    ("neighbor <peer:word> passive", _neighbor(passive=True)),
    ("neighbor <peer:word> shutdown", _neighbor(shutdown=True)),
    ("no neighbor <peer:word> shutdown", _neighbor(shutdown=False)),
    ("neighbor <peer:word> local-as <local_as:number>", _neighbor()),
    ("bgp graceful-restart <options:options>", ignore),
    ("timers bgp <keepalive:number> <hold:number>", put()),
)

FAMILY_RULES = Rules(
    ("network <prefix:network> <options:options>", _network),
    ("aggregate-address <prefix:network> <options:options>", _aggregate),
    ("redistribute <protocol:word> <options:options>", redistribution),
    ("maximum-paths <maximum_paths:number>", put()),
    ("maximum-paths ibgp <maximum_paths_ibgp:number>", put()),
    ("neighbor <peer:word> activate", _known_neighbor(activate=True)),
    ("no neighbor <peer:word> activate", _known_neighbor(activate=False)),
    ("neighbor <peer:word> route-map <name:word> <direction:word>", _policy("route_map")),
    ("neighbor <peer:word> prefix-list <name:word> <direction:word>", _policy("prefix_list")),
    ("neighbor <peer:word> next-hop-self", _known_neighbor(next_hop_self=True)),
    ("neighbor <peer:word> next-hop-self force", _known_neighbor(next_hop_self=True, next_hop_self_force=True)),
    ("neighbor <peer:word> route-reflector-client", _known_neighbor(route_reflector_client=True)),
    ("neighbor <peer:word> send-community", _known_neighbor(send_community=True)),
    ("no neighbor <peer:word> send-community", _known_neighbor(send_community=False)),
    ("no neighbor <peer:word> send-community all", _known_neighbor(send_community=False)),
    ("neighbor <peer:word> send-community <kind:word>", ignore),
    ("no neighbor <peer:word> send-community extended", ignore),
    ("no neighbor <peer:word> send-community large", ignore),
    ("neighbor <peer:word> soft-reconfiguration inbound", _known_neighbor(soft_reconfiguration_inbound=True)),
    ("neighbor <peer:word> default-originate", _known_neighbor(default_originate=True)),
    (
        "neighbor <peer:word> default-originate route-map <default_originate_route_map:word>",
        _known_neighbor(default_originate=True),
    ),
    ("neighbor <peer:word> maximum-prefix <maximum_prefix:number>", _known_neighbor()),
    ("neighbor <peer:word> allowas-in", _known_neighbor(allowas_in=3)),
    ("neighbor <peer:word> allowas-in <allowas_in:number>", _known_neighbor()),
    ("neighbor <peer:word> as-override", _known_neighbor(as_override=True)),
    ("neighbor <peer:word> remove-private-AS", _known_neighbor(remove_private_as=True)),
    ("neighbor <peer:word> weight <weight:number>", _known_neighbor()),
)


def family_draft(process: Fields, family: int) -> Fields:
    """The draft of one address family of a process; lines on neighbours in it go to the neighbours."""
    made: Fields = process.setdefault("families", {}).setdefault(family, {"family": family, "process": process})
    return made


def process(asn: int, vrf: str, draft: Fields, profile: Fields) -> tuple[Bgp, list[str]]:
    """The process as drafted, its peer groups flattened into its neighbours; and what is wrong with it.

    ``profile`` is what FRR's version and defaults say where the process is silent.
    """
    own = ("default_ipv4", "families", "hold", "keepalive", "listen", "peers")
    fields = profile | {key: value for key, value in draft.items() if key not in own}
    problems: list[str] = []
    neighbors, unnumbered = [], []
    for peer, said in draft.get("peers", {}).items():
        if said.get("is_group"):
            continue
        made = _made_neighbor(asn, peer, draft, problems)
        if made is not None and said.get("interface"):
            unnumbered.append(BgpUnnumberedNeighbor(peer, made))
        elif made is not None:
            neighbors.append(made)
    families = tuple(_made_family(each) for each in draft.get("families", {}).values())
    dynamic = (_made_dynamic(asn, *each, draft=draft, problems=problems) for each in draft.get("listen", ()))
    made_process = Bgp(
        asn,
        vrf=vrf,
        neighbors=tuple(neighbors),
        unnumbered=tuple(unnumbered),
        dynamic=tuple(filter(None, dynamic)),
        families=families,
        **fields,
    )
    return made_process, problems


def _made_dynamic(
    asn: int, prefix: IPPrefix, group: str, *, draft: Fields, problems: list[str]
) -> BgpDynamicNeighbor | None:
    """``bgp listen range``: a neighbour of the group, at any address of the prefix."""
    stand_in = str(prefix.network_address)
    peers = {**draft.get("peers", {}), stand_in: {"group": group}}
    made = _made_neighbor(asn, stand_in, {**draft, "peers": peers}, problems)
    return None if made is None else BgpDynamicNeighbor(prefix, made)


def _made_family(draft: Fields) -> BgpFamily:
    return BgpFamily(
        draft["family"],
        tuple(draft.get("networks", {}).values()),
        tuple(draft.get("redistribute", {}).values()),
        tuple(draft.get("aggregates", {}).values()),
        draft.get("maximum_paths"),
        draft.get("maximum_paths_ibgp"),
    )


def _made_neighbor(asn: int, peer: str, draft: Fields, problems: list[str]) -> BgpNeighbor | None:
    """The neighbour, or None for one that cannot be told."""
    said = draft["peers"][peer]
    if said.get("group", "") and said["group"] not in draft["peers"]:
        problems.append(f"neighbor {peer}: there is no peer group {said['group']}")
    group = draft["peers"].get(said.get("group"), {})
    fields = {name: draft[key] for name, key in (("keepalive", "keepalive"), ("hold_time", "hold")) if key in draft}
    fields |= {**group, **said}
    families = tuple(filter(None, (_made_exchange(family, group, said, draft) for family in (4, 6))))
    for name in ("families", "group", "interface", "is_group"):
        fields.pop(name, None)
    remote_as = fields.pop("remote_as", None)
    try:
        address = IPv6Address(0) if said.get("interface") else type_of("address", peer)
    except Mismatch:
        problems.append(f"neighbor {peer}: it is neither an address nor told to be an interface, so it is left out")
        return None
    if remote_as is None:
        problems.append(f"neighbor {peer}: its AS number is not told, so it is left out")
        return None
    if remote_as == "external":
        fields["remote_as_kind"] = "external"
    number = {"internal": asn, "external": 0}.get(remote_as, remote_as)
    return BgpNeighbor(address, number, families=families, **fields)


def _made_exchange(family: int, group: Fields, said: Fields, draft: Fields) -> BgpNeighborFamily | None:
    fields = {**group.get("families", {}).get(family, {}), **said.get("families", {}).get(family, {})}
    active = fields.pop("activate", family == 4 and draft.get("default_ipv4", True))
    return BgpNeighborFamily(family, **fields) if active else None
