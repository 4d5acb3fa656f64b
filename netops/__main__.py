"""``python -m netops``: the same as the command ``netops``."""

from netops.cli import main

__all__: list[str] = []

main()
