"""How wide a text is, in a font with the metrics of Arial, Helvetica, Liberation Sans and Arimo."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["natural", "text_width"]

_BOLD = 1.08
_WIDE, _OTHER = 1.0, 0.75  # em: East Asian full-width signs; signs that are not in the table, at their widest


def _table() -> dict[str, float]:
    """Advance widths in em: Adobe's Helvetica metrics, which the named fonts share."""
    widths = {
        0.191: "'",
        0.222: "ijl",
        0.260: "|",
        0.278: " !,./:;I[]\\ft",
        0.333: "()-`r",
        0.334: "{}",
        0.355: '"',
        0.389: "*",
        0.469: "^",
        0.5: "Jcksvxyz",
        0.556: "#$0123456789?L_abdeghnopqu–",
        0.584: "+<=>~",
        0.611: "FTZ",
        0.667: "&ABEKPSVXY",
        0.722: "CDHNRUw",
        0.778: "GOQ",
        0.833: "Mm",
        0.889: "%",
        0.944: "W",
        1.0: "—→←↔…",
        1.015: "@",
        0.3: "·",
        0.35: "•",
    }
    return {sign: width for width, signs in widths.items() for sign in signs}


_WIDTHS = _table()


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line in pixels; never less than what the fonts above draw."""
    width = sum(_WIDTHS.get(sign) or _unusual(sign) for sign in text)
    return width * size * (_BOLD if bold else 1.0)


def _unusual(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0x2000 else _OTHER


@cache
def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which eth2 comes before eth10."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part)
