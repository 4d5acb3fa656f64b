"""Colours: of roles, media, areas, severities and states; dark enough for a white wall, and each with a name."""

from __future__ import annotations

from netops.model import Medium, Role, Severity
from netops.report.diagram import Paint

__all__ = ["AREAS", "MEDIA", "ROLES", "SEVERITIES", "STATES", "TIERS", "WIDTHS", "numbered", "width_of"]

ROLES = {
    Role.ISP: Paint("provider", "#eaeef2", "#57606a"),
    Role.EDGE: Paint("edge router", "#ffe7d6", "#bc4c00"),
    Role.CORE: Paint("core router", "#fbdde0", "#b3202c"),
    Role.DISTRIBUTION: Paint("distribution router", "#dbeafe", "#1f5fbf"),
    Role.ACCESS: Paint("access switch", "#dcf3e1", "#1a7f37"),
    Role.SERVER: Paint("server", "#efe5fd", "#6b3fc4"),
    Role.HOST: Paint("host", "#ffffff", "#6e7781"),
}
TIERS = dict(enumerate(("Providers", "Edge", "Core", "Distribution", "Access", "Servers", "Hosts")))

MEDIA = {  # as the jackets of the cables are (TIA-598): yellow single-mode, aqua OM3 and OM4
    Medium.SINGLEMODE: Paint("single-mode fibre", stroke="#a87900"),
    Medium.MULTIMODE: Paint("multimode fibre", stroke="#0a8f94"),
    Medium.DAC: Paint("direct attach cable", stroke="#24292f"),
    Medium.COPPER: Paint("copper", stroke="#2d5fa8"),
    None: Paint("medium not known", stroke="#6e7781"),
}
SEVERITIES = {
    Severity.CRITICAL: Paint("critical", "#ff9a94", "#a40e26"),
    Severity.ERROR: Paint("error", "#ffc9a8", "#bc4c00", "9 3"),
    Severity.WARNING: Paint("warning", "#fff1a8", "#8a6500", "5 3"),
    Severity.INFO: Paint("information", "#d8ecff", "#0b5cad", "2 3"),
    None: Paint("nothing found", "#ffffff", "#8c959f"),
}
STATES = {
    "up": Paint("up", "#dcf3e1", "#1a7f37"),
    "down": Paint("down", "#ff9a94", "#a40e26", "7 4"),
    "disabled": Paint("shut down by an administrator", "#eaeef2", "#57606a", "2 4"),
    "unreachable": Paint("does not answer", "#ff9a94", "#a40e26", "3 3"),
    "unknown": Paint("not asked", "#ffffff", "#8c959f", "1 3"),
}
AREAS = (
    ("#e4e9f0", "#3b4b61"),
    ("#dbeafe", "#1f5fbf"),
    ("#dcf3e1", "#1a7f37"),
    ("#ffe7d6", "#bc4c00"),
    ("#efe5fd", "#6b3fc4"),
    ("#d5f3f2", "#0a7f84"),
    ("#fbdde0", "#b3202c"),
    ("#fff1a8", "#8a6500"),
)

_SPEEDS = ((100_000, 5.0, "100 Gbit/s and more"), (40_000, 4.0, "40"), (25_000, 3.4, "25"), (10_000, 2.6, "10 Gbit/s"))
WIDTHS = (*((width, label) for _, width, label in _SPEEDS), (1.4, "1 Gbit/s and less, or not known"))


def width_of(speed: int | None) -> float:
    """How wide a line of this many Mbit/s is drawn."""
    return next((width for least, width, _ in _SPEEDS if (speed or 0) >= least), 1.4)


def numbered(number: int, label: str) -> Paint:
    """A colour for one of several like things; after the last one they come again, with another dash."""
    fill, stroke = AREAS[number % len(AREAS)]
    return Paint(label, fill, stroke, ("", "8 3", "3 3")[number // len(AREAS) % 3])
