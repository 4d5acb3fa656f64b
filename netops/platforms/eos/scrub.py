"""Configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub", "scrub_line"]

_TYPE = r"(?:(?:sha512|8a|[0-9])[ \t]+(?=\S))?"
_HASH = r"(?:md5|sha|sha1|sha-?224|sha-?256|sha-?384|sha-?512)"
_SECRETS = (  # what stands before a secret that the rest of the line is
    rf"neighbor[ \t]+\S+[ \t]+password[ \t]+(?!shared-secret\b){_TYPE}",
    rf"(?:enable|aaa[ \t]+root|boot)[ \t]+(?:secret|password)[ \t]+{_TYPE}",
    rf"username[ \t].*?[ \t](?:secret|password)[ \t]+{_TYPE}",
    r"snmp-server[ \t]+user[ \t].*?[ \t](?:auth|priv)[ \t]+(?=\S+[ \t]+\S)",
    rf"(?:ip|ipv6)[ \t]+ospf[ \t]+(?:authentication-key|message-digest-key[ \t]+\S+[ \t]+{_HASH})[ \t]+{_TYPE}",
    rf"(?:ospfv3|ipv6[ \t]+ospf|area)[ \t].*?(?:{_HASH}|passphrase)[ \t]+(?!passphrase\b){_TYPE}",
    rf"isis[ \t]+authentication[ \t]+key(?:-id[ \t]+\S+.*?[ \t]key)?[ \t]+{_TYPE}",
    rf"authentication[ \t]+key(?:-id[ \t]+\S+.*?[ \t]key)?[ \t]+{_TYPE}",
    rf"rip[ \t]+authentication[ \t]+key[ \t]+{_TYPE}",
    rf"vrrp[ \t]+\S+[ \t]+(?:peer[ \t]+)?authentication[ \t]+(?:ietf-md5[ \t]+key-string[ \t]+|text[ \t]+)?{_TYPE}",
    rf"ntp[ \t]+authentication-key[ \t]+\S+[ \t]+\S+[ \t]+{_TYPE}",
    rf"(?:tacacs|radius)-server[ \t](?:.*?[ \t])?key[ \t]+{_TYPE}",
    rf"server[ \t]+\S+[ \t].*?key[ \t]+{_TYPE}",
    rf"mpls[ \t]+ldp[ \t].*?password[ \t]+{_TYPE}",
    r"secret[ \t]+\S+[ \t]+(?:8a|[0-9])[ \t]+(?=\S)",
    r"key[ \t]+[0-9a-fA-F]+[ \t]+(?:8a|[0-9])[ \t]+(?=\S)",
    rf"(?:key|key-string|password|secret|shared-key|passphrase|pre-shared-key)[ \t]+(?!chain\b){_TYPE}",
    r"exec[ \t].*?auth=(?:key|token|token-secure),",
    r"(?:mac-address-table|crypto|certificate)[ \t]+password[ \t]+",
)
_NAMES = (  # a secret that other words follow
    rf"snmp-server[ \t]+community[ \t]+{_TYPE}",
    r"snmp-server[ \t]+(?:vrf[ \t]+\S+[ \t]+)?host[ \t]+\S+[ \t]+(?:vrf[ \t]+\S+[ \t]+)?(?:(?:traps|informs)[ \t]+)?"
    r"version[ \t]+(?:1|2c)[ \t]+",
    r"snmp-server[ \t]+(?:vrf[ \t]+\S+[ \t]+)?host[ \t]+\S+[ \t]+(?:(?:traps|informs)[ \t]+)?"
    r"(?!version\b|vrf\b|traps\b|informs\b)",
)
_REST = re.compile(rf"^([ \t]*(?:no[ \t]+)?(?:{'|'.join(_SECRETS)}))(\S.*?)([ \t]*)$", re.MULTILINE)
_ONE = re.compile(rf"^([ \t]*(?:no[ \t]+)?(?:{'|'.join(_NAMES)}))(\S+)", re.MULTILINE)


def scrub(text: str) -> str:
    """``text`` with every password and key replaced by ``<redacted>``; the same again when it is done twice.

    >>> scrub("   neighbor 192.0.2.1 password 7 sesame")
    '   neighbor 192.0.2.1 password 7 <redacted>'
    """
    return _ONE.sub(r"\1<redacted>", _REST.sub(r"\1<redacted>\3", text))


_MAYBE = re.compile(r"(?<=[ \t])(password|secret|key|key-string|passphrase|authentication-key|shared-key)[ \t]+\S.*")


def scrub_line(line: str) -> str:
    """A line that was not understood, without whatever may be a secret: there is no telling where one ends."""
    return _MAYBE.sub(r"\1 <redacted>", scrub(line))
