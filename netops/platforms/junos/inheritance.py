"""What a configuration says by reference: groups, interface ranges, and lists made of other statements.

A group's statements are inherited where ``apply-groups`` names it, there and beneath.  In them ``<pattern>`` stands for
every name that is there already.  What is said in the place itself holds over what is inherited, an inner
``apply-groups`` over an outer one, and of several groups the first that says something.
Source: Junos documentation, "Use Configuration Groups", "Interface Ranges", "apply-path".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_interface

from netops.platforms.junos.statements import Statement

__all__ = ["inherit"]

_APPLY = frozenset({"apply-groups", "apply-groups-except"})
_NOTES = frozenset({"apply-macro", "apply-flags"})
"""Statements for scripts, which may stand anywhere."""
_ONE_VALUE = frozenset(
    {
        *(
            "description",
            "mtu",
            "speed",
            "encapsulation",
            "vlan-id",
            "native-vlan-id",
            "bandwidth",
            "mac",
            "interface-mode",
        ),
        *("port-mode", "peer-as", "type", "local-address", "hold-time", "preference", "local-preference", "metric-out"),
        *("authentication-key", "authentication-algorithm", "cluster", "ttl", "router-id", "instance-type", "rd-type"),
        *(
            "route-distinguisher",
            "hello-interval",
            "dead-interval",
            "priority",
            "interface-type",
            "reference-bandwidth",
        ),
        *(
            "host-name",
            "domain-name",
            "time-zone",
            "default-metric",
            "external-preference",
            "class",
            "encrypted-password",
        ),
        *(
            "location",
            "contact",
            "authorization",
            "l3-interface",
            "ssh-version",
            "metric",
            "te-metric",
            "advertise-interval",
        ),
    }
)
"""Statements with one value: what is inherited gives way to what is there."""
_LIMIT = 1_000_000  # statements that groups may make
_WORDS = 200  # of a statement: no place of the hierarchy lies so deep

Wrong = tuple[int, str, str]


@dataclass(slots=True)
class _Node:
    """A word of the hierarchy; ``line`` of the statement that ends here, 0 none does."""

    children: dict[str, _Node] = field(default_factory=dict)
    line: int = 0
    inherited: bool = False

    def add(self, words: Sequence[str], line: int, inherited: bool = False) -> None:
        node = self
        for word in words:
            node = node.children.setdefault(word, _Node())
        if not node.line:
            node.line, node.inherited = line, inherited

    def find(self, words: Sequence[str]) -> _Node | None:
        node: _Node | None = self
        for word in words:
            node = node.children.get(word) if node is not None else None
        return node

    def statements(self, path: list[str]) -> Iterator[Statement]:
        if self.line:
            yield Statement(self.line, list(path), self.inherited)
        for word, child in self.children.items():
            path.append(word)
            yield from child.statements(path)
            path.pop()


def inherit(statements: list[Statement]) -> tuple[list[Statement], int, list[Wrong]]:
    """All statements with what they inherit, how many only told what is inherited, and what is wrong."""
    plain, groups, applied, notes = [], [], [], 0
    wrong: list[Wrong] = []
    for each in statements:
        if len(each.words) > _WORDS:
            wrong.append((each.number, str(each), f"a statement of more than {_WORDS} words"))
        elif each.words[0] == "groups":
            groups.append(each)
        elif not _APPLY.isdisjoint(each.words):
            applied.append(each)
        elif not _NOTES.isdisjoint(each.words):
            notes += 1
        else:
            plain.append(each)
    if not groups and not applied and not any(_refers(each.words) for each in plain):
        return plain, notes, wrong
    expansion = _Expansion(plain, groups, applied)
    expansion.run()
    return (
        list(expansion.tree.statements([])),
        len(groups) + len(applied) + notes + expansion.told,
        wrong + expansion.wrong,
    )


def _refers(words: Sequence[str]) -> bool:
    return words[:2] == ["interfaces", "interface-range"] or "apply-path" in words[:4]


class _Expansion:
    def __init__(self, plain: list[Statement], groups: list[Statement], applied: list[Statement]) -> None:
        self.wrong: list[Wrong] = []
        self.told = 0
        self.tree, self.groups = _Node(), _Node()
        self._made = 0
        for each in plain:
            self.tree.add(each.words, each.number)
        for each in groups:
            self.groups.add(each.words[1:], each.number)
        self._applied = applied
        self._except = {tuple(each.words) for each in applied if "apply-groups-except" in each.words}

    def run(self) -> None:
        applications = [(each, *_application(each.words)) for each in self._applied]
        for statement, path, group in sorted(applications, key=lambda each: -len(each[1])):
            if not group:
                self.wrong.append((statement.number, str(statement), "expected the name of a group"))
            elif group in self.groups.children:
                self._apply(path, group)
            elif "apply-groups" in statement.words:
                self.wrong.append((statement.number, str(statement), f"there is no group {group!r}"))
        self._ranges()
        self._paths()

    def _apply(self, path: list[str], group: str) -> None:
        """Inherit a group at a place and beneath: from all of its parts that speak of the place."""
        target = self.tree
        for word in path:
            target = target.children.setdefault(word, _Node())
        for source in list(_speaking_of(self.groups.children[group], path)):
            self._merge(source, target, path, group)

    def _merge(self, source: _Node, target: _Node, path: list[str], group: str) -> None:
        if (*path, "apply-groups-except", group) in self._except or self._made > _LIMIT:
            return
        for word, child in source.children.items():
            if word.startswith("<") and word.endswith(">"):
                names = [each for each in target.children if _fits(word, each)]
            else:
                names = [word]
            for name in names:
                if path and path[-1] in _ONE_VALUE and target.children and name not in target.children:
                    continue  # it says something else here
                self._made += 1
                inner = target.children.setdefault(name, _Node())
                if child.line and not inner.line:
                    inner.line, inner.inherited = child.line, True
                self._merge(child, inner, [*path, name], group)

    def _ranges(self) -> None:
        """``interface-range``: what it says holds for each of its members."""
        interfaces = self.tree.children.get("interfaces", _Node())
        for name, node in interfaces.children.pop("interface-range", _Node()).children.items():
            members = list(_members(node, list(interfaces.children)))
            self.told += sum(1 for _ in node.statements([]))
            for key in ("member", "member-range"):
                node.children.pop(key, None)
            for each in members:
                self._merge(node, interfaces.children.setdefault(each, _Node()), ["interfaces", each], name)

    def _paths(self) -> None:
        """``apply-path``: a prefix list of the addresses that other statements hold."""
        lists = self.tree.find(["policy-options", "prefix-list"])
        for node in lists.children.values() if lists else ():
            found = node.children.pop("apply-path", None)
            for pattern, leaf in (found.children if found else {}).items():
                self.told += 1
                for prefix in _prefixes(self.tree, pattern.split()):
                    node.add([prefix], leaf.line, inherited=True)
                node.line = node.line or leaf.line


def _application(words: list[str]) -> tuple[list[str], str]:
    place = next(index for index, word in enumerate(words) if word in _APPLY)
    return words[:place], words[place + 1] if place + 1 < len(words) else ""


def _speaking_of(node: _Node, path: Sequence[str]) -> Iterator[_Node]:
    """The parts of a group at this place, whether it is named or matched there."""
    if not path:
        yield node
        return
    for word, child in node.children.items():
        if word == path[0] or (word.startswith("<") and word.endswith(">") and _fits(word, path[0])):
            yield from _speaking_of(child, path[1:])


@lru_cache(maxsize=4096)
def _fits(pattern: str, name: str) -> bool:
    """Whether ``<ge-0/0/[0-3]>`` stands for a name: shell wildcards."""
    return _glob(pattern[1:-1]).fullmatch(name) is not None


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    parts = re.findall(r"\*|\?|\[[^\]]+\]|[^*?\[]+|\[", pattern)
    kinds = {"*": ".*", "?": "."}
    regex = "".join(
        kinds.get(each) or (_class(each) if len(each) > 1 and each[0] == "[" else re.escape(each)) for each in parts
    )
    try:
        return re.compile(regex)
    except re.error:
        return re.compile(re.escape(pattern))


def _class(text: str) -> str:
    """``[0-3]``, ``[!a]``."""
    inside = text[1:-1]
    return f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"


def _members(node: _Node, known: list[str]) -> Iterator[str]:
    """The interfaces of a range: named, numbered, or matched among those that are configured."""
    for pattern in node.children.get("member", _Node()).children:
        expanded = _numbered(pattern)
        yield from expanded or (each for each in known if _glob(pattern).fullmatch(each))
    for first, rest in node.children.get("member-range", _Node()).children.items():
        for last in rest.children.get("to", _Node()).children:
            yield from _between(first, last)


def _numbered(pattern: str) -> list[str]:
    """``ge-0/0/[0-3,7]`` written out; empty where it holds other wildcards."""
    found = re.fullmatch(r"([^*?\[]*)\[([0-9,\- ]+)\]", pattern)
    if found is None:
        return [] if re.search(r"[*?\[]", pattern) else [pattern]
    names = []
    for part in found[2].split(","):
        low, _, high = part.strip().partition("-")
        if low.isdigit() and (high or low).isdigit():
            names += [f"{found[1]}{n}" for n in range(int(low), min(int(high or low), int(low) + 4096) + 1)]
    return names


def _between(first: str, last: str) -> Iterator[str]:
    """The interfaces from one port to another of the same card, or card by card."""
    start, end = re.split(r"(\d+)", first), re.split(r"(\d+)", last)
    if len(start) != len(end) or len(start) < 2 or start[0] != end[0]:
        return
    low, high = int(start[-2]), int(end[-2])
    if start[:-2] == end[:-2]:
        yield from ("".join([*start[:-2], str(n)]) for n in range(low, min(high, low + 4096) + 1))


def _prefixes(tree: _Node, pattern: Sequence[str]) -> Iterator[str]:
    """The networks that are named where the pattern points."""
    nodes: list[tuple[str, _Node]] = [("", tree)]
    for part in pattern:
        wild = part.startswith("<") and part.endswith(">")
        nodes = [
            (word, child)
            for _, node in nodes
            for word, child in node.children.items()
            if (_fits(part, word) if wild else part == word)
        ]
    for word, _ in nodes:
        try:
            yield str(ip_interface(word).network)
        except ValueError:
            continue  # a name, not an address
