"""NAPALM getters of the box itself: facts, configuration, network instances."""

from __future__ import annotations

import re
from typing import Any

from netops.devices.frr.asking import Getters
from netops.platforms import get_platform
from netops.platforms.frr.vtysh import join

__all__ = ["SystemGetters"]

INTERFACES = "show interface json"
RUNNING = "show running-config no-header"
STARTUP = "cat /etc/frr/frr.conf"
VTYSH = "cat /etc/frr/vtysh.conf"
UPTIME = "cat /proc/uptime"
FQDN = "hostname -f"
MODEL = "cat /sys/class/dmi/id/product_name"
SERIAL = "cat /sys/class/dmi/id/product_serial"
VERSION = "show version"
VRFS = "show vrf"


class SystemGetters(Getters):
    _candidate: str | None

    def get_facts(self) -> dict[str, Any]:
        answers = self.device.ask(VERSION, INTERFACES, UPTIME, FQDN, MODEL, SERIAL)
        version = re.match(r"FRRouting (\S+) \((.*?)\)", answers.get(VERSION, ""))
        hostname = version[2] if version else ""
        (table,) = self._tables(INTERFACES)
        return {
            "uptime": float((answers.get(UPTIME) or "-1").split()[0]),
            "vendor": "FRRouting",
            "os_version": version[1] if version else "",
            "serial_number": answers.get(SERIAL, "").strip(),
            "model": answers.get(MODEL, "").strip(),
            "hostname": hostname,
            "fqdn": answers.get(FQDN, "").strip() or hostname,
            "interface_list": sorted(table),
        }

    def get_config(
        self,
        retrieve: str = "all",
        full: bool = False,  # noqa: ARG002 - NAPALM's signature
        sanitized: bool = False,
        format: str = "text",  # noqa: A002, ARG002 - NAPALM's signature
    ) -> dict[str, str]:
        """``full`` makes no difference: FRR never shows its defaults."""
        wanted = {
            "running": RUNNING if retrieve in ("all", "running") else None,
            "startup": STARTUP if retrieve in ("all", "startup") else None,
        }
        commands = [command for command in wanted.values() if command is not None]
        texts = dict(zip(commands, self._texts(*commands), strict=True)) if commands else {}
        own = self.device.ask(VTYSH).get(VTYSH, "") if commands else ""
        found = {
            key: join(texts[command].rstrip("\n") + "\n", own) if command else "" for key, command in wanted.items()
        }
        found["candidate"] = (self._candidate or "") if retrieve in ("all", "candidate") else ""
        scrub = get_platform("frr").scrub
        return {key: scrub(text) for key, text in found.items()} if sanitized else found

    def get_network_instances(self, name: str = "") -> dict[str, dict[str, Any]]:
        answers = self.device.ask(VRFS)
        (table,) = self._tables(INTERFACES)
        instances = {"default": _instance("default", "DEFAULT_INSTANCE")}
        for vrf in re.findall(r"^vrf (\S+)", answers.get(VRFS, ""), re.MULTILINE):
            instances[vrf] = _instance(vrf, "L3VRF")
        for interface, entry in table.items():
            vrf = entry.get("vrfName", "default")
            instances.setdefault(vrf, _instance(vrf, "L3VRF"))["interfaces"]["interface"][interface] = {}
        return {each: instances[each] for each in instances if name in ("", each)}


def _instance(name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "state": {"route_distinguisher": ""},
        "interfaces": {"interface": {}},
    }
