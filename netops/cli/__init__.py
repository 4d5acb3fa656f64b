"""The command line: arguments in, tables or JSON out, exit codes."""

from netops.cli.app import main

__all__ = ["main"]
