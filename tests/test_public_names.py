"""Every module says what it hands out, and the names of the top-level packages change only on purpose."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("netops", "napalm_frr") for path in (ROOT / package).rglob("*.py"))

PUBLIC = {
    "netops.analysis": {"Failures", "compare", "predict"},
    "netops.checks": {
        "CheckFunction",
        "CheckInfo",
        "Index",
        "Problem",
        "all_checks",
        "check",
        "documentation",
        "run_checks",
    },
    "netops.cli": {"main"},
    "netops.devices": {
        "Driver",
        "Fleet",
        "Login",
        "UnknownTokenError",
        "driver_platforms",
        "fingerprint",
        "make_driver",
    },
    "netops.intent": {"Loaded", "load"},
    "netops.lab": {"Lab", "LabStatus"},
    "netops.platforms": {"get_platform", "platform_names"},
    "netops.render": {"render_device", "render_network"},
    "netops.report": {
        "changes_table",
        "diff_text",
        "findings_view",
        "from_json",
        "key_value_table",
        "make_console",
        "plain_table",
        "routes_table",
        "show",
        "to_json",
    },
    "netops.store": {
        "ChangeFolder",
        "Entry",
        "Journal",
        "KeptSnapshot",
        "PushLock",
        "SUFFIXES",
        "SnapshotShelf",
        "append_lines",
        "check_label",
        "load_snapshot",
        "make_folder",
        "read_configurations",
        "save_snapshot",
        "write_atomic",
        "write_configurations",
    },
}


def _order(name: str) -> tuple[int, list[str | int]]:
    """Constants, then classes, then the rest, each with numbers in their natural order: as ruff's RUF022 has it."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    parts = re.split(r"(\d+)", name)
    return kind, [int(part) if part.isdigit() else part for part in parts]


def _declared(path: Path) -> list[str] | None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets):
            return list(ast.literal_eval(node.value))  # type: ignore[union-attr]  # both kinds of assignment have one
    return None


def _defined(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
        else:
            imports = [each for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)]
            found |= {alias.asname or alias.name for each in imports for alias in each.names}
            found |= {
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_declares_sorted_names_that_exist(path: Path) -> None:
    if path == ROOT / "netops" / "__init__.py":
        return  # the version, and the map of the house
    if path.name == "__init__.py" and not _defined(path):
        return  # a folder, and a sentence about it
    declared = _declared(path)
    assert declared is not None, "no __all__"
    assert declared == sorted(declared, key=_order)
    assert len(declared) == len(set(declared))
    assert set(declared) <= _defined(path)


@pytest.mark.parametrize("package", sorted(PUBLIC))
def test_public_names(package: str) -> None:
    module = importlib.import_module(package)
    assert set(module.__all__) == PUBLIC[package]
    assert all(hasattr(module, name) for name in module.__all__)
