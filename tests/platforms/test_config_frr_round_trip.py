"""parse(render(device)) is the device: the templates say what the model says, and the parser reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from device_strategies import VALUES, routers
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from named_secrets import digested
from sample_device import DEVICE, SECRETS, resolve

from netops.model import Device, Secret
from netops.platforms import get_platform
from netops.platforms.frr.canonical import canonical
from netops.platforms.frr.config import parse
from netops.platforms.frr.scrub import scrub
from netops.platforms.frr.vtysh import join, split, tidy
from netops.render import render_device

TEMPLATES = Path(__file__).parents[2] / "templates"

# Whole routers take minutes to shrink: a failure shows the device as it was found.
slow = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def rendered(device: Device) -> str:
    return render_device(device, templates=TEMPLATES, secret=lambda secret: VALUES[secret.name])


@slow
@given(routers)
def test_what_is_rendered_is_read_back(device: Device) -> None:
    parsed = parse(rendered(device), device.name, "core1.conf")
    assert parsed.unknown == ()
    assert parsed.device == canonical(digested(device, VALUES))


@slow
@given(routers)
def test_the_canonical_device_renders_the_same(device: Device) -> None:
    """What canonical() takes for equal, FRR is told in the same words, so nothing that matters is lost."""
    said, said_of_canonical = (
        sorted(rendered(each).replace("!\n", "").splitlines()) for each in (device, canonical(device))
    )
    assert said_of_canonical == said
    assert canonical(canonical(device)) == canonical(device)


@slow
@given(routers)
def test_a_box_keeps_what_its_configuration_does_not_tell(device: Device) -> None:
    joined = device.with_configuration(canonical(device))
    assert canonical(joined) == canonical(device)
    for name, each in device.interfaces.items():
        assert (joined.interfaces[name].mtu, joined.interfaces[name].speed) == (each.mtu, each.speed)


def test_the_sample_is_read_back() -> None:
    text = render_device(DEVICE, templates=TEMPLATES, secret=resolve)
    parsed = parse(text, "core1", "core1.conf")
    assert (parsed.unknown, parsed.device) == ((), canonical(digested(DEVICE, SECRETS)))


@given(st.text())
def test_any_text_is_read(anything: str) -> None:
    parsed = parse(anything, "core1", "core1.conf")
    numbers = range(1, len(anything.splitlines()) + 1)
    assert all(each.location.line in numbers for each in parsed.unknown)


def _words() -> list[str]:
    text = render_device(DEVICE, templates=TEMPLATES, secret=resolve)
    return sorted({*text.split(), "no", "exit", "end", "peer-group", "vrf", "default", "passive-interface", "network"})


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from(_words()) | st.text(max_size=3), max_size=6), max_size=12), st.booleans())
def test_any_lines_of_its_words_are_read(lines: list[list[str]], indented: bool) -> None:
    parse("\n".join(" " * indented + " ".join(line) for line in lines), "core1", "core1.conf")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_configuration_is_read(data: st.DataObject) -> None:
    lines = render_device(DEVICE, templates=TEMPLATES, secret=resolve).splitlines()
    for _ in range(data.draw(st.integers(1, 5))):
        index = data.draw(st.integers(0, len(lines) - 1))
        words = lines[index].split()
        place = data.draw(st.integers(0, max(0, len(words) - 1)))
        words[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(["x", "-1", "99999999999", "10.0.0.0/8", "no", "²", "1.2.3.4"]), max_size=2)
        )
        lines[index] = data.draw(st.sampled_from(["", " "])) + " ".join(words)
    parse("\n".join(lines), "core1", "core1.conf")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_line_is_accounted_for(data: st.DataObject) -> None:
    """A line that no table has is reported wherever it stands, with its number."""
    lines = render_device(DEVICE, templates=TEMPLATES, secret=resolve).splitlines()
    index = data.draw(st.integers(0, len(lines)))
    lines.insert(index, data.draw(st.sampled_from(["frobnicate all", "  frobnicate all"])))
    parsed = parse("\n".join(lines), "core1", "core1.conf")
    assert [(each.location.line, each.text) for each in parsed.unknown] == [(index + 1, "frobnicate all")]
    assert parsed.device == canonical(digested(DEVICE, SECRETS))


@slow
@given(routers)
def test_scrubbing_leaves_no_secret_and_all_else(device: Device) -> None:
    text = rendered(device)
    scrubbed = scrub(text)
    assert scrub(scrubbed) == scrubbed
    kept = [line for line in text.splitlines() if " md5 " not in line and " password " not in line]
    assert [line for line in scrubbed.splitlines() if "<redacted>" not in line] == kept


@given(st.text(st.sampled_from("password 8 enablneighbor md5 \n\t")))
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


SCRUBBED = {
    " neighbor 10.0.0.1 password a b": " neighbor 10.0.0.1 password <redacted>",
    "password sesame": "password <redacted>",
    "password 8 sesame": "password 8 <redacted>",
    "enable password 8 sesame": "enable password 8 <redacted>",
    "enable password sesame": "enable password <redacted>",
    " ip ospf message-digest-key 1 md5 sesame": " ip ospf message-digest-key 1 md5 <redacted>",
    " ip ospf message-digest-key 1 md5 sesame 10.0.0.1": " ip ospf message-digest-key 1 md5 <redacted>",
    " ip ospf authentication-key sesame": " ip ospf authentication-key <redacted>",
    " area 1 virtual-link 1.2.3.4 message-digest-key 1 md5 sesame": (
        " area 1 virtual-link 1.2.3.4 message-digest-key 1 md5 <redacted>"
    ),
    " ipv6 ospf6 authentication key-id 1 hash-algo md5 key sesame": (
        " ipv6 ospf6 authentication key-id 1 hash-algo md5 key <redacted>"
    ),
    "  key-string sesame": "  key-string <redacted>",
    " isis password md5 sesame": " isis password md5 <redacted>",
    " description the password is in the safe": " description the password is in the safe",
}


@pytest.mark.parametrize(("line", "expected"), SCRUBBED.items(), ids=SCRUBBED)
def test_scrub(line: str, expected: str) -> None:
    assert scrub(f"before\n{line}\r\nafter\n") == f"before\n{expected}\r\nafter\n"


def test_the_banner_goes_to_vtysh_and_back() -> None:
    text = "frr defaults traditional\nhostname r1\nbanner motd line Hello\n!\ninterface lo\nexit\n!\n"
    daemons, vtysh = split(text)
    assert (daemons, vtysh) == (text.replace("banner motd line Hello\n", ""), "banner motd line Hello\n")
    assert join(daemons, vtysh) == text
    assert join(daemons, "service integrated-vtysh-config\n") == daemons


def test_tidy_leaves_out_noise() -> None:
    running = "frr version 8.4.4\nhostname r1\n\n!\ninterface eth0\nexit\n!\ninterface lo\n shutdown \nexit\n!\nend\n"
    assert tidy(running) == "hostname r1\n!\ninterface lo\n shutdown\nexit\n!\n"


def test_platform() -> None:
    platform = get_platform("frr")
    assert (platform.parse, platform.scrub, platform.canonical) == (parse, scrub, canonical)
    assert Secret.of_value("x") != Secret.of_value("y")
