"""``firewall``: packet filters.  A term that netops cannot evaluate is kept as one whose answer is not certain."""

from __future__ import annotations

from netops.platforms.configuration.rules import Action, Fields, Mismatch, ignore
from netops.platforms.junos.grammar import Block, Section, at, collect, same
from netops.platforms.junos.values import network

__all__ = ["FIREWALL"]


def _address(key: str) -> Action:
    """An address, or one that is left out (``except``)."""

    def action(draft: Fields, held: Fields) -> None:
        prefix = network(held["prefix"], strict=draft["family"] == 4)
        if prefix.version != draft["family"]:
            raise Mismatch(f"{prefix} is not of the filter's family")
        collect(draft, f"{key}_except" if held["words"] == ["except"] else key, prefix)

    return action


def _listed(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, f"{key}_lists_except" if held["words"] == ["except"] else f"{key}_lists", held["name"])

    return action


def _value(key: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        collect(draft, key, held["value"])

    return action


def _opaque(name: str) -> Action:
    """A condition that the model cannot hold."""

    def action(draft: Fields, held: Fields) -> None:
        collect(draft, "opaque", " ".join([name, *held["words"]]))

    return action


def _not_understood(draft: Fields, held: Fields) -> None:
    """What the term matches cannot be told: it must not look as if it could."""
    collect(draft, "opaque", held["words"])
    raise Mismatch("netops does not know this condition")


def _ends(how: str) -> Action:
    def action(draft: Fields, _held: Fields) -> None:
        draft["ends"] = how

    return action


def _elsewhere(draft: Fields, held: Fields) -> None:
    """It goes on in another table, or to another next hop: it passes, but not as the routes say."""
    draft["ends"] = "accept"
    collect(draft, "opaque", held["words"])


def _next_ip(draft: Fields, held: Fields) -> None:
    network(held["prefix"])
    _elsewhere(draft, {"words": f"next-ip {held['prefix']}"})


_OPAQUE = (
    *(
        "tcp-flags",
        "tcp-initial",
        "fragment-flags",
        "fragment-offset",
        "is-fragment",
        "first-fragment",
        "ttl",
        "hop-limit",
    ),
    *("packet-length", "dscp", "precedence", "traffic-class", "forwarding-class", "loss-priority", "interface"),
    *(
        "interface-set",
        "interface-group",
        "ip-options",
        "ah-spi",
        "esp-spi",
        "gre-key",
        "extension-header",
        "source-class",
    ),
    *("destination-class", "ip-version", "flexible-match-mask", "flexible-match-range", "service-filter-hit"),
    *("protocol-except", "next-header-except", "source-port-except", "destination-port-except", "port-except"),
    *(
        "icmp-type-except",
        "icmp-code-except",
        "dscp-except",
        "ttl-except",
        "packet-length-except",
        "interface-group-except",
    ),
)
_FROM = Section(
    (
        ("source-address <prefix:word> <words:options>", _address("source")),
        ("destination-address <prefix:word> <words:options>", _address("destination")),
        ("address <prefix:word> <words:options>", _address("either")),
        ("source-prefix-list <name:word> <words:options>", _listed("source")),
        ("destination-prefix-list <name:word> <words:options>", _listed("destination")),
        ("prefix-list <name:word> <words:options>", _listed("either")),
        ("protocol <value:word>", _value("protocols")),
        ("next-header <value:word>", _value("protocols")),
        ("payload-protocol <value:word>", _value("protocols")),
        ("source-port <value:word>", _value("source_ports")),
        ("destination-port <value:word>", _value("destination_ports")),
        ("port <value:word>", _value("either_ports")),
        ("icmp-type <value:word>", _value("icmp_types")),
        ("icmp-code <value:word>", _value("icmp_codes")),
        ("tcp-established", lambda draft, _: draft.update(established=True)),
        *((f"{name} <words:options>", _opaque(name)) for name in _OPAQUE),
        ("<words:rest>", _not_understood),
    )
)
_THEN = Section(
    (
        ("accept", _ends("accept")),
        ("discard <rest:options>", _ends("discard")),
        ("reject <rest:options>", _ends("discard")),
        ("next term", _ends("next term")),
        ("next-ip <prefix:word> <rest:options>", _next_ip),
        ("next-ip6 <words:rest>", _elsewhere),
        ("routing-instance <words:rest>", _elsewhere),
        ("next-interface <words:rest>", _elsewhere),
    ),
    silent=(
        *("count", "log", "syslog", "sample", "policer", "forwarding-class", "loss-priority", "dscp", "traffic-class"),
        *(
            "port-mirror",
            "port-mirror-instance",
            "service-accounting",
            "three-color-policer",
            "packet-mode",
            "analyzer",
        ),
        *("hierarchical-policer", "prefix-action", "service-filter-hit", "load-balance", "ipsec-sa", "topology"),
    ),
)
_TERM = Section(
    (("filter <filter:word>", lambda draft, held: collect(draft, "opaque", f"filter {held['filter']}")),),
    blocks=(Block("from", same, _FROM), Block("then", same, _THEN)),
)


def _term(family: int) -> Section:
    def opener(draft: Fields, held: Fields) -> Fields:
        inner: Fields = draft.setdefault("terms", {}).setdefault(held["term"], {})
        inner["family"] = family
        return inner

    return Section(
        (("interface-specific|physical-interface-filter", ignore),),
        blocks=(Block("term <term:word>", opener, _TERM, source="filter:{name}:{term}"),),
        silent=("accounting-profile", "enhanced-mode", "fast-filter-lookup", "scale-optimized"),
    )


_FILTER, _FILTER6 = _term(4), _term(6)
_POLICER = ("policer", "three-color-policer", "hierarchical-policer", "policer-template", "load-balance-group")
FIREWALL = Section(
    blocks=(
        Block("filter <name:word>", at("filters", "name"), _FILTER),
        Block("family inet filter <name:word>", at("filters", "name"), _FILTER),
        Block("family inet6 filter <name:word>", at("filters6", "name"), _FILTER6),
        *(Block(f"family {each}", same, None) for each in ("ethernet-switching", "mpls", "bridge", "vpls", "ccc")),
    ),
    silent=(*_POLICER, "interface-set"),
)
"""The draft: ``filters`` and ``filters6`` by name, each with its ``terms``."""
