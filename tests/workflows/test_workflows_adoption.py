"""Import: configurations become a network with evidence for its lines, and an estate that says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from netops.analysis import predict
from netops.errors import InputError
from netops.model import Endpoint, Location, Role
from netops.workflows.adoption.adopt import adopt, platforms_of, write
from netops.workflows.adoption.evidence import Evidence, wire
from netops.workflows.check import check
from netops.workflows.configurations import intended
from netops.workflows.estate import open_estate

IOS = """\
version 15.2
service timestamps log datetime msec
hostname {name}
enable secret 5 $1$hush$hush
interface Loopback0
 ip address 192.0.2.{number} 255.255.255.255
interface GigabitEthernet0/0
 description {description}
 ip address 10.0.{subnet}.{number} 255.255.255.0
interface GigabitEthernet0/1
 ip address 10.0.{other}.{number} 255.255.255.0
router ospf 1
 network 0.0.0.0 255.255.255.255 area 0
line vty 0 4
end
"""


def _text(name: str, number: int, subnet: int, other: int, description: str = "") -> str:
    text = IOS.format(name=name, number=number, subnet=subnet, other=other, description=description or "uplink")
    return text.replace(" description uplink\n", "") if not description else text


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "core1.cfg").write_text(_text("core1", 1, 12, 13))
    (folder / "dist2.cfg").write_text(_text("dist2", 2, 12, 23, "to core1 Gi0/0"))
    (folder / "dist3.cfg").write_text(_text("dist3", 3, 13, 23) + "frobnicate password 7 0822455D\n")
    return folder


def test_lines_are_known_by_evidence(backups: Path) -> None:
    adopted = adopt(backups)
    lines = {link.name: link.description for link in adopted.network.links}
    assert set(lines) == {
        "core1:GigabitEthernet0/0--dist2:GigabitEthernet0/0",
        "core1:GigabitEthernet0/1--dist3:GigabitEthernet0/0",
        "dist2:GigabitEthernet0/1--dist3:GigabitEthernet0/1",
    }
    both = lines["core1:GigabitEthernet0/0--dist2:GigabitEthernet0/0"]
    assert "to core1 Gi0/0" in both
    assert "10.0.12.0/24" in both
    assert adopted.roles == {"core1": Role.CORE, "dist2": Role.DISTRIBUTION, "dist3": Role.DISTRIBUTION}


def test_every_line_is_accounted_for(backups: Path) -> None:
    (unknown,) = adopt(backups).parsed["dist3"].unknown
    assert unknown.location == Location("backups/dist3.cfg", 15)
    assert "0822455D" not in unknown.text


def test_the_estate_says_the_same(backups: Path, tmp_path: Path) -> None:
    adopted = adopt(backups)
    write(adopted, tmp_path / "estate")
    estate = open_estate(tmp_path / "estate")
    assert not estate.mistakes
    assert estate.adopted == {"core1", "dist2", "dist3"}
    for name, state in predict(adopted.network).devices.items():
        assert predict(estate.network).devices[name].routes == state.routes
        assert len(state.routes) > 6
    assert "config-not-understood" in {each.check for each in check(estate)}
    assert intended(estate) == {}  # nothing is rendered for what was there before


def test_no_secret_is_written(backups: Path, tmp_path: Path) -> None:
    write(adopt(backups), tmp_path / "estate")
    texts = [path.read_text() for path in (tmp_path / "estate").rglob("*") if path.is_file()]
    assert not any("hush" in text or "0822455D" in text for text in texts)


def test_a_lost_configuration_is_told(backups: Path, tmp_path: Path) -> None:
    write(adopt(backups), tmp_path / "estate")
    (tmp_path / "estate" / "configs" / "running" / "dist2.cfg").unlink()
    found = [each for each in open_estate(tmp_path / "estate").findings if each.check == "config-missing"]
    assert [each.subject for each in found] == ["dist2"]


def test_nothing_is_overwritten(backups: Path, tmp_path: Path) -> None:
    write(adopt(backups), tmp_path / "estate")
    with pytest.raises(InputError, match="overwrites nothing"):
        write(adopt(backups), tmp_path / "estate")


def test_the_stronger_evidence_wins_and_the_other_is_told() -> None:
    a, b, c = Endpoint("a", "1"), Endpoint("b", "1"), Endpoint("c", "1")
    wiring = wire([Evidence(3, a, b, "a subnet"), Evidence(1, a, c, "heard")], {})
    assert [(link.a, link.b) for link in wiring.links] == [(a, c)]
    assert [each.check for each in wiring.findings] == ["wiring-contradiction"]


def test_platforms_that_are_said() -> None:
    assert platforms_of(["sw1=ios"]) == {"sw1": "ios"}
    with pytest.raises(InputError, match="DEVICE=PLATFORM"):
        platforms_of(["ios"])
    with pytest.raises(InputError, match="did you mean"):
        platforms_of(["sw1=ioss"])
