"""The wheel holds everything that an installed netops needs: also what is no Python module."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with the unpacked wheel before any other netops, such as an editable one."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("package", ["netops", "napalm_frr"])
def test_every_module_and_data_file_is_in_it(unpacked: Path, package: str) -> None:
    present = {
        path.relative_to(ROOT)
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    }
    assert present <= {path.relative_to(unpacked) for path in unpacked.rglob("*")}


def test_an_estate_begun_with_it_is_clean_and_renders(unpacked: Path, tmp_path: Path) -> None:
    for arguments in (("init", "."), ("check",), ("render",)):
        done = run(unpacked, "-m", "netops", *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    shipped = {path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.j2")}
    assert shipped == {path.relative_to(tmp_path) for path in (tmp_path / "templates").rglob("*.j2")}
    assert list((tmp_path / "configs" / "intended").iterdir())


def test_the_on_device_part_can_be_bundled_from_it(unpacked: Path, tmp_path: Path) -> None:
    ask = "import netops.devices.bundle as made; print(made.__file__); print(len(made.bundle().content))"
    done = run(unpacked, "-c", ask, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    file, size = done.stdout.split()
    assert file.startswith(str(unpacked))
    assert int(size) > 10_000


def test_command_and_driver_are_announced(unpacked: Path) -> None:
    (entries,) = unpacked.glob("netops-*.dist-info/entry_points.txt")
    assert "netops = netops.cli:main" in entries.read_text(encoding="utf-8")
    assert (unpacked / "napalm_frr" / "__init__.py").is_file()  # NAPALM finds its drivers by their packages' names
