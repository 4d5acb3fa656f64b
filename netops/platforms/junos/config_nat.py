"""``security nat``: translations of sources and destinations, dynamic and static."""

from __future__ import annotations

from ipaddress import ip_address

from netops.model import NatPool, NatRule
from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore, put
from netops.platforms.junos.grammar import Block, Section, at, collect, same
from netops.platforms.junos.values import network, within_instance

__all__ = ["NAT", "nat_pools", "nat_rules"]


def _pool(draft: Fields, held: Fields) -> None:
    low, high = (str(each).partition("/")[0] for each in (held["first"], held.get("last", held["first"])))
    prefix = network(held["first"], strict=False)
    try:
        first, last = ip_address(low), ip_address(high)
    except ValueError as error:
        raise Mismatch(str(error)) from None
    if "last" not in held and prefix.num_addresses > 1:
        first, last = prefix.network_address, prefix.broadcast_address
    draft["range"] = first, last


def _prefix(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, network(held["prefix"], strict=False))

    return action


def _name(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, held["name"])

    return action


_MATCH = Section(
    (
        ("source-address <prefix:word>", _prefix("source")),
        ("destination-address <prefix:word>", _prefix("destination")),
        ("source-address-name <name:word>", _name("source_names")),
        ("destination-address-name <name:word>", _name("destination_names")),
        ("destination-port <port:number>", put()),
        ("protocol <protocol:word>", put()),
    )
)
_THEN = Section(
    (
        ("source-nat interface", put(interface=True)),
        ("source-nat pool <pool:word>", put()),
        ("source-nat off", put(off=True)),
        ("destination-nat pool <pool:word>", put()),
        ("destination-nat off", put(off=True)),
        ("static-nat prefix <prefix:word>", _prefix("static")),
        ("static-nat prefix mapped-port <mapped_port:number>", put()),
        ("static-nat prefix routing-instance <instance:word>", put()),
    )
)
_RULES = Section(
    (
        ("from zone|interface|routing-instance <name:word>", _name("sources")),
        ("to zone|interface|routing-instance <name:word>", _name("targets")),
        ("description <text:word>", ignore),
    ),
    blocks=(
        Block(
            "rule <rule:word>",
            at("rules", "rule"),
            Section(
                (("description <text:word>", ignore),),
                blocks=(Block("match", same, _MATCH), Block("then", same, _THEN)),
            ),
        ),
    ),
)
_POOL = Section(
    (
        ("address <first:word>", _pool),
        ("address <first:word> to <last:word>", _pool),
        ("address port <port:number>", put()),
        ("port no-translation", put(overload=False)),
        ("routing-instance <instance:word>", put()),
        ("description <text:word>", ignore),
    ),
    silent=("host-address-base", "overflow-pool", "address-persistent", "address-pooling", "port"),
)
NAT = Section(
    (
        ("source address-persistent", ignore),
        ("source interface port-overloading off", ignore),
    ),
    blocks=tuple(
        block
        for kind in ("source", "destination", "static")
        for block in (
            Block(f"{kind} rule-set <set:word>", at(f"{kind}_sets", "set"), _RULES),
            Block(f"{kind} pool <pool:word>", at(f"{kind}_pools", "pool"), _POOL),
        )
    ),
    silent=("proxy-arp", "proxy-ndp", "traceoptions"),
)
"""The draft: ``source_sets``, ``destination_sets``, ``static_sets`` of rules, and pools."""


def nat_pools(draft: Fields) -> tuple[NatPool, ...]:
    return tuple(
        NatPool(name, *each["range"])
        for kind in ("source_pools", "destination_pools")
        for name, each in draft.get(kind, {}).items()
        if "range" in each
    )


def nat_rules(draft: Fields) -> tuple[NatRule, ...]:
    """Static rules first, then destinations, then sources, as the device asks them."""
    return tuple(
        _rule(direction, rules.get("targets", ()), each)
        for kind, direction in (
            ("static_sets", "inside"),
            ("destination_sets", "destination"),
            ("source_sets", "inside"),
        )
        for rules in draft.get(kind, {}).values()
        for each in rules.get("rules", {}).values()
        if not each.get("off")
    )


def _rule(direction: str, targets: tuple[str, ...], draft: Fields) -> NatRule:
    own = draft.get("source" if direction == "inside" and "static" not in draft else "destination", [None])[0]
    static = draft.get("static", [None])[0]
    return NatRule(
        direction,
        pool=draft.get("pool"),
        interface=next(iter(targets), "") if draft.get("interface") else None,
        overload=bool(draft.get("interface")),
        local=static if static is not None else own,
        global_=own if static is not None else None,
        protocol=draft.get("protocol"),
        global_port=draft.get("port"),
        local_port=draft.get("mapped_port"),
        vrf=within_instance(draft.get("instance", "master")),
    )
