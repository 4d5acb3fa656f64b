"""The on-device part as one file: a zip archive that Python runs, named by the checksum of its sources."""

from __future__ import annotations

import hashlib
import io
import marshal
import sys
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.util import MAGIC_NUMBER, source_hash

__all__ = ["Bundle", "bundle"]

PACKAGE = "netops.devices.ondevice"
SHARED = (  # on the standard library alone, like the package
    "netops.errors",
    "netops.platforms.frr.vtysh",
    "netops.platforms.ovs.database",
    "netops.platforms.ovs.questions",
    "netops.platforms.ovs.rows",
    "netops.platforms.ovs.transaction",
)
START = f"import sys\nfrom {PACKAGE}.main import main\nsys.exit(main(sys.argv[1:]))\n"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes on every run


class Bundle:
    """``name`` is the file's name on a device, ``digest`` its SHA-256, ``content`` its bytes.

    Beside each source stands its byte code, made by our own Python: a device with the same one starts in three quarters
    of the time, any other passes it over (zipimport).
    """

    def __init__(self, members: Mapping[str, str]) -> None:
        sources = {name: text.encode() for name, text in members.items()}
        compiled = {f"{name}c": _byte_code(name, text) for name, text in sources.items()}
        self.content = _archive({**sources, **compiled})
        self.digest = hashlib.sha256(self.content).hexdigest()
        key = hashlib.sha256(_archive(sources)).hexdigest()  # byte code may differ from one compilation to the next
        self.name = f"netops-{key[:16]}.{sys.implementation.cache_tag}.pyz"


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
    return Bundle(members)


def _byte_code(name: str, source: bytes) -> bytes:
    """As in a file ``.pyc`` that is not checked against its source (PEP 552)."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)  # no docstrings: they are in the source
    return MAGIC_NUMBER + (0b01).to_bytes(4, "little") + source_hash(source) + marshal.dumps(code)


def _archive(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), members[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
