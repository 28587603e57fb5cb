"""The settings of a run: a screen's defaults, with what somebody asked for laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sunledger.core.money import read_money
from sunledger.core.problem import Refused
from sunledger.screening.screen import Screen, ScreenError


def resolved(screen: Screen, asked: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return every setting of the screen with its value; texts are read by the setting's kind."""
    values = dict(screen.defaults)
    for name, value in (asked or {}).items():
        if name not in values:
            known = ", ".join(sorted(values)) or "none"
            raise ScreenError(f"{screen.code} has no setting “{name}”. It has: {known}.")
        values[name] = _read(screen, name, value)
    return values


def _read(screen: Screen, name: str, value: Any) -> Any:
    """Return the value as the kind that its default is."""
    kind = type(screen.defaults[name])
    try:
        if isinstance(value, str):
            money = screen.settings[name].kind == "money"
            return read_money(value) if money else kind(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(value)
        if kind is int and value != int(value):
            raise ValueError(value)
        return kind(value)
    except (ValueError, Refused) as error:
        shown = screen.defaults[name]
        raise ScreenError(
            f"{screen.code}: “{value}” is not a value for “{name}”. Write it like {shown}."
        ) from error
