"""Amounts as the report and its tables write them, also where no currency is known."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.core.money import MINOR, show_money

# Amounts without a currency were read as hundredths, as most money of the world has.
_USUAL = "EUR"


def money(amount: int, currency: str) -> str:
    """Return an amount as people read it: 4,900.00."""
    return show_money(amount, currency if currency in MINOR else _USUAL)


def with_currency(amount: int, currency: str) -> str:
    """Return an amount with its currency, or a word that nothing says which it is."""
    return f"{money(amount, currency)} {currency or _('(currency not named)')}"


def decimal(amount: int, currency: str) -> str:
    """Return an amount as a plain decimal number, exact and without separators: 4900.00."""
    return money(amount, currency).replace(",", "")


def short(amount: int, currency: str) -> str:
    """Return a large amount as people say it: 4.04 billion GBP, 40.4亿 GBP."""
    whole = abs(amount) / 10 ** MINOR.get(currency, 2)
    for least, chinese, words in (
        (1e9, 1e8, _("%(n)s billion")),
        (1e6, 1e4, _("%(n)s million")),
    ):
        if whole >= least:
            # Chinese counts by ten thousands: 亿 and 万 are what its translation says here.
            scale = chinese if _in_chinese() else least
            shown = f"{whole / scale:,.0f}" if whole >= 100 * scale else f"{whole / scale:.3g}"
            sign = "-" if amount < 0 else ""
            return f"{sign}{words % {'n': shown}} {currency}".strip()
    return f"{money(amount, currency)} {currency}".strip()


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")
