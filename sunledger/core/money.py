"""Money as whole minor units (fen, pence, cents), read from what people write in their sheets.

A plain regular amount takes the quick road, since millions of cells are read in one run; anything
else is taken apart with care, and refused where two honest readers could disagree about it.

What a sheet may say: `4,900.00元`, `1.2万`, `£1.2m`, `1,23,456.78`, `1'234.50`, `(12.50)`,
`12.50-`, `△500`, `12.50 CR`, `３８．５`, `壹万贰仟元整`, `3元5角`; and `1.234,56` where decimal=","
is asked for.

More decimals than the currency has are refused, except the noise that floating-point arithmetic
leaves behind: a number cell, or a text of fifteen digits and more, that lies within a
ten-thousandth of a minor unit of a whole one.
"""

import re
from decimal import Decimal

from sunledger.core.amount import NotMoney, from_decimal, from_float, from_whole, not_money
from sunledger.core.currencies import MINOR, WORDS
from sunledger.core.moneytext import read_written

__all__ = ["MINOR", "NotMoney", "read_money", "show_money"]

_DECIMALS = frozenset(".,")
_TURN = str.maketrans(".,", ",.")
_PLAIN = re.compile(
    r"-?(?:\d{1,15}|([1-9]\d{0,2}(?:,\d{3}){1,4}))(?:\.(\d\d?))?", re.ASCII
).fullmatch


def read_money(text: str | float | Decimal, currency: str = "CNY", decimal: str = ".") -> int:
    """Return the amount in minor units of the currency, or raise NotMoney."""
    places = MINOR[currency]
    if type(text) is str:
        if places == 2 and decimal in _DECIMALS:
            turned = text if decimal == "." else text.translate(_TURN)
            amount = _read_plain(turned)
            if amount is None and turned:
                bare = turned.strip()
                amount = _read_plain(bare[1:] if bare[:1] in WORDS[currency] else bare)
            if amount is not None:
                return amount
        return read_written(text, currency, decimal)
    if type(text) is float:
        return from_float(text, places)
    if type(text) is int:
        return from_whole(text, text * 10**places)
    if isinstance(text, Decimal) and text.is_finite():
        return from_decimal(text, text, places)
    raise not_money(text)


def _read_plain(text: str) -> int | None:
    """Return the hundredths of a plain regular amount, None if it is not one: the quick road."""
    plain = _PLAIN(text)
    if plain is None:
        return None
    grouped, part = plain.groups()
    digits = text.replace(",", "") if grouped else text
    if part is None:
        return int(digits) * 100
    return int(digits.replace(".", "")) * (1 if len(part) == 2 else 10)


def show_money(amount: int, currency: str = "CNY") -> str:
    """Return the amount as people read it: 4,900.00."""
    places = MINOR[currency]
    whole, part = divmod(abs(amount), 10**places)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}.{part:0{places}d}" if places else f"{sign}{whole:,}"
