"""Filling the sentence of a screen with the values of a lead."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sunledger.core.money import MINOR, show_money

_CHINESE_MONEY = {"CNY": "元"}


def fill(sentence: str, values: Mapping[str, Any], currency: str, language: str) -> str:
    """Return the sentence; its gaps: `{x}`, `{x:money}`, `{x:share}`, `{x:times}`, `{x:month}`."""
    return _Filler(currency, language).vformat(sentence, (), values)


class _Filler(string.Formatter):
    def __init__(self, currency: str, language: str) -> None:
        self.currency, self.language = currency, language

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as people read it."""
        if value is None:
            return "—"
        if format_spec == "money":
            return self._money(int(value))
        if format_spec == "share":
            return f"{float(value) * 100:.1f}%"
        if format_spec == "times":
            return self._times(int(value))
        if format_spec == "month":
            return f"{int(value) // 12}-{int(value) % 12 + 1:02}"
        if format_spec == "quantity":
            return f"{Decimal(int(value)) / 1000:,f}"
        if isinstance(value, date):
            return value.isoformat()
        if format_spec:
            return format(value, format_spec)
        if isinstance(value, int):
            return f"{value:,}"
        return str(value)

    def _times(self, count: int) -> str:
        if self.language == "zh":
            return f"{count:,}次"
        return {1: "once", 2: "twice"}.get(count, f"{count:,} times")

    def _money(self, amount: int) -> str:
        shown = show_money(amount, self.currency if self.currency in MINOR else "CNY")
        if self.language == "zh":
            return f"{shown}{_CHINESE_MONEY.get(self.currency, ' ' + self.currency)}".rstrip()
        return f"{self.currency} {shown}".lstrip()
