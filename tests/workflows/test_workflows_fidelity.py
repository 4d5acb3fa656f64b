"""A recorded network: read, predicted, and compared with what its devices showed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netops.errors import ConfigError, InputError
from netops.workflows.config_folder import read_folder
from netops.workflows.fidelity import recorded_networks, validate

_CONFIGURATION = """\
frr version 8.4.4
hostname {name}
interface eth1
 ip address 10.0.0.{host}/24
 ip ospf area 0
!
interface lo
 ip address 192.0.2.{host}/32
 ip ospf area 0
!
router ospf
 ospf router-id 192.0.2.{host}
"""


def _route(prefix: str, protocol: str, distance: int, metric: int, *hops: dict[str, object]) -> dict[str, object]:
    return {
        "prefix": prefix, "protocol": protocol, "selected": True, "distance": distance, "metric": metric,
        "nexthops": [{"active": True, "fib": True, **hop} for hop in hops],
    }  # fmt: skip


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    for host, name in enumerate(("left", "right"), start=1):
        (tmp_path / "configs" / name).mkdir(parents=True)
        (tmp_path / "configs" / name / "frr.conf").write_text(_CONFIGURATION.format(name=name, host=host))
    routes = {
        "10.0.0.0/24": [_route("10.0.0.0/24", "connected", 0, 0, {"interfaceName": "eth1"})],
        "192.0.2.1/32": [_route("192.0.2.1/32", "connected", 0, 0, {"interfaceName": "lo"})],
        "192.0.2.2/32": [_route("192.0.2.2/32", "ospf", 110, 10, {"ip": "10.0.0.2", "interfaceName": "eth1"})],
    }
    show = tmp_path / "show" / "left"
    show.mkdir(parents=True)
    (show / "show_ip_route_vrf_all_json.txt").write_text(json.dumps(routes))
    (show / "show_ipv6_route_vrf_all_json.txt").write_text("{}")
    return tmp_path


def test_equal_routes_are_perfect(recorded: Path) -> None:
    (folder,) = recorded_networks(recorded)
    found = validate(folder)
    assert not found.error
    assert found.perfect, found.whole.differences
    assert found.whole.entries == 3
    assert found.unseen == ("right",)


def test_every_field_that_differs_is_told(recorded: Path) -> None:
    path = recorded / "show" / "left" / "show_ip_route_vrf_all_json.txt"
    path.write_text(path.read_text().replace('"metric": 10', '"metric": 11').replace("10.0.0.2", "10.0.0.9"))
    (difference,) = validate(recorded).whole.differences
    assert (difference.prefix, difference.what) == ("192.0.2.2/32", "metric, next hops")


def test_files_of_one_device_are_one_configuration(recorded: Path) -> None:
    folder = recorded / "configs" / "left"
    text = (folder / "frr.conf").read_text().splitlines(keepends=True)
    (folder / "frr.conf").write_text("".join(text[:2]))
    (folder / "ospf.conf").write_text("".join(text[2:]) + "nonsense here\n")
    found = read_folder(recorded)
    (unknown,) = found.parsed["left"].unknown
    assert (unknown.location.file, unknown.location.line) == ("configs/left/ospf.conf", 11)
    assert found.network.devices["left"].interfaces["eth1"].ospf is not None


def test_what_no_platform_writes_is_a_finding(recorded: Path) -> None:
    (recorded / "configs" / "odd.txt").write_text("Dear customer,\n")
    found = read_folder(recorded)
    assert [each.check for each in found.findings] == ["config-unknown-platform"]


def test_a_folder_without_any_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no configuration"):
        read_folder(tmp_path)
    with pytest.raises(InputError, match="no recorded network"):
        recorded_networks(tmp_path)
