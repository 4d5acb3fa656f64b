"""docs/estate.md names every key that the files may have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from netops.intent import schema_inventory, schema_routing, schema_topology

TEXT = (Path(__file__).parents[2] / "docs/estate.md").read_text()
WORDS = set(re.findall(r"[a-z_0-9]+", TEXT))
SCHEMAS = sorted(
    {
        value
        for module in (schema_inventory, schema_routing, schema_topology)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.model_fields
    },
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda each: each.__name__)
def test_every_key_is_in_the_document(schema: type[BaseModel]) -> None:
    assert set(schema.model_fields) - WORDS == set()
