"""What a cable can carry: media, lengths and labels.

The figures are from makers' and training pages, not from the standards' own text: 100 m channels and categories
after ISO/IEC 11801 and IEEE 802.3, fibre reaches after IEEE 802.3ae, ba and by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netops.checks.index import Index
from netops.checks.registry import Problem, check
from netops.model import Link, Medium, Severity

__all__: list[str] = []

CHANNEL = 100.0  # metres: 90 m permanent link and 10 m of cords
COPPER_REACH: Mapping[int, Mapping[str, float]] = {
    1_000: {"cat5": 100, "cat5e": 100, "cat6": 100, "cat6a": 100, "cat7": 100, "cat8": 100},
    2_500: {"cat5e": 100, "cat6": 100, "cat6a": 100, "cat7": 100, "cat8": 100},
    5_000: {"cat6": 100, "cat6a": 100, "cat7": 100, "cat8": 100},
    10_000: {"cat6": 55, "cat6a": 100, "cat7": 100, "cat8": 100},
    25_000: {"cat8": 30},
    40_000: {"cat8": 30},
}  # Mbit/s -> category -> metres
DAC_REACH: Mapping[int, float] = {10_000: 7, 25_000: 5, 40_000: 5, 100_000: 3}
FIBRE: Mapping[tuple[str, int], tuple[float, float]] = {
    ("om3", 10_000): (300, 2.6),
    ("om4", 10_000): (400, 2.9),
    ("om4", 25_000): (100, 1.9),
    ("om4", 40_000): (150, 1.5),
}  # grade, Mbit/s -> metres, dB
MULTIMODE_LOSS = 3.0  # dB/km at 850 nm
CONNECTOR_LOSS = 0.75  # dB each, at most; a line has two
GRADES: Mapping[Medium, tuple[str, ...]] = {
    Medium.COPPER: ("cat",),
    Medium.MULTIMODE: ("om",),
    Medium.SINGLEMODE: ("os",),
}


def _at(link: Link) -> tuple[str, ...]:
    return (f"link:{link.name}",)


def _cables(index: Index) -> Iterator[tuple[Link, str, float, int]]:
    """Lines with a known length: the line, its grade in lower case, its metres, its speed (0: unknown)."""
    for link, a, b in index.lines:
        if link.cable.length is not None:
            speeds = [each for each in (a.interface.speed, b.interface.speed) if each is not None]
            yield link, link.cable.grade.lower().replace(" ", ""), link.cable.length, max(speeds, default=0)


@check(
    "grade-of-another-medium",
    number=7,
    severity=Severity.ERROR,
    title="A cable's grade is not one of its medium",
    remedy="correct the medium or the grade",
)
def grade_of_another_medium(index: Index) -> Iterator[Problem]:
    """Cat is copper, OM multimode, OS single-mode: one of the two entries is wrong, and so is the optic."""
    for link in index.network.links:
        medium, grade = link.cable.medium, link.cable.grade
        if medium is not None and medium in GRADES and grade and not grade.lower().startswith(GRADES[medium]):
            expected = f"a grade of {medium} ({GRADES[medium][0].upper()}...)"
            yield Problem(link.name, "grade does not fit the medium", expected, grade, at=_at(link))


@check(
    "channel-too-long",
    number=12,
    severity=Severity.ERROR,
    title="A copper channel is longer than 100 m",
    remedy="use fibre, or a switch in between",
)
def channel_too_long(index: Index) -> Iterator[Problem]:
    """Past 100 m, cords included, twisted pair is out of its specification at every speed."""
    for link, _, length, _ in _cables(index):
        if link.cable.medium is Medium.COPPER and length > CHANNEL:
            yield Problem(link.name, "copper channel too long", "at most 100 m", f"{length:g} m", at=_at(link))


@check(
    "category-too-low",
    number=13,
    severity=Severity.ERROR,
    title="A copper cable's category is too low for its speed at its length",
    remedy="pull a cable of a higher category, or fibre",
)
def category_too_low(index: Index) -> Iterator[Problem]:
    """The line comes up slower than designed, or drops frames: 10GBASE-T needs Cat6A beyond 55 m."""
    for link, grade, length, speed in _cables(index):
        reaches = COPPER_REACH.get(speed)
        if link.cable.medium is Medium.COPPER and grade and reaches is not None and length <= CHANNEL:
            reach = reaches.get(grade, 0)
            if length > reach:
                expected = f"a category that carries {speed} Mbit/s over {length:g} m"
                actual = f"{link.cable.grade}, good for {reach:g} m"
                yield Problem(link.name, "category too low for the speed", expected, actual, at=_at(link))


@check(
    "dac-too-long",
    number=14,
    severity=Severity.ERROR,
    title="A direct attach cable is longer than its rating",
    remedy="use a shorter cable, or optics",
)
def dac_too_long(index: Index) -> Iterator[Problem]:
    """A passive twinax cable carries 10G over 7 m, 25G and 40G over 5 m, 100G over 3 m; beyond that, errors."""
    for link, _, length, speed in _cables(index):
        reach = DAC_REACH.get(speed)
        if link.cable.medium is Medium.DAC and reach is not None and length > reach:
            yield Problem(link.name, "DAC too long", f"at most {reach:g} m", f"{length:g} m", at=_at(link))


@check(
    "fibre-beyond-reach",
    number=15,
    severity=Severity.ERROR,
    title="A multimode line is beyond its reach or its loss budget",
    remedy="use single-mode fibre, or a better grade",
)
def fibre_beyond_reach(index: Index) -> Iterator[Problem]:
    """Loss is 3 dB per km and two connectors of 0.75 dB; past reach or budget the receiver sees noise."""
    for link, grade, length, speed in _cables(index):
        limit = FIBRE.get((grade, speed))
        if limit is None:
            continue
        loss = length / 1000 * MULTIMODE_LOSS + 2 * CONNECTOR_LOSS
        if length > limit[0] or loss > limit[1] + 1e-9:
            expected = f"at most {limit[0]:g} m and {limit[1]:g} dB"
            yield Problem(link.name, "fibre beyond its reach", expected, f"{length:g} m, {loss:.1f} dB", at=_at(link))


@check(
    "length-unknown",
    number=17,
    severity=Severity.INFO,
    title="A described cable has no length",
    remedy="measure the cable and write its length",
)
def length_unknown(index: Index) -> Iterator[Problem]:
    """Unknown is not zero: totals and loss budgets that count this line are only lower bounds ("at least")."""
    for link in index.network.links:
        cable = link.cable
        if cable.length is None and (cable.medium or cable.grade or cable.label):
            yield Problem(link.name, "length is unknown: totals are lower bounds", "metres", "none", at=_at(link))


@check(
    "label-used-twice",
    number=19,
    severity=Severity.WARNING,
    title="Two cables carry one label",
    remedy="give each cable a label of its own (TIA-606)",
)
def label_used_twice(index: Index) -> Iterator[Problem]:
    """In the dark of a rack the wrong one of the two is pulled."""
    labels: defaultdict[str, list[Link]] = defaultdict(list)
    for link in index.network.links:
        if link.cable.label:
            labels[link.cable.label].append(link)
    for label, links in labels.items():
        if len(links) > 1:
            names = tuple(sorted(link.name for link in links))
            yield Problem(f"label {label}", "is on more than one cable", "one", ", ".join(names), names, _at(links[1]))
