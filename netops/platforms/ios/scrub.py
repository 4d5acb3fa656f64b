"""Configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_B = r"[^\S\n]+"  # blanks within a line
_TYPE = rf"(?:{_B}[0-9](?={_B}\S))?"  # how a secret is encoded, where it is told

_TO_THE_END = re.compile(
    rf"""^(?P<before>[^\S\n]*(?:no{_B})?(?:
        (?:neighbor{_B}\S+{_B})?password{_TYPE}
      | enable{_B}(?:password|secret)(?:{_B}level{_B}\S+)?{_TYPE}
      | username{_B}\S+(?:{_B}\S+)*?{_B}(?:password|secret){_TYPE}
      | key-string{_TYPE}
      | key{_TYPE}(?!{_B}(?:chain|config-key)\b)(?!{_B}[0-9]+[^\S\n]*$)
      | (?:tacacs-server|radius-server)(?:{_B}.*?)?{_B}key{_TYPE}
      | (?:server|server-private){_B}.*?\bkey{_TYPE}
      | pre-shared-key(?:{_B}(?:local|remote|hex|address{_B}\S+(?:{_B}\S+)?{_B}key))?{_TYPE}
      | ip{_B}ospf{_B}message-digest-key{_B}\S+{_B}md5{_TYPE}
      | ip{_B}ospf{_B}authentication-key{_TYPE}
      | area{_B}\S+{_B}(?:virtual|sham)-link{_B}.*?(?:md5|authentication-key){_TYPE}
      | (?:ipv6{_B}ospf|ospfv3|area{_B}\S+){_B}.*?\b(?:authentication|encryption){_B}ipsec{_B}spi{_B}\S+
      | ip{_B}nhrp{_B}authentication
      | ppp{_B}(?:chap|pap){_B}.*?password{_TYPE}
      | mpls{_B}ldp{_B}neighbor{_B}.*?password{_TYPE}
      | ip{_B}(?:ftp|http{_B}client){_B}password{_TYPE}
    ){_B})(?P<secret>\S.*?)(?P<after>[^\S\n]*)$""",
    re.VERBOSE | re.MULTILINE,
)

_ONE_WORD = re.compile(
    rf"""^(?P<before>[^\S\n]*(?:no{_B})?(?:
        snmp-server{_B}community
      | snmp-server{_B}host{_B}\S+(?:{_B}vrf{_B}\S+)?(?:{_B}(?:traps|informs))?
            (?:{_B}version{_B}(?:1|2c|3{_B}(?:noauth|auth|priv)))?(?!{_B}(?:traps|informs|version|vrf)\b)
      | snmp-server{_B}user{_B}\S+{_B}\S+{_B}.*?\bauth{_B}\S+
      | (?:isis{_B}password|area-password|domain-password)
      | (?:standby|vrrp|glbp)(?:{_B}[0-9]+)?{_B}authentication
            (?:{_B}(?:text|md5{_B}key-string{_TYPE}))?(?!{_B}(?:text|md5)\b)
      | ntp{_B}authentication-key{_B}\S+{_B}\S+
      | crypto{_B}isakmp{_B}key{_TYPE}
    ){_B})(?P<secret>\S+)""",
    re.VERBOSE | re.MULTILINE,
)

_PRIVACY = re.compile(
    rf"^(?P<before>[^\S\n]*snmp-server{_B}user{_B}.*?\bpriv{_B}(?:aes{_B}[0-9]+|3?des)){_B}(?P<secret>\S+)",
    re.MULTILINE,
)


def scrub(text: str) -> str:
    """``text`` with every password and key replaced by ``<redacted>``; the same again when it is done twice.

    >>> scrub(" neighbor 192.0.2.1 password 7 121A0C041104")
    ' neighbor 192.0.2.1 password 7 <redacted>'
    """
    text = _TO_THE_END.sub(r"\g<before><redacted>\g<after>", text)
    text = _ONE_WORD.sub(r"\g<before><redacted>", text)
    return _PRIVACY.sub(r"\g<before> <redacted>", text)
