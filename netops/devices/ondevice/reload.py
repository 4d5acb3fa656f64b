"""frr-reload.py as a library: which lines take one FRR configuration to another.

FRR's own tool (package frr-pythontools) knows the quirks of its command line; of it we use the comparison, not the
execution: that puts lines into process arguments and a log file, writes the startup configuration at once, and may
end with status 0 and lines left over.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from importlib.machinery import SourceFileLoader
from typing import Any

from netops.devices.ondevice.faults import FAILED, REJECTED, TransactionError
from netops.devices.ondevice.vtysh import Vtysh

__all__ = ["Delta", "Reload"]

PLACES = ("/usr/lib/frr/frr-reload.py", "/usr/local/lib/frr/frr-reload.py", "/usr/libexec/frr/frr-reload.py")

Line = tuple[Any, Any]  # frr-reload's (context keys, line or None)


class Delta:
    """The lines to delete and to add; ``render`` gives each as commands from the top of the configuration."""

    def __init__(self, module: Any, add: list[Line], delete: list[Line]) -> None:
        self._module = module
        self.add = [each for each in add if each[1] != "!"]
        self.delete = [each for each in delete if each[1] != "!"]

    def __bool__(self) -> bool:
        return bool(self.add or self.delete)

    def additions(self) -> list[list[str]]:
        return [self._module.lines_to_config(*each, False) for each in self.add]

    def deletions(self) -> list[list[str]]:
        return [self._module.lines_to_config(*each, True) for each in self.delete]

    def lines(self) -> list[str]:
        """To be read by an engineer: one line each, its contexts before it."""
        signed = [("-", each) for each in self.deletions()] + [("+", each) for each in self.additions()]
        return [f"{sign} " + " / ".join(part.strip() for part in parts) for sign, parts in signed]


class Reload:
    """The comparison, with vtysh's marks made once for each text."""

    def __init__(self, vtysh: Vtysh, cache: str) -> None:
        self._vtysh = vtysh
        self._module = _load(cache)
        self._marks: dict[str, str | None] = {}

    def read(self, text: str, running: bool) -> Any:
        """frr-reload's Config of this text; the tool normalises a file more than a running configuration."""
        if text not in self._marks:
            self._marks[text] = self._vtysh.mark(text)
        marked = self._marks[text]
        if marked is None:
            raise TransactionError(
                FAILED if running else REJECTED, "vtysh cannot tell the contexts of the configuration"
            )
        config = self._module.Config(_Marked(marked))
        if running:
            config.load_from_show_running("")
        else:
            config.load_from_file("")
        return config

    def delta(self, candidate: Any, running: Any) -> Delta:
        return Delta(self._module, *self._module.compare_context_objects(candidate, running))


class _Marked:
    """What frr-reload's Config asks of its vtysh."""

    def __init__(self, text: str) -> None:
        self.text = text

    def mark_file(self, _filename: str) -> str:
        return self.text

    def mark_show_run(self, _daemon: str) -> str:
        return self.text


def _load(cache: str) -> Any:
    """The tool as a module; its byte code goes to our own directory."""
    path = next((place for place in PLACES if os.path.isfile(place)), None)
    if path is None:
        raise TransactionError(FAILED, "frr-reload.py is missing on the device: install the package frr-pythontools")
    loader = SourceFileLoader("frr_reload", path)
    spec = importlib.util.spec_from_loader("frr_reload", loader)
    if spec is None:
        raise TransactionError(FAILED, f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    elsewhere, sys.pycache_prefix = sys.pycache_prefix, cache
    try:
        loader.exec_module(module)
    finally:
        sys.pycache_prefix = elsewhere
    logging.disable(logging.CRITICAL)  # it logs configuration lines
    return module
