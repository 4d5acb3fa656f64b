"""Render: the estate's configurations into ``configs/intended``, with secrets by name only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netops.store import write_configurations
from netops.workflows.configurations import intended
from netops.workflows.estate import Estate

__all__ = ["Rendered", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """``files``: everything rendered; ``changed``: those whose content is not what it was."""

    configurations: dict[str, str]
    changed: tuple[Path, ...]


def render(estate: Estate, *, write: bool = True) -> Rendered:
    """Render every device that has a template.  Raises TemplateError, StoreError."""
    texts = intended(estate)
    if not write:
        return Rendered(texts, ())
    platforms = {name: estate.network.devices[name].platform for name in texts}
    return Rendered(texts, write_configurations(estate.root / "configs" / "intended", texts, platforms))
