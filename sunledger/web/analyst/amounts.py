"""Amounts as the report and its tables write them, also where no currency is known."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.core.money import MINOR, show_money

# Amounts without a currency were read as hundredths, as most money of the world has.
_USUAL = "EUR"
# Languages count in different steps, so these are numbers and no words to translate.
_LARGE = {
    "en": ((1e9, " billion"), (1e6, " million")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}


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
    language = (get_language() or "").partition("-")[0]
    for unit, word in _LARGE.get(language, ()):
        if whole >= unit:
            shown = f"{whole / unit:,.0f}" if whole >= 100 * unit else f"{whole / unit:.3g}"
            return f"{'-' if amount < 0 else ''}{shown}{word} {currency}".strip()
    return f"{money(amount, currency)} {currency}".strip()
