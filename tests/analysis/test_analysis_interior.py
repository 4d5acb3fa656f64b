"""IS-IS, EIGRP and RIP: small networks whose routes can be told by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from ipaddress import IPv4Address, ip_interface, ip_network

import pytest

from netops.analysis import predict
from netops.model import (
    DefaultOriginate,
    Device,
    Eigrp,
    EigrpInterface,
    Endpoint,
    Interface,
    InterfaceKind,
    IPPrefix,
    Isis,
    IsisInterface,
    IsisLeak,
    IsisSummary,
    Link,
    Network,
    Redistribution,
    Rip,
    RipInterface,
    Route,
    StaticRoute,
)


def line(count: int, speak: object, pairs: tuple[tuple[int, int], ...] = ()) -> Network:
    """Routers r1, r2, ... in a row (or joined in ``pairs``), each with a loopback 10.0.0.N; ``speak`` is added to all.

    The line between A and B is 10.A.B.0/30; its ends are ethB on A and ethA on B.
    """
    ports: dict[int, dict[str, Interface]] = {}
    for number in range(1, count + 1):
        loopback = Interface("lo", InterfaceKind.LOOPBACK, addresses=(ip_interface(f"10.0.0.{number}/32"),))
        ports[number] = {"lo": dataclasses.replace(loopback, **speak)}  # type: ignore[arg-type]  # any field
    links = []
    for one, other in pairs or tuple((each, each + 1) for each in range(1, count)):
        for at, far, host in ((one, other, 1), (other, one, 2)):
            port = Interface(f"eth{far}", addresses=(ip_interface(f"10.{one}.{other}.{host}/30"),), bandwidth=1_000_000)
            ports[at][port.name] = dataclasses.replace(port, **speak)  # type: ignore[arg-type]  # any field
        links.append(Link(Endpoint(f"r{one}", f"eth{other}"), Endpoint(f"r{other}", f"eth{one}")))
    devices = {f"r{each}": Device(f"r{each}", "ios", interfaces=found) for each, found in ports.items()}
    return Network("line", devices, tuple(links))


def with_process(network: Network, field: str, **by_name: object) -> Network:
    changed = {
        name: dataclasses.replace(network.devices[name], **{field: (process,)})  # type: ignore[arg-type]  # any field
        for name, process in by_name.items()
    }
    return network.with_devices(changed)


def routes(network: Network, name: str) -> Mapping[IPPrefix, Route]:
    return predict(network).devices[name].routes


def shown(network: Network, name: str, prefix: str) -> tuple[str, int, int, str, list[str]] | None:
    route = routes(network, name).get(ip_network(prefix))
    if route is None:
        return None
    return route.protocol, route.distance, route.metric, route.detail, sorted(map(str, route.next_hops))


# ---------------------------------------------------------------- IS-IS


def net(area: str, number: int) -> str:
    return f"{area}.0000.0000.000{number}.00"


def isis(*levels: tuple[str, int], **changes: object) -> Network:
    """Routers in a row; each with its area and level."""
    network = line(len(levels), {"isis": (IsisInterface(),)})
    processes = {
        f"r{number}": Isis(net=net(area, number), level=level, wide=True)
        for number, (area, level) in enumerate(levels, 1)
    }
    for name, process in changes.items():
        processes[name] = dataclasses.replace(processes[name], **process)  # type: ignore[arg-type]  # any field
    return with_process(network, "isis", **processes)


AREAS = (("49.0001", 1), ("49.0001", 12), ("49.0002", 12), ("49.0002", 1))


def test_isis_goes_up_by_itself_and_down_by_a_default_route() -> None:
    network = isis(*AREAS)
    assert shown(network, "r1", "10.0.0.2/32") == ("isis", 115, 20, "L1", ["10.1.2.2 eth2"])
    assert shown(network, "r1", "0.0.0.0/0") == ("isis", 115, 10, "L1", ["10.1.2.2 eth2"])
    assert shown(network, "r1", "10.0.0.4/32") is None
    assert shown(network, "r2", "10.0.0.4/32") == ("isis", 115, 30, "L2", ["10.2.3.2 eth3"])


def test_isis_leaks_where_it_is_told_to() -> None:
    network = isis(*AREAS, r2={"leaks": (IsisLeak(2, 1),)})
    assert shown(network, "r1", "10.0.0.4/32") == ("isis", 115, 40, "ia", ["10.1.2.2 eth2"])
    assert shown(network, "r2", "10.0.0.4/32") == ("isis", 115, 30, "L2", ["10.2.3.2 eth3"])


def test_isis_summary_stands_for_what_it_covers_at_the_least_metric() -> None:
    network = isis(*AREAS, r3={"summaries": (IsisSummary(ip_network("10.0.0.0/28"), 2),)})
    assert shown(network, "r2", "10.0.0.0/28") == ("isis", 115, 20, "L2", ["10.2.3.2 eth3"])
    assert shown(network, "r2", "10.0.0.4/32") is None


def test_isis_overloaded_router_carries_nothing_for_others() -> None:
    one = ("49.0001", 2)
    network = isis(one, one, one, r2={"overload": True})
    assert shown(network, "r1", "10.0.0.3/32") is None
    assert shown(network, "r1", "10.0.0.2/32") == ("isis", 115, 20, "L2", ["10.1.2.2 eth2"])
    assert shown(network, "r2", "10.0.0.3/32") == ("isis", 115, 20, "L2", ["10.2.3.2 eth3"])


def test_isis_levels_and_areas_decide_who_is_a_neighbour() -> None:
    assert shown(isis(("49.0001", 1), ("49.0002", 1)), "r1", "10.0.0.2/32") is None
    assert shown(isis(("49.0001", 1), ("49.0001", 2)), "r1", "10.0.0.2/32") is None


def test_isis_redistributes_and_originates_a_default_route() -> None:
    one = ("49.0001", 2)
    changes = {"redistribute": (Redistribution("static", 5),), "default_originate": DefaultOriginate(always=True)}
    network = isis(one, one, r2=changes)
    static = StaticRoute(ip_network("172.16.0.0/16"), blackhole=True)
    network = network.with_devices({"r2": dataclasses.replace(network.devices["r2"], static_routes=(static,))})
    assert shown(network, "r1", "172.16.0.0/16") == ("isis", 115, 15, "L2", ["10.1.2.2 eth2"])
    assert shown(network, "r1", "0.0.0.0/0") == ("isis", 115, 10, "L2", ["10.1.2.2 eth2"])


# ---------------------------------------------------------------- EIGRP

SQUARE = ((1, 2), (2, 4), (1, 3), (3, 4))


def eigrp(pairs: tuple[tuple[int, int], ...], **changes: object) -> Network:
    network = line(max(max(each) for each in pairs), {"eigrp": (EigrpInterface(1),), "delay": 1}, pairs)
    processes = {
        name: dataclasses.replace(
            Eigrp(1, router_id=IPv4Address(f"10.0.0.{name[1:]}")),
            **changes.get(name, {}),  # type: ignore[arg-type]  # any field
        )
        for name in network.devices
    }
    return with_process(network, "eigrp", **processes)


def changed_port(network: Network, device: str, port: str, **changes: object) -> Network:
    found = network.devices[device]
    interface = dataclasses.replace(found.interfaces[port], **changes)  # type: ignore[arg-type]  # any field
    return network.with_devices({device: dataclasses.replace(found, interfaces={**found.interfaces, port: interface})})


def test_eigrp_sums_delays_over_the_least_bandwidth() -> None:
    network = eigrp(((1, 2), (2, 3)))
    network = changed_port(network, "r2", "eth3", bandwidth=100_000)
    assert shown(network, "r1", "10.2.3.0/30") == ("eigrp", 90, 256 * (100 + 2), "internal", ["10.1.2.2 eth2"])


def test_eigrp_uses_unequal_paths_within_the_variance_that_cannot_loop() -> None:
    network = changed_port(eigrp(SQUARE), "r1", "eth3", delay=5)
    assert shown(network, "r1", "10.0.0.4/32") == ("eigrp", 90, 3328, "internal", ["10.1.2.2 eth2"])
    wider = changed_port(eigrp(SQUARE, r1={"variance": 2}), "r1", "eth3", delay=5)
    assert shown(wider, "r1", "10.0.0.4/32") == (
        "eigrp",
        90,
        3328,
        "internal",
        ["10.1.2.2 eth2", "10.1.3.2 eth3"],
    )


def test_eigrp_summary_hides_what_it_covers_and_throws_the_rest_away() -> None:
    network = eigrp(((1, 2), (2, 3)))
    settings = (EigrpInterface(1, summaries=(ip_network("10.0.0.0/28"),)),)
    network = changed_port(network, "r2", "eth1", eigrp=settings)
    assert shown(network, "r1", "10.0.0.3/32") is None
    assert shown(network, "r1", "10.0.0.0/28") == ("eigrp", 90, 256 * (10 + 2), "internal", ["10.1.2.2 eth2"])
    assert shown(network, "r2", "10.0.0.0/28") == ("eigrp", 5, 256 * (10 + 1), "summary", ["blackhole"])


def test_eigrp_stub_tells_only_of_its_own() -> None:
    network = eigrp(((1, 2), (2, 3)), r2={"stub": ("connected", "summary")})
    assert shown(network, "r1", "10.0.0.3/32") is None
    assert shown(network, "r1", "10.2.3.0/30") is not None


def test_eigrp_takes_in_external_routes_at_the_metric_that_they_are_given() -> None:
    wanted = Redistribution("static", eigrp_metric=(1000, 100, 255, 1, 1500))
    network = eigrp(((1, 2),), r2={"redistribute": (wanted,)})
    static = StaticRoute(ip_network("172.16.0.0/16"), blackhole=True)
    network = network.with_devices({"r2": dataclasses.replace(network.devices["r2"], static_routes=(static,))})
    assert shown(network, "r1", "172.16.0.0/16") == ("eigrp", 170, 2585856, "external", ["10.1.2.2 eth2"])


@pytest.mark.parametrize("k_values", [(1, 1, 1, 0, 0), (0, 0, 1, 0, 0)])
def test_eigrp_neighbours_agree_on_k_values(k_values: tuple[int, ...]) -> None:
    assert shown(eigrp(((1, 2),), r2={"k_values": k_values}), "r1", "10.0.0.2/32") is None


# ---------------------------------------------------------------- RIP


def rip(count: int, platform: str, **changes: object) -> Network:
    network = line(count, {"rip": (RipInterface(),)})
    network = network.with_devices(
        {name: dataclasses.replace(each, platform=platform) for name, each in network.devices.items()}
    )
    processes = {name: dataclasses.replace(Rip(), **changes.get(name, {})) for name in network.devices}  # type: ignore[arg-type]  # any field
    return with_process(network, "rip", **processes)


@pytest.mark.parametrize(("platform", "metric"), [("frr", 3), ("ios", 2)])
def test_rip_counts_hops_at_one_end_of_a_line(platform: str, metric: int) -> None:
    assert shown(rip(3, platform), "r1", "10.0.0.3/32") == ("rip", 120, metric, "", ["10.1.2.2 eth2"])


def test_rip_ends_at_sixteen() -> None:
    network = rip(17, "frr")
    assert shown(network, "r1", "10.0.0.15/32") is not None
    assert shown(network, "r1", "10.0.0.16/32") is None


def test_rip_originates_a_default_route() -> None:
    network = rip(2, "frr", r2={"default_originate": DefaultOriginate()})
    assert shown(network, "r1", "0.0.0.0/0") == ("rip", 120, 2, "", ["10.1.2.2 eth2"])
