"""Regular expressions over AS paths and communities, as the vendors write them.

IOS and those after it match the path as text, ``_`` being any delimiter.  Junos matches it number by number: ``.`` is
any one number, ``65000-65010`` one of these, and the whole path has to match ("Understanding AS Path Regular
Expressions").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from netops.analysis.bgp.path import Path

__all__ = ["as_path_test", "as_path_text", "pattern"]

_TOKEN = re.compile(r"\s*(?:(\d+)(?:\s*-\s*(\d+))?|([.^$()|*+?!])|\{(\d+)(,?)(\d*)\}|(\[)([^\]]*)\])")


@lru_cache(maxsize=4096)
def pattern(regex: str) -> re.Pattern[str]:
    """A vendor's regular expression, in which ``_`` is any delimiter, an end included.  Raises re.error."""
    return re.compile(regex.replace("_", r"(?:^|[ ,{}()]|$)"))


def as_path_text(path: Path) -> str:
    """As a router shows it: "(65100 65101) 65001 65002 {65003,65004}"."""
    parts = [" ".join(map(str, path.as_path))] if path.as_path else []
    if path.confederation:
        parts.insert(0, f"({' '.join(map(str, path.confederation))})")
    if path.as_set:
        parts.append(f"{{{','.join(map(str, sorted(path.as_set)))}}}")
    return " ".join(parts)


@lru_cache(maxsize=4096)
def as_path_test(regex: str, by_number: bool) -> Callable[[Path], bool]:
    """Whether a path matches.  Raises ValueError or re.error for what is no expression."""
    if not by_number:
        found = pattern(regex)
        return lambda path: found.search(as_path_text(path)) is not None
    whole = re.compile(_by_number(regex))
    return lambda path: whole.fullmatch("".join(f"{each} " for each in _numbers(path))) is not None


def _numbers(path: Path) -> tuple[int, ...]:
    return (*path.confederation, *path.as_path, *sorted(path.as_set))


def _by_number(regex: str) -> str:
    """Junos' expression over numbers, as one over the text in which each number is followed by a blank."""
    return "".join(_translated(regex.strip().strip('"')))


def _translated(regex: str) -> Iterator[str]:
    at = 0
    while at < len(regex):
        found = _TOKEN.match(regex, at)
        if found is None:
            if regex[at:].isspace():
                return
            raise ValueError(regex)
        at = found.end()
        number, upto, sign, least, comma, most, _, members = found.groups()
        if number is not None:
            yield f"(?:{_range(int(number), int(upto))} )" if upto else f"(?:{number} )"
        elif least is not None:
            yield f"{{{least}{comma}{most}}}"
        elif members is not None:
            yield _one_of(members)
        elif sign == ".":
            yield r"(?:\d+ )"
        elif sign == "!":
            raise ValueError(regex)
        elif sign not in "^$":  # the whole path has to match as it is
            yield "(?:" if sign == "(" else sign


def _one_of(members: str) -> str:
    """``[64512-65535 65550]``, and with ``^`` in front any but these."""
    ranges = [each.partition("-") for each in re.sub(r"\s*-\s*", "-", members.removeprefix("^")).split()]
    chosen = "|".join(_range(int(low), int(high or low)) for low, _, high in ranges)
    return rf"(?:(?!(?:{chosen}) )\d+ )" if members.startswith("^") else f"(?:(?:{chosen}) )"


def _range(low: int, high: int) -> str:
    """An expression for the decimal numbers from ``low`` to ``high``."""
    if low > high:
        raise ValueError(f"{low}-{high}")
    parts = ["0"] if low == 0 else []
    low = max(low, 1)
    while low <= high:
        step, digits = 1, 0
        while low % (step * 10) == 0 and low + step * 10 - 1 <= high:
            step, digits = step * 10, digits + 1
        head = low // step
        last = min(9 - head % 10, (high - low + 1) // step - 1)
        tail = f"[{head % 10}-{head % 10 + last}]" if last else str(head % 10)
        parts.append(f"{head // 10 or ''}{tail}" + r"\d" * digits)
        low += step * (last + 1)
    return f"(?:{'|'.join(parts)})"
