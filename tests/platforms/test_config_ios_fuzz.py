"""Any text at all gives a result: nothing raised, every line accounted for, no secret told."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.model import Device
from netops.platforms.ios.config import parse
from netops.platforms.ios.scrub import scrub
from netops.platforms.ios.state import SHOW_COMMANDS, read

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "lab-validation"

SAMPLE = """\
version 15.2
vrf definition RED
 rd 65000:1
 address-family ipv4
  route-target import 65000:2
 exit-address-family
object-group network NET
 host 192.0.2.1
 range 10.0.0.1 10.0.0.9
interface GigabitEthernet0/0.100
 encapsulation dot1Q 100
 vrf forwarding RED
 ip address 10.0.0.1 255.255.255.0
 ip address 10.0.1.1 255.255.255.0 secondary
 ip ospf 1 area 0.0.0.5
 ip ospf message-digest-key 1 md5 7 0822455D0A16
 ipv6 address 2001:DB8::1/64
 standby 1 timers msec 200 1
 standby 1 ip 10.0.0.9
 ip summary-address eigrp 5 10.0.0.0 255.0.0.0
 isis metric 10 level-1
 switchport trunk allowed vlan add 5-9
 vrrp 3 address-family ipv4
  address 10.0.0.8 primary
router ospf 1 vrf RED
 network 10.0.0.0 0.0.255.255 area 0
 area 1 nssa default-information-originate metric 5
 area 1 range 10.0.0.0 255.0.0.0 cost 5
 redistribute bgp 65000 metric 5 metric-type 1 subnets
 distribute-list prefix P in GigabitEthernet0/0
router eigrp NAME
 address-family ipv4 unicast vrf RED autonomous-system 5
  af-interface default
   passive-interface
  topology base
   redistribute static metric 1 2 3 4 5
  network 10.0.0.0 0.0.0.255
router isis CORE
 net 49.0001.0000.0000.0001.00
 redistribute isis ip level-2 into level-1 route-map A
router rip
 network 10.0.0.0
router bgp 65000
 template peer-session S
  remote-as 65001
 bgp listen range 10.0.0.0/8 peer-group G
 neighbor G peer-group
 neighbor 10.0.0.2 inherit peer-session S
 neighbor 10.0.0.3 remote-as 65003
 neighbor 10.0.0.3 password 7 0822455D0A16
 neighbor 10.0.0.3 advertise-map A exist-map B
 address-family ipv4 vrf RED
  aggregate-address 10.0.0.0 255.0.0.0 summary-only
  network 10.0.0.0 mask 255.0.0.0 route-map A
  maximum-paths eibgp 4
ip route vrf RED 10.0.0.0 255.0.0.0 GigabitEthernet0/0 10.0.0.5 5 tag 9 name N track 1
ipv6 route 2001:DB8::/32 FE80::1
ip prefix-list P seq 5 permit 10.0.0.0/8 ge 9 le 24
ip community-list standard C permit 65000:1
ip extcommunity-list standard X
 10 permit rt 65000:1
route-map A permit 10
 match ip address prefix-list P
 set metric 5
 set extcommunity rt 65000:1 additive
 continue 20
ip access-list extended L
 10 permit tcp object-group NET range 1 5 10.0.0.0 0.0.0.255 eq www 443 established log
 permit icmp any any echo
access-list 101 permit udp any eq snmp host 10.0.0.1 neq 5
ip nat inside source static tcp 10.0.0.1 80 interface GigabitEthernet0/0 80
ip nat pool P 10.0.0.1 10.0.0.9 prefix-length 24
username ann privilege 15 secret 9 $9$abc
snmp-server community sesame RO 10
spanning-tree vlan 1-5,9 priority 4096
vlan 5,7-9
 name users
line vty 0 4
 access-class 10 in
