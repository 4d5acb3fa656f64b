"""NAPALM's ping and traceroute, by the device's own tools (iputils, traceroute)."""

from __future__ import annotations

import re
import shlex
from typing import Any

from napalm.base import constants as c  # type: ignore[import-untyped]  # NAPALM ships no types
from napalm.base.exceptions import CommandErrorException  # type: ignore[import-untyped]  # NAPALM ships no types

from netops.devices.frr.asking import Getters

__all__ = ["Probes"]


class Probes(Getters):
    def ping(
        self,
        destination: str,
        source: str = c.PING_SOURCE,
        ttl: int = c.PING_TTL,
        timeout: int = c.PING_TIMEOUT,
        size: int = c.PING_SIZE,
        count: int = c.PING_COUNT,
        vrf: str = c.PING_VRF,
        source_interface: str = c.PING_SOURCE_INTERFACE,
    ) -> dict[str, Any]:
        words = [
            "ping",
            "-n",
            "-c",
            str(int(count)),
            "-W",
            str(int(timeout)),
            "-t",
            str(int(ttl)),
            "-s",
            str(int(size)),
        ]
        sender = source_interface or source
        words += ["-i", "0.2", *(["-I", sender] if sender else []), "--", destination]
        answer = self._probe(_in_vrf(words, vrf), int(count) + int(timeout) * int(count) + 10.0)
        return _ping_result(answer, int(count))

    def traceroute(
        self,
        destination: str,
        source: str = c.TRACEROUTE_SOURCE,
        ttl: int = c.TRACEROUTE_TTL,
        timeout: int = c.TRACEROUTE_TIMEOUT,
        vrf: str = c.TRACEROUTE_VRF,
    ) -> dict[str, Any]:
        words = ["traceroute", "-n", "-m", str(min(int(ttl), 255)), "-w", str(int(timeout)), "-q", "3"]
        words += [*(["-s", source] if source else []), "--", destination]
        answer = self._probe(_in_vrf(words, vrf), 60.0 + 3.0 * int(timeout) * 30)
        hops = re.findall(r"^ *(\d+)  (.*)$", answer, re.MULTILINE)
        if not hops:
            return {"error": answer.strip() or "traceroute gave no answer"}
        return {"success": {int(number): {"probes": _probes(text)} for number, text in hops}}

    def _probe(self, command: str, timeout: float) -> str:
        """A probe that reaches nobody ends with status 1, and tells so: that is an answer."""
        told = f"{command} 2>&1 || true"
        answer = self.device.ask(told, timeout=timeout).get(told)
        if answer is None:
            raise CommandErrorException(f"{command}: the device gave no answer")
        return answer


def _in_vrf(words: list[str], vrf: str) -> str:
    return shlex.join([*(["ip", "vrf", "exec", vrf] if vrf else []), *words])


def _ping_result(answer: str, count: int) -> dict[str, Any]:
    sent = re.search(r"(\d+) packets transmitted, (\d+) received", answer)
    if sent is None:
        return {"error": answer.strip() or "ping gave no answer"}
    replies = re.findall(r"bytes from (\S+): .*time=([\d.]+) ms", answer)
    times = re.search(r"= ([\d.]+)/([\d.]+)/([\d.]+)/([\d.]+) ms", answer)
    low, average, high, deviation = (float(each) for each in times.groups()) if times else (0.0,) * 4
    return {
        "success": {
            "probes_sent": int(sent[1]),
            "packet_loss": int(sent[1]) - int(sent[2]),
            "rtt_min": low,
            "rtt_max": high,
            "rtt_avg": average,
            "rtt_stddev": deviation,
            "results": [{"ip_address": address, "rtt": float(rtt)} for address, rtt in replies[:count]],
        }
    }


def _probes(text: str) -> dict[int, dict[str, Any]]:
    """The three probes of one hop; an address stands before its first answer alone, "*" for none."""
    found: dict[int, dict[str, Any]] = {}
    address = ""
    words = text.split()
    for word, unit in zip(words, [*words[1:], ""], strict=True):
        if word == "*":
            found[len(found) + 1] = {"rtt": 0.0, "ip_address": "*", "host_name": "*"}
        elif unit == "ms":
            found[len(found) + 1] = {"rtt": float(word), "ip_address": address, "host_name": address}
        elif "." in word or ":" in word:
            address = word
    return found
