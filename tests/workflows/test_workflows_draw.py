"""The views of a real estate, and their colours."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from netops.analysis import Failures, predict
from netops.errors import InputError
from netops.intent import load
from netops.model import Device, Finding, Link, Network, Role, Severity, Snapshot, SnapshotSource
from netops.report.diagram import Line
from netops.workflows.diagram.bgp import bgp
from netops.workflows.diagram.colours import by_findings, by_state
from netops.workflows.diagram.l3 import routed
from netops.workflows.diagram.names import ViewName
from netops.workflows.diagram.ospf import ospf
from netops.workflows.diagram.physical import physical
from netops.workflows.diagram.view import View
from netops.workflows.draw import draw
from netops.workflows.estate import open_estate
from netops.workflows.scan import examine

ROOT = Path(__file__).parents[2]


@cache
def estate() -> Network:
    network = load(ROOT).network
    assert network is not None
    return network


def line(view: View, name: str) -> Line:
    return next(each for each in view.diagram.lines if each.name == name)


def paints(view: View) -> dict[str, str]:
    return {each.name: each.paint for each in (*view.diagram.boxes, *view.diagram.lines)}


def test_physical_shows_every_device_and_line() -> None:
    view = physical(estate())
    assert {box.name for box in view.diagram.boxes} == set(estate().devices)
    assert {each.name for each in view.diagram.lines} == {link.name for link in estate().links}
    riser = line(view, "acc-b01:eth1--dist1:eth11")
    assert riser.end("dist1").label == ("eth11",)
    assert riser.paint == "medium-singlemode"
    assert "120 m" in riser.tooltip
    assert view.diagram.places["b01"].subtitle == "96 homes  24 floors"
    assert view.diagram.places["machine-room"].trunk


def test_physical_names_what_it_cannot_draw() -> None:
    loop = estate().links[0]
    network = dataclasses.replace(estate(), links=(*estate().links, Link(loop.a, loop.a)))
    assert physical(network).diagram.notes == (f"Not drawn, since they do not join two devices: {loop.a}--{loop.a}",)


def test_routed_shows_addresses_and_segments() -> None:
    view = routed(estate())
    backbone = line(view, "core1:eth4--dist1:eth1")
    assert backbone.end("core1").label == ("eth4", "10.31.0.11/31")
    table = next(box for box in view.diagram.boxes if box.rows and box.place == "b02")
    assert ("102", "residents", "10.16.2.0/24") in table.rows
    assert ("", "", "2001:db8:116:2::/64") in table.rows
    gateway = line(view, f"dist2:eth12--{table.name}")
    assert gateway.end("dist2").label == ("eth12", "4 VLANs")
    assert gateway.end(table.name).label == ("dist2 .3", "VRRP 200")
    assert "acc-b01" not in {box.name for box in view.diagram.boxes}
    assert not any("mgmt0" in each.name for each in view.diagram.lines)


def test_ospf_shows_areas_and_costs() -> None:
    view = ospf(estate())
    assert line(view, "dist1:eth3--dist2:eth3").paint == "area-0.0.0.1"
    assert line(view, "core1:eth4--dist1:eth1").end("dist1").label == ("eth1", "10")
    assert line(view, "core2:eth4--dist1:eth2").end("dist1").label == ("eth2", "v2 10 v3 11")
    boxes = {box.name: box for box in view.diagram.boxes}
    assert "ABR" in boxes["dist1"].subtitle
    assert "ASBR" in boxes["edge1"].subtitle
    assert "isp1" not in boxes


def test_ospf_marks_areas_that_differ() -> None:
    dist1 = estate().devices["dist1"]
    port = dist1.interfaces["eth1"]
    assert port.ospf is not None
    wrong = dataclasses.replace(port, ospf=dataclasses.replace(port.ospf, area="0.0.0.9"), ospf6=None)
    changed = dataclasses.replace(dist1, interfaces={**dist1.interfaces, "eth1": wrong})
    view = ospf(estate().with_devices({"dist1": changed}))
    assert line(view, "core1:eth4--dist1:eth1").paint == "mismatch"


def test_bgp_shows_sessions_and_systems() -> None:
    view = bgp(estate())
    assert line(view, "edge1--isp1").paint == "ebgp"
    assert line(view, "core1--dist1").paint == "ibgp"
    assert line(view, "core1--dist1").end("core1").label == ("lo", "v4+v6", "client")
    assert {box.place for box in view.diagram.boxes} == {"64601", "64602", "65000"}
    assert len(view.diagram.lines) == 15


def test_bgp_marks_a_session_of_one_end() -> None:
    isp1 = estate().devices["isp1"]
    silent = dataclasses.replace(isp1, bgp=(dataclasses.replace(isp1.bgp[0], neighbors=()),))
    assert line(bgp(estate().with_devices({"isp1": silent})), "edge1--isp1").paint == "one-sided"


def test_bgp_shows_peers_outside_of_the_estate() -> None:
    devices = {name: each for name, each in estate().devices.items() if name != "isp1"}
    view = bgp(dataclasses.replace(estate(), devices=devices))
    outside = next(box for box in view.diagram.boxes if box.paint == "unknown")
    assert outside.title == "198.18.1.0"
    assert "AS 64601" in outside.subtitle


FINDINGS = (
    Finding("a", Severity.WARNING, "core1:eth4", "something"),
    Finding("b", Severity.CRITICAL, "dist1:eth11.101", "something worse"),
    Finding("c", Severity.ERROR, "edge1:eth1--isp1:eth1", "a line"),
    Finding("d", Severity.INFO, "zone guest", "nothing that is drawn"),
)


def test_findings_colour_what_they_name() -> None:
    found = paints(by_findings(estate(), physical(estate()), FINDINGS))
    assert found["core1"] == found["core1:eth4--dist1:eth1"] == "severity-warning"
    assert found["dist1"] == found["acc-b01:eth1--dist1:eth11"] == "severity-critical"
    assert found["edge1:eth1--isp1:eth1"] == found["isp1"] == "severity-error"
    assert found["core2"] == "severity-None"


def test_findings_that_name_nothing_drawn_are_counted() -> None:
    view = by_findings(estate(), physical(estate()), FINDINGS)
    assert view.diagram.notes == ("1 of 4 findings are about nothing that this view shows: see netops check",)
    assert "4 findings" in view.diagram.subtitle


def test_a_scan_colours_causes_and_not_what_follows_from_them() -> None:
    shown = predict(estate(), Failures(links=frozenset({"core1:eth4--dist1:eth1"})))
    asked = {name: each for name, each in shown.devices.items() if estate().devices[name].managed}
    scanned = examine(open_estate(ROOT), dataclasses.replace(shown, devices=asked))
    assert len(scanned.findings) > 10
    found = paints(by_findings(estate(), physical(estate()), scanned.told))
    coloured = {name for name, paint in found.items() if paint != "severity-None"}
    assert coloured == {"core1", "dist1", "core1:eth4--dist1:eth1"}
    assert "1 finding of the scan" in draw(estate(), scanned=scanned).svg


@cache
def torn() -> Snapshot:
    """Predicted with a line cut and a device dead, which therefore did not answer."""
    snapshot = predict(estate(), Failures(devices=frozenset({"acc-b03"}), links=frozenset({"core1:eth4--dist1:eth1"})))
    dead = dataclasses.replace(snapshot.devices["acc-b03"], reachable=False, error="no answer", interfaces=None)
    devices = {name: each for name, each in snapshot.devices.items() if estate().devices[name].managed}
    return Snapshot(SnapshotSource.COLLECTED, {**devices, "acc-b03": dead})


def test_state_colours_ports_and_devices() -> None:
    found = paints(by_state(physical(estate()), torn()))
    assert found["core1:eth4--dist1:eth1"] == "down"
    assert found["acc-b03"] == "unreachable"
    assert found["acc-b03:eth1--dist1:eth13"] == "down"
    assert found["core1:eth3--core2:eth3"] == found["core1"] == "up"
    assert found["isp1"] == "unknown"


def test_state_colours_adjacencies_and_sessions() -> None:
    adjacencies = paints(by_state(ospf(estate()), torn()))
    assert adjacencies["core1:eth4--dist1:eth1"] == "down"
    assert adjacencies["core1:eth5--dist2:eth1"] == "up"
    sessions = paints(by_state(bgp(estate()), torn()))
    assert sessions["core1--dist1"] == "up"
    empty = Snapshot(SnapshotSource.COLLECTED, {})
    assert set(paints(by_state(bgp(estate()), empty)).values()) == {"unknown"}


@pytest.mark.parametrize("view", list(ViewName))
def test_every_view_is_drawn_alike_twice(view: ViewName) -> None:
    assert draw(estate(), view) == draw(estate(), view)


def test_a_view_without_content_says_so() -> None:
    lone = Network("lone", {"h1": Device("h1", "linux", Role.HOST)})
    assert draw(lone).boxes == 1
    with pytest.raises(InputError, match="nothing to draw"):
        draw(lone, ViewName.BGP)
