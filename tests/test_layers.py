"""The house stands: imports run only downwards, edges do not know each other, and no module imports itself in a circle.

Every import counts, also those inside functions and under TYPE_CHECKING: a type is knowledge too.  The one exception is
drawn in the design: errors names the model's types and is imported by everyone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"netops.errors"},
    {"netops.model"},
    {"netops.intent", "netops.render", "netops.report"},
    {"netops.platforms"},
    {"netops.analysis"},
    {"netops.checks"},
    {"netops.devices", "netops.lab", "netops.store", "napalm_frr"},
    {"netops.workflows"},
    {"netops.cli"},
    {"netops.__main__"},
)
"""From the ground up; ``netops`` itself holds no more than the version."""

TYPING_ONLY = {("netops.errors", "netops.model")}
PLATFORMS_LOW = "netops.platforms"
PLATFORMS_MAY = {"netops.model", "netops.errors", "netops.platforms"}
SAME_LAYER = {("napalm_frr", "netops.devices")}  # NAPALM finds its driver under this name, and nothing else is in it


def _modules() -> Iterator[tuple[str, Path]]:
    for package in ("netops", "napalm_frr"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(_modules())


@cache
def _imports(module: str) -> frozenset[tuple[str, bool]]:
    """Our modules that this one imports, and whether only for type checking."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found: set[tuple[str, bool]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(alias.name, id(node) in typing_only) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively, line {node.lineno}"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add((whole if whole in MODULES else str(node.module), id(node) in typing_only))
    return frozenset((name, only) for name, only in found if name in MODULES and name != "netops")


def _part(module: str) -> str:
    """The part of the house that a module belongs to."""
    return "napalm_frr" if module.startswith("napalm_frr") else ".".join(module.split(".")[:2])


def _height(module: str) -> int:
    return next(index for index, layer in enumerate(LAYERS) if _part(module) in layer)


def test_every_module_has_its_layer() -> None:
    known = set.union(*LAYERS)
    assert {_part(module) for module in MODULES if module != "netops"} <= known


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"netops"}))
def test_imports_run_downwards(module: str) -> None:
    for imported, typing_only in _imports(module):
        here, there = _part(module), _part(imported)
        if here == there or (here, there) in SAME_LAYER or (typing_only and (here, there) in TYPING_ONLY):
            continue
        assert _height(imported) < _height(module), f"{module} imports {imported}, which is not below it"


@pytest.mark.parametrize("module", sorted(each for each in MODULES if _part(each) == PLATFORMS_LOW))
def test_platforms_know_the_model_only(module: str) -> None:
    assert {_part(imported) for imported, _ in _imports(module)} <= PLATFORMS_MAY


def test_no_circles() -> None:
    """Depth-first search over all runtime imports; a package's own ``__init__`` hands names on, and is not one."""
    state: dict[str, str] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        if state.get(module) == "done":
            return
        assert state.get(module) != "open", f"circle: {' -> '.join((*path[path.index(module) :], module))}"
        state[module] = "open"
        for imported, typing_only in sorted(_imports(module)):
            if not typing_only and not module.startswith(f"{imported}."):
                visit(imported, (*path, module))
        state[module] = "done"

    for module in MODULES:
        visit(module, ())


def test_the_scan_sees_what_it_should() -> None:
    """Guards the guard: a module known to import others, at its head and inside a function."""
    assert ("netops.errors", False) in _imports("netops.cli.face")
    assert ("netops.workflows.estate", False) in _imports("netops.cli.face")
    assert ("netops.model", True) in _imports("netops.errors")
