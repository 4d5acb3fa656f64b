"""VLANs, switch ports, spanning tree and MLAG."""

from __future__ import annotations

from functools import lru_cache

from netops.model import InterfaceKind, SpanningTree, SwitchMode, SwitchPort, Vlan
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, into, put
from netops.platforms.eos.names import kind_of, numbers

__all__ = ["SWITCHING_BLOCKS", "SWITCHING_RULES", "SWITCHPORT_RULES", "place_switchports", "spanning_tree", "vlans"]

_ALL = tuple(range(1, 4095))


def _vlans(draft: Fields, held: Fields) -> Fields:
    """The draft of one VLAN, or of several at once ("vlan 10-12"): they say the same."""
    listed = numbers(held["vlans"])
    if listed is None or not all(1 <= each <= 4094 for each in listed):
        raise Mismatch(f"{held['vlans']!r} are no VLANs")
    shared: Fields = {}
    made = draft.setdefault("vlans", {})
    if len(listed) == 1:
        own: Fields = dict(made.get(listed[0], {}))  # not what it shares with others
        made[listed[0]] = own
        return own
    for each in listed:
        made[each] = shared
    return shared


SWITCHING_BLOCKS = (
    Block(
        "vlan <vlans:word>",
        _vlans,
        Grammar(
            Rules(
                ("name <name:rest>", put()),
                ("state active", put(enabled=True)),
                ("state suspend", put(enabled=False)),
                ("trunk group <group:word>", append("groups", lambda group: group)),
                ("private-vlan <rest:rest>", ignore),
                ("mac address learning", ignore),
                ("no mac address learning", ignore),
            ),
        ),
    ),
    Block("mlag configuration", lambda draft, _: draft, None),  # how the pair finds each other, and who is first
    Block("spanning-tree mst configuration", lambda draft, _: draft, None),  # the model knows the common tree alone
)


def _mode(draft: Fields, held: Fields) -> None:
    modes = {"mstp": "mstp", "rstp": "rstp", "rapid-pvst": "rapid-pvst", "none": ""}
    if held["mode"] not in modes:
        raise Mismatch(f"spanning tree mode {held['mode']!r} is not known")
    draft.setdefault("spanning_tree", {}).update(mode=modes[held["mode"]], enabled=held["mode"] != "none")


def _mst_priority(draft: Fields, held: Fields) -> None:
    """Of the common tree, instance 0, alone: the model knows no other instances."""
    if 0 in (numbers(held["instances"]) or ()):
        draft.setdefault("spanning_tree", {})["priority"] = held["priority"]


def _vlan_priority(draft: Fields, held: Fields) -> None:
    tree = draft.setdefault("spanning_tree", {}).setdefault("vlan_priorities", {})
    listed = numbers(held["vlans"])
    if listed is None:
        raise Mismatch(f"{held['vlans']!r} are no VLANs")
    tree.update(dict.fromkeys(listed, held["priority"]))


def _mst_root(draft: Fields, held: Fields) -> None:
    priorities = {"primary": 8192, "secondary": 16384}
    if held["root"] not in priorities:
        raise Mismatch(f"{held['root']!r} is neither primary nor secondary")
    _mst_priority(draft, {"instances": held["instances"], "priority": priorities[held["root"]]})


SWITCHING_RULES: tuple[tuple[str, Action], ...] = (
    ("spanning-tree mode <mode:word>", _mode),
    ("spanning-tree mst <instances:word> priority <priority:number>", _mst_priority),
    ("spanning-tree mst <instances:word> root <root:word>", _mst_root),
    ("spanning-tree priority <priority:number>", into("spanning_tree")),
    ("spanning-tree root primary", into("spanning_tree", priority=8192)),
    ("spanning-tree root secondary", into("spanning_tree", priority=16384)),
    ("spanning-tree root super", into("spanning_tree", priority=0)),
    ("spanning-tree vlan-id <vlans:word> priority <priority:number>", _vlan_priority),
    ("spanning-tree vlan <vlans:word> priority <priority:number>", _vlan_priority),
    ("no spanning-tree vlan-id <vlans:word>", ignore),
    ("no spanning-tree vlan <vlans:word>", ignore),
    ("spanning-tree edge-port|portfast|portchannel|transmit|bpduguard|guard|loopguard|hello-time <rest:rest>", ignore),
    ("spanning-tree forward-time|max-age|max-hops|backbonefast|counters|mst|vlan-id|bridge <rest:rest>", ignore),
    ("no spanning-tree edge-port|portfast|portchannel|transmit|bpduguard|guard|loopguard|bridge <rest:rest>", ignore),
    ("switchport default mode routed", put(routed_ports=True)),
    ("switchport default mode access", put(routed_ports=False)),
    ("switchport default phone <rest:rest>", ignore),
    ("switchport port-security <rest:rest>", ignore),
    ("vlan internal <rest:rest>", ignore),
    ("no vlan internal <rest:rest>", ignore),
    ("ip virtual-router mac-address <mac:rest>", ignore),
    ("ip address virtual source-nat vrf <vrf:word> address <address:address4>", ignore),  # of the switch's own probes
    ("ipv6 address virtual source-nat vrf <vrf:word> address <address:address6>", ignore),
    ("ip virtual-router <rest:rest>", ignore),
)


