"""Cisco IOS and IOS-XE: routers and switches."""
