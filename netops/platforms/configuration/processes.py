"""``router PROTOCOL``: processes that hold what they say of each VRF."""

from __future__ import annotations

from netops.platforms.configuration.bgp import asn_of
from netops.platforms.configuration.grammar import Opener
from netops.platforms.configuration.rules import Fields

__all__ = ["bgp_draft", "process_draft"]


def process_draft(protocol: str) -> Opener:
    """A process has a draft of its own, and ``vrfs``, in which the default VRF is it itself."""

    def opener(draft: Fields, held: Fields) -> Fields:
        return _draft(draft, protocol, held["process"])

    return opener


def bgp_draft(draft: Fields, held: Fields) -> Fields:
    """The one BGP process; its AS number stands beside it."""
    draft["asn"] = asn_of(held["asn"])
    return _draft(draft, "bgp", "")


def _draft(draft: Fields, protocol: str, name: str) -> Fields:
    processes: dict[str, Fields] = draft.setdefault(protocol, {})
    if name not in processes:
        process: Fields = {}
        process["vrfs"] = {"default": process}
        processes[name] = process
    return processes[name]