def _trunk_vlans(draft: Fields, held: Fields) -> None:
    port = draft.setdefault("switchport", {})
    words = held["vlans"].split()
    earlier = port.get("allowed", ())
    if words in (["all"], ["none"]):
        port["allowed"] = _ALL if words == ["all"] else ()
        return
    listed = numbers(words[-1])
    if listed is None or len(words) > 2 or (len(words) == 2 and words[0] not in ("add", "remove", "except")):
        raise Mismatch(f"{held['vlans']!r} are no VLANs")
    if len(words) == 1:
        port["allowed"] = listed
    elif words[0] == "add":
        port["allowed"] = tuple(sorted({*earlier, *listed}))
    else:
        port["allowed"] = tuple(each for each in (earlier or _ALL) if each not in set(listed))


def _port_mode(draft: Fields, held: Fields) -> None:
    if held["mode"] not in ("access", "trunk", "dot1q-tunnel", "trunk phone"):
        raise Mismatch(f"switch port mode {held['mode']!r} is not known")
    draft.setdefault("switchport", {})["mode"] = held["mode"]


def _trunk_group(draft: Fields, held: Fields) -> None:
    append("groups", lambda group: group)(draft.setdefault("switchport", {}), held)


SWITCHPORT_RULES: tuple[tuple[str, Action], ...] = (
    ("no switchport", put(switched=False)),
    ("switchport", put(switched=True)),
    ("switchport mode <mode:rest>", _port_mode),
    ("switchport access vlan <access:number>", into("switchport")),
    ("switchport trunk native vlan tag", into("switchport", native=None)),
    ("switchport trunk native vlan <native:number>", into("switchport")),
    ("switchport trunk allowed vlan <vlans:rest>", _trunk_vlans),
    ("switchport trunk group <group:word>", _trunk_group),
    ("switchport phone vlan <phone:number>", into("switchport")),
    ("switchport dot1q|phone|port-security|source-interface|tap|tool|vlan|backup|pvlan <rest:rest>", ignore),
    ("switchport port-security", ignore),
    ("switchport trunk private-vlan <rest:rest>", ignore),
    ("no switchport <rest:rest>", ignore),
    ("pvlan mapping <rest:rest>", ignore),
    ("mlag <mlag:number>", ignore),  # a bundle whose other half is at the peer: layer 2 joins both all the same
    ("no mlag", ignore),
    ("spanning-tree portfast edge|network", put(edge=True)),
    ("spanning-tree portfast <rest:rest>", ignore),
    ("spanning-tree bpduguard|bpdufilter|guard|cost|port-priority|link-type|mst|vlan|vlan-id <rest:rest>", ignore),
)


def place_switchports(top: Fields) -> None:
    """Every port that is switched, as Ethernet ports and port channels are unless told otherwise, gets its VLANs."""
    routed = top.get("routed_ports", False)
    grouped = {vlan: frozenset(each["groups"]) for vlan, each in top.get("vlans", {}).items() if "groups" in each}
    for name, draft in top.get("interfaces", {}).items():
        kind = kind_of(name)[0]
        switchable = kind is InterfaceKind.LAG or (kind is InterfaceKind.ETHERNET and name.startswith("Ethernet"))
        if switchable and draft.get("switched", not routed) and "lag" not in draft:
            draft["made_switchport"] = _port(draft, grouped)


def _port(draft: Fields, grouped: dict[int, frozenset[str]]) -> SwitchPort:
    said, edge = draft.get("switchport", {}), draft.get("edge", False)
    if said.get("mode") == "trunk phone":  # a telephone's VLAN is tagged, and what is behind it untagged
        phones = (said["phone"],) if "phone" in said else ()
        return SwitchPort(SwitchMode.TRUNK, trunk_vlans=phones, native_vlan=said.get("native", 1), edge=edge)
    if said.get("mode", "access") != "trunk":
        return SwitchPort(SwitchMode.ACCESS, said.get("access", 1), edge=edge)
    groups = frozenset(said.get("groups", ()))
    shut_out = frozenset(vlan for vlan, members in grouped.items() if not members & groups)
    native = said.get("native", 1)
    allowed = said.get("allowed", _ALL)
    untagged = native if native in allowed and native not in shut_out else None
    return SwitchPort(
        SwitchMode.TRUNK, trunk_vlans=_tagged(allowed, shut_out, untagged), native_vlan=untagged, edge=edge
    )


@lru_cache(maxsize=256)
def _tagged(allowed: tuple[int, ...], shut_out: frozenset[int], native: int | None) -> tuple[int, ...]:
    return tuple(each for each in allowed if each not in shut_out and each != native)


def spanning_tree(top: Fields) -> SpanningTree | None:
    if "spanning_tree" not in top:
        return None
    said = dict(top["spanning_tree"])
    priorities = tuple(sorted(said.pop("vlan_priorities", {}).items()))
    return SpanningTree(**said, vlan_priorities=priorities)


def vlans(top: Fields) -> dict[int, Vlan]:
    """The VLANs by number; VLAN 1 is always there."""
    drafts: dict[int, Fields] = {1: {"name": "default"}} | top.get("vlans", {})
    vnis, services = top.get("vlan_vnis", {}), top.get("mac_vrfs", {})
    made = {}
    for vlan in sorted(drafts):
        said = {key: drafts[vlan][key] for key in ("name", "enabled") if key in drafts[vlan]}
        made[vlan] = Vlan(vlan, vni=vnis.get(vlan), **said, **services.get(vlan, {}))
    return made
