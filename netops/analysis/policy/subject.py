"""What a policy is asked about, besides the prefix and its path, and what the parts of a policy are once compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from netops.analysis.bgp.path import Path
from netops.model import Action, IPAddress, IPPrefix

__all__ = ["NOWHERE", "Change", "Context", "PrefixTest", "Run", "Test", "Verdict"]


def _never(_: str, __: IPPrefix) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Context:
    """Where a policy is applied.

    ``own_as`` is the number that the router goes by, ``local`` its address on the session ("next-hop self"),
    ``peer_as`` the neighbour's number.  ``igp`` is the metric to the path's next hop.  ``exists(vrf, prefix)``: whether
    that table ("" for the own) has an active route.  ``into_level`` is the IS-IS level that the route goes to.
    """

    own_as: int = 0
    local: IPAddress | None = None
    peer_as: int = 0
    igp: int | None = None
    into_level: str = ""
    exists: Callable[[str, IPPrefix], bool] = _never


NOWHERE = Context()


class Verdict(NamedTuple):
    """``action`` None: nothing was decided; ``default`` is then what the policy wants instead of the usual."""

    action: Action | None
    path: Path
    default: Action | None = None


PrefixTest = Callable[[IPPrefix], bool]
Test = Callable[[IPPrefix, Path, Context], bool]
Change = Callable[[Path, Context], Path]
Run = Callable[[IPPrefix, Path, Context], Verdict]
