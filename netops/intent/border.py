"""The border between YAML and typed values: pydantic's errors as findings, with line and nearest valid key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from netops.intent.document import KeyPath
from netops.intent.mistakes import Mistakes, nearest, shown
from netops.model import Location

__all__ = ["Locator", "validate"]

M = TypeVar("M", bound=BaseModel)
Locator = Callable[[KeyPath], Location | None]
"""Gives the line of a path inside the object."""

Subject = str | Callable[[KeyPath], str]
"""Whom a mistake is told of: always the same, or by the path of the mistake."""

_SECRET_KEYS = frozenset({"password", "key", "secret"})


def validate(model: type[M], value: Any, *, subject: Subject, locate: Locator, mistakes: Mistakes) -> M | None:
    """The value as ``model``; None where it is wrong, and every mistake in it is reported."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            about = subject if isinstance(subject, str) else subject(path)
            _report(detail, model, about, path, locate(path), mistakes)
    except RecursionError:
        about = subject if isinstance(subject, str) else subject(())
        mistakes.add("estate-value", about, "nested too deeply", location=locate(()))
    return None


def _report(
    detail: ErrorDetails,
    model: type[BaseModel],
    subject: str,
    path: KeyPath,
    where: Location | None,
    mistakes: Mistakes,
) -> None:
    key = str(path[-1]) if path else subject
    if detail["type"] == "extra_forbidden":
        valid = sorted(_keys_at(model, path[:-1]))
        expected = nearest(key, valid) or f"one of {', '.join(valid)}"
        mistakes.add("estate-unknown-key", subject, f"unknown key {shown(key)}", expected=expected, location=where)
    elif detail["type"] == "missing":
        mistakes.add("estate-missing", subject, f"{dotted(path)} is missing", location=where)
    else:
        hide = any(part in _SECRET_KEYS for part in path)
        mistakes.add(
            "estate-value",
            subject,
            f"{dotted(path)} is not valid" if path else "not valid",
            expected=_expected(detail),
            actual="" if hide else shown(detail["input"]),
            location=where,
        )


def dotted(path: KeyPath) -> str:
    """``ospf.areas[0]``: a path as an engineer writes it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _expected(detail: ErrorDetails) -> str:
    if detail["type"] in {"dict_type", "model_type", "model_attributes_type"}:
        return "a map"
    if detail["type"] in {"list_type", "tuple_type"}:
        return "a list"
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if detail["type"] in {"enum", "literal_error"} and isinstance(detail["input"], str):
        near = nearest(detail["input"], message.replace(" or ", ", ").replace("'", "").split(", "))
        return f"{message}; nearest {near}" if near else message
    return message


def _keys_at(model: type[BaseModel], path: KeyPath) -> set[str]:
    """The keys that the object at ``path`` may have."""
    kinds: list[Any] = [model]
    for part in path:
        inner: list[Any] = []
        for kind in kinds:
            fields = kind.model_fields if _is_model(kind) else {}
            if isinstance(part, str) and part in fields:
                inner += _models(fields[part].annotation)
            elif not fields:
                inner += _models(kind)
        # A key of a map or an index of a list: what is inside was already found with the field itself.
        kinds = inner or kinds
    return {name for kind in kinds if _is_model(kind) for name in kind.model_fields}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The schema classes anywhere inside an annotation such as ``list[X] | None``."""
    if _is_model(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
