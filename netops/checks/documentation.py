"""The checks' own manual, made of what is registered."""

from __future__ import annotations

from itertools import groupby

from netops.checks.registry import CheckInfo, all_checks

__all__ = ["documentation"]

_TITLES = {  # in the order of the page
    "physical": "Ports and lines",
    "cabling": "Cables",
    "rack": "Racks",
    "topology": "Topology",
    "layer2": "VLANs and trunks",
    "spanning_tree": "Spanning tree",
    "addressing": "Addresses",
    "segments": "Segments, gateways and DHCP",
    "redundancy": "VRRP",
    "static": "Static routes",
    "ospf": "OSPF neighbours",
    "ospf_areas": "OSPF areas and router ids",
    "summaries": "Summaries",
    "bgp": "BGP sessions",
    "reflection": "Internal BGP",
    "policy": "Routing policy",
    "management": "Management and names",
    "services": "Services and hosts",
    "security": "Zones and filters",
}


def documentation() -> str:
    """All checks as Markdown, by subject; ``docs/checks.md`` holds exactly this."""
    order = list(_TITLES)
    checks = sorted(all_checks(), key=lambda each: (order.index(each.subject), each.id))
    lines = [
        "# The design checks",
        "",
        f"`netops check` holds an estate to {len(checks)} checks. A critical finding stops a push. The number in",
        "brackets is the check's place in the numbered list of checks that an estate is held to; a check without one",
        "goes beyond that list. This page is generated from the checks themselves.",
    ]
    for subject, group in groupby(checks, key=lambda each: each.subject):
        lines += ["", f"## {_TITLES[subject]}", ""]
        for each in group:
            lines += _entry(each)
    return "\n".join(lines).rstrip() + "\n"


def _entry(info: CheckInfo) -> list[str]:
    number = "" if info.number is None else f" ({info.number})"
    text = " ".join(info.documentation.split())
    return [
        f"### `{info.id}`{number}: {info.severity}",
        "",
        f"{info.title}. {text}",
        "",
        f"*Remedy:* {info.remedy}.",
        "",
    ]
