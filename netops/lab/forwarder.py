"""Carries SSH from loopback into the management network, so that unmodified clients reach every device.

It runs as a script on the standard library alone.  The listening sockets were opened outside and are handed in; then
the process enters the management namespace, and what it opens from there on is inside.  Arguments: the namespace's
file, and FD=ADDRESS for each device.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import socket
import sys

__all__ = ["main", "serve"]

_CLONE_NEWNET = 0x40000000
_PATIENCE = 4  # seconds: whoever is alive on a network of namespaces answers at once


def main(namespace: str, *routes: str) -> None:
    pairs = [(int(fd), address) for fd, _, address in (each.partition("=") for each in routes)]
    listeners = [(socket.socket(fileno=fd), address) for fd, address in pairs]
    with open(namespace, "rb") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns", namespace)
    asyncio.run(serve(listeners))


async def serve(listeners: list[tuple[socket.socket, str]]) -> None:
    for listener, address in listeners:

        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str = address) -> None:
            await relay(reader, writer, address)

        await asyncio.start_server(carry, sock=listener, backlog=128)
    await asyncio.Event().wait()


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
    """Both directions until both have ended; a device that does not answer looks like a closed connection."""
    try:
        far_reader, far_writer = await asyncio.wait_for(asyncio.open_connection(address, 22), _PATIENCE)
    except (TimeoutError, OSError):
        writer.close()
        return
    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
    for each in (writer, far_writer):
        each.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


if __name__ == "__main__":
    os.chdir("/")
    main(*sys.argv[1:])
