"""FRR configuration text -> Device: ``frr.conf``, ``show running-config``, and what netops renders.

Every line is understood, or known to have no effect on the model (``ignore`` in the tables), or reported as an
UnknownLine.  What FRR cannot say (MTU, speed, MAC address, packet filters, the parent of a subinterface that is not
named after it) is not in the Device: :meth:`netops.model.Device.with_configuration` takes it from the box.
Secrets become :meth:`netops.model.Secret.of_value`.

Source: docs.frrouting.org (8.4), and vtysh's own ``show running-config``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netops.model import Location
from netops.platforms.base import Coverage, ParsedConfig, UnknownLine
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, ignore, put, type_of
from netops.platforms.frr.config_access import ACCESS_RULES
from netops.platforms.frr.config_bgp import BGP_RULES, FAMILY_RULES, family_draft
from netops.platforms.frr.config_build import build
from netops.platforms.frr.config_interface import RULES as INTERFACE_RULES
from netops.platforms.frr.config_ospf import OSPF6_RULES, OSPF_RULES
from netops.platforms.frr.config_policy import CLAUSE_RULES, POLICY_RULES, action_of
from netops.platforms.frr.config_static import ROUTE_RULES
from netops.platforms.frr.ifupdown import STANZA_RULES, Stanzas, opens, with_stanzas

__all__ = ["parse"]

_VRF_RULES = Rules(*ROUTE_RULES)
_TOP_RULES = Rules(
    ("hostname <hostname:word>", put()),
    ("banner motd line <banner:rest>", put()),
    ("no banner motd", put(banner="")),
    ("ip forwarding", put(forwarding=True)),
    ("no ip forwarding", put(forwarding=False)),
    ("ipv6 forwarding", ignore),
    ("no ipv6 forwarding", ignore),
    *ROUTE_RULES,
    *ACCESS_RULES,
    *POLICY_RULES,
    ("frr version <version:rest>", put()),
    ("frr defaults <profile:word>", put()),
    *((f"{command} <rest:rest>", ignore) for command in ("log", "debug", "domainname", "username")),
    ("service <rest:rest>", ignore),
    ("no service <rest:rest>", ignore),
    ("agentx", ignore),
    ("password <rest:rest>", ignore),
    ("enable password <rest:rest>", ignore),
    ("Building configuration...", ignore),
    ("Current configuration:", ignore),
)
_LINE_RULES = Rules(
    ("exec-timeout <rest:rest>", ignore),
    ("no exec-timeout", ignore),
    ("login", ignore),
    ("no login", ignore),
    ("access-class <rest:rest>", ignore),
)
_LEAVE = frozenset({"end", "exit", "exit-address-family", "exit-vrf", "quit"})


@dataclass
class _Context:
    """An open block: its tables of rules, each with the draft it changes; none of a block that is not understood."""

    tables: tuple[tuple[Rules, Fields], ...] = ()
    process: Fields | None = None  # of a BGP process: its address families open inside of it

    @property
    def nests_interfaces(self) -> bool:
        """Whether "interface" is a line of the block, and opens none: in ``router ospf6``."""
        return any(rules is OSPF6_RULES for rules, _ in self.tables)


@dataclass
class _Reader:
    file: str
    bundle: bool = False  # the text has ifupdown2's stanzas, too
    understood: int = 0
    no_effect: int = 0
    top: Fields = field(default_factory=dict)
    stack: list[_Context] = field(default_factory=list)
    unknown: list[UnknownLine] = field(default_factory=list)
    sources: dict[str, Location] = field(default_factory=dict)
    stanzas: Stanzas = field(default_factory=Stanzas)


def parse(text: str, name: str, file: str) -> ParsedConfig:
    """The device ``name`` as this text describes it.  Any text at all gives a result: ``unknown`` holds the rest."""
    reader = _Reader(file, any(map(opens, text.splitlines())))
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if words and line.lstrip()[0] not in "!#":
            _read(reader, line, words, Location(file, number))
    for interface, stanza in reader.stanzas.interfaces.items():
        draft = reader.top.setdefault("interfaces", {}).setdefault(interface, {})
        draft["addresses"] = [*draft.get("addresses", ()), *stanza.get("addresses", ())]
    device, problems = build(name, reader.top)
    device = with_stanzas(device, reader.stanzas.interfaces)
    for key, problem in problems:
        where = reader.sources.get(key, Location(file))
        reader.unknown.append(UnknownLine(where, key.replace(":", " "), problem))
    unknown = tuple(sorted(reader.unknown, key=_by_place))
    coverage = Coverage(reader.understood, reader.no_effect, len(unknown))
    return ParsedConfig(device, unknown, reader.sources, coverage)


def _by_place(unknown: UnknownLine) -> tuple[int, str]:
    return unknown.location.line or 0, unknown.text


def _read(reader: _Reader, line: str, words: list[str], where: Location) -> None:
    """One line: leave a block, enter one, or apply a rule of the innermost block, or of the top."""
    if words[0] in _LEAVE and len(words) == 1:
        if words[0] == "end":
            reader.stack.clear()
        elif reader.stack:
            reader.stack.pop()
        reader.no_effect += 1
        return
    if reader.bundle and where.line == 1 and len(words) == 1:
        reader.top.setdefault("hostname", words[0])  # a bundle of a device's files begins with its name
        reader.understood += 1
        return
    try:
        entered = _enter_stanza(reader, line, words) or (not _in_stanza(reader, line) and _enter(reader, words, where))
        if entered or _apply(reader, line, words):
            reader.understood += 1
        else:
            reader.no_effect += 1
    except Mismatch as mismatch:
        reader.unknown.append(UnknownLine(where, line.strip(), str(mismatch)))


def _enter_stanza(reader: _Reader, line: str, words: list[str]) -> bool:
    """Open what ifupdown2's line opens, if it is one of these."""
    if not opens(line):
        return False
    reader.stack.clear()
    if (draft := reader.stanzas.open(words)) is not None:
        reader.stack.append(_Context(((STANZA_RULES, draft),)))
    return True


