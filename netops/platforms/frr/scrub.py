"""Configuration text without its secrets."""

from __future__ import annotations

import re

__all__ = ["scrub"]

_SECRET = re.compile(
    r"""^(?P<before>[^\S\n]*(?:no[^\S\n]+)?(?:
        neighbor[^\S\n]+\S+[^\S\n]+password
      | (?:enable[^\S\n]+)?password(?:[^\S\n]+8(?=[^\S\n]+\S))?
      | username[^\S\n]+\S+[^\S\n]+password(?:[^\S\n]+8(?=[^\S\n]+\S))?
      | ip[^\S\n]+ospf[^\S\n]+(?:\S+[^\S\n]+)?message-digest-key[^\S\n]+\S+[^\S\n]+md5
      | ip[^\S\n]+ospf[^\S\n]+authentication-key
      | area[^\S\n]+\S+[^\S\n]+virtual-link[^\S\n]+.*?(?:md5|authentication-key)
      | ipv6[^\S\n]+ospf6[^\S\n]+authentication[^\S\n]+.*?\bkey
      | ip[^\S\n]+rip[^\S\n]+authentication[^\S\n]+string
      | (?:isis|ip[^\S\n]+router[^\S\n]+isis|area-password|domain-password|isis[^\S\n]+password)[^\S\n]+(?:clear|md5)
      | key-string
      | ip[^\S\n]+nhrp[^\S\n]+authentication
    )[^\S\n]+)(?P<secret>\S.*?)(?P<after>[^\S\n]*)$""",
    re.VERBOSE | re.MULTILINE,
)


def scrub(text: str) -> str:
    """``text`` with every password and key replaced by ``<redacted>``; the same again when it is done twice.

    >>> scrub(" neighbor 192.0.2.1 password sesame")
    ' neighbor 192.0.2.1 password <redacted>'
    """
    return _SECRET.sub(r"\g<before><redacted>\g<after>", text)
