"""From one configuration to another: one ovs-vsctl call, which OVSDB carries out whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netops.errors import ConfigError
from netops.platforms.ovs.database import DEFAULTS
from netops.platforms.ovs.rows import Configuration, LineError, Port, Settings, order, quoted, read_line, text, written

__all__ = ["merge", "read", "system_commands", "transaction"]


def read(configuration: str) -> Configuration:
    """The rows of a configuration's text.  Raises ConfigError, with the line, where one is not understood."""
    made = Configuration()
    for number, line in enumerate(configuration.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                read_line(line, made)
            except LineError as error:
                raise ConfigError(f"line {number}: {error}") from None
    stray = sorted({port.bridge for port in made.ports.values()} - set(made.bridges))
    if stray:
        raise ConfigError(f"ports on bridge {stray[0]}, which no line adds")
    return made


def merge(running: str, addition: str) -> str:
    """The running configuration with the lines of ``addition`` added.  Raises ConfigError as :func:`read` does."""
    return text(read(running + "\n" + addition))


def transaction(running: str, candidate: str) -> list[str]:
    """The command that turns ``running`` into ``candidate``; empty where they are the same.

    Raises ConfigError where either text is not understood.
    """
    old, new = read(running), read(candidate)
    commands = [*_bridges(old, new), *_ports(old, new)]
    return ["ovs-vsctl", *(word for command in commands for word in ["--", *command])] if commands else []


def _bridges(old: Configuration, new: Configuration) -> Iterator[list[str]]:
    for name in sorted(set(old.bridges) - set(new.bridges), key=order):
        yield ["--if-exists", "del-br", name]
    for name in sorted(new.bridges, key=order):
        if name not in old.bridges:
            yield ["--may-exist", "add-br", name]
        yield from _changes("Bridge", name, old.bridges.get(name, {}), new.bridges[name])


def _ports(old: Configuration, new: Configuration) -> Iterator[list[str]]:
    def stays(name: str) -> bool:
        return name in old.ports and name in new.ports and old.ports[name].bridge == new.ports[name].bridge

    for name in sorted(old.ports, key=order):
        if not stays(name) and old.ports[name].bridge in new.bridges:
            yield ["--if-exists", "del-port", old.ports[name].bridge, name]
    for name in sorted(new.ports, key=order):
        port = new.ports[name]
        if not stays(name):
            yield ["--may-exist", "add-port", port.bridge, name]
        before = old.ports[name] if stays(name) else Port(port.bridge)
        yield from _changes("Port", name, before.port, port.port)
        yield from _changes("Interface", name, before.interface, port.interface)


def _changes(table: str, name: str, old: Settings, new: Settings) -> Iterator[list[str]]:
    """Clear what is no more, set what is new or different."""
    for key in sorted(set(old) - set(new)):
        column, colon, member = key.partition(":")
        if colon:
            yield ["remove", table, name, column, quoted(member)]
        elif column in DEFAULTS:
            yield ["set", table, name, f"{column}={quoted(DEFAULTS[column])}"]
        else:
            yield ["clear", table, name, column]
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    if changed:
        yield ["set", table, name, *written(changed)]


def system_commands(running: str, candidate: str) -> list[list[str]]:
    """What the switch's system must do after the transaction, since OVSDB has no column for it.

    Ports that are shut down or no longer are (``external_ids:enabled``), and addresses of VLAN interfaces
    (``external_ids:addresses``).
    """
    old, new = read(running), read(candidate)
    commands: list[list[str]] = []
    for name in sorted(new.ports, key=order):
        before = old.ports[name].interface if name in old.ports else {}
        after = new.ports[name].interface
        was, now = _addresses(before), _addresses(after)
        commands += [["ip", "address", "delete", each, "dev", name] for each in was if each not in now]
        commands += [["ip", "address", "replace", each, "dev", name] for each in now if each not in was]
        if name not in old.ports or _enabled(before) != _enabled(after):
            commands.append(["ip", "link", "set", name, "up" if _enabled(after) else "down"])
    return commands


def _enabled(settings: Mapping[str, str]) -> bool:
    return settings.get("external_ids:enabled") != "false"


def _addresses(settings: Mapping[str, str]) -> list[str]:
    return settings.get("external_ids:addresses", "").split()
