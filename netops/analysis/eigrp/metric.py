"""EIGRP's vector metric, and the one number that it comes to (RFC 7868 section 5.5 and 5.6)."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model import Eigrp

__all__ = ["UNREACHABLE", "Vector", "composite"]

UNREACHABLE = 2**63
_TENS_OF_MICROSECONDS = 10**7  # picoseconds


@dataclass(frozen=True, slots=True)
class Vector:
    """Along a path: the least ``bandwidth`` (kbit/s), the sum of ``delay`` (picoseconds), the worst of the others."""

    bandwidth: int
    delay: int
    reliability: int = 255
    load: int = 1
    hops: int = 0

    @classmethod
    def configured(cls, metric: tuple[int, ...]) -> Vector:
        """Of bandwidth (kbit/s), delay (tens of microseconds), reliability, load and MTU."""
        bandwidth, delay, reliability, load = metric[:4]
        return cls(max(1, bandwidth), delay * _TENS_OF_MICROSECONDS, reliability, max(1, load))

    def over(self, bandwidth: int, delay: int) -> Vector:
        """The same path with one hop more in front."""
        return Vector(min(self.bandwidth, bandwidth), self.delay + delay, self.reliability, self.load, self.hops + 1)


def composite(vector: Vector, process: Eigrp, *, scaled_bandwidth: bool) -> int:
    """What a router compares; ``scaled_bandwidth``: the classic metric divides the bandwidth after scaling (NX-OS)."""
    k1, k2, k3, k4, k5, *_ = (*process.k_values, 0, 0, 0, 0, 0)
    if process.wide:
        rate = 10**7 * 65536 // vector.bandwidth
        latency = vector.delay * 65536 // 10**6
    else:
        rate = 10**7 * 256 // vector.bandwidth if scaled_bandwidth else 10**7 // vector.bandwidth * 256
        latency = vector.delay // _TENS_OF_MICROSECONDS * 256
    metric = k1 * rate + k2 * rate // (256 - min(255, vector.load)) + k3 * latency
    return metric * k5 // (k4 + vector.reliability) if k5 else metric
