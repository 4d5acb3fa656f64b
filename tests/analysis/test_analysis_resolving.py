"""Over which routes next hops are resolved, where policies say so (Junos' ``resolution``)."""

from __future__ import annotations

import pytest

from netops.analysis import predict
from netops.model import Endpoint, Link, Network
from netops.platforms.junos.config import parse

BASE = """
interfaces ge-0/0/0 unit 0 family inet address 10.0.0.{host}/24
routing-options autonomous-system 65000
routing-options router-id 192.0.2.{host}
protocols bgp group g type internal
protocols bgp group g neighbor 10.0.0.{peer}
"""
FIRST = """
routing-options static route 10.1.0.0/24 next-hop 10.0.0.2
routing-options static route 10.2.0.0/25 next-hop 10.0.0.2
routing-options static route 10.3.0.0/24 next-hop 10.1.0.1
routing-options static route 10.3.0.0/24 resolve
routing-options static route 10.4.0.0/24 next-hop 10.2.0.1
routing-options static route 10.4.0.0/24 resolve
"""
SECOND = """
protocols bgp group g export ALL
routing-options static route 10.5.0.0/24 discard
policy-options policy-statement ALL from protocol static
policy-options policy-statement ALL then accept
"""
RESOLUTION = """
routing-options resolution rib {table} import R
policy-options policy-statement R term a from route-filter 0.0.0.0/0 prefix-length-range /24-/24
policy-options policy-statement R term a from protocol static
policy-options policy-statement R term a then accept
policy-options policy-statement R then reject
"""


def routes(first: str) -> set[str]:
    """The prefixes that the first of two routers has, but for its own."""
    texts = {"r1": BASE.format(host=1, peer=2) + FIRST + first, "r2": BASE.format(host=2, peer=1) + SECOND}
    devices = {}
    for name, text in texts.items():
        found = parse("".join(f"set {each}\n" for each in text.split("\n") if each), name, name)
        assert found.unknown == ()
        devices[name] = found.device
    link = Link(Endpoint("r1", "ge-0/0/0"), Endpoint("r2", "ge-0/0/0"))
    state = predict(Network(devices=devices, links=(link,))).devices["r1"]
    return {str(prefix) for prefix, route in state.routes.items() if route.protocol in ("static", "bgp")}


DIRECT = {"10.1.0.0/24", "10.2.0.0/25"}


@pytest.mark.parametrize(
    ("policy", "resolved"),
    [
        ("", {"10.3.0.0/24", "10.4.0.0/24", "10.5.0.0/24"}),
        # The neighbour's subnet is no static route: what BGP has over it is not used, what is configured over it is.
        (RESOLUTION.format(table="inet.0"), {"10.3.0.0/24"}),
        (RESOLUTION.format(table="inet6.0"), {"10.3.0.0/24", "10.4.0.0/24", "10.5.0.0/24"}),
    ],
)
def test_next_hops_are_resolved_over_what_policies_let(policy: str, resolved: set[str]) -> None:
    assert routes(policy) == DIRECT | resolved
