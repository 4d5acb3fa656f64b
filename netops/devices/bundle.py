"""The on-device part as one file: a zip archive that Python runs, named by its checksum."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cache
from importlib.resources import files

__all__ = ["Bundle", "bundle"]

PACKAGE = "netops.devices.ondevice"
SHARED = (  # on the standard library alone, like the package
    "netops.errors",
    "netops.platforms.frr.vtysh",
    "netops.platforms.ovs.database",
    "netops.platforms.ovs.rows",
    "netops.platforms.ovs.transaction",
)
START = f"import sys\nfrom {PACKAGE}.main import main\nsys.exit(main(sys.argv[1:]))\n"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes on every run


class Bundle:
    """``name`` is the file's name on a device, ``digest`` its SHA-256, ``content`` its bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.digest = hashlib.sha256(content).hexdigest()
        self.name = f"netops-{self.digest[:16]}.pyz"


@cache
def bundle() -> Bundle:
    """The archive of :mod:`netops.devices.ondevice`, made once."""
    sources = {f"{PACKAGE}.{each.name[:-3]}": each for each in files(PACKAGE).iterdir() if each.name.endswith(".py")}
    for module in SHARED:
        package, _, name = module.rpartition(".")
        sources[module] = files(package) / f"{name}.py"
    members = {f"{name.replace('.', '/')}.py": each.read_text(encoding="utf-8") for name, each in sources.items()}
    for name in sources:
        for depth in range(1, name.count(".") + 1):
            members.setdefault("/".join((*name.split(".")[:depth], "__init__.py")), "")
    members["__main__.py"] = START
    return Bundle(_archive(members))


def _archive(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), members[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
