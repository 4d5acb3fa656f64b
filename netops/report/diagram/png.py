"""SVG to PNG with resvg, in the font that the wheel fontpkg-arimo ships: no system library, no system font."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from netops.errors import InputError

__all__ = ["png"]

_ARIMO_KNOWS = 0x0600  # up to here Latin, Greek, Cyrillic and Hebrew: no other font is looked for
_LARGEST = 16_000  # pixels a side: more than 1 GB of memory beyond


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """The picture at ``scale`` pixels for each of the SVG's (2.0 is 192 dpi).

    It is byte for byte the same on every machine, unless signs occur that Arimo does not have: these come from the
    machine's own fonts.  Raises InputError where the two packages are not installed.
    """
    font = find_spec("fontpkg_arimo")
    if find_spec("resvg_py") is None or font is None or font.origin is None:
        raise InputError("no PNG without two Python packages: pip install resvg-py fontpkg-arimo (SVG needs neither)")
    import resvg_py

    fonts = sorted(str(path) for path in (Path(font.origin).parent / "files").glob("Arimo[[]*.ttf"))
    known = all(ord(sign) < _ARIMO_KNOWS or 0x2000 <= ord(sign) < 0x2200 for sign in svg)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=known,
            font_files=fonts,
            font_family="Arimo",
            sans_serif_family="Arimo",
            zoom=_zoom(svg, scale),
        )
    )


def _zoom(svg: str, scale: float) -> float:
    """The scale, or less where the picture would be too large."""
    head = svg.partition(">")[0]
    sides = [float(head.partition(f' {side}="')[2].partition('"')[0]) for side in ("width", "height")]
    return min(scale, _LARGEST / max(sides))
