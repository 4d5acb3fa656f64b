"""Which routes of a device are those that were predicted."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from netops.analysis.fidelity import compare_routes
from netops.model import DeviceState, NextHop, Route

PREFIX = ip_network("10.0.0.1/32")
GATEWAY = ip_address("10.0.0.1")


def state(route: Route) -> DeviceState:
    return DeviceState("a", ribs={"default": {route.prefix: route}})


def ospf(hop: NextHop, metric: int = 0, distance: int = 110) -> Route:
    return Route(PREFIX, "ospf", distance, metric, frozenset({hop}))


@pytest.mark.parametrize(
    ("shown", "predicted", "what"),
    [
        (ospf(NextHop(None, "Ethernet1")), ospf(NextHop(GATEWAY, "Ethernet1"), 20), ""),
        (ospf(NextHop(None, "Ethernet1")), ospf(NextHop(GATEWAY, "Ethernet2"), 20), "metric, next hops"),
        (ospf(NextHop(None, "Ethernet1")), ospf(NextHop(GATEWAY, "Ethernet1"), 20, 90), "distance"),
        (ospf(NextHop(None, "Ethernet1")), ospf(NextHop(ip_address("10.0.0.2"), "Ethernet1"), 20), "metric, next hops"),
        (ospf(NextHop(GATEWAY, "Ethernet1"), 10), ospf(NextHop(GATEWAY, "Ethernet1"), 20), "metric"),
    ],
)
def test_a_neighbours_borrowed_address_is_shown_as_connected(shown: Route, predicted: Route, what: str) -> None:
    assert [each.what for each in compare_routes(state(shown), state(predicted)).differences] == (
        [what] if what else []
    )
