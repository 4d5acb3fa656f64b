"""``nat``: addresses groups, what goes out under them, and servers within (VRP AR routers, Comware)."""

from __future__ import annotations

from netops.model import NatPool, NatRule
from netops.platforms.configuration.rules import Fields, Mismatch, ignore, type_of

__all__ = ["INTERFACE_NAT", "NAT_LINES", "nat_rule"]


def _pool(draft: Fields, held: Fields) -> None:
    made = NatPool(str(held["name"]), held["first"], held["last"])
    draft.setdefault("nat_pools", {})[made.name] = made


def _outbound(draft: Fields, held: Fields) -> None:
    """``nat outbound [ACL] [address-group N] [no-pat]``; without a group, the interface's own address."""
    words = [word for word in held["words"] if word != "acl"]
    acl = words.pop(0) if words and words[0] not in ("address-group", "interface", "no-pat") else None
    pool = words[words.index("address-group") + 1] if "address-group" in words[:-1] else None
    draft.setdefault("nat", []).append({"access_list": acl, "pool": pool, "overload": "no-pat" not in words})


_PORTS = {"ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "www": 80, "pop3": 110, "domain": 53, "dns": 53}


def _port(word: str) -> int:
    return _PORTS[word] if word in _PORTS else int(type_of("number", word))


def _server(draft: Fields, held: Fields) -> None:
    """``nat server protocol tcp global A PORT inside B PORT``."""
    words: list[str] = [word for word in held["words"] if word != "protocol"]
    if "global" not in words or "inside" not in words or "vpn-instance" in words:
        raise Mismatch("expected a global and an inside address")
    outer = words[words.index("global") + 1 : words.index("inside")]
    inner = words[words.index("inside") + 1 :]
    own = outer[:1] == ["current-interface"]
    if not outer or not inner or (len(outer) > 1) != (len(inner) > 1):
        raise Mismatch("expected one address, each with its port or none")
    rule = {"local": type_of("network", inner[0]), "overload": False}
    if not own:
        rule["global_"] = type_of("network", outer[0])
    if len(outer) > 1:
        rule.update(protocol=words[0], global_port=_port(outer[1]), local_port=_port(inner[1]))
    draft.setdefault("nat", []).append(rule)


NAT_LINES = (
    ("nat address-group <name:word> <first:address4> <last:address4> <rest:options>", _pool),
    ("nat alg|log|session|mapping-behavior|filter-mode|timer|instance|policy|icmp-error <rest:options>", ignore),
    ("undo nat <rest:rest>", ignore),
)
INTERFACE_NAT = (
    ("nat outbound <words:options>", _outbound),
    ("nat server <words:options>", _server),
    ("nat hairpin|enable|alg <rest:options>", ignore),
)


def nat_rule(interface: str, vrf: str, draft: Fields) -> NatRule:
    """The rule on this interface; what names no pool and no address takes the interface's own."""
    own = draft.get("pool") is None and draft.get("global_") is None
    return NatRule("inside", interface=interface if own else None, vrf=vrf, **draft)
