"""Measurements against named peers that do the same work: ``python -m benchmarks``."""

__all__ = ["NAMES"]

NAMES = ("render", "predict", "whatif", "draw", "push", "scan", "startup")
"""The modules, in the order of the README's table."""
