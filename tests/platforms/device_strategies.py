"""Any router that FRR can express, for hypothesis."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network

from hypothesis import strategies as st

from netops import model
from netops.model import Action, OspfAreaKind

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=15)
numbers = st.integers(1, 65535)
few = st.integers(1, 200)
secrets = st.sampled_from([model.Secret("one"), model.Secret("two"), model.Secret("three")])
VALUES = {"one": "sesame", "two": "open-sesame!", "three": "s3\\$'\"x"}

v4 = st.integers(1, 2**32 - 2).map(IPv4Address)
v6 = st.integers(1, 2**128 - 2).map(IPv6Address)
net4 = st.builds(
    lambda number, length: IPv4Network((number, length), strict=False), st.integers(0, 2**32 - 1), st.integers(0, 32)
)
net6 = st.builds(
    lambda number, length: IPv6Network((number, length), strict=False), st.integers(0, 2**128 - 1), st.integers(0, 128)
)
if4 = st.builds(lambda number, length: IPv4Interface((number, length)), st.integers(1, 2**32 - 2), st.integers(1, 32))
if6 = st.builds(lambda number, length: IPv6Interface((number, length)), st.integers(1, 2**128 - 2), st.integers(1, 128))
areas = st.integers(0, 2**32 - 1).map(lambda each: str(IPv4Address(each)))


def unique(items, key, size=3):
    return st.lists(items, max_size=size, unique_by=key).map(tuple)


def maybe(strategy):
    return st.none() | strategy


def ospf_interface(version: int):
    key = st.builds(model.OspfAuthentication, st.integers(1, 255), secrets)
    return st.builds(
        model.OspfInterface,
        areas,
        maybe(numbers),
        maybe(st.sampled_from(model.OspfNetworkType)),
        few,
        numbers,
        st.integers(0, 255),
        st.booleans(),
        st.booleans(),
        maybe(key) if version == 2 else st.none(),
    )


def _vrrp(group, common, four, six):
    parts = [part for part in (tuple(four), tuple(six)) if part] or [()]
    return tuple(model.VrrpGroup(group, part, *common) for part in parts)


vrrp = st.builds(
    _vrrp,
    st.integers(1, 255),
    st.tuples(
        st.integers(1, 254), st.booleans(), st.integers(1, 4095).map(lambda each: each * 10), st.sampled_from([2, 3])
    ),
    st.lists(v4, max_size=2, unique=True),
    st.lists(v6, max_size=2, unique=True),
)
interfaces = st.builds(
    model.Interface,
    st.sampled_from(["lo", "eth0", "eth1", "eth2", "eth10", "eth0.7", "eth1.4094", "mgmt0"]),
    enabled=st.booleans(),
    description=texts,
    mtu=maybe(st.integers(1280, 9000)),
    speed=maybe(numbers),
    addresses=unique(if4 | if6, lambda each: each),
    ospf=maybe(ospf_interface(2)),
    ospf6=maybe(ospf_interface(3)),
    vrrp=unique(vrrp, lambda each: each[0].group, 2).map(
        lambda each: tuple(group for groups in each for group in groups)
    ),
)


def _static(prefix, hop4, hop6, interface, kind, distance, tag):
    hop = hop4 if prefix.version == 4 else hop6
    target = {
        "hop": {"next_hop": hop},
        "interface": {"interface": interface},
        "both": {"next_hop": hop, "interface": interface},
        "blackhole": {"blackhole": True},
    }[kind]
    return model.StaticRoute(prefix, distance=distance, tag=tag, **target)


statics = st.builds(
    _static,
    net4 | net6,
    v4,
    v6,
    st.sampled_from(["eth0", "eth1.7"]),
    st.sampled_from(["hop", "interface", "both", "blackhole"]),
    st.integers(1, 255),
    maybe(numbers),
)


def redistributions(*protocols: str, metric_type: bool = True):
    types = maybe(st.sampled_from([1, 2])) if metric_type else st.none()
    each = st.builds(model.Redistribution, st.sampled_from(protocols), maybe(numbers), types, maybe(names))
    return unique(each, lambda item: item.protocol)


def ospf_areas(version: int):
    prefixes = net4 if version == 2 else net6
    ranges = st.builds(model.OspfRange, prefixes, st.booleans(), maybe(numbers))
    links = unique(v4, lambda each: each, 2) if version == 2 else st.just(())
    each = st.builds(
        model.OspfArea, areas, st.sampled_from(OspfAreaKind), numbers, unique(ranges, lambda each: each.prefix), links
    )
    return unique(each, lambda area: area.area)


def ospf(version: int):
    other = "ospf6" if version == 2 else "ospf"
    return st.builds(
        model.Ospf,
        st.just(version),
        maybe(v4),
        reference_bandwidth=numbers,
        areas=ospf_areas(version),
        redistribute=redistributions("connected", "static", "kernel", "bgp", other),
        default_originate=maybe(
            st.builds(
                model.DefaultOriginate, st.booleans(), maybe(numbers), maybe(st.sampled_from([1, 2])), maybe(names)
            )
        ),
        default_metric=maybe(numbers) if version == 2 else st.none(),
        maximum_paths=maybe(st.integers(1, 256)),
        distance=maybe(few),
        distance_intra=maybe(few),
        distance_inter=maybe(few),
        distance_external=maybe(few),
        spf_throttle=maybe(st.tuples(few, few, few) | st.just((0, 50, 5000))),
        lsa_throttle=maybe(st.integers(0, 5000)),
        log_adjacency_changes=st.booleans(),
    )


def exchanges(family: int):
    return st.builds(
        model.BgpNeighborFamily,
        st.just(family),
        maybe(names),
        maybe(names),
        maybe(names),
        maybe(names),
        *(st.booleans() for _ in range(6)),
        maybe(names),
        maybe(numbers),
        maybe(st.integers(1, 10)),
        st.booleans(),
        st.booleans(),
        maybe(numbers),
    )


neighbors = st.builds(
    model.BgpNeighbor,
    v4 | v6,
    st.integers(1, 2**32 - 1),
    texts,
    maybe(st.sampled_from(["lo", "192.0.2.1"])),
    maybe(secrets),
    maybe(st.integers(1, 255)),
    maybe(numbers),
    maybe(numbers),
    maybe(numbers),
    maybe(numbers),
    st.booleans(),
    st.booleans(),
    maybe(numbers),
    st.tuples(st.booleans(), st.booleans(), exchanges(4), exchanges(6)).map(
        lambda each: tuple(family for on, family in zip(each[:2], each[2:], strict=True) if on)
    ),
)


def bgp_families(family: int):
    prefixes = net4 if family == 4 else net6
    protocols = ("connected", "static", "kernel", "ospf" if family == 4 else "ospf6")
    return st.builds(
        model.BgpFamily,
        st.just(family),
        unique(st.builds(model.BgpNetwork, prefixes, maybe(names)), lambda each: each.prefix),
        redistributions(*protocols, metric_type=False),
        unique(st.builds(model.BgpAggregate, prefixes, st.booleans(), st.booleans()), lambda each: each.prefix),
        maybe(st.integers(1, 256)),
        maybe(st.integers(1, 256)),
    )


bgps = st.builds(
    model.Bgp,
    st.integers(1, 2**32 - 1),
    maybe(v4),
    neighbors=unique(neighbors, lambda each: each.address),
    families=st.tuples(bgp_families(4), bgp_families(6)),
    cluster_id=maybe(v4),
    default_local_preference=numbers,
    **{
        flag: st.booleans()
        for flag in (
            *("ebgp_requires_policy", "network_import_check", "always_compare_med", "deterministic_med"),
            *("compare_router_id", "multipath_relax", "fast_external_failover", "log_neighbor_changes"),
        )
    },
)

actions = st.sampled_from(Action)


def _prefix_entry(sequence, action, prefix, bounds):
    low, high = sorted(prefix.prefixlen + each % (prefix.max_prefixlen - prefix.prefixlen + 1) for each in bounds[:2])
    return model.PrefixListEntry(
        sequence, action, prefix, *((low, high), (None, high), (low, None), (None, None))[bounds[2]]
    )


def prefix_lists(family: int):
    bounds = st.tuples(st.integers(0, 128), st.integers(0, 128), st.integers(0, 3))
    entries = st.builds(_prefix_entry, numbers, actions, net4 if family == 4 else net6, bounds)
    return st.builds(model.PrefixList, names, st.just(family), unique(entries, lambda each: each.sequence))


def access_lists(family: int):
    sources = net4 if family == 4 else net6
    destinations = maybe(net4) if family == 4 else st.none()
    entries = st.builds(
        model.AccessListEntry,
        numbers,
        actions,
        st.just("ip"),
        maybe(sources.filter(lambda each: each.prefixlen)),
        destinations,
    )
    return st.builds(model.AccessList, names, st.just(family), unique(entries, lambda each: each.sequence))


communities = st.builds(lambda a, b: f"{a}:{b}", numbers, numbers) | st.sampled_from(["no-export", "no-advertise"])
regexes = st.sampled_from(["^65001_", ".*", "_65001$", "^65001:.*$", "^$"])
community_entries = st.builds(
    model.CommunityListEntry, numbers, actions, st.lists(communities, min_size=1, max_size=3, unique=True).map(tuple)
)
expanded_entries = st.builds(model.CommunityListEntry, numbers, actions, regex=regexes)
community_lists = st.builds(
    model.CommunityList,
    names,
    unique(community_entries, lambda each: each.sequence) | unique(expanded_entries, lambda each: each.sequence),
)
as_path_lists = st.builds(
    model.AsPathList,
    names,
    unique(st.builds(model.AsPathListEntry, numbers, actions, regexes), lambda each: each.sequence),
)


def _one(*kinds: str, of):
    return st.tuples(st.sampled_from(kinds), of.map(lambda each: (str(each),)))


lists = ("prefix-list", "prefix-list-ipv6", "next-hop-prefix-list", "as-path", "interface", "source-protocol")
matches = (
    _one(*lists, of=names)
    | _one("metric", "local-preference", "tag", of=numbers)
    | _one("peer", of=v4)
    | _one("origin", of=st.sampled_from(["igp", "egp", "incomplete"]))
    | st.tuples(st.just("community"), st.tuples(names) | st.tuples(names, st.just("exact-match")))
)
sets = (
    _one("local-preference", "tag", "weight", "distance", of=numbers)
    | _one("metric", of=numbers | numbers.map(lambda each: f"+{each}"))
    | _one("metric-type", of=st.sampled_from([1, 2]))
    | _one("origin", of=st.sampled_from(["igp", "egp", "incomplete"]))
    | _one("as-path-prepend-last-as", of=st.integers(1, 10))
    | _one("next-hop", of=v4 | st.sampled_from(["peer-address", "unchanged"]))
    | _one("next-hop-ipv6", of=v6)
    | _one("delete-community", of=names)
    | st.tuples(st.just("community"), st.just(("none",)) | st.tuples(communities, st.just("additive")))
    | st.tuples(st.just("as-path-prepend"), st.lists(numbers.map(str), min_size=1, max_size=4).map(tuple))
)


def _clause(sequence, action, matched, changed, on_match, call, description):
    return model.RouteMapClause(
        sequence,
        action,
        tuple(model.Match(*each) for each in matched),
        tuple(model.Set(*each) for each in changed),
        None if action is Action.DENY else on_match,
        call,
        description,
    )


clauses = st.builds(
    _clause,
    numbers,
    actions,
    unique(matches, lambda each: each[0]),
    unique(sets, lambda each: each[0]),
    maybe(st.just("next") | numbers.map(str)),
    maybe(names),
    texts,
)
route_maps = st.builds(model.RouteMap, names, unique(clauses, lambda each: each.sequence))

routers = st.builds(
    model.Device,
    st.just("core1"),
    st.just("frr"),
    hostname=st.just("") | names,
    banner=texts,
    interfaces=st.lists(interfaces, max_size=4).map(lambda each: {interface.name: interface for interface in each}),
    static_routes=unique(statics, lambda each: (each.prefix, each.next_hop, each.interface)),
    ospf=st.tuples(st.booleans(), ospf(2), st.booleans(), ospf(3)).map(
        lambda each: tuple(process for on, process in ((each[0], each[1]), (each[2], each[3])) if on)
    ),
    bgp=maybe(bgps).map(lambda each: (each,) if each else ()),
    prefix_lists=unique(prefix_lists(4) | prefix_lists(6), lambda each: (each.name, each.family)),
    community_lists=unique(community_lists, lambda each: each.name),
    as_path_lists=unique(as_path_lists, lambda each: each.name),
    route_maps=unique(route_maps, lambda each: each.name),
    access_lists=unique(access_lists(4) | access_lists(6), lambda each: (each.name, each.family)),
    forwarding=st.booleans(),
)
