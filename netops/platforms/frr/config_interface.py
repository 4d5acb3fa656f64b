"""``interface NAME``: addresses, OSPF and VRRP."""

from __future__ import annotations

from netops.model import Interface, OspfAuthentication, OspfInterface, OspfNetworkType, Secret, VrrpGroup
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, into, put
from netops.platforms.frr.names import kind_of

__all__ = ["RULES", "interface"]


def _network(part: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        if held["kind"] not in list(OspfNetworkType):
            raise Mismatch(f"OSPF network type {held['kind']!r} is not known")
        draft.setdefault(part, {})["network_type"] = OspfNetworkType(held["kind"])

    return action


def _key(draft: Fields, held: Fields) -> None:
    authentication = OspfAuthentication(held["key_id"], Secret.of_value(held["key"]))
    draft.setdefault("ospf", {})["authentication"] = authentication


def _vrrp(**constants: object) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("vrrp", {}).setdefault(held.pop("group"), {}).update(held, **constants)

    return action


def _vrrp_address(draft: Fields, held: Fields) -> None:
    group = draft.setdefault("vrrp", {}).setdefault(held["group"], {})
    group.setdefault("addresses", {})[held["address"]] = None


def _ospf_rules(command: str, part: str) -> tuple[tuple[str, Action], ...]:
    """What OSPFv2 and OSPFv3 say alike."""
    return (
        (f"{command} area <area:area>", into(part)),
        (f"{command} cost <cost:number>", into(part)),
        (f"{command} network <kind:word>", _network(part)),
        (f"{command} hello-interval <hello_interval:number>", into(part)),
        (f"{command} dead-interval <dead_interval:number>", into(part)),
        (f"{command} priority <priority:number>", into(part)),
        (f"{command} passive", into(part, passive=True)),
        (f"no {command} passive", into(part, passive=False)),
        (f"{command} mtu-ignore", into(part, mtu_ignore=True)),
        (f"{command} retransmit-interval <seconds:number>", ignore),
        (f"{command} transmit-delay <seconds:number>", ignore),
    )


RULES = Rules(
    ("description <description:rest>", put()),
    ("shutdown", put(enabled=False)),
    ("no shutdown", put(enabled=True)),
    ("ip address <address:interface4>", append("addresses", lambda address: address)),
    ("ipv6 address <address:interface6>", append("addresses", lambda address: address)),
    *_ospf_rules("ip ospf", "ospf"),
    *_ospf_rules("ipv6 ospf6", "ospf6"),
    ("ip ospf authentication message-digest", into("ospf", message_digest=True)),
    ("ip ospf authentication null", into("ospf", message_digest=False)),  # whatever its area says
    ("ip ospf message-digest-key <key_id:number> md5 <key:word>", _key),
    ("vrrp <group:number>", _vrrp()),
    ("vrrp <group:number> version <version:number>", _vrrp()),
    ("vrrp <group:number> priority <priority:number>", _vrrp()),
    ("vrrp <group:number> advertisement-interval <advertisement_interval:number>", _vrrp()),
    ("vrrp <group:number> preempt", _vrrp(preempt=True)),
    ("no vrrp <group:number> preempt", _vrrp(preempt=False)),
    ("vrrp <group:number> ip <address:address4>", _vrrp_address),
    ("vrrp <group:number> ipv6 <address:address6>", _vrrp_address),
    ("link-detect", ignore),
    ("no link-detect", ignore),
    ("ipv6 nd <rest:rest>", ignore),
    ("no ipv6 nd <rest:rest>", ignore),
)


def interface(name: str, draft: Fields, passive_default: bool, digest_areas: frozenset[str]) -> Interface:
    """The interface as drafted; ``digest_areas`` are those in which all interfaces authenticate."""
    kind, parent, vlan = kind_of(name)
    return Interface(
        name,
        kind,
        parent=parent,
        vlan=vlan,
        enabled=draft.get("enabled", True),
        description=draft.get("description", ""),
        addresses=tuple(draft.get("addresses", ())),
        ospf=_ospf(draft.get("ospf", {}), passive_default, digest_areas),
        ospf6=_ospf(draft.get("ospf6", {}), False, frozenset()),
        vrrp=tuple(group for number, each in draft.get("vrrp", {}).items() for group in _groups(number, each)),
    )


def _ospf(draft: Fields, passive_default: bool, digest_areas: frozenset[str]) -> OspfInterface | None:
    if "area" not in draft:
        return None
    fields: Fields = {"passive": passive_default} | draft
    if not fields.pop("message_digest", fields["area"] in digest_areas):
        fields.pop("authentication", None)
    return OspfInterface(**fields)


def _groups(number: int, draft: Fields) -> list[VrrpGroup]:
    """FRR's one virtual router for both families as one for each family that has addresses."""
    fields = {name: value for name, value in draft.items() if name != "addresses"}
    addresses = draft.get("addresses", {})
    parts = [tuple(each for each in addresses if each.version == family) for family in (4, 6)]
    return [VrrpGroup(number, part, **fields) for part in parts if part] or [VrrpGroup(number, (), **fields)]
