"""Junos policies as they are read, applied to what real neighbours sent: attributes as the devices had them."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path as File
from typing import Any

import pytest

from netops.analysis.bgp.path import Learned, Path
from netops.analysis.policy import Context, Policy
from netops.model import BgpNeighbor, Device, IPPrefix
from netops.platforms.junos.config import parse

LABS = File(__file__).parents[2].parent / "shared" / "data" / "lab-validation"
pytestmark = pytest.mark.skipif(not LABS.is_dir(), reason="the recorded networks of lab-validation are not here")

SENDER, RECEIVER = 65001, 65002
ORIGINS = {"I": 0, "E": 1, "?": 2}
NETWORKS = (
    "junos_then_action_conflicts",
    "junos_cross_term_match",
    "junos_policy_chain_visibility",
    "junos_rmw_localpref",
)

Attributes = tuple[int, int, tuple[int, ...], int, int]
"""Local preference, MED, AS path, preference, origin."""


def configured(lab: str, name: str) -> Device:
    file = LABS / lab / "configs" / name / "show_configuration_|_display_set.txt"
    return parse(file.read_text(encoding="utf-8"), name, file.name).device


def toward(device: Device, remote: int) -> BgpNeighbor:
    return next(each for each in device.bgp[0].neighbors if each.remote_as == remote)


def data(entry: dict[str, Any], key: str) -> str:
    return str(entry[key][0]["data"]) if key in entry else ""


def shown(lab: str, name: str, command: str) -> dict[IPPrefix, dict[str, Any]]:
    """BGP's routes in the device's main table, as Junos writes them."""
    file = LABS / lab / "show" / name / f"{command}_|_display_json.txt"
    if not file.exists():
        return {}
    document = json.loads(file.read_text(encoding="utf-8").partition("\n{master")[0])
    main = next(
        each for each in document["route-information"][0]["route-table"] if data(each, "table-name") == "inet.0"
    )
    found = {}
    for each in main["rt"]:
        length = data(each, "rt-prefix-length")
        prefix = ip_network(data(each, "rt-destination") + (f"/{length}" if length else ""))
        if data(each["rt-entry"][0], "protocol-name") == "BGP":
            found[prefix] = each["rt-entry"][0]
    return found


def measured(entry: dict[str, Any]) -> Attributes:
    *numbers, origin = data(entry, "as-path").removeprefix("AS path: ").split()
    med = int(data(entry, "med") or 0)
    return (
        int(data(entry, "local-preference")),
        med,
        tuple(map(int, numbers)),
        int(data(entry, "preference")),
        ORIGINS[origin],
    )


def sent(policy: Policy, neighbor: BgpNeighbor, prefix: IPPrefix) -> Path | None:
    chain = neighbor.families[0].policies_out
    return policy.chain(chain, prefix, Path(protocol="static"), Context(own_as=SENDER), default=False)


def received(policy: Policy, neighbor: BgpNeighbor, prefix: IPPrefix, path: Path) -> Path | None:
    arriving = Path(
        as_path=(SENDER,),
        communities=path.communities,
        extended=path.extended,
        med=path.med,
        next_hop=neighbor.address,
        peer=neighbor.address,
        learned=Learned.EXTERNAL,
        local_preference=neighbor.local_preference,
    )
    context = Context(own_as=RECEIVER, local=ip_address("192.0.2.99"), peer_as=SENDER, igp=0)
    return policy.chain(neighbor.families[0].policies_in, prefix, arriving, context, default=True)


def predicted(path: Path) -> Attributes:
    return path.local_preference or 0, path.med or 0, path.as_path, path.distance or 170, path.origin


@pytest.mark.parametrize("lab", NETWORKS)
def test_policies_do_what_they_did_on_the_device(lab: str) -> None:
    sender, receiver = configured(lab, "sender"), configured(lab, "dut")
    out, into = toward(sender, RECEIVER), toward(receiver, SENDER)
    exporting, importing = Policy(sender), Policy(receiver)
    routes, details = shown(lab, "dut", "show_route"), shown(lab, "dut", "show_route_protocol_bgp_detail")
    compared = 0
    for static in (each for each in sender.static_routes if each.vrf == "default"):
        path = sent(exporting, out, static.prefix)
        found = None if path is None else received(importing, into, static.prefix, path)
        if found is None:
            assert static.prefix not in routes, static.prefix
            continue
        if found.next_hop != into.address:
            continue  # whether the next hop that a policy set can be reached is not the policy's affair
        assert predicted(found) == measured(routes[static.prefix]), static.prefix
        compared += 1
        if static.prefix in details:
            (carried,) = details[static.prefix].get("communities", [{}])
            assert found.communities == {each["data"] for each in carried.get("community", [])}
    assert compared > len(routes) * 0.9
