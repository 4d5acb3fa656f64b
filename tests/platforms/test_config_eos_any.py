"""Any text at all gives a Device of EOS, every line is accounted for, and no secret stays."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_eos import ACCESS, GROUPS, OSPF, VRF

from netops.model import Device
from netops.platforms import get_platform
from netops.platforms.eos.config import parse
from netops.platforms.eos.scrub import scrub

LABS = Path(__file__).parents[2].parent / "shared" / "data" / "lab-validation"
WORDS = sorted(
    set((ACCESS + GROUPS + VRF + OSPF).split()) | {"!", "EOF", "banner motd", "\x1c", "é", "9" * 40, "1.2", "/"}
)
WHOLE = OSPF + ACCESS + VRF + "router bgp 65001\n" + "".join(f"   {line}\n" for line in GROUPS.split("\n"))


def account(text: str) -> None:
    parsed = parse(text, "sw1", "sw1.cfg")
    assert isinstance(parsed.device, Device)
    lines = parsed.coverage.lines
    problems = sum(each.reason.startswith("its ") or "is neither an address" in each.reason for each in parsed.unknown)
    written = [line for line in text.splitlines() if line.strip() and line.strip()[0] not in "!#"]
    assert lines - problems <= len(written)
    if "EOF" not in text:
        assert lines >= len(written)


@given(st.text())
def test_any_text(text: str) -> None:
    parse(text, "sw1", "sw1.cfg")
    assert scrub(scrub(text)) == scrub(text)


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.sampled_from(WORDS), min_size=1, max_size=7)), max_size=25))
def test_any_words(lines: list[tuple[int, list[str]]]) -> None:
    parse("\n".join(" " * 3 * depth + " ".join(words) for depth, words in lines), "sw1", "sw1.cfg")


@given(st.integers(0, 2**32), st.integers(0, len(WHOLE)))
def test_broken_configurations(seed: int, cut: int) -> None:
    chance = random.Random(seed)
    lines = WHOLE[:cut].split("\n")
    chance.shuffle(lines)
    account("\n".join(lines))
    for _ in range(10):
        place = chance.randrange(len(lines))
        words = lines[place].split(" ")
        words[chance.randrange(len(words))] = chance.choice(WORDS)
        lines[place] = " ".join(words)
    account("\n".join(lines))


def test_a_whole_configuration_is_accounted_for() -> None:
    account(WHOLE)
    assert [each.text for each in parse(WHOLE, "sw1", "sw1.cfg").unknown] == []


SECRETS = """\
enable secret sha512 SESAME
username admin privilege 15 role network-admin secret sha512 SESAME
snmp-server community SESAME view V rw ACL
snmp-server host 10.0.0.1 vrf MGMT traps version 2c SESAME
snmp-server user u g v3 auth sha SESAME priv aes SESAME
tacacs-server host 10.0.0.1 vrf MGMT key 7 SESAME
radius-server key SESAME
ntp authentication-key 1 md5 7 SESAME
interface Ethernet1
   ip ospf authentication-key 7 SESAME
   ip ospf message-digest-key 1 sha512 SESAME
   isis authentication key 7 SESAME
   vrrp 1 peer authentication ietf-md5 key-string 7 SESAME
   ospfv3 authentication ipsec spi 1 sha1 passphrase 7 SESAME
router bgp 1
   neighbor 10.0.0.1 password 7 SESAME
daemon TerminAttr
   exec /usr/bin/TerminAttr -cvauth=key,SESAME
router isis A
   authentication key SESAME
management security
   shared-secret profile P
      secret 0 7 SESAME receive-lifetime infinite
"""


def test_scrub() -> None:
    scrubbed = scrub(SECRETS)
    assert "SESAME" not in scrubbed
    assert scrubbed.count("<redacted>") == SECRETS.count("SESAME") - 1  # one of the two of a user with both
    assert len(scrubbed.splitlines()) == len(SECRETS.splitlines())
    quiet = "description the key to it\nusername bob nopassword\n   isis authentication mode md5\nno aaa root\n"
    assert scrub(quiet) == quiet
    assert "SESAME" not in repr(parse(SECRETS.replace("key 7", "frobnicate key 7"), "sw1", "sw1.cfg"))


@pytest.mark.skipif(not LABS.is_dir(), reason="the configurations of lab-validation are not here")
@pytest.mark.parametrize(
    "path", sorted(LABS.glob("eos_*/configs/*/show_running-config.txt")), ids=lambda each: each.parent.name
)
def test_the_labs_are_understood(path: Path) -> None:
    text = path.read_text()
    account(text)
    assert [(each.location.line, each.text) for each in parse(text, path.parent.name, str(path)).unknown] == []
    assert get_platform("eos").tidy(text) == text
