"""Rendering: the same bytes on every run, and errors that say where."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import pytest

from netops.errors import SecretError, TemplateError
from netops.model import (
    AccessList,
    AccessListEntry,
    Action,
    Bgp,
    BgpNeighbor,
    Device,
    Interface,
    Match,
    Network,
    Ospf,
    OspfAuthentication,
    OspfInterface,
    Redistribution,
    RouteMap,
    RouteMapClause,
    Secret,
    VrrpGroup,
)
from netops.render import render_device, render_network

TEMPLATES = Path(__file__).parents[2] / "templates"
PEER = BgpNeighbor(ip_address("192.0.2.1"), 65002, password=Secret("peer"))
ROUTER = Device("r1", "frr", bgp=(Bgp(65001, neighbors=(PEER,)),))


def value(_secret: Secret) -> str:
    return "sesame"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        path = tmp_path / "frr" / f"{name.replace('__', '/')}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def refusal(device: Device, templates: Path = TEMPLATES) -> str:
    with pytest.raises(TemplateError) as caught:
        render_device(device, templates=templates, secret=value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


def test_a_secret_is_resolved() -> None:
    assert " neighbor 192.0.2.1 password sesame\n" in render_device(ROUTER, templates=TEMPLATES, secret=value)


def test_every_run_gives_the_same_bytes() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from sample_device import *\n"
        "from netops.render import render_device\n"
        "sys.stdout.write(render_device(DEVICE, templates=Path(sys.argv[1]), secret=resolve))"
    )
    samples = Path(__file__).parents[1] / "platforms"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(TEMPLATES), str(samples)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_an_undefined_name_is_told_with_file_and_line(tmp_path: Path) -> None:
    templates = folder(tmp_path, config='{% include "part.j2" %}\n', part="hostname x\n\n{{ device.hostnam }}\n")
    told = refusal(ROUTER, templates)
    assert told.startswith(f"{templates}/frr/part.j2:3: ")
    assert "'hostnam'" in told
    assert told.endswith("(device r1)")


def test_a_syntax_error_is_told_with_file_and_line(tmp_path: Path) -> None:
    templates = folder(tmp_path, config="x\n{% if %}\n")
    assert refusal(ROUTER, templates).startswith(f"{templates}/frr/config.j2:2: ")


def test_a_missing_include_is_told(tmp_path: Path) -> None:
    templates = folder(tmp_path, config='\n{% include "nothing.j2" %}\n')
    assert refusal(ROUTER, templates) == f"{templates}/frr/config.j2:2: no such template: nothing.j2 (device r1)"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert f"{tmp_path}/frr/config.j2: no such template: the platform of r1 is frr" in refusal(ROUTER, tmp_path)


def test_a_fault_of_a_template_is_told(tmp_path: Path) -> None:
    templates = folder(tmp_path, config="{{ 1 // 0 }}")
    assert refusal(ROUTER, templates).startswith(f"{templates}/frr/config.j2:1: ZeroDivisionError")


def test_templates_cannot_reach_out(tmp_path: Path) -> None:
    templates = folder(tmp_path, config="{{ ''.__class__.__mro__ }}")
    assert "unsafe" in refusal(ROUTER, templates)


def test_no_secret_in_the_text_of_an_error(tmp_path: Path) -> None:
    templates = folder(tmp_path, config="{% set s = device.bgp[0].neighbors[0].password|secret %}{{ {}[s + 'x'] }}")
    assert "sesame" not in refusal(ROUTER, templates)
    templates = folder(tmp_path, config="{{ refuse(device.bgp[0].neighbors[0].password|secret) }}")
    assert "<redacted>" in refusal(ROUTER, templates)


def test_the_resolvers_error_passes_through() -> None:
    def nowhere(secret: Secret) -> str:
        raise SecretError(f"{secret} is nowhere")

    with pytest.raises(SecretError, match="<secret peer> is nowhere"):
        render_device(ROUTER, templates=TEMPLATES, secret=nowhere)


@pytest.mark.parametrize("bad", ["", "two words", "line\nbreak"])
def test_a_secret_must_be_one_word(bad: str) -> None:
    with pytest.raises(SecretError, match="<secret peer>: a key or password must be one word") as caught:
        render_device(ROUTER, templates=TEMPLATES, secret=lambda _: bad)
    assert not bad or bad not in str(caught.value)


def test_a_line_break_cannot_smuggle_in_configuration() -> None:
    device = Device("r1", "frr", interfaces={"eth0": Interface("eth0", description="a\n no router bgp")})
    assert refusal(device) == "device r1: 'a\\n no router bgp' holds a line break or control character"


def test_hooks_are_used_where_they_are(tmp_path: Path) -> None:
    for path in (TEMPLATES / "frr").glob("*.j2"):
        folder(tmp_path, **{path.stem: path.read_text()})
    hooks = {each: f"! {each} of {{{{ device.name }}}}\n" for each in ("before", "after", "access-list")}
    folder(tmp_path, **{f"hooks__{each}": text for each, text in hooks.items()})
    folder(tmp_path, hooks__interface=" ip hook {{ interface.name }}\n")
    device = Device("r1", "frr", interfaces={"eth0": Interface("eth0")})
    text = render_device(device, templates=tmp_path, secret=value)
    assert "interface eth0\n ip hook eth0\nexit\n" in text
    assert all(f"! {each} of r1\n" in text for each in hooks)
    assert render_device(device, templates=TEMPLATES, secret=value) == (
        "frr defaults traditional\nhostname r1\nlog syslog informational\n!\n"
    )


def test_a_network_is_rendered_where_there_are_templates() -> None:
    devices = {each.name: each for each in (Device("z1", "frr"), Device("a1", "ovs"), Device("h1", "linux"))}
    texts = render_network(Network(devices=devices), templates=TEMPLATES, secret=value)
    assert list(texts) == ["a1", "z1"]
    assert texts["a1"].startswith("add-br br0 ")


def _clause(**fields: object) -> tuple[RouteMap, ...]:
    return (RouteMap("RM", (RouteMapClause(10, **{"action": Action.PERMIT, **fields}),)),)  # type: ignore[arg-type]  # a test's shorthand


def _access(**fields: object) -> tuple[AccessList, ...]:
    return (AccessList("AC", 4, (AccessListEntry(5, Action.DENY), AccessListEntry(10, Action.DENY, **fields))),)  # type: ignore[arg-type]  # a test's shorthand


ROUTER_ID = IPv4Address("10.0.0.1")
KEY = OspfAuthentication(1, Secret("key"))
TWO = (VrrpGroup(1, (ip_address("10.0.0.1"),), 100), VrrpGroup(1, (ip_address("fd00::1"),), 90))
INEXPRESSIBLE = {
    "banner of two lines": (Device("r1", "frr", banner="a\nb"), "system.j2:", "more than one line"),
    "match": (
        Device("r1", "frr", route_maps=_clause(matches=(Match("route-type", ("external",)),))),
        "route-map.j2:",
        "route map RM, sequence 10: FRR has no match route-type",
    ),
    "on-match": (
        Device("r1", "frr", route_maps=_clause(action=Action.DENY, on_match="next")),
        "route-map.j2:",
        "on-match only in a permit clause",
    ),
    "ports": (
        Device("r1", "frr", access_lists=_access(protocol="tcp", destination_ports=(22, 22))),
        "access-list.j2:",
        "access list AC, sequence 10: FRR's access lists match addresses only",
    ),
    "remark": (Device("r1", "frr", access_lists=_access(remark="why")), "access-list.j2:", "one remark a list"),
    "key of OSPFv3": (
        Device("r1", "frr", interfaces={"eth0": Interface("eth0", ospf6=OspfInterface("0.0.0.0", authentication=KEY))}),
        "interface-ospf.j2:",
        "eth0: FRR has no message-digest authentication for OSPFv3",
    ),
    "VRRP": (
        Device("r1", "frr", interfaces={"eth0": Interface("eth0", vrrp=TWO)}),
        "interface-vrrp.j2:",
        "eth0: the IPv4 and IPv6 parts of VRRP group 1 differ",
    ),
    "default metric": (Device("r1", "frr", ospf=(Ospf(3, default_metric=5),)), "ospf6.j2:", "no default-metric"),
    "redistribution": (
        Device("r1", "frr", ospf=(Ospf(2, ROUTER_ID, redistribute=(Redistribution("isis"),)),)),
        "redistribute.j2:",
        "redistribute isis: expected one of kernel, connected",
    ),
}


@pytest.mark.parametrize(("device", "file", "problem"), INEXPRESSIBLE.values(), ids=INEXPRESSIBLE)
def test_what_frr_cannot_say_is_refused(device: Device, file: str, problem: str) -> None:
    told = refusal(device)
    assert f"templates/frr/{file}" in told
    assert problem in told
