"""Juniper Networks Junos: both forms of its configuration, and what it shows."""
