"""What can be done to a running lab's cables, as commands for ``ip`` and ``nft`` inside a device's namespace.

A cut cable: both ports stay administratively up and lose their carrier.  A veth pair has no such state of its own,
but any interface has an operational state (RFC 2863): "dormant" clears IFF_RUNNING, by which FRR, Open vSwitch and the
kernel tell that a link is down.  Frames are dropped at both ends besides.
"""

from __future__ import annotations

from netops.model import Endpoint

__all__ = ["cut_commands", "drop_commands", "nft_table", "restore_commands"]


def cut_commands(end: Endpoint) -> tuple[list[str], str]:
    """What ``ip`` and ``nft -f -`` are told at one end of a cable that is cut."""
    table = nft_table("cut", end)
    ip = [f"link set dev {end.interface} mode dormant", f"link set dev {end.interface} state dormant"]
    return ip, f"{_fresh(table)}{_chain(table, end, 'drop')}"


def restore_commands(end: Endpoint) -> tuple[list[str], str]:
    """The reverse."""
    ip = [f"link set dev {end.interface} mode default", f"link set dev {end.interface} state up"]
    return ip, _fresh(nft_table("cut", end)) + f"delete table netdev {nft_table('cut', end)}\n"


def drop_commands(end: Endpoint, percent: int, match: str) -> str:
    """nft rules that lose ``percent`` of what the port sends (0: none any more); ``match`` is an nft expression."""
    table = nft_table("drop", end)
    if percent <= 0:
        return f"{_fresh(table)}delete table netdev {table}\n"
    chance = "" if percent >= 100 else f"numgen random mod 100 < {percent} "
    return f"{_fresh(table)}{_chain(table, end, f'{match} {chance}drop'.strip())}"


def nft_table(purpose: str, end: Endpoint) -> str:
    """A table for each port and purpose, so that faults do not meet.  nft's names know no '-' or '.' at will."""
    return f"netops_{purpose}_" + "".join(each if each.isalnum() else f"_{ord(each):x}_" for each in end.interface)


def _fresh(table: str) -> str:
    """Lines after which the table is there and empty, whether or not it was before."""
    return f"table netdev {table}\ndelete table netdev {table}\ntable netdev {table}\n"


def _chain(table: str, end: Endpoint, rule: str) -> str:
    hook = f'type filter hook egress device "{end.interface}" priority -500'
    return f"table netdev {table} {{\n chain out {{\n  {hook}; policy accept;\n  {rule}\n }}\n}}\n"
