"""Echo requests from a device's own shell to its neighbours, all of them at once and in one round trip."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from netops.devices.session import Session
from netops.model import IPAddress, Probe

__all__ = ["LINGER", "echo"]

LINGER = 2.0  # seconds for the last answer: a busy device is no loss
BUFFER = 200_000  # bytes: ping waits for its unanswered ARP otherwise, and sends late or never
SLOW = 0.2  # seconds: what iputils before 20210202 grants a user who is not root

_ANSWER = re.compile(r"(\d+) .*?\b(\d+) packets transmitted, (\d+)(?: packets)? received\b.*")


def echo(
    session: Session, plan: Sequence[tuple[str, IPAddress]], count: int, interval: float, linger: float = LINGER
) -> tuple[Probe, ...]:
    """One Probe for each (interface, address), in that order; 0 ``sent`` where ping could not send at all.

    Raises UnreachableError where the session gives no answer.
    """
    if not plan:
        return ()
    lines = ["exec 2>/dev/null", "PATH=$PATH:/usr/sbin:/sbin"]
    lines += [_line(number, count, interval, linger, *pair) for number, pair in enumerate(plan)]
    output = session.run("\n".join([*lines, "wait"]), timeout=30 + linger + count * SLOW)
    answers = (_ANSWER.fullmatch(line) for line in output.stdout.splitlines())
    found = {int(each[1]): (int(each[2]), int(each[3])) for each in answers if each}
    return tuple(
        Probe(interface, address, *found.get(number, (0, 0))) for number, (interface, address) in enumerate(plan)
    )


def _line(number: int, count: int, interval: float, linger: float, interface: str, address: IPAddress) -> str:
    """A ping in the background; its report becomes one line, which no other one gets into.

    It is interrupted where it would wait longer: an address without a MAC address holds it up for seconds.
    """
    asked = f"-n -q -c {count} -W {linger:g} -S {BUFFER} -I {shlex.quote(interface)} {address}"
    quick, slow = (
        f"timeout -s INT {count * each + linger + 0.5:g} ping -i {each:g} {asked}" for each in (interval, SLOW)
    )
    again = f"[ $? -ne 2 ] || said=$({slow})"  # 2: it sent nothing
    return f"(said=$({quick}); {again if interval < SLOW else ':'}; echo {number} $said) &"