"""
WORDS = tuple(dict.fromkeys(SAMPLE.split()))


def check(text: str) -> None:
    parsed = parse(text, "r1", "r1.cfg")
    assert isinstance(parsed.device, Device)
    hash(parsed.device.bgp)  # values all the way down
    for unknown in parsed.unknown:
        assert unknown.location.file == "r1.cfg"
        assert unknown.reason


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * depth + "x" for depth in range(3000)),
        "interface GigabitEthernet0/1\n speed \N{SUPERSCRIPT TWO}\n standby \N{SUPERSCRIPT TWO} ip 10.0.0.1\n",
        "access-list \N{SUPERSCRIPT TWO} permit any\nip access-list extended A\n permit tcp any any eq " + "9" * 5000,
        "interface Vlan" + "9" * 5000 + "\nrouter eigrp \N{SUPERSCRIPT TWO}\n network 10.0.0.0\n",
        "\ufeffhostname r1\n",
        "banner motd ^C\nnever closed\ninterface GigabitEthernet0/1\n",
    ],
)
def test_what_no_device_writes(text: str) -> None:
    check(text)


def test_the_sample_is_understood() -> None:
    assert [each.text for each in parse(SAMPLE, "r1", "r1.cfg").unknown] == []


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)
    assert scrub(scrub(text)) == scrub(text)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)), max_size=30))
def test_any_words(lines: list[tuple[int, list[str]]]) -> None:
    check("\n".join(" " * depth + " ".join(words) for depth, words in lines))


def mutated(text: str, draw: random.Random) -> str:
    """The text with words and lines dropped, doubled, swapped and cut."""
    lines = text.splitlines()
    for _ in range(draw.randint(1, 12)):
        place = draw.randrange(len(lines))
        words = lines[place].split(" ")
        match draw.randrange(6):
            case 0:
                del words[draw.randrange(len(words))]
            case 1:
                words.insert(draw.randrange(len(words) + 1), draw.choice(WORDS))
            case 2:
                words[draw.randrange(len(words))] = draw.choice(WORDS)
            case 3:
                words = words[: draw.randrange(len(words) + 1)]
            case 4:
                lines.insert(draw.randrange(len(lines)), lines[place])
            case _:
                draw.shuffle(words)
        lines[place] = " ".join(words)
    return "\n".join(lines)


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_any_mutation(draw: random.Random) -> None:
    check(mutated(SAMPLE, draw))


@pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the recorded labs in ../shared/data")
def test_any_mutation_of_recorded_configurations() -> None:
    draw = random.Random(7)
    for path in sorted(RECORDED.glob("*/configs/*/show_running-config.txt")):
        text = path.read_text(encoding="utf-8")
        for _ in range(3):
            check(mutated(text, draw))


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_any_answer(draw: random.Random) -> None:
    outputs = {command: mutated(ANSWER, draw) for command in SHOW_COMMANDS}
    state = read("r1", outputs)
    assert state.name == "r1"


ANSWER = """\
Routing Table: RED
Codes: L - local, C - connected
Gateway of last resort is not set
      10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
C        10.0.0.0/24 is directly connected, GigabitEthernet0/0
O IA     10.1.0.0/24 [110/2] via 10.0.0.2, 00:01:00, GigabitEthernet0/0
                     [110/2] via 10.0.0.3, 00:01:00, GigabitEthernet0/1
GigabitEthernet0/0 is up, line protocol is up
  Hardware is iGbE, address is 0c14.17fc.a300 (bia 0c14.17fc.a300)
  Internet address is 10.0.0.1/24
1.1.1.1           1   FULL/DR         00:00:37    10.0.0.2        GigabitEthernet0/0
BGP neighbor is 10.0.0.2,  vrf RED,  remote AS 65002, external link
  BGP state = Established, up for 00:13:55
Internet  10.0.0.2                5   aabb.cc00.0100  ARPA   GigabitEthernet0/0
  10    aabb.cc00.0100    DYNAMIC     Gi0/1
"""


SECRETS = """\
enable secret 5 $1$SESAME
enable password SESAME
username ann privilege 15 secret 9 SESAME
username bob password 0 SESAME open
interface GigabitEthernet0/0
 ip ospf message-digest-key 1 md5 7 SESAME
 ip ospf authentication-key SESAME
 standby 1 authentication md5 key-string 7 SESAME
 standby 1 authentication SESAME
 vrrp 1 authentication text SESAME
 isis password SESAME level-1
 ip nhrp authentication SESAME
 ppp chap password 0 SESAME
router ospf 1
 area 1 virtual-link 1.1.1.1 message-digest-key 1 md5 SESAME
router isis
 area-password SESAME
 domain-password SESAME
router bgp 65000
 neighbor 10.0.0.1 password 7 SESAME
key chain K
 key 1
  key-string 7 SESAME
snmp-server community SESAME RW 10
snmp-server host 10.0.0.1 version 2c SESAME
snmp-server host 10.0.0.1 vrf MGMT informs version 2c SESAME bgp
snmp-server user u g v3 auth sha SESAME priv aes 128 SESAME
tacacs-server key 7 SESAME
tacacs-server host 10.0.0.1 key SESAME
radius-server host 10.0.0.1 auth-port 1812 key 7 SESAME
tacacs server T
 key 7 SESAME
ntp authentication-key 1 md5 SESAME 7
crypto isakmp key SESAME address 10.0.0.1
crypto ikev2 keyring K
 peer P
  pre-shared-key local SESAME
line vty 0 4
 password 7 SESAME
"""


def test_secrets_are_scrubbed() -> None:
    scrubbed = scrub(SECRETS)
    assert "SESAME" not in scrubbed
    assert scrubbed.count("<redacted>") == SECRETS.count("SESAME")
    assert scrubbed.count("\n") == SECRETS.count("\n")
    assert " key 1\n" in scrubbed
    assert "RW 10" in scrubbed
    assert scrub(scrubbed) == scrubbed


def test_no_secret_is_told_of() -> None:
    parsed = parse(SECRETS.replace("router bgp 65000", "router frob 65000"), "r1", "r1.cfg")
    assert parsed.unknown
    assert "SESAME" not in repr(parsed)
