"""One entry of an access list: its words as the entries of the model that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from netops.model import AccessListEntry, Action, IPPrefix
from netops.platforms.configuration.rules import Fields, Mismatch, type_of
from netops.platforms.ios.acl_words import ICMP6_MESSAGES, ICMP_MESSAGES, PROTOCOLS, port
from netops.platforms.ios.addresses import wild_of

__all__ = ["Addresses", "Service", "Services", "Words", "extended", "ports_of", "protocol_of", "service", "standard"]

Ports = tuple[tuple[int, int], ...]
Address = tuple[IPPrefix | None, int | None]
Addresses = Mapping[str, tuple[Address, ...]]
"""Network object groups: by name, the prefixes with their wildcards."""

_ANY: tuple[Address, ...] = ((None, None),)
_OPAQUE_FLAGS = {
    *("ack", "fin", "psh", "rst", "syn", "urg", "match-all", "match-any"),
    *("fragments", "routing", "mobility", "hbh", "dest-option", "undetermined-transport", "auth"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """A protocol, with what it says of ports or messages."""

    protocol: str
    source_ports: Ports = ()
    destination_ports: Ports = ()
    icmp: tuple[int | None, int | None] | None = None


Services = Mapping[str, tuple[Service, ...]]
"""Service object groups by name."""


@dataclass(slots=True)
class Words:
    """The words of an entry that are not yet read."""

    left: list[str]
    opaque: list[str] = field(default_factory=list)

    def next(self, what: str = "a word") -> str:
        if not self.left:
            raise Mismatch(f"{what} is missing")
        return self.left.pop(0)

    def take(self, *words: str) -> bool:
        """Whether the next word is one of these; then it is read."""
        if self.left and self.left[0] in words:
            self.left.pop(0)
            return True
        return False


def standard(sequence: int, action: Action, words: Words) -> list[AccessListEntry]:
    """``permit SOURCE [WILDCARD] [log]``."""
    found = _source(words, {})
    words.take("log")
    if words.left:
        raise Mismatch(f"{words.left[0]!r} is not understood here")
    return [AccessListEntry(sequence, action, source=prefix, source_wildcard=bits) for prefix, bits in found]


def _source(words: Words, groups: Addresses) -> tuple[Address, ...]:
    """As :func:`_address`; an address that stands alone is a host."""
    alone = words.left[1:2] in ([], ["log"])
    if alone and words.left[:1] not in ([], ["any"], ["host"]):
        words.left.insert(0, "host")
    return _address(words, groups, 4)


def protocol_of(word: str) -> str:
    """A protocol as the model names it.  Raises Mismatch."""
    if word in PROTOCOLS:
        return PROTOCOLS[word]
    if word.isdecimal() and type_of("number", word) < 256:
        return {"1": "icmp", "6": "tcp", "17": "udp", "89": "ospf"}.get(word, word)
    raise Mismatch(f"{word!r} is no protocol")


def extended(
    sequence: int, action: Action, words: Words, groups: tuple[Addresses, Services], family: int = 4
) -> list[AccessListEntry]:
    """An entry of an extended or IPv6 list; object groups make several of one."""
    networks, named = groups
    services = _services(words, named, family)
    sources = _address(words, networks, family)
    source_ports = _ports(words, services)
    destinations = _address(words, networks, family)
    destination_ports = _ports(words, services)
    said = _flags(words, services, family)
    said["opaque"] = ", ".join(words.opaque)
    return [
        AccessListEntry(
            sequence,
            action,
            **{**said, **_matched(service, source_ports, destination_ports)},
            source=source,
            source_wildcard=source_bits,
            destination=destination,
            destination_wildcard=destination_bits,
        )
        for service, (source, source_bits), (destination, destination_bits) in product(services, sources, destinations)
    ]


def _matched(service: Service, source: Ports, destination: Ports) -> Fields:
    """What a service matches, with the ports that the entry itself tells before its own."""
    sources, destinations = source or service.source_ports, destination or service.destination_ports
    said: Fields = {"protocol": service.protocol}
    if sources:
        said.update(source_ports=sources[0], more_source_ports=sources[1:])
    if destinations:
        said.update(destination_ports=destinations[0], more_destination_ports=destinations[1:])
    if service.icmp is not None:
        said["icmp"] = service.icmp
    return said


def _services(words: Words, named: Services, family: int) -> tuple[Service, ...]:
    if words.take("object-group"):
        name = words.next("the group's name")
        if name not in named:
            words.opaque.append(f"object-group {name}")
            return (Service("ip"),)
        return named[name]
    protocol = protocol_of(words.next("the protocol"))
    return (Service("58" if protocol == "icmp" and family == 6 else protocol),)


def service(words: Words) -> Iterator[Service]:
    """A line of a service object group: ``tcp [source PORTS] [PORTS]``, ``icmp [MESSAGE]``, ``tcp-udp PORTS``."""
    word = words.next("the protocol")
    protocols = ("tcp", "udp") if word == "tcp-udp" else (protocol_of(word),)
    for_ports = (Service(protocols[0]),)
    sources = _ports(words, for_ports) if words.take("source") else ()
    destinations = _ports(words, for_ports)
    message = _message(words, ICMP_MESSAGES) if protocols == ("icmp",) else None
    if words.left:
        raise Mismatch(f"{words.left[0]!r} is not understood here")
    return (Service(protocol, sources, destinations, message) for protocol in protocols)


def _address(words: Words, groups: Addresses, family: int) -> tuple[Address, ...]:
    word = words.next("an address")
    if word in ("any", "any4", "any6"):
        return _ANY
    if word == "host":
        return ((type_of("network", words.next("an address")), None),)
    if word == "object-group":
        name = words.next("the group's name")
        if name not in groups:
            words.opaque.append(f"object-group {name}")
            return _ANY
        return groups[name]
    if family == 6:
        return ((type_of("network6", word), None),)
    return (wild_of(word, words.next("a wildcard")),)


def _ports(words: Words, services: tuple[Service, ...]) -> Ports:
    if not words.left or words.left[0] not in ("eq", "neq", "gt", "lt", "range"):
        return ()
    return ports_of(words, services[0].protocol)


def ports_of(words: Words, protocol: str) -> Ports:
    """``eq A B``, ``neq A``, ``gt A``, ``lt A``, ``range A B``.  Raises Mismatch."""
    operator = words.next()
    first = port(protocol, words.next("a port"))
    if operator == "range":
        second = port(protocol, words.next("a port"))
        return ((min(first, second), max(first, second)),)
    if operator == "gt":
        return ((first + 1, 65535),)
    if operator == "lt":
        return ((0, first - 1),)
    if operator == "neq":
        return tuple(pair for pair in ((0, first - 1), (first + 1, 65535)) if pair[0] <= pair[1])
    return ((first, first), *_further(words, protocol))


def _further(words: Words, protocol: str) -> Iterator[tuple[int, int]]:
    """``eq`` may have several ports."""
    while words.left:
        try:
            number = port(protocol, words.left[0])
        except Mismatch:
            return
        words.left.pop(0)
        yield number, number


def _flags(words: Words, services: tuple[Service, ...], family: int) -> Fields:
    """What follows the addresses: TCP flags, ICMP messages, and conditions that netops cannot evaluate."""
    said: dict[str, Any] = {}
    protocol = services[0].protocol
    if protocol in ("icmp", "58") and words.left:
        message = _message(words, ICMP6_MESSAGES if family == 6 else ICMP_MESSAGES)
        if message is not None:
            said["icmp"] = message
    while words.left:
        word = words.next()
        if word == "established":
            said["established"] = True
        elif word in ("log", "log-input"):
            words.left.clear()  # what follows is a cookie for the log
        elif word == "sequence":
            words.next("a number")
        else:
            _opaque(word, words)
    return said


_OPAQUE_VALUES = ("dscp", "precedence", "tos", "ttl", "time-range", "option", "reflect", "timeout", "flow-label")


def _opaque(word: str, words: Words) -> None:
    if word in _OPAQUE_VALUES:
        value = words.next(f"the value of {word!r}")
        words.opaque.append(f"{word} {value}")
    elif word.lstrip("+-") in _OPAQUE_FLAGS:
        words.opaque.append(word)
    else:
        raise Mismatch(f"{word!r} is not understood here")


def _message(words: Words, names: Mapping[str, tuple[int, int | None]]) -> tuple[int | None, int | None] | None:
    """``echo``, or ``TYPE [CODE]``; None where the next word is neither."""
    if words.left and words.left[0] in names:
        return names[words.next()]
    if words.left and words.left[0].isdecimal():
        kind = type_of("number", words.next())
        code = type_of("number", words.next()) if words.left and words.left[0].isdecimal() else None
        return kind, code
    return None