def _in_stanza(reader: _Reader, line: str) -> bool:
    """Whether the line is one of an interface's stanza: there ``vrf`` opens no block."""
    return (
        line[0].isspace() and bool(reader.stack) and any(rules is STANZA_RULES for rules, _ in reader.stack[-1].tables)
    )


def _apply(reader: _Reader, line: str, words: list[str]) -> bool:
    """The innermost block's rules; for a line that is not indented, the top's as well.  False: it has no effect."""
    tables = list(reader.stack[-1].tables) if reader.stack else []
    if not line[0].isspace() or not reader.stack:
        tables.append((_TOP_RULES, reader.top))
    reason = "not understood"
    for rules, draft in tables:
        try:
            return rules.apply(draft, words)
        except Mismatch as mismatch:
            reason = str(mismatch) if str(mismatch) != "not understood" else reason
    raise Mismatch(reason)


def _enter(reader: _Reader, words: list[str], where: Location) -> bool:
    """Open the block that the line opens, if it does."""
    outer = reader.stack[-1] if reader.stack else None
    if words[0] == "address-family" and outer is not None and outer.process is not None:
        reader.stack.append(_Context())  # until it is understood, no line inside of it is
        reader.stack[-1] = _family(outer.process, words)
        return True
    opener = next((_OPENERS[key] for key in (" ".join(words[:2]), words[0]) if key in _OPENERS), None)
    if opener is None or (words[0] == "interface" and outer is not None and outer.nests_interfaces):
        return False
    reader.stack.clear()
    reader.stack.append(_Context())
    key, context = opener(reader.top, words)
    reader.stack[-1] = context
    reader.sources.setdefault(key, where)
    return True


