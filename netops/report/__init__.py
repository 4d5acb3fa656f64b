"""Values shown: Rich tables for people, JSON for programs."""

from netops.report.console import make_console, show
from netops.report.diff import diff_text
from netops.report.serial import from_json, to_json
from netops.report.tables import changes_table, findings_view, key_value_table, plain_table, routes_table

__all__ = [
    "changes_table",
    "diff_text",
    "findings_view",
    "from_json",
    "key_value_table",
    "make_console",
    "plain_table",
    "routes_table",
    "show",
    "to_json",
]
