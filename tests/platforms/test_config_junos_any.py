"""Any text at all gives a device, every statement is accounted for, and no secret gets out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.model import Secret
from netops.platforms.junos.config import parse
from netops.platforms.junos.scrub import scrub

LABS = Path(__file__).parents[2].parent / "shared" / "data" / "lab-validation"

REAL = """\
set system host-name mx1
set system services ssh
set groups G interfaces <*> unit <*> family inet mtu 9000
set apply-groups G
set interfaces interface-range R member ge-0/0/[0-1]
set interfaces interface-range R description range
set interfaces ge-0/0/0 unit 10 vlan-id 10
set interfaces ge-0/0/0 unit 10 family inet address 10.0.0.1/24 vrrp-group 1 virtual-address 10.0.0.254
set interfaces ae0 aggregated-ether-options lacp active
set interfaces irb unit 10 family inet address 10.10.0.1/24
set interfaces lo0 unit 0 family iso address 49.0001.1920.0000.2001.00
set policy-options prefix-list P apply-path "interfaces <*> unit <*> family inet address <*>"
set policy-options policy-statement IN term a from route-filter 10.0.0.0/8 upto /24
set policy-options policy-statement IN term a from route-filter 10.1.0.0/16 through 10.1.1.0/24 accept
set policy-options policy-statement IN term a from community C
set policy-options policy-statement IN term a then metric add 5
set policy-options policy-statement IN term a then as-path-prepend "65000 65000"
set policy-options policy-statement IN then reject
set policy-options community C members [ 65000:1 "65000:.*" target:65000:1 ]
set policy-options as-path A "65001 .*"
set firewall family inet filter F term t from source-address 10.0.0.0/8
set firewall family inet filter F term t from source-address 10.1.0.0/16 except
set firewall family inet filter F term t from destination-port [ ssh 1024-2048 ]
set firewall family inet filter F term t then accept
set routing-instances V instance-type vrf
set routing-instances V interface ge-0/0/0.10
set routing-instances V vrf-target target:65000:1
set routing-instances V routing-options static route 0.0.0.0/0 next-table inet.0
set routing-options rib-groups X import-rib [ inet.0 V.inet.0 ]
set routing-options interface-routes rib-group inet X
set routing-options autonomous-system 65000 loops 2
set routing-options static route 10.9.0.0/16 qualified-next-hop 10.0.0.2 preference 7
set protocols bgp group E type external
set protocols bgp group E neighbor 10.0.0.2 peer-as 65001
set protocols bgp group E neighbor 10.0.0.2 family inet unicast prefix-limit maximum 5
deactivate protocols bgp group E neighbor 10.0.0.2 family
set protocols ospf area 0.0.0.1 nssa default-lsa default-metric 5
set protocols ospf area 0 interface all
set protocols isis interface all level 2 metric 5
set security nat source rule-set S rule r match source-address 10.0.0.0/8
set security nat source rule-set S rule r then source-nat interface
set snmp community public authorization read-only
"""
WORDS = sorted(
    {word for line in REAL.splitlines() for word in line.split()}
    | {"{", "}", ";", "[", "]", "/*", '""', '"', "inactive:"}
)


def braces(text: str) -> str:
    """The same statements in the form with braces, each in blocks of its own."""
    found = []
    for line in text.splitlines():
        words = re.findall(r'"[^"]*"|\[[^\]]*\]|\S+', line)
        if words[0] == "set":
            head, rest = words[1:3], words[3:]
            found.append(" { ".join(head) + (" { " + " ".join(rest) + "; }" if rest else ";") + " }" * (len(head) - 1))
    return "\n".join(found)


def test_the_sample_is_understood() -> None:
    assert parse(REAL, "r1", "f").unknown == ()
    told = parse(braces(REAL), "r1", "f")
    assert told.unknown == ()
    assert told.device.route_maps == parse(REAL, "r1", "f").device.route_maps


def accounted(text: str) -> None:
    parsed = parse(text, "r1", "r1.conf")
    assert parsed.device.name == "r1"
    assert parsed.coverage.unknown == len(parsed.unknown)
    for each in parsed.unknown:
        assert each.location.file == "r1.conf"
        assert each.reason


@given(st.text(max_size=400))
def test_any_text_gives_a_device(text: str) -> None:
    accounted(text)


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_words_give_a_device(text: str) -> None:
    accounted(text)
    accounted("set " + text)


@settings(max_examples=200)
@given(st.data())
def test_mutilated_configurations_give_a_device(data: st.DataObject) -> None:
    rows = data.draw(st.permutations((braces(REAL) if data.draw(st.booleans()) else REAL).splitlines()))
    rows = rows[: data.draw(st.integers(1, len(rows)))]
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(rows) - 1))
        words = rows[place].split()
        spot = data.draw(st.integers(0, max(0, len(words) - 1)))
        replacement = data.draw(st.sampled_from(WORDS) | st.text(max_size=8))
        rows[place] = " ".join([*words[:spot], replacement, *words[spot + data.draw(st.integers(0, 1)) :]])
    text = "\n".join(rows)
    accounted(text[: data.draw(st.integers(0, len(text)))] if data.draw(st.booleans()) else text)


def test_nothing_is_too_deep() -> None:
    accounted("set apply-groups G\nset groups G " + "a " * 5000 + "\nset " + "b " * 5000)
    accounted("a { " * 5000 + "apply-groups G;")


SECRETS = [
    'set system root-authentication encrypted-password "$6$sesame"',
    "set protocols bgp group g authentication-key sesame",
    "set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 key sesame",
    "set protocols isis level 2 authentication-key sesame",
    "set system radius-server 192.0.2.1 secret sesame",
    "set system ntp authentication-key 1 value sesame",
    "set snmp community sesame authorization read-only",
    "set snmp v3 usm local-engine user u authentication-sha authentication-key sesame",
    'set security ike policy p pre-shared-key ascii-text "$9$sesame"',
    "snmp {\n    community sesame {\n        authorization read-only;\n    }\n}",
    'system {\n    root-authentication {\n        encrypted-password "$6$sesame"; ## SECRET-DATA\n    }\n}',
    "protocols { ospf { area 0 { interface ge-0/0/0.0 { authentication {\n md5 1 {\n key sesame;\n} } } } } }",
    "protocols { ospf { area 0 { interface ge-0/0/0.0 { authentication { md5 1 key sesame; } } } } }",
]


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_do_not_get_out(text: str) -> None:
    assert "sesame" not in scrub(text)
    assert scrub(scrub(text)) == scrub(text)
    parsed = parse(text.replace("ospf", "ospfx"), "r1", "f")  # not understood, and still not told
    assert "sesame" not in repr(parsed)
    assert "sesame" not in repr(parse(text, "r1", "f"))


def test_what_is_no_secret_is_left() -> None:
    kept = "set policy-options community sesame members 65000:1\nset protocols bgp group g description key\n"
    assert scrub(kept) == kept
    assert parse("set snmp community sesame\n", "r1", "f").device.administration.snmp_communities[0].community == (
        Secret.of_value("sesame")
    )


@pytest.mark.skipif(not LABS.is_dir(), reason="the configurations of lab-validation are not here")
def test_recorded_configurations_are_understood() -> None:
    """All of them, but for what a real Junos refused to commit."""
    files = sorted(LABS.glob("j*/configs/*/*display_set*")) + sorted(LABS.glob("j*/source/configs/*.cfg"))
    assert len(files) > 40
    refused = {}
    for file in files:
        parsed = parse(file.read_text(encoding="utf-8"), file.parent.name, file.name)
        if any("does not commit" in each.reason for each in parsed.unknown):
            refused[file.parent.name] = len(parsed.unknown)
        else:
            assert parsed.unknown == (), (file, parsed.unknown)
    assert all(name.startswith("rejects-") for name in refused)
    assert len(refused) == len([each for each in files if each.parent.name.startswith("rejects-")])


@pytest.mark.skipif(not LABS.is_dir(), reason="the configurations of lab-validation are not here")
def test_both_forms_of_a_recorded_configuration_have_the_same_policies() -> None:
    """What was loaded in braces, and what the device then showed as ``set`` lines."""
    for lab in ("junos_cross_term_match", "junos_policy_chain_visibility", "junos_ext_community_literal"):
        for source in sorted((LABS / lab / "source" / "configs").glob("*.cfg")):
            shown = LABS / lab / "configs" / source.stem / "show_configuration_|_display_set.txt"
            ours = parse(source.read_text(encoding="utf-8"), "x", "f").device
            theirs = parse(shown.read_text(encoding="utf-8"), "x", "f").device
            assert ours.bgp == theirs.bgp
            assert ours.route_maps == theirs.route_maps
