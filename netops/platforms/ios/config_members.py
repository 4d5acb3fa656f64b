"""Which interfaces take part in which protocol: ``network`` statements and passive lists, put on the interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

from netops.model import EigrpInterface, IsisInterface, OspfInterface, OspfNetworkType, RipInterface
from netops.platforms.configuration.rules import Fields
from netops.platforms.ios.addresses import classful, matches
from netops.platforms.ios.config_isis import isis_interface
from netops.platforms.ios.config_ospf_interface import ospf_interface
from netops.platforms.ios.names import parent_of

__all__ = ["place_protocols"]

Problems = list[tuple[str, str]]


def place_protocols(top: Fields, problems: Problems) -> None:
    """Give every interface's draft what each protocol runs on it, under ``made``."""
    ports: Fields = top.setdefault("interfaces", {})
    _passive_isis(top, ports)
    _ipv6_eigrp(top)
    for name, port in ports.items():
        made = port.setdefault("made", {})
        made["ospf"] = _ospf(name, port, top, 2)
        made["ospf6"] = _ospf(name, port, top, 3)
        made["eigrp"] = tuple(_eigrp(name, port, top))
        made["rip"] = tuple(_rip(name, port, top))
        made["isis"] = tuple(_isis(name, port, top))
    _numberless(top, problems)


def _addresses(port: Fields, top: Fields) -> list[IPv4Interface]:
    """The addresses, the primary one first; those that are borrowed, where it has none."""
    own = [*port.get("addresses4", ()), *port.get("secondary4", ())]
    lender = top["interfaces"].get(port.get("unnumbered"), {})
    return own or list(lender.get("addresses4", ()))


def _passive(process: Fields, name: str) -> bool:
    return bool(process.get("passive", {}).get(name, process.get("passive_default", False)))


def _ospf(name: str, port: Fields, top: Fields, version: int) -> OspfInterface | None:
    """The process that says it runs here, or (OSPFv2) the first with a ``network`` for the primary address."""
    said = port.get("ospf" if version == 2 else "ospf6", {})
    processes = {
        process: draft
        for (number, vrf, process), draft in top.get("ospf", {}).items()
        if (number, vrf) == (version, port.get("vrf", "default"))
    }
    found = (said["process"], said["area"]) if "area" in said else None
    if found is None and version == 2:
        found = _by_network(processes, _addresses(port, top))
    if found is None:
        return None
    process, area = found
    draft = processes.get(process, {})
    shared = draft.get("shared", draft)
    passive = _passive(draft, name) or _passive(shared, name)
    said = {**_link_layer(name, port, top), **said, **({"shutdown": True} if draft.get("shutdown") else {})}
    return ospf_interface(name, said, area, process, passive, area in draft.get("digest_areas", ()))


def _link_layer(name: str, port: Fields, top: Fields) -> Fields:
    """Frame relay is a non-broadcast network, but for its point-to-point subinterfaces."""
    parent = top["interfaces"].get(parent_of(name), {})
    if not port.get("multi_access") and not parent.get("multi_access"):
        return {}
    point_to_point = port.get("subtype") == "point-to-point"
    return {"network_type": OspfNetworkType.POINT_TO_POINT if point_to_point else OspfNetworkType.NON_BROADCAST}


def _by_network(processes: Fields, addresses: list[IPv4Interface]) -> tuple[str, str] | None:
    if not addresses:
        return None
    for process, draft in processes.items():
        for pattern, wildcard, area in draft.get("networks", ()):
            if matches(addresses[0].ip, pattern, wildcard):
                return process, area
    return None


def _covered(networks: list[tuple[IPv4Address, IPv4Address | None]], addresses: list[IPv4Interface]) -> bool:
    """Whether a ``network`` statement takes one of the addresses; without a wildcard it is a classful network."""
    return any(
        each.ip in classful(pattern) if wildcard is None else matches(each.ip, pattern, wildcard)
        for pattern, wildcard in networks
        for each in addresses
    )


def _eigrp(name: str, port: Fields, top: Fields) -> Iterator[EigrpInterface]:
    for (vrf, family, _), process in top.get("eigrp", {}).items():
        if vrf != port.get("vrf", "default") or "asn" not in process:
            continue
        named = process.get("interfaces", {})
        said: Fields = {
            **port.get("eigrp", {}).get(process["asn"], {}),
            **named.get("default", {}),
            **named.get(name, {}),
        }
        if said.get("shutdown") or not _eigrp_runs(port, process, family, top):
            continue
        passive = said.get("passive", _passive(process, name))
        summaries = tuple(each for each in said.get("summaries", ()) if each.version == family)
        settings = {key: said[key] for key in ("split_horizon", "next_hop_self", "key_chain") if key in said}
        yield EigrpInterface(process["asn"], family, passive=passive, summaries=summaries, **settings)


def _eigrp_runs(port: Fields, process: Fields, family: int, top: Fields) -> bool:
    """IPv4: by ``network``; IPv6: named mode on all that speak IPv6, else where the interface says so."""
    if family == 4:
        return _covered(process.get("networks", []), _addresses(port, top))
    if process.get("wide"):
        return bool(port.get("addresses6") or port.get("ipv6_enabled"))
    return process["asn"] in port.get("eigrp6", ())


def _ipv6_eigrp(top: Fields) -> None:
    """``ipv6 router eigrp N`` is one more process, of IPv6."""
    for number, draft in top.pop("eigrp6", {}).items():
        top.setdefault("eigrp", {})["default", 6, str(number)] = {**draft, "asn": number}


def _numberless(top: Fields, problems: Problems) -> None:
    for (vrf, _, key), process in top.get("eigrp", {}).items():
        if "asn" not in process:
            problems.append((f"eigrp:{vrf}:{key}", "its AS number is not told, so it is left out"))


def _rip(name: str, port: Fields, top: Fields) -> Iterator[RipInterface]:
    vrf = port.get("vrf", "default")
    for (family, of_vrf, process), draft in top.get("rip", {}).items():
        if of_vrf != vrf or family != 4:
            continue
        if _covered([(each, None) for each in draft.get("networks", ())], _addresses(port, top)):
            said = port.get("rip", {})
            split = said.get("split_horizon", True)
            summaries = tuple(said.get("summaries", ()))
            yield RipInterface(4, process, _passive(draft, name), split, summaries=summaries)
    for process, said in port.get("rip6", {}).items():
        if said.get("enabled"):
            yield RipInterface(6, process, metric=said.get("metric", 1), summaries=tuple(said.get("summaries", ())))


def _passive_isis(top: Fields, ports: Fields) -> None:
    """A passive interface of IS-IS is one of its interfaces, without a line of its own."""
    for process, draft in top.get("isis", {}).items():
        for name, passive in draft.get("passive", {}).items():
            if passive and name in ports and "families" not in ports[name].get("isis", {}):
                ports[name].setdefault("isis", {}).update(process=process, families=[4], passive=True)


def _isis(name: str, port: Fields, top: Fields) -> Iterator[IsisInterface]:
    said = port.get("isis", {})
    if "families" not in said:
        return
    process: Fields = top.get("isis", {}).get(said.get("process", ""), {})
    process["families"] = tuple(sorted({*process.get("families", ()), *said["families"]}))
    yield isis_interface(said, _passive(process, name))
