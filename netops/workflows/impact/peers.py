"""OSPF adjacencies and BGP sessions that come and go."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import DeviceState, Snapshot

__all__ = ["PeerChange", "peer_changes"]


@dataclass(frozen=True, slots=True)
class PeerChange:
    """``kind`` is ospf, ospf6 or bgp; ``before`` and ``after`` are states, empty where there is no such peer."""

    device: str
    kind: str
    peer: str
    before: str
    after: str

    @property
    def lost(self) -> bool:
        return self.before in _UP and self.after not in _UP


_UP = frozenset({"full", "two-way", "established"})


def peer_changes(before: Snapshot, after: Snapshot) -> tuple[PeerChange, ...]:
    """Every peer whose state differs, in order of device, kind and peer."""
    found = []
    for name in sorted({*before.devices, *after.devices}):
        old, new = _peers(before.devices.get(name)), _peers(after.devices.get(name))
        found += [
            PeerChange(name, kind, peer, old.get((kind, peer), ""), new.get((kind, peer), ""))
            for kind, peer in sorted({*old, *new})
            if old.get((kind, peer)) != new.get((kind, peer))
        ]
    return tuple(found)


def _peers(state: DeviceState | None) -> dict[tuple[str, str], str]:
    if state is None:
        return {}
    adjacencies = {
        ("ospf6" if each.version == 3 else "ospf", f"{each.neighbor_id} on {each.interface}"): each.state
        for each in state.adjacencies or ()
    }
    return adjacencies | {("bgp", f"{each.peer} AS {each.remote_as}"): each.state for each in state.sessions or ()}
