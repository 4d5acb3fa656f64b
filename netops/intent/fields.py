"""Types of values at the YAML border; each says in its error what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from netops.model import IPAddress, IPInterface, IPPrefix

__all__ = [
    "NAME",
    "Address",
    "AddressRange",
    "AreaId",
    "Asn",
    "ConnectionOptions",
    "Endname",
    "Flag",
    "Interval",
    "Ipv4",
    "Ipv6",
    "LinkLocal",
    "LoopbackAddress",
    "Name",
    "Nothing",
    "Number",
    "Port",
    "PortAddress",
    "Positive",
    "Prefix",
    "Prefix4",
    "Prefix6",
    "Schema",
    "Status",
    "Text",
    "Throttle",
    "VlanId",
    "Words",
    "read_area",
]

T = TypeVar("T")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_PORT = re.compile(r"[A-Za-z][A-Za-z0-9/._-]{0,62}")


class Schema(BaseModel):
    """What all files' objects share: frozen, and no key but the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _from_text(kind: Callable[[str], T], expected: str) -> Callable[[Any], T]:
    def read(value: Any) -> T:
        if not isinstance(value, str):
            raise ValueError(expected)
        try:
            return kind(value)
        except ValueError:
            raise ValueError(expected) from None

    return read


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError
        return value

    return read


def _network(value: str) -> IPPrefix:
    if "/" not in value:
        raise ValueError
    return ip_network(value)


def _network4(value: str) -> IPv4Network:
    if "/" not in value:
        raise ValueError
    return IPv4Network(value)


def _network6(value: str) -> IPv6Network:
    if "/" not in value:
        raise ValueError
    return IPv6Network(value)


def _interface(value: str) -> IPInterface:
    if "/" not in value or "%" in value:
        raise ValueError
    return ip_interface(value)


def _unscoped(value: str) -> IPAddress:
    if "%" in value:
        raise ValueError
    return ip_address(value)


def _loopback(value: str) -> IPInterface:
    found = ip_interface(str(_unscoped(value.partition("/")[0])))
    if "/" in value and str(found) != str(ip_interface(value)):
        raise ValueError
    return found


def read_area(value: Any) -> str:
    expected = "an OSPF area such as 0.0.0.1"
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32:
        return str(IPv4Address(value))
    return str(_from_text(IPv4Address, expected)(value))


def _endname(value: str) -> str:
    device, colon, port = value.partition(":")
    if not (colon and NAME.fullmatch(device) and _PORT.fullmatch(port)):
        raise ValueError
    return value


def _link_local(value: str) -> IPv6Address:
    address = IPv6Address(value)
    if not address.is_link_local or address.scope_id:
        raise ValueError
    return address


def _range(value: str) -> tuple[IPAddress, IPAddress]:
    first, _, last = value.partition("-")
    ends = (_unscoped(first.strip()), _unscoped(last.strip()))
    if ends[0].version != ends[1].version or int(ends[0]) > int(ends[1]):
        raise ValueError
    return ends


def _without_secrets(value: Any, key: str = "") -> Any:
    """The value, unless a key anywhere in it is where people write passwords."""
    if key.lower() in {"password", "passwd", "passphrase", "secret", "enable_secret"} and value:
        raise ValueError(f"no key {key}: devices are entered with keys, and no secret stands in the estate")
    for name, each in value.items() if isinstance(value, dict) else ():
        _without_secrets(each, name)
    return value


def _nothing(value: Any) -> None:
    if value is not None:
        raise ValueError("no value: devices are entered with keys, other secrets are named in inventory/secrets.yaml")


def _words(value: Any) -> str:
    """Text, or a single number in its place."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("text")
    return str(value)


Address = Annotated[IPAddress, BeforeValidator(_from_text(_unscoped, "an IP address such as 10.0.0.1"))]
Ipv4 = Annotated[IPv4Address, BeforeValidator(_from_text(IPv4Address, "an IPv4 address such as 10.0.0.1"))]
LinkLocal = Annotated[
    IPv6Address, BeforeValidator(_from_text(_link_local, "an IPv6 link-local address such as fe80::1"))
]
AddressRange = Annotated[
    tuple[IPAddress, IPAddress], BeforeValidator(_from_text(_range, "FIRST-LAST such as 10.0.0.50-10.0.0.99"))
]
ConnectionOptions = Annotated[dict[str, Any], BeforeValidator(_without_secrets)]
Nothing = Annotated[None, BeforeValidator(_nothing)]
Status = Literal["active", "planned", "staged", "offline", "failed", "inventory", "decommissioning"]
Ipv6 = Annotated[IPv6Address, BeforeValidator(_from_text(IPv6Address, "an IPv6 address such as 2001:db8::1"))]
PortAddress = Annotated[
    IPInterface, BeforeValidator(_from_text(_interface, "an address with its length such as 10.0.0.1/24"))
]
LoopbackAddress = Annotated[
    IPInterface, BeforeValidator(_from_text(_loopback, "a host address such as 10.0.0.1 or 2001:db8::1"))
]
Prefix = Annotated[IPPrefix, BeforeValidator(_from_text(_network, "a prefix without host bits such as 10.0.0.0/24"))]
Prefix4 = Annotated[
    IPv4Network, BeforeValidator(_from_text(_network4, "an IPv4 prefix without host bits such as 10.0.0.0/24"))
]
Prefix6 = Annotated[
    IPv6Network, BeforeValidator(_from_text(_network6, "an IPv6 prefix without host bits such as 2001:db8::/64"))
]
AreaId = Annotated[str, BeforeValidator(read_area)]
Name = Annotated[str, BeforeValidator(_from_text(_matching(NAME), "a name of letters, digits, '.', '_' and '-'"))]
Port = Annotated[str, BeforeValidator(_from_text(_matching(_PORT), "a port's name such as eth1"))]
Endname = Annotated[str, BeforeValidator(_from_text(_endname, "DEVICE:PORT such as core1:eth1"))]
Text = Annotated[str, Field(strict=True, max_length=2000)]
Words = Annotated[str, BeforeValidator(_words)]
Flag = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, ge=0, lt=2**32)]
Positive = Annotated[int, Field(strict=True, ge=1, lt=2**32)]
Interval = Annotated[int, Field(strict=True, ge=1, le=65535)]
Asn = Annotated[int, Field(strict=True, ge=1, lt=2**32)]
VlanId = Annotated[int, Field(strict=True, ge=1, le=4094)]
_Milliseconds = Annotated[int, Field(strict=True, ge=0, le=600_000)]
Throttle = tuple[_Milliseconds, _Milliseconds, _Milliseconds]
