"""AS numbers, and the peer filters that choose some of them."""

from __future__ import annotations

from netops.platforms.configuration.grammar import Block, Grammar
from netops.platforms.configuration.rules import Fields, Mismatch, Rules, type_of
from netops.platforms.eos.config_policy_lists import next_sequence

__all__ = ["PEER_FILTER_BLOCK", "accepted_numbers", "number_of"]


def number_of(text: str) -> int:
    """An AS number, plain or as two halves ("65000.1", RFC 5396).

    >>> number_of("1.10")
    65546
    """
    high, dot, low = text.partition(".")
    if not dot:
        return int(type_of("number", text))
    halves = type_of("number", high), type_of("number", low)
    if max(halves) > 0xFFFF:
        raise Mismatch(f"{text!r} is no AS number")
    return int(halves[0] << 16 | halves[1])


def _open_filter(draft: Fields, held: Fields) -> Fields:
    entries: Fields = draft.setdefault("peer_filters", {}).setdefault(held["name"], {})
    return entries


def _filter_entry(draft: Fields, held: Fields) -> None:
    low, _, high = held["numbers"].partition("-")
    if held["result"] not in ("accept", "reject"):
        raise Mismatch(f"{held['result']!r} is neither accept nor reject")
    entries: dict[int, object] = draft.setdefault("entries", {})
    sequence = next_sequence(entries, held.get("sequence"))
    entries[sequence] = (number_of(low), number_of(high or low), held["result"] == "accept")


PEER_FILTER_BLOCK = Block(
    "peer-filter <name:word>",
    _open_filter,
    Grammar(
        Rules(
            ("<sequence:number> match as-range <numbers:word> result <result:word>", _filter_entry),
            ("match as-range <numbers:word> result <result:word>", _filter_entry),
        )
    ),
)


def accepted_numbers(draft: Fields) -> tuple[tuple[int, int], ...]:
    """The AS numbers that a peer filter accepts, as ranges: its first entry that holds decides."""
    entries: dict[int, tuple[int, int, bool]] = draft.get("entries", {})
    accepted: list[tuple[int, int]] = []
    decided: list[tuple[int, int]] = []
    for sequence in sorted(entries):
        low, high, accept = entries[sequence]
        left = [(low, high)]
        for first, last in decided:
            left = [part for each in left for part in _without(each, first, last)]
        accepted.extend(left if accept else [])
        decided.append((low, high))
    return tuple(sorted(accepted))


def _without(span: tuple[int, int], first: int, last: int) -> list[tuple[int, int]]:
    low, high = span
    if last < low or high < first:
        return [span]
    below, above = (low, first - 1), (last + 1, high)
    return [each for each in (below, above) if each[0] <= each[1]]
