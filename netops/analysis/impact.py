"""What people lose when something breaks: two standings of the network laid side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netops.analysis.standing import (
    ANSWERS,
    GATEWAY,
    INTERNET,
    SERVERS,
    Attachment,
    Condition,
    Standing,
    standing,
)

__all__ = ["Attachment", "Condition", "Impact", "Loss", "Risk", "Standing", "impact", "standing"]

_GRADE_OF = {
    GATEWAY: "cut off",
    INTERNET: "cut off from the internet",
    SERVERS: "cut off from the servers",
    ANSWERS: "cut off from the internet's answers",
}
_GRADES = (*_GRADE_OF.values(), *(f"partly {each}" for each in _GRADE_OF.values()))


@dataclass(frozen=True, slots=True)
class Loss:
    """``lost``: what no packet gets to any more; ``partly``: what only some do."""

    attachment: Attachment
    lost: tuple[str, ...]
    partly: tuple[str, ...] = ()

    @property
    def grade(self) -> str:
        """The worst of it, in words."""
        if self.lost:
            return _GRADE_OF[self.lost[0]]
        return f"partly {_GRADE_OF[self.partly[0]]}"


@dataclass(frozen=True, slots=True)
class Risk:
    """The attachment still has all of it, but each of ``depends_on`` alone can now part it from ``of``."""

    attachment: Attachment
    of: tuple[str, ...]
    depends_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """``losses`` and ``risks``, by attachment; ``devices`` are those that no longer are joined to the providers."""

    losses: tuple[Loss, ...] = ()
    risks: tuple[Risk, ...] = ()
    devices: tuple[str, ...] = ()
    buildings: frozenset[str] = field(default=frozenset(), repr=False)  # the sites that are buildings

    def __bool__(self) -> bool:
        return bool(self.losses or self.risks or self.devices)

    @property
    def segments_cut(self) -> tuple[str, ...]:
        return _segments(each.attachment for each in self.losses)

    @property
    def segments_at_risk(self) -> tuple[str, ...]:
        return _segments(each.attachment for each in self.risks)

    @property
    def buildings_cut(self) -> tuple[str, ...]:
        return self._sites(each.attachment for each in self.losses)

    @property
    def buildings_at_risk(self) -> tuple[str, ...]:
        return self._sites(each.attachment for each in self.risks)

    @property
    def homes_cut(self) -> int:
        """Households that lost something, each counted once."""
        return _homes(each.attachment for each in self.losses)

    @property
    def homes_at_risk(self) -> int:
        """Households that lost redundancy, each counted once."""
        return _homes(each.attachment for each in self.risks)

    def __str__(self) -> str:
        return "; ".join(self.lines()) or "nobody is cut off, and redundancy is as before"

    def lines(self) -> tuple[str, ...]:
        """What is cut off, the worst first, and what lost redundancy: each attachment in one line only."""
        found: dict[str, list[Attachment]] = {}
        for each in sorted(self.losses, key=lambda loss: _GRADES.index(loss.grade)):
            found.setdefault(each.grade, []).append(each.attachment)
        for risk in self.risks:
            found.setdefault("one failure from an outage", []).append(risk.attachment)
        return tuple(
            f"{grade}: {_told(_segments(those), self._sites(those), _homes(those))}" for grade, those in found.items()
        )

    def _sites(self, attachments: Iterable[Attachment]) -> tuple[str, ...]:
        return tuple(sorted({each.site for each in attachments} & self.buildings))


def impact(before: Standing, after: Standing) -> Impact:
    """What ``after`` lacks of what ``before`` had; an attachment that is gone has lost everything."""
    losses: list[Loss] = []
    risks: list[Risk] = []
    for attachment, had in sorted(before.attachments.items()):
        has = after.attachments.get(attachment, Condition())
        if has is had:
            continue
        lost = had.has - has.has - has.partly
        partly = (had.has - has.has) & has.partly
        if lost or partly:
            losses.append(Loss(attachment, _ordered(lost), _ordered(partly)))
        else:
            risks += _risks(attachment, had, has)
    return Impact(tuple(losses), tuple(risks), tuple(sorted(before.joined - after.joined)), before.buildings)


def _risks(attachment: Attachment, had: Condition, has: Condition) -> Iterator[Risk]:
    found = {
        goal: has.single_points[goal] - points
        for goal, points in had.single_points.items()
        if goal in had.has and goal in has.single_points
    }
    if any(found.values()):
        named = frozenset[str]().union(*found.values())
        yield Risk(attachment, _ordered(goal for goal in found if found[goal]), tuple(sorted(named)))


def _segments(attachments: Iterable[Attachment]) -> tuple[str, ...]:
    return tuple(sorted({each.segment for each in attachments}))


def _homes(attachments: Iterable[Attachment]) -> int:
    """Of each site the most homes that any one segment has there: a home is on several segments."""
    shares = {(each.site, each.segment, each.switch): each.homes for each in attachments}
    totals: Counter[tuple[str, str]] = Counter()
    for (site, segment, _), homes in shares.items():
        totals[site, segment] += homes
    return sum(max(homes for (at, _), homes in totals.items() if at == site) for site in {each for each, _ in totals})


def _ordered(goals: Iterable[str]) -> tuple[str, ...]:
    order = (GATEWAY, INTERNET, SERVERS, ANSWERS)
    return tuple(sorted(goals, key=order.index))


def _told(segments: tuple[str, ...], buildings: tuple[str, ...], homes: int) -> str:
    counts = ((len(segments), "segment"), (len(buildings), "building"), (homes, "home"))
    return ", ".join(f"{count} {noun}{'s' if count != 1 else ''}" for count, noun in counts if count)
