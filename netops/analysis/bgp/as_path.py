"""The AS path as it leaves, and whether one that arrives has been here (RFC 4271 5.1.2 and 9.1.2, RFC 5065)."""

from __future__ import annotations

from dataclasses import replace

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.bgp.router import Router
from netops.analysis.bgp.session import Session
from netops.model import BgpNeighborFamily

__all__ = ["been_here", "leaving_as_path", "received_as_path"]

_PRIVATE = (range(64512, 65535), range(4200000000, 4294967295))  # RFC 6996


def leaving_as_path(router: Router, session: Session, settings: BgpNeighborFamily, path: Path) -> Path:
    """With the own number, or numbers, in front, where it leaves the AS or the member of a confederation."""
    if session.kind is Learned.INTERNAL:
        return path
    if session.kind is Learned.CONFEDERATE:
        return replace(path, confederation=(router.process.asn, *path.confederation))
    numbers = path.as_path
    if settings.remove_private_as:
        numbers = _without_private(router, session, settings, numbers)
    if settings.as_override:
        numbers = tuple(session.own_as if each == session.peer_as else each for each in numbers)
    return replace(path, as_path=(*_own_numbers(router, session), *numbers), confederation=())


def _own_numbers(router: Router, session: Session) -> tuple[int, ...]:
    """``local-as`` stands before the process' own number, unless it is to stand alone."""
    alone = session.own_as == router.public_as or session.neighbor.replace_as
    return (session.own_as,) if alone else (session.own_as, router.public_as)


def _without_private(
    router: Router, session: Session, settings: BgpNeighborFamily, numbers: tuple[int, ...]
) -> tuple[int, ...]:
    """Private numbers go where the path has no others; with "all" everywhere, else up to the first public one.

    The peer's own number stays: taking it away would hide a loop.
    """
    doomed = {each for each in numbers if _is_private(each) and each != session.peer_as}
    if settings.remove_private_as_all:
        span = len(numbers)
    elif router.traits.bgp_private_leading:
        span = next((at for at, each in enumerate(numbers) if not _is_private(each)), len(numbers))
    else:
        span = len(numbers) if all(map(_is_private, numbers)) else 0
    head, tail = numbers[:span], numbers[span:]
    if settings.remove_private_as_replace:
        return (*(session.own_as if each in doomed else each for each in head), *tail)
    return (*(each for each in head if each not in doomed), *tail)


def _is_private(number: int) -> bool:
    return any(number in span for span in _PRIVATE)


def received_as_path(session: Session, sent: Path) -> tuple[int, ...]:
    """A number that only this neighbour knows us by is put before what it sends."""
    neighbor = session.neighbor
    hidden = neighbor.no_prepend or neighbor.local_as_private or neighbor.local_as is None
    return sent.as_path if hidden or not session.external else (session.own_as, *sent.as_path)


def been_here(router: Router, session: Session, settings: BgpNeighborFamily, sent: Path) -> bool:
    """Whether the path has a number of this router's more often than is taken, or its cluster (RFC 4456 section 8)."""
    process = router.process
    taken = settings.allowas_in or process.autonomous_system_loops or 0
    if sent.as_path.count(process.asn) > taken or sent.confederation.count(process.asn) > taken:
        return True
    if process.confederation is not None and sent.as_path.count(process.confederation) > taken:
        return True
    if session.own_as != process.asn and sent.as_path.count(session.own_as) > taken:
        return True
    if process.asn in sent.as_set:
        return True
    return session.kind is Learned.INTERNAL and (
        sent.originator == router.router_id or any(each in sent.clusters for each in router.cluster_ids())
    )
