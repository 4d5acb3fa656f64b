"""Snapshots and every other noun come back from JSON exactly as they were."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from ipaddress import ip_interface
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netops.errors import StoreError
from netops.model import (
    Change,
    Device,
    DeviceState,
    Finding,
    InterfaceState,
    IPAddress,
    IPInterface,
    IPPrefix,
    Network,
    NextHop,
    Route,
    Snapshot,
    SnapshotSource,
)
from netops.report.serial import from_json, to_json
from netops.store import load_snapshot, save_snapshot


def _interfaces_of(address: IPAddress) -> st.SearchStrategy[IPInterface]:
    return st.integers(0, address.max_prefixlen).map(lambda length: ip_interface(f"{address}/{length}"))


addresses = st.ip_addresses()
prefixes: st.SearchStrategy[IPPrefix] = addresses.flatmap(_interfaces_of).map(lambda each: each.network)
next_hops = st.builds(NextHop, address=st.none() | addresses, interface=st.none() | st.text(), blackhole=st.booleans())
routes = st.builds(
    Route,
    prefix=prefixes,
    protocol=st.sampled_from(["ospf", "bgp", "connected"]),
    distance=st.integers(0, 255),
    metric=st.integers(0, 2**32 - 1),
    next_hops=st.frozensets(next_hops, max_size=3),
    detail=st.text(),
)
ribs = st.lists(routes, max_size=4).map(lambda each: {route.prefix: route for route in each})
interfaces = st.builds(
    InterfaceState,
    name=st.text(),
    admin_up=st.booleans(),
    oper_up=st.booleans(),
    addresses=st.lists(addresses.flatmap(_interfaces_of), max_size=2).map(tuple),
    counters=st.dictionaries(st.text(), st.integers(0, 2**64), max_size=2),
)
states = st.builds(
    DeviceState,
    name=st.text(),
    interfaces=st.none() | st.dictionaries(st.text(), interfaces, max_size=2),
    ribs=st.none() | st.dictionaries(st.text(), ribs, max_size=2),
    adjacencies=st.none() | st.just(()),
    sessions=st.none(),
    vrrp=st.none(),
    lldp=st.none(),
    arp=st.none(),
    macs=st.none(),
)
snapshots = st.builds(
    Snapshot,
    source=st.sampled_from(SnapshotSource),
    devices=st.dictionaries(st.text(), states, max_size=3),
    taken=st.none() | st.datetimes(timezones=st.just(UTC)),
    label=st.text(),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
@given(snapshot=snapshots)
def test_snapshots_round_trip(snapshot: Snapshot) -> None:
    assert from_json(Snapshot, json.loads(json.dumps(to_json(snapshot)))) == snapshot


def _kinds(kind: Any, seen: set[type]) -> set[type]:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for each in get_type_hints(kind).values():
            _kinds(each, seen)
    for argument in getattr(kind, "__args__", ()):
        _kinds(argument, seen)
    return seen


@pytest.mark.parametrize("kind", sorted({*_kinds(Network, set()), *_kinds(Change, set()), Finding}, key=str))
def test_every_noun_has_fields_that_can_be_read_back(kind: type) -> None:
    """No field of the model is of a type that the decoder does not know: an empty object fails only for its keys."""
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.default is not dataclasses.MISSING:
            assert from_json(hints[field.name], to_json(field.default)) == field.default
        elif field.default_factory is not dataclasses.MISSING:
            assert from_json(hints[field.name], to_json(field.default_factory())) == field.default_factory()


def test_a_device_round_trips() -> None:
    device = Device("core1", "frr", groups=("core",), hostname="core1")
    assert from_json(Device, json.loads(json.dumps(to_json(device)))) == device


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not a snapshot"),
        ("[]", "not a snapshot"),
        ('{"source": "guessed", "devices": {}}', "guessed"),
        ('{"source": "predicted"}', "devices"),
        ('{"source": "predicted", "devices": {}, "colour": "red"}', "colour"),
        ('{"source": "predicted", "devices": {"r1": {"name": "r1", "ribs": {"default": {"10.0.0.0/33": {}}}}}}', "/33"),
    ],
)
def test_a_bad_file_is_a_store_error(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(StoreError, match=told):
        load_snapshot(tmp_path / "s.json")


def test_a_missing_file_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot read"):
        load_snapshot(tmp_path / "none.json")


def test_files_are_the_same_on_every_run(tmp_path: Path) -> None:
    snapshot = Snapshot(SnapshotSource.COLLECTED, {"r1": DeviceState("r1")}, datetime(2026, 11, 23, tzinfo=UTC))
    save_snapshot(tmp_path / "a", snapshot)
    save_snapshot(tmp_path / "b", load_snapshot(tmp_path / "a"))
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()


def test_findings_are_worded() -> None:
    from netops.model import Location, Severity

    found = Finding("mtu", Severity.CRITICAL, "r1:eth0", "MTU differs", location=Location("topology/links.yaml", 7))
    assert to_json(found)["severity"] == "critical"
    assert from_json(Finding, to_json(found)) == found
