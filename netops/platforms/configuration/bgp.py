"""What the BGP of NX-OS and IOS-XR says alike: address families, AS numbers, local AS, passwords, limits."""

from __future__ import annotations

from typing import Any

from netops.model import Secret
from netops.platforms.configuration.rules import Fields, Mismatch, options, type_of

__all__ = ["asn_of", "asn_to", "family_draft", "local_as", "maximum_prefix", "password"]

_FAMILIES = {
    ("ipv4", "unicast"): (4, "unicast"),
    ("ipv6", "unicast"): (6, "unicast"),
    ("ipv4", "labeled-unicast"): (4, "labeled-unicast"),
    ("ipv6", "labeled-unicast"): (6, "labeled-unicast"),
    ("vpnv4", "unicast"): (4, "vpn"),
    ("vpnv6", "unicast"): (6, "vpn"),
    ("l2vpn", "evpn"): (4, "evpn"),
}


def asn_of(text: str) -> int:
    """An AS number, also in dot notation (RFC 5396).  Raises Mismatch."""
    high, dot, low = text.partition(".")
    whole: int = type_of("number", high)
    return (whole << 16) + type_of("number", low) if dot else whole


def asn_to(field: str) -> Any:
    """The action that puts the AS number of a line into a field."""

    def action(draft: Fields, held: Fields) -> None:
        draft[field] = asn_of(held["asn"])

    return action


def family_draft(draft: Fields, held: Fields) -> Fields:
    """The opener of ``address-family AFI SAFI``: its draft is found by (4 or 6, SAFI)."""
    key = _FAMILIES.get((held["afi"], held["safi"]))
    if key is None:
        raise Mismatch(f"netops does not know the family {held['afi']} {held['safi']}")
    inner: Fields = draft.setdefault("families", {}).setdefault(key, {})
    return inner


def local_as(draft: Fields, held: Fields) -> None:
    """``local-as N [no-prepend [replace-as [dual-as]]]``."""
    said = options(held["words"], {"no-prepend": "", "replace-as": "", "dual-as": ""})
    draft.update(local_as=asn_of(held["asn"]), **said)


def password(draft: Fields, held: Fields) -> None:
    draft["password"] = Secret.of_value(held["key"].split()[-1])


def maximum_prefix(draft: Fields, held: Fields) -> None:
    draft.update(maximum_prefix=held["count"], maximum_prefix_warning_only="warning-only" in held["words"])
