"""The estate's YAML: read, checked at the border, and compiled to a Network."""

from netops.intent.load import Loaded, load

__all__ = ["Loaded", "load"]
