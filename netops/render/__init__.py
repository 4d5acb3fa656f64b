"""Network -> configuration text, through the estate's Jinja2 templates."""

from netops.render.renderer import render_device, render_network

__all__ = ["render_device", "render_network"]
