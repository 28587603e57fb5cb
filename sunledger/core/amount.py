"""An exact number as whole minor units of a currency, or the refusal that says why not."""

from decimal import Decimal

from sunledger.core.problem import Refused, gettext_noop, shorten

LARGEST = 10**17  # minor units: more than any state spends, and well inside 64 bits
NOISE = 1e-4  # of a minor unit: what adding up floating-point numbers leaves behind
_EXACT = 2**53  # beyond this a float no longer knows its minor units


class NotMoney(Refused):
    """A text or cell that is not an amount, or not surely one."""


def not_money(text: object) -> NotMoney:
    """Return the refusal of what is no amount at all."""
    sentence = gettext_noop("“%(text)s” is not an amount. Write it like 4900.00.")
    return NotMoney(sentence, text=shorten(text))


def two_ways(text: object) -> NotMoney:
    """Return the refusal of what two honest readers would read differently."""
    sentence = gettext_noop("“%(text)s” can be read in two ways. Write it like 4900.00.")
    return NotMoney(sentence, text=shorten(text))


def too_large(text: object) -> NotMoney:
    """Return the refusal of more money than there is."""
    sentence = gettext_noop("“%(text)s” is too large to be an amount. Look at the cell again.")
    return NotMoney(sentence, text=shorten(text))


def too_fine(text: object, places: int) -> NotMoney:
    """Return the refusal of parts that the currency does not have."""
    sentence = gettext_noop(
        "“%(text)s” has more decimals than the currency (%(places)s). Write the amount as paid."
    )
    return NotMoney(sentence, text=shorten(text), places=str(places))


def from_decimal(text: object, amount: Decimal, places: int) -> int:
    """Return an exact amount as minor units; noise is dropped, true fractions are refused."""
    if amount.adjusted() > 18:
        raise too_large(text)
    minor = amount.scaleb(places)
    whole = int(minor.to_integral_value())
    if minor != whole:
        written_by_a_program = len(amount.as_tuple().digits) >= 15
        if not written_by_a_program or abs(minor - whole) > _noise(whole):
            raise too_fine(text, places)
    return from_whole(text, whole)


def from_float(value: float, places: int) -> int:
    """Return a number cell as minor units."""
    minor: float = value * 10**places
    if minor != minor:
        raise not_money(value)
    if abs(minor) > LARGEST:
        raise too_large(value)
    whole = round(minor)
    if abs(whole) >= _EXACT:
        if value.is_integer() and abs(value) < _EXACT:
            return from_whole(value, int(value) * 10**places)
        raise too_large(value)
    if abs(minor - whole) > _noise(whole):
        raise too_fine(value, places)
    return whole


def _noise(whole: int) -> float:
    """Return how far arithmetic with floating-point numbers can lead away from a whole number."""
    return max(NOISE, abs(whole) * 2**-51)


def from_whole(text: object, minor: int) -> int:
    """Return the minor units, if there can be so many."""
    if abs(minor) > LARGEST:
        raise too_large(text)
    return minor