def _family(process: Fields, words: list[str]) -> _Context:
    family = {"ipv4": 4, "ipv6": 6}.get(" ".join(words[1:2]))
    if family is None or words[2:] not in ([], ["unicast"]):
        raise Mismatch("netops knows the families ipv4 unicast and ipv6 unicast")
    return _Context(((FAMILY_RULES, family_draft(process, family)),), process)


def _vrf(words: list[str]) -> str:
    """The VRF of ``[vrf NAME]``."""
    if not words:
        return "default"
    if words[0] != "vrf" or len(words) != 2:
        raise Mismatch(f"{' '.join(words)!r} is not understood here")
    return words[1]


def _open_interface(top: Fields, words: list[str]) -> tuple[str, _Context]:
    if len(words) != 2:
        raise Mismatch("an interface's name is one word")
    draft = top.setdefault("interfaces", {}).setdefault(words[1], {})
    return f"interface:{words[1]}", _Context(((INTERFACE_RULES, draft),))


def _open_ospf(top: Fields, words: list[str]) -> tuple[str, _Context]:
    instance = words[2] if len(words) > 2 and words[2].isdigit() else ""
    vrf = _vrf(words[3:] if instance else words[2:])
    draft = top.setdefault("ospf", {}).setdefault((2, vrf, instance), {})
    return f"ospf:2:{vrf}", _Context(((OSPF_RULES, draft),))


def _open_ospf6(top: Fields, words: list[str]) -> tuple[str, _Context]:
    vrf = _vrf(words[2:])
    draft = top.setdefault("ospf", {}).setdefault((3, vrf, ""), {})
    return f"ospf:3:{vrf}", _Context(((OSPF6_RULES, draft),))


def _open_bgp(top: Fields, words: list[str]) -> tuple[str, _Context]:
    if len(words) < 3:
        raise Mismatch("the AS number is missing")
    asn, vrf = type_of("number", words[2]), _vrf(words[3:])
    draft = top.setdefault("bgp", {}).setdefault(vrf, {"asn": asn})
    if draft["asn"] != asn:
        raise Mismatch(f"BGP runs already, with AS number {draft['asn']}")
    # A family's line that stands with the process itself is taken for IPv4 unicast.
    tables = ((BGP_RULES, draft), (FAMILY_RULES, family_draft(draft, 4)))
    return f"bgp:{vrf}", _Context(tables, draft)


def _open_route_map(top: Fields, words: list[str]) -> tuple[str, _Context]:
    if len(words) != 4:
        raise Mismatch("expected route-map NAME permit|deny SEQUENCE")
    action, sequence = action_of(words[2]), type_of("number", words[3])
    clause = top.setdefault("route_maps", {}).setdefault(words[1], {}).setdefault(sequence, {})
    clause["action"] = action
    return f"route-map:{words[1]}:{sequence}", _Context(((CLAUSE_RULES, clause),))


def _open_vrf(top: Fields, words: list[str]) -> tuple[str, _Context]:
    if len(words) != 2:
        raise Mismatch("a VRF's name is one word")
    routes = top.setdefault("static_routes", {})
    return f"vrf:{words[1]}", _Context(((_VRF_RULES, {"vrf": words[1], "static_routes": routes}),))


def _open_line(_top: Fields, _words: list[str]) -> tuple[str, _Context]:
    return "line", _Context(((_LINE_RULES, {}),))


def _open_unknown(_top: Fields, words: list[str]) -> tuple[str, _Context]:
    raise Mismatch(f"netops does not know {' '.join(words[:2])}")


_Opener = Callable[[Fields, list[str]], tuple[str, _Context]]
_UNKNOWN = ("router", "bfd", "key", "mpls", "pbr-map", "l2vpn", "nexthop-group", "rpki", "segment-routing")
_OPENERS: dict[str, _Opener] = {
    **dict.fromkeys(_UNKNOWN, _open_unknown),
    "interface": _open_interface,
    "line": _open_line,
    "router ospf": _open_ospf,
    "router ospf6": _open_ospf6,
    "router bgp": _open_bgp,
    "route-map": _open_route_map,
    "vrf": _open_vrf,
}
