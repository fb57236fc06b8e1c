"""What an address asks for, read from its parameters."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import request

from archive.errors import UsageError
from web.paging import whole_number

Choice = TypeVar("Choice", bound=StrEnum)


def asked_query() -> str:
    """Return the query as typed."""
    return request.args.get("q", "").strip()


def asked_number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return a number. Raises ``UsageError`` if it is none or out of bounds."""
    text = request.args.get(name, "")
    number = whole_number(text, least=least) if text else default
    if number is None or (most is not None and number > most):
        bounds = f"from {least} on" if most is None else f"from {least} to {most}"
        raise UsageError(f"{name} must be a whole number {bounds}, not {text!r}")
    return number


def asked_choice(name: str, default: Choice) -> Choice:
    """Return one of the values of an enumeration. Raises ``UsageError`` if it is none."""
    text = request.args.get(name, "")
    kind = type(default)
    try:
        return kind(text) if text else default
    except ValueError as error:
        values = ", ".join(each.value for each in kind)
        raise UsageError(f"{name} must be one of {values}, not {text!r}") from error
