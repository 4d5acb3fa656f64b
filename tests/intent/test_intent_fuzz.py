"""Whatever the files hold, load answers with findings and never raises."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from netops.intent import load
from netops.model import Network

VILLAGE = Path(__file__).parent / "village"
FILES = sorted(str(path.relative_to(VILLAGE)) for path in VILLAGE.glob("*/*.yaml"))
KNOWN = ("r1", "r2", "sw1", "house", "house-homes", "core", "IN", "OWN", "10.0.0.1", "10.0.0.0/24", "fe80::1", "<<")

fast = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(KNOWN)
    | st.sampled_from(["{n}", "{x}", "{", "0x1F", "1e999", "-0", "2024-01-01", "9" * 30, "\u2028", "a\x85b"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def load_with(file: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(VILLAGE, Path(folder) / "village"))
        (root / file).write_bytes(content)
        loaded = load(root)
        assert loaded.network is None or isinstance(loaded.network, Network)
        for finding in loaded.findings:
            assert finding.location is not None
            assert finding.location.file in str(finding)
            assert "\n" not in str(finding)


@fast
@given(st.sampled_from(FILES), st.binary(max_size=60))
def test_any_bytes(file: str, content: bytes) -> None:
    load_with(file, content)


@fast
@given(st.sampled_from(FILES), st.data())
def test_any_bytes_inside_a_real_file(file: str, data: st.DataObject) -> None:
    content = (VILLAGE / file).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 12))
    noise = data.draw(st.binary(max_size=6) | st.text("{}[]:,&*!|>-?#'\"\t\n <@`%", max_size=6).map(str.encode))
    load_with(file, content[:start] + noise + content[start + length :])


def paths(value: Any, base: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a YAML value."""
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [base, *(path for key, each in keys for path in paths(each, (*base, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@settings(fast, max_examples=200)
@given(st.sampled_from(FILES), st.data(), values)
def test_any_value_in_any_place(file: str, data: st.DataObject, value: Any) -> None:
    whole = YAML(typ="safe", pure=True).load((VILLAGE / file).read_text())
    path = data.draw(st.sampled_from(paths(whole)))
    with tempfile.TemporaryFile() as stream:
        try:
            YAML(typ="safe", pure=True).dump(replaced(whole, path, value), stream)
        except Exception:  # noqa: BLE001 - what the writer itself cannot write is no input
            return
        stream.seek(0)
        load_with(file, stream.read())


@settings(fast, max_examples=60)
@given(st.sampled_from(FILES), st.data(), st.text(max_size=6) | st.sampled_from(KNOWN))
def test_any_other_key(file: str, data: st.DataObject, key: str) -> None:
    lines = (VILLAGE / file).read_text().split("\n")
    index = data.draw(st.integers(0, len(lines) - 1))
    old, colon, rest = lines[index].partition(":")
    indent = len(old) - len(old.lstrip(" -"))
    lines[index] = old[:indent] + key + colon + rest
    load_with(file, "\n".join(lines).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"\xef\xbb\xbfa: 1", b"%YAML 9.9\n---\na: 1", b"a: !!binary x", b"a: !!int x"]
)
def test_odd_beginnings(file: str, content: bytes) -> None:
    load_with(file, content)
