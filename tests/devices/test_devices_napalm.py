"""NAPALM's own words on a real router: load, compare, commit, confirm, roll back, getters, probes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import napalm
import pytest
from device_samples import SECRET, router_text
from napalm.base.exceptions import (
    CommandErrorException,
    CommitError,
    ConnectionException,
    MergeConfigException,
    ReplaceConfigException,
)

from netops.lab import Lab

pytestmark = pytest.mark.lab

OLD, NEW = router_text(1), router_text(1, "by NAPALM")


def device_of(lab: Lab, **options: Any) -> Any:
    target = lab.targets()["r1"]
    reach = {"port": target.port, "key_file": str(target.key_file), "known_hosts": str(target.known_hosts)}
    driver = napalm.get_network_driver("frr")
    return driver(target.hostname, target.username, "", timeout=60, optional_args={**reach, **options})


@pytest.fixture
def device(small_lab: Lab) -> Iterator[Any]:
    with device_of(small_lab) as opened:
        if opened.has_pending_commit():
            opened.rollback()
        opened.load_replace_candidate(config=OLD)
        opened.commit_config()
        yield opened


def holds(device: Any, text: str) -> bool:
    device.load_replace_candidate(config=text)
    same = not device.compare_config()
    device.discard_config()
    return same


def test_replace_from_a_file_then_roll_back(device: Any, tmp_path: Path) -> None:
    path = tmp_path / "candidate.conf"
    path.write_text(NEW)
    device.load_replace_candidate(filename=str(path))
    assert "+ description by NAPALM" in device.compare_config()
    device.commit_config(message="a test")
    assert not device.has_pending_commit()
    assert holds(device, NEW)
    device.rollback()
    assert holds(device, OLD)


def test_revert_in_waits_for_the_confirmation(small_lab: Lab, device: Any) -> None:
    device.load_replace_candidate(config=NEW)
    device.commit_config(revert_in=60)
    assert device.has_pending_commit()
    with device_of(small_lab) as other:
        other.load_merge_candidate(config="interface eth1\n description x\n")
        with pytest.raises(CommitError, match="awaits"):
            other.commit_config()
        other.confirm_commit()
    assert not device.has_pending_commit()
    assert holds(device, NEW)


def test_merge_and_discard(device: Any) -> None:
    device.load_merge_candidate(config="interface eth1\n ip ospf cost 9\n")
    assert "+ ip ospf cost 9" in device.compare_config()
    device.discard_config()
    assert device.compare_config() == ""
    with pytest.raises(CommitError):
        device.commit_config()


@pytest.mark.parametrize(
    ("load", "kind"),
    [("load_replace_candidate", ReplaceConfigException), ("load_merge_candidate", MergeConfigException)],
)
def test_a_bad_candidate_is_refused(device: Any, load: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="not valid"):
        getattr(device, load)(config="interface eth1\n no such command\n")
    with pytest.raises(kind, match="absent"):
        getattr(device, load)(filename="/absent")


def test_getters_work_live(device: Any) -> None:
    assert device.is_alive() == {"is_alive": True}
    assert device.get_facts()["hostname"] == "r1"
    assert device.get_interfaces()["eth1"]["is_up"]
    assert device.get_interfaces_ip()["eth1"]["ipv4"] == {"10.1.0.1": {"prefix_length": 24}}
    assert device.get_interfaces_counters()["mgmt0"]["rx_octets"] > 0
    assert set(device.get_bgp_neighbors()["global"]["peers"]) == {"10.1.0.2", "10.1.0.77"}
    assert device.get_route_to("192.0.2.0/24")["192.0.2.0/24"][0]["protocol"] == "static"
    assert "default" in device.get_network_instances()
    assert device.cli(["show version"])["show version"].startswith("FRRouting")


def test_secrets_are_in_the_full_configuration_alone(device: Any) -> None:
    assert SECRET in device.get_config()["running"]
    assert SECRET not in str(device.get_config(sanitized=True))
    assert SECRET not in str(device.get_bgp_config())


def test_probes(device: Any) -> None:
    assert device.ping("10.1.0.1", count=2)["success"]["packet_loss"] == 0
    assert "error" in device.ping("no-such-name.invalid", count=1)
    assert device.traceroute("10.1.0.1")["success"][1]["probes"][1]["ip_address"] == "10.1.0.1"


def test_an_unknown_command_and_a_shut_port_are_errors(small_lab: Lab, device: Any) -> None:
    with pytest.raises(CommandErrorException):
        device.cli(["show nonsense"])
    with pytest.raises(ConnectionException):
        device_of(small_lab, port=1).open()
