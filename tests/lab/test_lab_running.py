"""A lab that is up: its devices work, are reached over SSH, and fail as they are told to."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import lab_samples
import pytest

from netops.errors import LabError
from netops.lab import Lab
from netops.lab.requirements import missing_requirements
from netops.model import Endpoint

MISSING = missing_requirements(["frr", "ovs", "linux"])
pytestmark = [pytest.mark.lab, pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    built = Lab(lab_samples.small_network(), lab_samples.small_configs(), tmp_path_factory.mktemp("a lab") / "lab")
    try:
        built.up()
        assert built.wait_converged(90)
        yield built
    finally:
        built.down()


def ssh(lab: Lab, device: str, command: str, *, user: str = "netops") -> subprocess.CompletedProcess[str]:
    """OpenSSH as anyone has it, which trusts only the host key that the lab wrote down."""
    target = lab.targets()[device]
    options = ["StrictHostKeyChecking=yes", f'UserKnownHostsFile="{target.known_hosts}"', "BatchMode=yes"]
    words = ["ssh", "-F", "none", "-i", str(target.key_file), "-p", str(target.port)]
    words += [word for option in options for word in ("-o", option)]
    return subprocess.run([*words, f"{user}@{target.hostname}", command], capture_output=True, text=True, timeout=60)


def eventually(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def reaches(lab: Lab, host: str, address: str) -> bool:
    try:
        lab.run(host, ["ping", "-c1", "-W1", address])
    except LabError:
        return False
    return True


def interface(lab: Lab, device: str, name: str) -> tuple[bool, bool]:
    """(administratively up, operationally up) as FRR has it."""
    shown = json.loads(lab.run(device, ["vtysh", "-c", "show interface json"]))[name]
    return shown["administrativeStatus"] == "up", shown.get("operationalStatus") == "up"


def test_hosts_reach_each_other_over_trunk_subinterface_and_virtual_router(lab: Lab) -> None:
    assert eventually(lambda: reaches(lab, "h1", "10.20.0.100"))
    assert "00:00:5e:00:01:0a" in lab.run("h1", ["ip", "neighbour", "show", "10.10.0.1"])


def test_macs_are_as_planned(lab: Lab) -> None:
    for name in ("eth1", "eth2.10"):
        planned = lab.network.devices["r1"].interfaces[name].mac
        assert lab.run("r1", ["cat", f"/sys/class/net/{name}/address"]).strip() == planned


def test_unused_port_has_no_carrier(lab: Lab) -> None:
    assert interface(lab, "r1", "eth8") == (True, False)


def test_ssh_reaches_every_managed_device(lab: Lab) -> None:
    assert sorted(lab.targets()) == ["r1", "r2", "s1"]
    for name in lab.targets():
        done = ssh(lab, name, "hostname; id -un")
        assert done.stdout.split() == [name, "netops"], done.stderr


def test_ssh_refuses_another_host_key(lab: Lab, tmp_path: Path) -> None:
    target, other = lab.targets()["r1"], lab.targets()["r2"]
    known = (
        target.known_hosts.read_text().replace(f":{other.port} ", ":1 ").replace(f":{target.port} ", f":{other.port} ")
    )
    (tmp_path / "known_hosts").write_text(known)
    options = ["-F", "none", "-i", str(other.key_file), "-p", str(other.port), "-o", "StrictHostKeyChecking=yes"]
    options += ["-o", f"UserKnownHostsFile={tmp_path / 'known_hosts'}", "-o", "BatchMode=yes"]
    done = subprocess.run(["ssh", *options, "netops@127.0.0.1", "true"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 255


def test_login_key_is_only_its_owners(lab: Lab) -> None:
    assert lab.targets()["r1"].key_file.stat().st_mode & 0o077 == 0


def test_login_user_runs_vtysh_without_complaint_and_saves(lab: Lab) -> None:
    done = ssh(lab, "r1", "vtysh -c 'show running-config no-header'")
    assert (done.returncode, done.stderr) == (0, "")
    assert "vrrp 10 ip 10.10.0.1" in done.stdout
    assert "Integrated configuration saved" in ssh(lab, "r1", "vtysh -c 'write memory'").stdout


def test_operator_meets_vtysh(lab: Lab) -> None:
    assert "FRRouting" in ssh(lab, "r1", "show version", user="operator").stdout


def test_login_user_rules_the_switch(lab: Lab) -> None:
    done = ssh(lab, "s1", "ovs-vsctl get Port eth1 trunks && ovs-appctl rstp/show && ip link set dev eth9 down")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[10]")


def test_status_tells_all(lab: Lab) -> None:
    status = lab.status()
    assert status is not None
    assert (status.whole, status.reachable) == (True, True)
    assert status.devices == dict.fromkeys(("h1", "h2", "r1", "r2", "s1"), "running")
    assert set(status.links.values()) == {"up"}


def test_up_refuses_what_is_up(lab: Lab) -> None:
    with pytest.raises(LabError, match="is up already"):
        lab.up()


def test_cut_is_loss_of_carrier_at_both_ends(lab: Lab) -> None:
    lab.cut(lab_samples.CORE)
    lab.cut(lab_samples.CORE)
    assert eventually(lambda: interface(lab, "r1", "eth1") == interface(lab, "r2", "eth1") == (True, False))
    assert lab.wait_converged()
    assert json.loads(lab.run("r1", ["vtysh", "-c", "show ip ospf neighbor json"]))["neighbors"] == {}
    status = lab.status()
    assert status is not None
    assert status.links[lab_samples.CORE] == "cut"
    lab.restore(lab_samples.CORE)
    assert lab.wait_converged()
    assert eventually(lambda: reaches(lab, "h1", "10.20.0.100"))


def test_cut_trunk_takes_the_subinterface_down_and_moves_the_virtual_router(lab: Lab) -> None:
    lab.cut(lab_samples.TRUNK)
    assert eventually(lambda: interface(lab, "r1", "eth2.10") == (True, False))
    assert lab.run("s1", ["ovs-vsctl", "get", "Interface", "eth1", "link_state"]).strip() == "down"
    assert lab.wait_converged()
    assert reaches(lab, "h1", "10.20.0.100")
    assert interface(lab, "r2", "v4-10-eth2.10") == (True, True)
    lab.restore(lab_samples.TRUNK)
    assert lab.wait_converged()
    assert eventually(lambda: interface(lab, "r2", "v4-10-eth2.10") == (True, False))


def test_shutdown_is_seen_at_the_far_end(lab: Lab) -> None:
    lab.shutdown(Endpoint("r2", "eth1"))
    assert eventually(lambda: interface(lab, "r2", "eth1") == (False, False))
    assert eventually(lambda: interface(lab, "r1", "eth1") == (True, False))
    lab.no_shutdown(Endpoint("r2", "eth1"))
    assert lab.wait_converged()
    assert interface(lab, "r1", "eth1") == (True, True)


def test_power_cycle_keeps_what_was_saved(lab: Lab) -> None:
    done = ssh(
        lab, "r1", "vtysh -c 'configure terminal' -c 'interface eth8' -c 'description kept' -c end -c 'write memory'"
    )
    assert done.returncode == 0, done.stderr
    lab.stop("r1")
    lab.stop("r1")
    assert eventually(lambda: interface(lab, "r2", "eth1") == (True, False))
    status = lab.status()
    assert status is not None
    assert status.devices["r1"] == "stopped"
    with pytest.raises(LabError, match="r1 is not running"):
        lab.run("r1", ["true"])
    assert lab.wait_converged()
    assert reaches(lab, "h1", "10.20.0.100")
    lab.start("r1")
    assert lab.wait_converged()
    assert "description kept" in ssh(lab, "r1", "vtysh -c 'show running-config no-header'").stdout
    assert eventually(lambda: interface(lab, "r2", "v4-10-eth2.10") == (True, False))


def test_switch_boots_its_database(lab: Lab) -> None:
    set_down = "ovs-vsctl --may-exist add-port br0 eth9 -- set Interface eth9 external_ids:enabled=false"
    assert ssh(lab, "s1", set_down).returncode == 0
    lab.stop("s1")
    assert eventually(lambda: interface(lab, "r1", "eth2.10") == (True, False))
    lab.start("s1")
    assert lab.wait_converged()
    assert lab.run("s1", ["ovs-vsctl", "get", "Interface", "eth9", "admin_state"]).strip() == "down"
    assert eventually(lambda: reaches(lab, "h1", "10.20.0.100"))


def test_drop_loses_what_fits(lab: Lab) -> None:
    lab.drop(Endpoint("h1", "eth0"), 100, "ip protocol icmp")
    assert not reaches(lab, "h1", "10.10.0.1")
    lab.drop(Endpoint("h1", "eth0"), 0)
    assert eventually(lambda: reaches(lab, "h1", "10.10.0.1"))


def test_hook_makes_and_removes_devices_for_the_login_user(lab: Lab) -> None:
    running = ssh(lab, "r1", "vtysh -c 'show running-config no-header'").stdout
    more = "interface eth2.20\n ip address 10.30.0.2/24\n vrrp 7\n vrrp 7 ip 10.30.0.1\nexit\n"
    for text, there in ((running + more, True), (running, False)):
        done = ssh(lab, "r1", f"cat > candidate <<'END'\n{text}\nEND\n/etc/frr/netops-interfaces candidate")
        assert (done.returncode, done.stderr) == (0, "")
        shown = {
            each["ifname"]: each for each in json.loads(lab.run("r1", ["ip", "-j", "address"])) if "ifname" in each
        }
        assert ("eth2.20" in shown) is there
        assert ("v4-7-eth2.20" in shown) is there
        assert "eth2.10" in shown
        if there:
            assert shown["v4-7-eth2.20"]["address"] == "00:00:5e:00:01:07"
            assert [each["local"] for each in shown["v4-7-eth2.20"]["addr_info"]] == ["10.30.0.1"]
    assert eventually(lambda: reaches(lab, "h1", "10.10.0.2"))


def test_hook_tells_why_it_cannot(lab: Lab) -> None:
    assert ssh(lab, "r1", "/etc/frr/netops-interfaces /nowhere").returncode == 2
    text = "interface eth2.20\n vrrp 7 ip not-an-address\n"
    done = ssh(lab, "r1", f"printf '{text}' > bad; /etc/frr/netops-interfaces bad")
    assert done.returncode == 1
    assert "not-an-address" in done.stderr
    assert (
        ssh(lab, "r1", "vtysh -c 'show running-config no-header' > good; /etc/frr/netops-interfaces good").returncode
        == 0
    )


def test_unknown_names_are_told(lab: Lab) -> None:
    with pytest.raises(LabError, match="no device 'r9'"):
        lab.run("r9", ["true"])
    with pytest.raises(LabError, match="no link 'r1:eth1--r9:eth1'"):
        lab.cut("r1:eth1--r9:eth1")
    with pytest.raises(LabError, match="status 1"):
        lab.run("r1", ["false"])
    with pytest.raises(LabError, match="h1 has no port"):
        lab.shutdown(Endpoint("h1", "eth7"))
    with pytest.raises(LabError, match="no daemon 'ospfdd'"):
        lab.start_daemon("r1", "ospfdd")


def test_another_process_takes_over(lab: Lab) -> None:
    other = Lab(lab.network, {}, lab.directory)
    assert other.targets() == lab.targets()
    other.cut(lab_samples.CORE)
    lab.restore(lab_samples.CORE)
    assert lab.wait_converged()


def test_a_dead_daemon_does_not_stop_the_wait_and_comes_back(lab: Lab) -> None:
    lab.kill_daemon("r2", "ospfd")
    assert lab.wait_converged(60)
    lab.start_daemon("r2", "ospfd")
    assert lab.wait_converged()
    assert eventually(lambda: reaches(lab, "h1", "10.20.0.100"))
