"""``router isis``."""

from __future__ import annotations

from typing import Any

from netops.model import DefaultOriginate, Isis, IsisInterface, IsisLeak, IsisSummary
from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Action, Fields, Mismatch, Rules, append, ignore, options, put
from netops.platforms.eos.config_interface_igp import isis_interface
from netops.platforms.eos.config_ospf import redistribution
from netops.platforms.eos.names import expand

__all__ = ["ISIS_BLOCKS", "isis_processes", "place_isis"]

_LEVELS = {"level-1": 1, "level-2": 2, "level-1-2": 12}


def _level(draft: Fields, held: Fields) -> None:
    if held["level"] not in _LEVELS:
        raise Mismatch(f"{held['level']!r} is no level of IS-IS")
    draft["level"] = _LEVELS[held["level"]]


def _leak(draft: Fields, held: Fields) -> None:
    """``redistribute isis level-2 into level-1 [route-map NAME]``."""
    source, target = (_LEVELS.get(held[each], 0) for each in ("source", "target"))
    if {source, target} != {1, 2}:
        raise Mismatch("expected level-1 and level-2")
    said = options(held["options"], {"route-map": "word"})
    append("leaks", IsisLeak)(draft, {"source": source, "target": target, **said})


def _passive(passive: bool) -> Action:
    def action(draft: Fields, held: Fields) -> None:
        draft.setdefault("passive", {})[expand(held["interface"])] = passive

    return action


def _originate(draft: Fields, held: Fields) -> None:
    draft["default_originate"] = DefaultOriginate(**options(held["options"], {"always": "", "route-map": "word"}))


def _summary(draft: Fields, held: Fields) -> None:
    levels = [_LEVELS[each] for each in held["options"] if each in _LEVELS]
    made = IsisSummary(held["prefix"], levels[0] if levels else 12)
    draft.setdefault("summaries", {})[held["prefix"]] = made


def _authenticated(draft: Fields, _held: Fields) -> None:
    draft["authenticated"] = True


_FAMILY_RULES: tuple[tuple[str, Action], ...] = (
    ("maximum-paths <maximum_paths:number>", put()),
    ("multi-topology", put(multi_topology=True)),
    ("redistribute isis <source:word> into <target:word> <options:options>", _leak),
    ("redistribute <protocol:word> <options:options>", redistribution),
    ("default-information originate <options:options>", _originate),
    ("summary-address <prefix:network> <options:options>", _summary),
    ("distance <distance:number>", put()),
    ("bfd <rest:rest>", ignore),
    ("fast-reroute <rest:rest>", ignore),
    ("route-priority <rest:rest>", ignore),
    ("tunnel <rest:rest>", ignore),
    ("microloop <rest:rest>", ignore),
)


def _family(family: int) -> Block:
    def opener(draft: Fields, _held: Fields) -> None:
        draft.setdefault("families", {})[family] = None

    return Block(f"address-family ipv{family} unicast", opener, Grammar(Rules(*_FAMILY_RULES)))


_RULES = Rules(
    ("net <net:word>", put()),
    ("is-type <level:word>", _level),
    ("router-id <rest:rest>", ignore),
    ("is-hostname dynamic", ignore),
    ("no is-hostname dynamic", ignore),
    ("log-adjacency-changes", put(log_adjacency_changes=True)),
    ("no log-adjacency-changes", put(log_adjacency_changes=False)),
    ("passive-interface default", put(passive_default=True)),
    ("passive <interface:word>", _passive(True)),
    ("passive-interface <interface:word>", _passive(True)),
    ("no passive-interface <interface:word>", _passive(False)),
    ("set-overload-bit", put(overload=True)),
    ("set-overload-bit on-startup <rest:rest>", ignore),  # for a while after a start
    ("set-attached-bit", put(attached=True)),
    ("no set-attached-bit", put(attached=False)),
    ("attached-bit ignore", put(ignore_attached=True)),
    ("authentication mode|key|key-id <rest:rest>", _authenticated),
    ("metric <metric:number>", put()),
    *_FAMILY_RULES,
    ("spf-interval <rest:rest>", ignore),
    ("timers <rest:rest>", ignore),
    ("hello <rest:rest>", ignore),
    ("graceful-restart <rest:options>", ignore),
    ("graceful-restart-helper", ignore),
    ("lsp <rest:rest>", ignore),
    ("max-lsp-lifetime|set-lsp-lifetime|lsp-gen-interval|lsp-refresh-interval <rest:rest>", ignore),
    ("mpls ldp sync default", ignore),
)
_GRAMMAR = Grammar(_RULES, [_family(4), _family(6)], silent=("segment-routing", "traffic-engineering"))


def _open(draft: Fields, held: Fields) -> Fields:
    process: Fields = draft.setdefault("isis", {}).setdefault((held["process"], held.get("vrf", "default")), {})
    return process


ISIS_BLOCKS = (
    Block("router isis <process:word>", _open, _GRAMMAR, "isis:{process}"),
    Block("router isis <process:word> vrf <vrf:word>", _open, _GRAMMAR, "isis:{process}"),
)
_OWN = ("passive", "passive_default")


def isis_processes(top: Fields) -> tuple[Isis, ...]:
    """The processes; EOS has wide metrics alone."""
    drafts: dict[tuple[str, str], Fields] = top.get("isis", {})
    return tuple(_process(*key, draft) for key, draft in drafts.items())


def _process(name: str, vrf: str, draft: Fields) -> Isis:
    fields: dict[str, Any] = {key: value for key, value in draft.items() if key not in _OWN}
    for part in ("redistribute", "summaries"):
        fields[part] = tuple(fields.get(part, {}).values())
    return Isis(
        name,
        vrf=vrf,
        wide=True,
        families=tuple(sorted(fields.pop("families", ()))),
        leaks=tuple(fields.pop("leaks", ())),
        **fields,
    )


def place_isis(top: Fields) -> dict[str, tuple[IsisInterface, ...]]:
    """IS-IS by interface."""
    passive = {name: draft.get("passive", {}) for (name, _), draft in top.get("isis", {}).items()}
    default = {name: draft.get("passive_default", False) for (name, _), draft in top.get("isis", {}).items()}
    placed: dict[str, tuple[IsisInterface, ...]] = {}
    for name, draft in top.get("interfaces", {}).items():
        said = draft.get("isis", {})
        process = said.get("process", "")
        silent = passive.get(process, {}).get(name, default.get(process, False))
        made = isis_interface(said, passive=silent)
        if made is not None:
            placed[name] = (made,)
    return placed
