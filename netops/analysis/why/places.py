"""Where in its configuration a device says something: the nearest place that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.analysis.virtual import Split
from netops.analysis.why.answer import Line
from netops.model import Network

__all__ = ["Places"]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a network, asked by the names of its virtual routers."""

    network: Network
    split: Split

    def line(self, router: str, what: str, *keys: str) -> Line:
        """``keys`` are those of :class:`~netops.platforms.base.ParsedConfig`, the most exact first.

        ``VRF`` in a key stands for that of the router.
        """
        device = self.split.device(router)
        return Line(device, what, self.network.locate(*self._keys(router, keys)))

    def _keys(self, router: str, keys: tuple[str, ...]) -> Iterator[str]:
        device, vrf = self.split.device(router), self.split.vrf(router)
        for key in keys:
            wanted = key.replace("VRF", vrf)
            yield f"{device}|{wanted}"
            if wanted.startswith("interface:"):
                yield f"interface:{device}:{wanted.removeprefix('interface:')}"
        yield f"device:{device}"
