"""OSPFv2 and OSPFv3 on an interface: ``ip ospf``, ``ipv6 ospf``, ``ospfv3``."""

from __future__ import annotations

from typing import Any

from netops.model import InterfaceKind, OspfAuthentication, OspfInterface, OspfNetworkType
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, put
from netops.platforms.ios.names import kind_of
from netops.platforms.ios.secrets import secret_of

__all__ = ["OSPF_INTERFACE_LINES", "ospf_interface"]

_TYPES = {
    "broadcast": OspfNetworkType.BROADCAST,
    "non-broadcast": OspfNetworkType.NON_BROADCAST,
    "point-to-point": OspfNetworkType.POINT_TO_POINT,
    "point-to-multipoint": OspfNetworkType.POINT_TO_MULTIPOINT,
}


def _member(draft: Fields, held: Fields) -> None:
    draft.update(area=held["area"], process=held["process"])
    if held["options"] == ["secondaries", "none"]:
        draft["secondary"] = False


def _network(draft: Fields, held: Fields) -> None:
    if held["type"] not in _TYPES:
        raise Mismatch(f"{held['type']!r} is no OSPF network type")
    draft["network_type"] = _TYPES[held["type"]]


def _key(draft: Fields, held: Fields) -> None:
    """A key by its number; a digit before it may tell how it is encoded."""
    draft.setdefault("keys", {})[held["key_id"]] = secret_of(held["key"])


def _authenticated(draft: Fields, held: Fields) -> None:
    draft["digest"] = held["how"][:1] == ["message-digest"]


_LINES = Rules(
    ("<process:word> area <area:area> <options:options>", _member),
    ("cost <cost:number>", put()),
    ("network <type:word> <options:options>", _network),
    ("hello-interval <hello_interval:number>", put()),
    ("dead-interval <dead_interval:number>", put()),
    ("dead-interval minimal hello-multiplier <count:number>", lambda draft, _: draft.update(dead_interval=1)),
    ("priority <priority:number>", put()),
    ("mtu-ignore", put(mtu_ignore=True)),
    ("shutdown", put(shutdown=True)),
    ("message-digest-key <key_id:number> md5 <key:rest>", _key),
    ("authentication-key <key:rest>", ignore),
    ("authentication <how:options>", _authenticated),
    ("encryption <how:rest>", ignore),
    ("bfd <options:options>", ignore),
    ("retransmit-interval|transmit-delay|resync-timeout|lls|ttl-security|flood-reduction <options:options>", ignore),
    ("demand-circuit|fast-reroute|cost-hysteresis|manet|mpls|radio|traffic <options:options>", ignore),
)

_OFF = Rules(
    ("shutdown", put(shutdown=False)),
    ("mtu-ignore", put(mtu_ignore=False)),
    ("cost|network|hello-interval|dead-interval|priority|authentication|bfd|lls <options:options>", ignore),
    ("ttl-security|flood-reduction|demand-circuit|prefix-suppression|resync-timeout <options:options>", ignore),
)


def _version(part: str, off: bool = False) -> Action:
    """The action of a line whose further words are OSPF's, on that version's part of the interface."""
    rules = _OFF if off else _LINES

    def action(draft: Fields, held: Fields) -> None:
        rules.apply(draft.setdefault(part, {}), held["words"].split())

    return action


def _ospfv3(draft: Fields, held: Fields) -> None:
    """``ospfv3 [PROCESS] [ipv4|ipv6] ...``: the area with its process, all else for whichever runs here."""
    words: list[str] = held["words"].split()
    process = words.pop(0) if words[0].isdecimal() else ""
    if words[:1] == ["ipv4"]:
        raise Mismatch("OSPFv3 for IPv4 is not understood")
    if words[:1] == ["ipv6"]:
        words.pop(0)
    if words[:1] == ["area"]:
        words.insert(0, process)
    if not words:
        raise Mismatch("not understood")
    _LINES.apply(draft.setdefault("ospf6", {}), words)


OSPF_INTERFACE_LINES: tuple[tuple[str, Any], ...] = (
    ("ip ospf <words:rest>", _version("ospf")),
    ("no ip ospf <words:rest>", _version("ospf", off=True)),
    ("ipv6 ospf <words:rest>", _version("ospf6")),
    ("no ipv6 ospf <words:rest>", _version("ospf6", off=True)),
    ("ospfv3 <words:rest>", _ospfv3),
)

_SLOW = (OspfNetworkType.NON_BROADCAST, OspfNetworkType.POINT_TO_MULTIPOINT)


def ospf_interface(
    name: str, draft: Fields, area: str, process: str, passive: bool, digest_area: bool
) -> OspfInterface:
    """OSPF on an interface as drafted, with the intervals that IOS takes where it is silent.

    Hello is 10 s, or 30 s on non-broadcast and point-to-multipoint networks; dead is four times hello.  A loopback that
    is made a point-to-point network is announced with its subnet.
    """
    kind = draft.get("network_type")
    hello = draft.get("hello_interval", 30 if kind in _SLOW else 10)
    keys = draft.get("keys", {})
    digest = draft.get("digest", digest_area) and keys
    youngest = max(keys, default=0)
    said = {name: draft[name] for name in ("cost", "priority", "mtu_ignore", "shutdown", "secondary") if name in draft}
    return OspfInterface(
        area=area,
        network_type=kind,
        hello_interval=hello,
        dead_interval=draft.get("dead_interval", 4 * hello),
        passive=passive,
        authentication=OspfAuthentication(youngest, keys[youngest]) if digest else None,
        process=process,
        advertise_subnet=kind_of(name) is InterfaceKind.LOOPBACK and kind is OspfNetworkType.POINT_TO_POINT,
        **said,
    )
