"""What is told of one route: in one line, by its candidates, and by the lines that made it so."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import IPPrefix, Location, Route

__all__ = ["Candidate", "Line", "Why"]


@dataclass(frozen=True, slots=True)
class Line:
    """``what`` was said at ``location`` of a device's configuration or of the estate; ``text`` is the line itself.

    Where ``location`` is None, nobody knows the place.
    """

    device: str
    what: str
    location: Location | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A route or path that there was.

    ``source``: who it is from; ``verdict``: why it is not the one, or that it shares the traffic; ``chosen``: it is in
    the table; ``usable`` False: it was refused or leads nowhere, and took no part in the choice.  ``distance`` and
    ``metric`` are None where it never came so far.
    """

    protocol: str
    source: str = ""
    via: tuple[str, ...] = ()
    distance: int | None = None
    metric: int | None = None
    attributes: tuple[str, ...] = ()
    chosen: bool = False
    verdict: str = ""
    lines: tuple[Line, ...] = ()
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Why:
    """``route`` is None where there is none, and ``stops`` then tell where it stopped, the first place first.

    ``answer`` is the whole in one line; ``rule`` what decided.
    """

    device: str
    prefix: IPPrefix
    answer: str
    rule: str = ""
    route: Route | None = None
    candidates: tuple[Candidate, ...] = ()
    stops: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
