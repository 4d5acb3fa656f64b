"""Reading a YAML file into plain values that know their lines; any bytes at all, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from netops.intent.mistakes import Mistakes, nearest, shown
from netops.model import Location

__all__ = ["Document", "KeyPath", "read_document"]

KeyPath = tuple[str | int, ...]
"""Where in a document: keys of maps and indices of lists, from the root."""

_LARGEST_FILE = 8 * 2**20  # bytes
_MOST_VALUES = 500_000  # after aliases are followed: stops an alias bomb
_DEEPEST = 40
_LONGEST_NUMBER = 18  # digits


@dataclass(frozen=True)
class Document:
    """A file's value and the line of each of its keys and items."""

    file: str
    value: Any = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    broken: bool = False  # something in it could not be read, so that what is not here may yet have been meant

    def locate(self, path: KeyPath = ()) -> Location:
        """The line of this path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Location(self.file, self.lines.get(path))

    def section(self, key: str, mistakes: Mistakes, kind: type = dict) -> Any:
        """The top-level value under ``key``: a map (or list), empty where it is absent or of another kind."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        if found is None:
            return kind()
        if not isinstance(found, kind):
            wanted = "a map" if kind is dict else "a list"
            mistakes.add(
                "estate-value", key, "wrong kind", expected=wanted, actual=shown(found), location=self.locate((key,))
            )
            return kind()
        return found

    def inside(self, key: str, mistakes: Mistakes) -> Document:
        """The section ``key`` as a document of its own."""
        value = self.section(key, mistakes)
        lines = {path[1:]: line for path, line in self.lines.items() if path[:1] == (key,)}
        return Document(self.file, value, lines, self.broken)

    def partial(self, key: str, kind: type = dict) -> bool:
        """Whether the section is not all that was meant: broken, of a wrong kind, or perhaps under a misspelt key."""
        if self.broken or not isinstance(self.value.get(key, kind()), kind):
            return True
        return key not in self.value and any(nearest(other, [key]) for other in self.value)

    def allow(self, keys: frozenset[str], mistakes: Mistakes) -> None:
        """Report top-level keys that are none of these."""
        for key in self.value if isinstance(self.value, dict) else ():
            if key not in keys:
                mistakes.add(
                    "estate-unknown-key",
                    self.file,
                    f"unknown key {shown(key)}",
                    expected=nearest(key, keys) or f"one of {', '.join(sorted(keys))}",
                    location=self.locate((key,)),
                )


def read_document(root: Path, file: str, mistakes: Mistakes, *, required: bool = False) -> Document:
    """The file as plain values (str, int, float, bool, None, list, dict with str keys); empty where it is broken."""
    text = _text(root / file, file, mistakes, required)
    node = _compose(text, file, mistakes) if text is not None else None
    if node is None:
        return Document(file, {}, broken=required or (root / file).exists())
    reader = _Plain(file, mistakes)
    try:
        value = reader.value(node, (), 0)
    except _TooMuchError as error:
        mistakes.add("estate-syntax", file, str(error), location=Location(file, error.line))
        return Document(file, {}, broken=True)
    if not isinstance(value, dict):
        mistakes.add(
            "estate-value", file, "wrong kind", expected="a map", actual=shown(value), location=Location(file, 1)
        )
        return Document(file, {}, broken=True)
    return Document(file, value, reader.lines)


def _text(path: Path, file: str, mistakes: Mistakes, required: bool) -> str | None:
    def report(problem: str, expected: str, line: int | None = None, check: str = "estate-syntax") -> None:
        mistakes.add(check, file, problem, expected=expected, location=Location(file, line))

    try:
        if not path.exists() and not path.is_symlink():
            if required:
                report("missing file", "a YAML file", check="estate-missing")
            return None
        if not path.is_file():
            report("not a regular file", "a YAML file")
            return None
        if path.stat().st_size > _LARGEST_FILE:
            report("too large", f"at most {_LARGEST_FILE} bytes")
            return None
        raw = path.read_bytes()
    except OSError as error:
        report(f"cannot be read ({error.strerror or type(error).__name__})", "a file that may be read")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report("not UTF-8", "text in UTF-8", raw.count(b"\n", 0, error.start) + 1)
        return None


