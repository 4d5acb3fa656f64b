"""Tables and findings as they stand in a pipe."""

from __future__ import annotations

import io
from ipaddress import ip_address, ip_network

import pytest
from rich.console import Console, RenderableType

from netops.model import Change, Finding, Location, NextHop, Route, Severity
from netops.report import changes_table, diff_text, findings_view, key_value_table, plain_table, routes_table


def printed(*views: RenderableType, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width, no_color=True, highlight=False)
    console.print(*views, sep="\n")
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


MTU = Finding("mtu", Severity.WARNING, "r1:eth0", "MTU differs", "9000", "1500", ("r2: 9000",), "set both")
DUPLICATE = Finding("duplicate", Severity.CRITICAL, "r2", "has r1's address", location=Location("hosts.yaml", 7))


class TestFindings:
    def test_the_worst_comes_first_and_all_are_counted(self) -> None:
        told = printed(findings_view([MTU, DUPLICATE]))
        assert told.index("has r1's address") < told.index("MTU differs")
        assert told.endswith("2 findings: 1 critical, 1 warning")

    def test_everything_that_a_finding_knows_is_told(self) -> None:
        told = printed(findings_view([MTU, DUPLICATE]))
        for word in ("r1:eth0", "9000", "1500", "r2: 9000", "set both", "[mtu]", "hosts.yaml:7", "[duplicate]"):
            assert word in told

    def test_a_limit_hides_the_mildest_and_says_how_many(self) -> None:
        told = printed(findings_view([MTU, DUPLICATE], limit=1))
        assert "MTU differs" not in told
        assert "… and 1 more" in told
        assert "2 findings" in told

    def test_none(self) -> None:
        assert printed(findings_view([], clean="all is well")) == "✔ all is well"

    @pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", "]]>", "\\[x]"])
    def test_text_from_outside_is_no_markup(self, text: str) -> None:
        assert text in printed(findings_view([Finding("c", Severity.INFO, text, text)]))
        assert text in printed(plain_table(("a",), [(text,)]), key_value_table({"k": text}), diff_text(f"+{text}"))


def test_routes_are_in_order_with_all_next_hops() -> None:
    hops = frozenset(NextHop(ip_address(f"10.0.0.{number}")) for number in (2, 1))
    routes = [
        Route(ip_network("2001:db8::/32"), "bgp", 20, 0, frozenset({NextHop(ip_address("fe80::1"), "eth0")})),
        Route(ip_network("10.2.0.0/16"), "ospf", 110, 20, hops),
        Route(ip_network("10.1.0.0/16"), "static", 1, 0, frozenset({NextHop(blackhole=True)})),
    ]
    lines = printed(routes_table({each.prefix: each for each in routes}, title="r1")).splitlines()
    rows = [line.split() for line in lines if line.strip()][3:]
    assert rows == [
        ["10.1.0.0/16", "static", "[1/0]", "blackhole"],
        ["10.2.0.0/16", "ospf", "[110/20]", "10.0.0.1"],
        ["10.0.0.2"],
        ["2001:db8::/32", "bgp", "[20/0]", "fe80::1", "eth0"],
    ]


def test_changes() -> None:
    told = printed(changes_table([(Change("20261123-1", "ann", "why not"), "committed")]))
    assert [word for word in ("20261123-1", "ann", "why not", "committed") if word not in told] == []


def test_a_diff_keeps_every_line() -> None:
    diff = "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z"
    assert printed(diff_text(diff)) == diff
