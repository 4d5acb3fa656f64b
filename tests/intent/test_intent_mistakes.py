"""Broken estates and exactly what is told of each; a case changes one thing of the village."""
# ruff: noqa: E501 - a message stands whole, as it is told

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.intent import load

VILLAGE = Path(__file__).parent / "village"

GROUPS = "inventory/groups.yaml"
HOSTS = "inventory/hosts.yaml"
LINKS = "topology/links.yaml"
RACKS = "topology/racks.yaml"
ROUTING = "inventory/routing.yaml"
SECRETS = "inventory/secrets.yaml"
SEGMENTS = "inventory/segments.yaml"
SERVICES = "inventory/services.yaml"
ZONES = "inventory/zones.yaml"

CASES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    # name, file, what is replaced, by what, every finding
    ('host-key-of-nornir', HOSTS, '  hostname: 192.168.0.3', '  hostnam: 192.168.0.3', (
        "inventory/hosts.yaml:23: sw1 - unknown key 'hostnam': expected 'hostname'",
    )),
    ('host-data-key', HOSTS, 'data: {role: access, site: house}', 'data: {role: access, sit: house}', (
        "inventory/hosts.yaml:25: sw1 - unknown key 'sit': expected 'site'",
    )),
    ('group-data-key-once', GROUPS, '    loopback_area: 0.0.0.0', '    loopback_are: 0.0.0.0', (
        "inventory/groups.yaml:9: group routers - unknown key 'loopback_are': expected 'loopback_area'",
    )),
    ('role-unknown', HOSTS, 'role: access', 'role: acces', (
        "inventory/hosts.yaml:25: sw1 - role is not valid: expected 'isp', 'edge', 'core', 'distribution', 'access', 'server' or 'host'; nearest 'access', actual 'acces'",
    )),
    ('role-missing', HOSTS, '    role: isp\n', '', (
        'inventory/hosts.yaml:16: world - role is missing',
    )),
    ('platform-missing', HOSTS, '  platform: ovs\n', '', (
        'inventory/hosts.yaml:22: sw1 - platform is missing: expected a platform such as frr',
    )),
    ('group-unknown', HOSTS, 'r1:\n  hostname: 192.168.0.1\n  groups: [routers]', 'r1:\n  hostname: 192.168.0.1\n  groups: [router]', (
        "inventory/hosts.yaml:3: r1 - unknown group 'router': expected 'routers'",
    )),
    ('password-in-inventory', HOSTS, '  platform: ovs', '  platform: ovs\n  password: hunter22', (
        'inventory/hosts.yaml:25: sw1 - password is not valid: expected no value: devices are entered with keys, other secrets are named in inventory/secrets.yaml',
    )),
    ('site-of-device-unknown', HOSTS, 'site: house', 'site: hose', (
        "inventory/hosts.yaml:25: sw1 - unknown site 'hose': expected 'house'",
    )),
    ('management-outside', HOSTS, 'hostname: 192.168.0.3', 'hostname: 192.168.9.3', (
        "inventory/hosts.yaml:22: sw1 - hostname is outside the management prefix: expected an address in 192.168.0.0/24, actual '192.168.9.3'",
    )),
    ('asn-is-text', GROUPS, 'asn: 65001', 'asn: sixty', (
        "inventory/groups.yaml:8: group routers - asn is not valid: expected a valid integer, actual 'sixty'",
    )),
    ('asn-huge', GROUPS, 'asn: 65001', 'asn: 9999999999999999999999999999999999999999', (
        "inventory/groups.yaml:8: group routers - asn is not valid: expected a valid integer, actual '9999999999999999999999999999999999999999'",
    )),
    ('loopback-with-length', HOSTS, 'loopback: [10.0.0.1,', 'loopback: [10.0.0.1/24,', (
        "inventory/hosts.yaml:6: r1 - loopback[0] is not valid: expected a host address such as 10.0.0.1 or 2001:db8::1, actual '10.0.0.1/24'",
    )),
    ('list-for-map', HOSTS, 'data: {role: access, site: house}', 'data: [role, access]', (
        'inventory/hosts.yaml:25: sw1 - data is not valid: expected a map, actual a list',
    )),
    ('map-for-list', HOSTS, 'addresses: [10.5.1.9/24]', 'addresses: {eth0: 10.5.1.9/24}', (
        'inventory/hosts.yaml:31: pc - addresses is not valid: expected a list, actual a map',
    )),
    ('status-unknown', HOSTS, 'role: access, site: house', 'role: access, status: activ', (
        "inventory/hosts.yaml:25: sw1 - status is not valid: expected 'active', 'planned', 'staged', 'offline', 'failed', 'inventory' or 'decommissioning'; nearest 'active', actual 'activ'",
    )),
    ('device-name', HOSTS, 'pc:\n', 'p c:\n', (
        "inventory/hosts.yaml:26: device 'p c' - the name is not valid: expected a name of letters, digits, '.', '_' and '-'",
        "inventory/services.yaml:2: service dns - unknown device 'pc': expected 'p c'",
        "topology/links.yaml:13: link sw1:eth3--pc:eth0 - unknown device 'pc': expected 'p c'",
    )),
    ('key-twice', HOSTS, 'sw1:\n', 'r2: {}\nsw1:\n', (
        'inventory/hosts.yaml:22: r2 - key stands twice: actual first at line 7',
    )),
    ('tab', HOSTS, '  platform: ovs', '\tplatform: ovs', (
        "inventory/hosts.yaml:24: inventory/hosts.yaml - not valid YAML: actual while scanning for the next token found character '\\t' that cannot start any token",
    )),
    ('link-unclosed', LINKS, 'length: 3}', 'length: 3', (
        "topology/links.yaml:11: topology/links.yaml - not valid YAML: actual while parsing a flow mapping expected ',' or '}', but got '{'",
    )),
    ('link-device-unknown', LINKS, 'a: "r1:eth2"', 'a: "r11:eth2"', (
        "topology/links.yaml:11: link r11:eth2--sw1:eth1 - unknown device 'r11': expected 'r1'",
    )),
    ('link-end-form', LINKS, 'a: "r1:eth2"', 'a: r1', (
        "topology/links.yaml:11: link r1--sw1:eth1 - a is not valid: expected DEVICE:PORT such as core1:eth1, actual 'r1'",
    )),
    ('link-key', LINKS, 'length: 3', 'lenght: 3', (
        "topology/links.yaml:10: link r1:eth1--r2:eth1 - unknown key 'lenght': expected 'length'",
    )),
    ('link-kind-unknown', LINKS, 'kind: core', 'kind: cor', (
        "topology/links.yaml:10: link r1:eth1--r2:eth1 - unknown kind of line 'cor': expected 'core'",
    )),
    ('link-kind-key', LINKS, '    medium: multimode', '    mediun: multimode', (
        "topology/links.yaml:3: kind of line core - unknown key 'mediun': expected 'medium'",
    )),
    ('link-medium', LINKS, 'medium: multimode', 'medium: multimod', (
        "topology/links.yaml:3: kind of line core - medium is not valid: expected 'copper', 'multimode', 'singlemode' or 'dac'; nearest 'multimode', actual 'multimod'",
    )),
    ('link-host-bits', LINKS, 'ipv4: 10.1.0.0/31', 'ipv4: 10.1.0.1/31', (
        "topology/links.yaml:10: link r1:eth1--r2:eth1 - ipv4 is not valid: expected an IPv4 prefix without host bits such as 10.0.0.0/24, actual '10.1.0.1/31'",
    )),
    ('link-no-room', LINKS, 'ipv4: 10.1.0.0/31', 'ipv4: 10.1.0.0/32', (
        "topology/links.yaml:10: link r1:eth1--r2:eth1 - ipv4 has no room for two ends: expected a prefix of at most /31, actual '10.1.0.0/32'",
    )),
    ('link-area', LINKS, '      area: 0.0.0.0', '      area: zero', (
        "topology/links.yaml:5: kind of line core - ospf.area is not valid: expected an OSPF area such as 0.0.0.1, actual 'zero'",
    )),
    ('link-secret-unknown', LINKS, 'key: ospf-key', 'key: ospf-kei', (
        "topology/links.yaml:8: link r1:eth1--r2:eth1 - unknown secret 'ospf-kei': expected 'ospf-key'",
    )),
    ('link-ospf-no-prefix', LINKS, 'b: "sw1:eth1"', 'b: "sw1:eth1", kind: core', (
        'topology/links.yaml:4: link r1:eth2--sw1:eth1 - ospf on a line without a prefix: expected a key ipv4 or ipv6',
    )),
    ('link-segment-unknown', LINKS, 'segment: house-homes', 'segment: house-home', (
        "topology/links.yaml:13: link pc:eth0--sw1:eth3 - unknown segment 'house-home': expected 'house-homes'",
    )),
    ('link-segment-elsewhere', LINKS, '"sw1:eth3", b: "pc:eth0"', '"r1:eth3", b: "pc:eth0"', (
        'topology/links.yaml:13: link pc:eth0--r1:eth3 - no end is a switch of segment house-homes: expected an end at sw1',
    )),
    ('links-are-a-map', LINKS, 'links:\n', 'links: {}\nlink:\n', (
        'topology/links.yaml:9: links - wrong kind: expected a list, actual a map',
        "topology/links.yaml:10: topology/links.yaml - unknown key 'link': expected 'links'",
    )),
    ('segment-key', SEGMENTS, '    dhcp:', '    dchp:', (
        "inventory/segments.yaml:15: segment house-homes - unknown key 'dchp': expected 'dhcp'",
    )),
    ('segment-zone-unknown', SEGMENTS, '    zone: home\n    switches', '    zone: hom\n    switches', (
        "inventory/segments.yaml:19: segment phones - unknown zone 'hom': expected 'home'",
    )),
    ('segment-switch-unknown', SEGMENTS, 'switches: [sw1]', 'switches: [sv1]', (
        "inventory/segments.yaml:20: segment phones - unknown device 'sv1': expected 'sw1'",
    )),
    ('segment-switch-placeholder', SEGMENTS, '"{switch}"', '"{swich}"', (
        "inventory/segments.yaml:4: segment house-homes - unknown placeholder {swich}: expected 'switch'",
    )),
    ('segment-router-unknown', SEGMENTS, '- {device: r1,', '- {device: r7x,', (
        "inventory/segments.yaml:12: segment house-homes - unknown device 'r7x': expected one of pc, r1, r2, sw1, world",
    )),
    ('segment-vlan-range', SEGMENTS, 'vlan: 200', 'vlan: 5000', (
        'inventory/segments.yaml:18: segment phones - vlan is not valid: expected less than or equal to 4094, actual 5000',
    )),
    ('segment-vlan-same-subinterface', SEGMENTS, 'vlan: 200', 'vlan: 105', (
        'inventory/segments.yaml:25: segment phones - r2 eth2.105 serves two segments: actual house-homes',
    )),
    ('segment-no-line', SEGMENTS, '      - {device: r2}\n', '      - {device: world}\n', (
        "inventory/segments.yaml:25: segment phones - world has no one line to the segment's switches: expected one line, or a key port, actual no line",
    )),
    ('segment-port-unknown', SEGMENTS, '      - {device: r2}\n', '      - {device: r2, port: eth22}\n', (
        "inventory/segments.yaml:25: segment phones - unknown port of r2 'eth22': expected 'eth2'",
    )),
    ('segment-address-without-prefix', SEGMENTS, '    ipv6: "2001:db8:6::/64"\n', '', (
        "inventory/segments.yaml:22: segment phones - gateway: ipv6 address without the segment's ipv6 prefix: expected a key ipv6 with the prefix",
    )),
    ('segment-dhcp-range', SEGMENTS, '10.{n}.1.50-10.{n}.1.99', '10.{n}.1.50', (
        "inventory/segments.yaml:15: segment house-homes - dhcp.ranges[0] is not valid: expected FIRST-LAST such as 10.0.0.50-10.0.0.99, actual '10.5.1.50'",
    )),
    ('segment-only-unknown', SEGMENTS, '  homes:\n', '  homes:\n    only: [hous]\n', (
        "inventory/segments.yaml:5: segment pattern homes - unknown building 'hous': expected 'house'",
        "topology/links.yaml:13: link pc:eth0--sw1:eth3 - unknown segment 'house-homes': expected one of phones",
    )),
    ('segments-top-key', SEGMENTS, 'per_building:', 'per_buildings:', (
        "inventory/segments.yaml:3: inventory/segments.yaml - unknown key 'per_buildings': expected 'per_building'",
    )),
    ('zone-policy', ZONES, 'destination: world', 'destination: wold', (
        "inventory/zones.yaml:5: policy 1 - unknown zone 'wold': expected 'world'",
    )),
    ('zone-policy-action', ZONES, 'action: permit', 'action: allow', (
        "inventory/zones.yaml:5: policy 1 - action is not valid: expected 'permit' or 'deny', actual 'allow'",
    )),
    ('zone-policy-service', ZONES, '[dns]', '[dsn]', (
        "inventory/zones.yaml:5: policy 1 - unknown service 'dsn': expected 'dns'",
    )),
    ('service-device', SERVICES, 'device: pc', 'device: pcc', (
        "inventory/services.yaml:2: service dns - unknown device 'pcc': expected 'pc'",
    )),
    ('service-port', SERVICES, 'port: 53', 'port: 70000', (
        'inventory/services.yaml:2: service dns - port is not valid: expected less than or equal to 65535, actual 70000',
    )),
    ('rack-device', RACKS, 'device: r1', 'device: r9', (
        "topology/racks.yaml:6: rack k1 - unknown device 'r9': expected one of pc, r1, r2, sw1, world",
    )),
    ('rack-site', RACKS, 'site: house', 'site: horse', (
        "topology/racks.yaml:3: rack k1 - unknown site 'horse': expected 'house'",
    )),
    ('secret-value', SECRETS, 'ospf-key: MD5', 'ospf-key: [topsecret]', (
        'inventory/secrets.yaml:2: secret ospf-key - not valid: expected what the secret is for (never its value)',
    )),
    ('ospf-key', ROUTING, 'spf_throttle:', 'spf_throtle:', (
        "inventory/routing.yaml:2: ospf - unknown key 'spf_throtle': expected 'spf_throttle'",
    )),
    ('ospf-throttle', ROUTING, '[50, 200, 1000]', '[50, fast, 1000]', (
        "inventory/routing.yaml:2: ospf - spf_throttle[1] is not valid: expected a valid integer, actual 'fast'",
    )),
    ('ospf-area-kind', ROUTING, 'kind: stub', 'kind: stubby', (
        "inventory/routing.yaml:4: area 0.0.0.1 - kind is not valid: expected 'normal', 'stub', 'totally-stubby', 'nssa' or 'totally-nssa'; nearest 'stub', actual 'stubby'",
    )),
    ('ospf-device', ROUTING, '    r2: {metric: 5', '    r3x: {metric: 5', (
        "inventory/routing.yaml:6: ospf default_originate - unknown device 'r3x': expected one of pc, r1, r2, sw1, world",
    )),
    ('ospf-route-map', ROUTING, 'route_map: HAVE', 'route_map: HAV', (
        "inventory/routing.yaml:6: ospf default_originate - unknown route map 'HAV': expected 'HAVE'",
    )),
    ('bgp-key', ROUTING, '  process: {', '  proces: {', (
        "inventory/routing.yaml:8: inventory/routing.yaml - unknown key 'proces': expected 'process'",
    )),
    ('bgp-option', ROUTING, 'compare_router_id', 'compare_routerid', (
        "inventory/routing.yaml:8: bgp process - unknown key 'compare_routerid': expected 'compare_router_id'",
    )),
    ('bgp-reflector', ROUTING, 'reflectors: [r1]', 'reflectors: [r1, rr]', (
        "inventory/routing.yaml:11: bgp internal - unknown device 'rr': expected one of pc, r1, r2, sw1, world",
    )),
    ('bgp-line', ROUTING, 'line: r2:eth9--world:eth1', 'line: r2:eth8--world:eth1', (
        "inventory/routing.yaml:15: bgp external r2:eth8--world:eth1 - unknown line 'r2:eth8--world:eth1': expected 'r2:eth9--world:eth1'",
    )),
    ('bgp-end', ROUTING, '        r2:\n', '        r22:\n', (
        "inventory/routing.yaml:17: bgp external r2:eth9--world:eth1 - unknown end of the line 'r22': expected 'r2'",
    )),
    ('bgp-route-map', ROUTING, 'route_map_in: IN', 'route_map_in: INN', (
        "inventory/routing.yaml:18: bgp external r2:eth9--world:eth1 - unknown route map 'INN': expected 'IN'",
    )),
    ('bgp-prefix-list', ROUTING, 'prefix_list_out: OWN', 'prefix_list_out: OWM', (
        "inventory/routing.yaml:18: bgp external r2:eth9--world:eth1 - unknown prefix list 'OWM': expected 'OWN'",
    )),
    ('prefix-list-entry', ROUTING, 'permit 10.5.0.0/16', 'allow 10.5.0.0/16', (
        "inventory/routing.yaml:20: prefix list OWN - entry 1 is not valid: expected permit|deny PREFIX [ge N] [le N], actual 'allow 10.5.0.0/16'",
    )),
    ('prefix-list-bounds', ROUTING, '0.0.0.0/0 le 32', '0.0.0.0/0 ge 24 le 16', (
        "inventory/routing.yaml:21: prefix list ANY - entry 1 is not valid: expected 0 <= ge <= le <= 32, actual 'permit 0.0.0.0/0 ge 24 le 16'",
    )),
    ('route-map-match', ROUTING, 'as-path: WORLD', 'aspath: WORLD', (
        "inventory/routing.yaml:27: route map IN clause 2 - unknown match 'aspath': expected 'as-path'",
    )),
    ('route-map-list', ROUTING, 'as-path: WORLD', 'as-path: WORD', (
        "inventory/routing.yaml:27: route map IN - unknown AS-path list 'WORD': expected 'WORLD'",
    )),
    ('route-map-action', ROUTING, '{action: deny,', '{action: drop,', (
        "inventory/routing.yaml:26: route map IN clause 1 - action is not valid: expected 'permit' or 'deny', actual 'drop'",
    )),
    ('routing-top-key', ROUTING, 'route_maps:', 'route_map:', (
        "inventory/routing.yaml:24: inventory/routing.yaml - unknown key 'route_map': expected 'route_maps'",
    )),
)  # fmt: skip


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A copy of the small estate that may be broken."""
    return Path(shutil.copytree(VILLAGE, tmp_path / "village"))


def told(root: Path) -> tuple[str, ...]:
    return tuple(str(finding) for finding in load(root).findings)


def test_the_village_itself_has_no_mistake() -> None:
    assert told(VILLAGE) == ()


@pytest.mark.parametrize(("file", "old", "new", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_each_mistake_is_told(village: Path, file: str, old: str, new: str, expected: tuple[str, ...]) -> None:
    text = (village / file).read_text()
    assert old in text
    (village / file).write_text(text.replace(old, new, 1))
    assert told(village) == expected


def test_every_mistake_in_one_run(village: Path) -> None:
    for file, old, new in (
        (HOSTS, "site: house", "sit: house"),
        (LINKS, "length: 3", "lenght: 3"),
        (RACKS, "device: r1", "device: r9"),
        (ROUTING, "route_map_in: IN", "route_map_in: INN"),
        (ZONES, "destination: world", "destination: wold"),
    ):
        (village / file).write_text((village / file).read_text().replace(old, new, 1))
    assert [line.split(" - ")[1] for line in told(village)] == [
        "unknown key 'sit': expected 'site'",
        "unknown route map 'INN': expected 'IN'",
        "unknown zone 'wold': expected 'world'",
        "unknown key 'lenght': expected 'length'",
        "unknown device 'r9': expected one of pc, r1, r2, sw1, world",
    ]
    network = load(village).network
    assert network is not None
    assert set(network.devices) == {"pc", "r1", "r2", "world"}
    assert [link.name for link in network.links] == ["r2:eth9--world:eth1"]


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "missing file: expected a YAML file"),
    "empty": (lambda path: path.write_text(""), "empty file: expected a map"),
    "comment": (lambda path: path.write_text("# nothing\n"), "empty file: expected a map"),
    "directory": (_directory, "not a regular file: expected a YAML file"),
    "dangling": (_dangling, "not a regular file: expected a YAML file"),
    "not-utf-8": (lambda path: path.write_bytes(b"a: 1\nb: \xff\n"), "not UTF-8: expected text in UTF-8"),
    "nul": (lambda path: path.write_bytes(b"a: \0"), "not valid YAML"),
    "list": (lambda path: path.write_text("- 1\n"), "wrong kind: expected a map, actual a list"),
    "scalar": (lambda path: path.write_text("7\n"), "wrong kind: expected a map, actual 7"),
    "deep": (lambda path: path.write_text("[" * 100_000), "nested deeper than 40 levels"),
    "deep-blocks": (lambda path: path.write_text("a: " + "[" * 60 + "]" * 60), "nested deeper than 40 levels"),
    "alias-bomb": (
        lambda path: path.write_text(
            "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
        ),
        "aliases make it grow without end",
    ),
    "recursion": (lambda path: path.write_text("a: &a [*a]\n"), "nested deeper than 40 levels"),
    "recursive-merge": (lambda path: path.write_text("a: &a\n  <<: *a\n"), "nested deeper than 40 levels"),
    "tag": (lambda path: path.write_text("a: !!python/object:os.system x\n"), "unknown tag"),
    "two-documents": (lambda path: path.write_text("a: 1\n---\nb: 2\n"), "not valid YAML"),
    "map-as-key": (lambda path: path.write_text("? {a: 1}\n: 2\n"), "a key must be a plain word"),
    "undefined-alias": (lambda path: path.write_text("a: *b\n"), "not valid YAML"),
    "huge": (lambda path: path.write_text("a: " + "x" * 9_000_000), "too large: expected at most 8388608 bytes"),
}


@pytest.mark.parametrize("file", [HOSTS, LINKS])
@pytest.mark.parametrize("case", FILES)
def test_unfit_files_are_told(village: Path, file: str, case: str) -> None:
    spoil, expected = FILES[case]
    spoil(village / file)
    findings = load(village).findings
    assert any(str(finding).startswith(file) and expected in str(finding) for finding in findings), findings


def test_no_estate_at_all(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere")
    assert loaded.network is None
    assert [str(finding).split(":")[0] for finding in loaded.findings] == [HOSTS, LINKS]


def test_files_that_nobody_reads_are_told(village: Path) -> None:
    (village / "inventory/segment.yaml").write_text("segments: {}\n")
    assert told(village) == (
        "inventory/segment.yaml: inventory/segment.yaml - unknown file: expected 'inventory/segments.yaml'",
    )


def test_a_value_that_may_be_a_secret_is_never_shown(village: Path) -> None:
    text = (village / HOSTS).read_text()
    (village / HOSTS).write_text(text.replace("  platform: ovs", "  platform: ovs\n  password: hunter22"))
    text = (village / HOSTS).read_text()
    (village / HOSTS).write_text(text + "  connection_options: {frr: {extras: {secret: hunter22}}}\n")
    text = (village / LINKS).read_text()
    (village / LINKS).write_text(text.replace("key: ospf-key", "key: hunter 22!"))
    text = (village / ROUTING).read_text()
    (village / ROUTING).write_text(text.replace("    asn: 65001\n", "    asn: 65001\n    password: hunter22\n"))
    assert [line.partition(" - ")[2] for line in told(village)] == [
        "password is not valid: expected no value: devices are entered with keys, other secrets are named in inventory/secrets.yaml",
        "connection_options is not valid: expected no key secret: devices are entered with keys, and no secret stands in the estate, actual a map",
        "unknown secret (not repeated here: it may be a value): expected one of ospf-key",
        "ospf.authentication.key is not valid: expected a name of letters, digits, '.', '_' and '-'",
    ]
    assert "hunter" not in "".join(told(village))


def test_two_secrets_of_one_variable_are_told(village: Path) -> None:
    (village / SECRETS).write_text("secrets:\n  ospf-key: MD5\n  ospf.key: MD5\n")
    assert told(village) == (
        "inventory/secrets.yaml:3: secret ospf.key - is read from NETOPS_SECRET_OSPF_KEY, as another is: actual secret ospf-key",
    )