def _compose(text: str, file: str, mistakes: Mistakes) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else None
        mistakes.add("estate-syntax", file, "not valid YAML", actual=problem, location=Location(file, line))
        return None
    except YAMLError as error:
        problem = str(error).splitlines()[0] if str(error) else type(error).__name__
        mistakes.add("estate-syntax", file, "not valid YAML", actual=problem, location=Location(file))
        return None
    except RecursionError:
        mistakes.add("estate-syntax", file, f"nested deeper than {_DEEPEST} levels", location=Location(file))
        return None
    except Exception as error:  # noqa: BLE001 - the parser's own faults on odd input (ValueError, IndexError, ...)
        mistakes.add("estate-syntax", file, "not valid YAML", actual=type(error).__name__, location=Location(file))
        return None
    if node is None:
        mistakes.add("estate-syntax", file, "empty file", expected="a map", location=Location(file, 1))
    return node


class _TooMuchError(Exception):
    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


class _Plain:
    """Turns the parser's nodes into plain values and remembers each one's line."""

    def __init__(self, file: str, mistakes: Mistakes) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._file = file
        self._mistakes = mistakes
        self._count = 0

    def value(self, node: Node, path: KeyPath, depth: int) -> Any:
        self._count += 1
        line = node.start_mark.line + 1
        if depth > _DEEPEST:
            raise _TooMuchError(f"nested deeper than {_DEEPEST} levels", line)
        if self._count > _MOST_VALUES:
            raise _TooMuchError("aliases make it grow without end", line)
        self.lines.setdefault(path, line)
        if isinstance(node, MappingNode):
            return self._map(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.value(each, (*path, index), depth + 1) for index, each in enumerate(node.value)]
        return self._scalar(node)

    def _map(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = self._key(key_node), key_node.start_mark.line + 1
            if key is None:
                continue
            if key == "<<":
                merged.update(self._merge(value_node, path, depth))
                continue
            if key in found:
                self._report(
                    "estate-duplicate", key, "key stands twice", line, f"first at line {self.lines[*path, key]}"
                )
                continue
            self.lines[*path, key] = line
            found[key] = self.value(value_node, (*path, key), depth + 1)
        return {**merged, **found}

    def _merge(self, node: Node, path: KeyPath, depth: int) -> dict[str, Any]:
        """The YAML 1.1 merge key: the keys of another map, unless the map has its own."""
        value = self.value(node, (*path, "<<"), depth + 1)
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            line = node.start_mark.line + 1
            self._report("estate-value", "<<", "wrong kind", line, shown(value), "a map, or a list of maps")
            return {}
        return {key: each for part in reversed(parts) for key, each in part.items()}

    def _key(self, node: Node) -> str | None:
        if isinstance(node, ScalarNode):
            return str(node.value)
        line = node.start_mark.line + 1
        self._report("estate-syntax", self._file, "a key must be a plain word", line, "a map or list as key")
        return None

    def _scalar(self, node: Node) -> str | int | float | bool | None:
        tag, text = str(node.tag).rpartition(":")[2], str(node.value)
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag in {"int", "float"}:
            return _number(text)
        if tag not in {"str", "timestamp", "value", "merge"}:
            line = node.start_mark.line + 1
            self._report("estate-syntax", self._file, f"unknown tag {shown(str(node.tag))}", line, "", "no tag")
        return text

    def _report(self, check: str, subject: str, problem: str, line: int, actual: str, expected: str = "") -> None:
        self._mistakes.add(
            check, subject, problem, expected=expected, actual=actual, location=Location(self._file, line)
        )


def _number(text: str) -> str | int | float:
    """The number, or the text itself where it is not written in plain decimals."""
    if len(text) > _LONGEST_NUMBER:
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
