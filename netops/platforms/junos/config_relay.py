"""``forwarding-options dhcp-relay`` and ``helpers bootp``: whose DHCP requests go to which servers."""

from __future__ import annotations

from netops.model import IPAddress
from netops.platforms.configuration.rules import Fields, ignore, put
from netops.platforms.junos.grammar import Block, Section, at, collect
from netops.platforms.junos.values import unit_name

__all__ = ["HELPERS", "RELAY", "relayed"]


def _relay_server(draft: Fields, held: Fields) -> None:
    collect(draft.setdefault("servers", {}), held["group"], held["server"])


def _relay_interface(draft: Fields, held: Fields) -> None:
    collect(draft, "interfaces", unit_name(held["interface"]))


def _helper(draft: Fields, held: Fields) -> None:
    collect(draft.setdefault("own", {}), unit_name(held["interface"]), held["server"])


def _helped(draft: Fields, held: Fields) -> None:
    draft.setdefault("own", {}).setdefault(unit_name(held["interface"]), [])


def _bootp(draft: Fields, held: Fields) -> None:
    collect(draft, "bootp", held["server"])


_RELAY_GROUP = Section(
    (
        ("active-server-group <active:word> <rest:options>", put()),
        ("interface <interface:word> <rest:options>", _relay_interface),
        ("<rest:rest>", ignore),
    )
)
RELAY = Section(
    (
        ("server-group <group:word> <server:address>", _relay_server),
        ("active-server-group <active:word> <rest:options>", put()),
        ("<rest:rest>", ignore),
    ),
    blocks=(Block("group <group:word>", at("groups", "group"), _RELAY_GROUP),),
)
"""``forwarding-options dhcp-relay``: ``servers`` by group, and ``groups`` of interfaces with the ``active`` one."""
HELPERS = Section(
    (
        ("server <server:address> <rest:options>", _bootp),
        ("interface <interface:word> server <server:address> <rest:options>", _helper),
        ("interface <interface:word>", _helped),
        ("<rest:rest>", ignore),
    )
)
"""``forwarding-options helpers bootp``: ``bootp`` servers, of all interfaces that are named, or ``own`` ones."""


def relayed(draft: Fields) -> dict[str, tuple[IPAddress, ...]]:
    """The servers of each interface that relays."""
    servers = draft.get("servers", {})
    found = {name: tuple(own or draft.get("bootp", ())) for name, own in draft.get("own", {}).items()}
    for group in draft.get("groups", {}).values():
        active = tuple(servers.get(group.get("active", draft.get("active", "")), ()))
        found |= dict.fromkeys(group.get("interfaces", ()), active)
    return found
