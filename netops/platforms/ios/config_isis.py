"""``router isis`` and IS-IS on interfaces (ISO 10589, RFC 1195, RFC 5308)."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, IPPrefix, Isis, IsisInterface, IsisLeak, IsisSummary, Secret
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, ignore, options, put
from netops.platforms.ios.actions import mark
from netops.platforms.ios.addresses import network
from netops.platforms.ios.config_ospf import passive_rules
from netops.platforms.ios.filters import filter_rules
from netops.platforms.ios.redistribute import redistribute

__all__ = ["ISIS_GRAMMAR", "ISIS_INTERFACE_LINES", "isis_interface", "isis_process"]

_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12, "level-2-only": 2}


def _level(text: str) -> int:
    if text not in _LEVELS:
        raise Mismatch(f"{text!r} is no level of IS-IS")
    return _LEVELS[text]


def _type(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft[field] = _level(held["level"])

    return action


def _style(draft: Fields, held: Fields) -> None:
    styles = {"wide": True, "narrow": False, "transition": True}
    if held["style"] not in styles:
        raise Mismatch(f"{held['style']!r} is no metric style")
    draft["wide"] = styles[held["style"]]


def _summary(draft: Fields, prefix: IPPrefix, words: list[str]) -> None:
    """The level is 2 where none is told."""
    said = options(words, {**dict.fromkeys(_LEVELS, ""), "metric": "number", "tag": "number"})
    level = next((_LEVELS[word] for word in words if word in _LEVELS), 2)
    draft.setdefault("summaries", {})[prefix] = IsisSummary(prefix, level, said.get("metric"))


def _summary4(draft: Fields, held: Fields) -> None:
    _summary(draft, network(held["address"], held["mask"]), held["options"])


def _summary6(draft: Fields, held: Fields) -> None:
    _summary(draft, held["prefix"], held["options"])


def _default(draft: Fields, held: Fields) -> None:
    said = options(held["options"], {"route-map": "word"})
    draft["default_originate"] = DefaultOriginate(always=True, **said)


def _leak(family: int) -> Action:
    """``redistribute isis ip level-2 into level-1 [distribute-list NAME | route-map NAME]``."""

    def action(draft: Fields, held: Fields) -> None:
        words = [word for word in held["options"] if word not in ("prefix", "prefix-list")]
        said = options(words, {"distribute-list": "word", "route-map": "word"})
        if "distribute_list" in said and words == held["options"]:
            raise Mismatch("a leak that an access list chooses is not understood")
        leak = IsisLeak(
            _level(held["source"]),
            _level(held["target"]),
            said.get("route_map"),
            said.get("distribute_list"),
            family=family,
        )
        draft.setdefault("leaks", []).append(leak)

    return action


def _metric(draft: Fields, held: Fields) -> None:
    if held["options"]:
        raise Mismatch("a metric of one level alone is not understood")
    draft["metric"] = held["metric"]


def _overload(draft: Fields, held: Fields) -> None:
    """``on-startup`` alone does not describe the device as it runs."""
    draft["overload"] = "on-startup" not in held["options"]


_FAMILY_LINES: tuple[tuple[str, Any], ...] = (
    ("maximum-paths <maximum_paths:number>", put()),
    ("distance <distance:number>", put()),
    ("distance <distance:number> ip", put()),
    ("default-information originate <options:options>", _default),
    ("redistribute maximum-prefix <rest:rest>", ignore),
    ("redistribute isis ip <source:word> into <target:word> <options:options>", _leak(4)),
    ("redistribute isis <source:word> into <target:word> <options:options>", _leak(6)),
    ("redistribute <protocol:word> <options:options>", redistribute()),
    ("summary-address <address:address4> <mask:address4> <options:options>", _summary4),
    ("summary-prefix <prefix:network6> <options:options>", _summary6),
    *filter_rules(),
)

_SILENT = (
    *("adjacency-check", "bfd", "domain-password-check", "fast-flood", "fast-reroute", "hello", "hostname", "ispf"),
    *("log-adj-changes", "lsp-full", "lsp-gen-interval", "lsp-mtu", "lsp-refresh-interval", "max-area-addresses"),
    *("max-lsp-lifetime", "microloop", "mpls", "nsf", "nsr", "partition", "prc-interval", "protocol", "purge-transmit"),
    *("segment-routing", "skeptical", "snmp", "spf-interval", "timers", "update-queue-depth", "external"),
)


def _family6(draft: Fields, _held: Fields) -> Fields:
    inner: Fields = draft.setdefault("family6", {})
    return inner


def _family4(_draft: Fields, _held: Fields) -> None:
    return None


_FAMILY = Rules(
    *_FAMILY_LINES,
    ("multi-topology <options:options>", mark(multi_topology=True)),
    ("adjacency-check", ignore),
    ("no adjacency-check", ignore),
    ("spf-interval|prc-interval <rest:rest>", ignore),
    ("bfd <rest:rest>", ignore),
)

ISIS_GRAMMAR = Grammar(
    Rules(
        *_FAMILY_LINES,
        ("net <net:word>", put()),
        ("vrf <vrf:word>", put()),
        ("is-type <level:word>", _type("level")),
        ("metric-style <style:word> <options:options>", _style),
        ("metric <metric:number> <options:options>", _metric),
        ("auto-cost reference-bandwidth <reference_bandwidth:number>", put()),
        ("set-overload-bit <options:options>", _overload),
        ("ignore-attached-bit", put(ignore_attached=True)),
        ("log-adjacency-changes <options:options>", mark(log_adjacency_changes=True)),
        ("authentication mode <how:rest>", mark(authenticated=True)),
        ("authentication key-chain <name:rest>", mark(authenticated=True)),
        ("authentication send-only <options:options>", ignore),
        ("area-password <key:rest>", mark(authenticated=True)),
        ("domain-password <key:rest>", mark(authenticated=True)),
        (f"no {'|'.join((*_SILENT, 'hello', 'log-adjacency-changes', 'multi-topology'))} <options:options>", ignore),
        *passive_rules(),
    ),
    (
        Block("address-family ipv6 <words:options>", _family6, Grammar(_FAMILY)),
        Block("address-family ipv4 <words:options>", _family4, Grammar(_FAMILY)),
    ),
    silent=_SILENT,
)


def _of(action: Action) -> Action:
    def on_part(draft: Fields, held: Fields) -> None:
        action(draft.setdefault("isis", {}), held)

    return on_part


def _interface_metric(field: str) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        levels = [_level(word) for word in held["options"]] or [12]
        if held["metric"] == "maximum":
            raise Mismatch("a link that is not to be used is not understood")
        if not held["metric"].isdecimal():
            raise Mismatch(f"{held['metric']!r} is not a number")
        low, high = draft.get(field, (None, None))
        number = int(held["metric"])
        draft[field] = (number if levels[0] != 2 else low, number if levels[0] != 1 else high)

    return action


def _member(family: int) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("families", []).append(family)
        draft["process"] = "".join(held["process"])

    return action


def _number(field: str) -> Action:
    """A number, the same for both levels; for one level it is not kept apart."""

    def action(draft: Fields, held: Fields) -> None:
        if not held["options"] or field not in draft:
            draft[field] = held["number"]

    return action


def _password(draft: Fields, held: Fields) -> None:
    draft["secret"] = Secret.of_value(held["key"].split()[0])


ISIS_INTERFACE_LINES: tuple[tuple[str, Any], ...] = (
    ("ip router isis <process:options>", _of(_member(4))),
    ("ipv6 router isis <process:options>", _of(_member(6))),
    ("isis circuit-type <level:word>", _of(_type("level"))),
    ("isis metric <metric:word> <options:options>", _of(_interface_metric("metric"))),
    ("isis ipv6 metric <metric:word> <options:options>", _of(_interface_metric("metric6"))),
    ("isis network point-to-point", _of(put(point_to_point=True))),
    ("isis priority <number:number> <options:options>", _of(_number("priority"))),
    ("isis hello-interval minimal <options:options>", ignore),
    ("isis hello-interval <number:number> <options:options>", _of(_number("hello_interval"))),
    ("isis password <key:rest>", _of(_password)),
    ("isis passive", _of(put(passive=True))),
    (
        "isis hello-multiplier|csnp-interval|lsp-interval|retransmit-interval|retransmit-throttle-interval|bfd|hello"
        "|authentication|three-way-handshake|mesh-group|tag|ipv6|protocol|advertise-map <options:options>",
        ignore,
    ),
    ("no isis hello|bfd|authentication|metric|priority <options:options>", ignore),
)

_OWN = ("passive", "passive_default", "family6", "families")


def isis_process(name: str, draft: Fields, families: tuple[int, ...]) -> Isis:
    """The process as drafted; ``families`` are those that its interfaces run."""
    other = draft.get("family6", {})
    fields = {key: value for key, value in draft.items() if key not in _OWN}
    redistributions = {**fields.pop("redistribute", {}), **other.get("redistribute", {})}
    return Isis(
        name,
        families=families,
        multi_topology=other.get("multi_topology", fields.pop("multi_topology", False)),
        redistribute=tuple(redistributions.values()),
        leaks=(*fields.pop("leaks", ()), *other.get("leaks", ())),
        summaries=(*fields.pop("summaries", {}).values(), *other.get("summaries", {}).values()),
        filters=(*fields.pop("filters", ()), *other.get("filters", ())),
        **{key: value for key, value in fields.items() if key != "offsets"},
    )


def isis_interface(draft: Fields, passive: bool) -> IsisInterface:
    """IS-IS on an interface as drafted."""
    fields = dict(draft)
    families = fields.pop("families", None)
    fields["passive"] = passive or fields.get("passive", False)
    return IsisInterface(families=tuple(sorted(set(families))) if families else None, **fields)
