"""Bank cards, known by issuer, length and check digit; accounts, known by the word before them."""

import re

from stdnum import iban, luhn

from sunledger.core.privacy import words
from sunledger.core.privacy.numbers import Number

# UnionPay, and the older numbers of Chinese banks.
_CHINESE = re.compile(r"(?:62|81)\d{14,17}|9558\d{12,15}|60[13]\d{13,16}|(?:69|68)\d{14,17}")
# Visa, Mastercard (both ranges), American Express, JCB, Discover, Maestro.
_FOREIGN = re.compile(
    r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|(?:5018|5020|5038|5893|6304|6759|676[123])\d{12,15}"
)
_ACCOUNT_LENGTHS = range(10, 26)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?"
    r"(?![A-Za-z0-9])"
)


def is_card(number: Number, heading: str = "") -> bool:
    """Whether the digits are the number of a bank card."""
    digits = number.digits
    chinese = _CHINESE.fullmatch(digits)
    if not (chinese or _FOREIGN.fullmatch(digits)) or not luhn.is_valid(digits):
        return False
    if (
        not number.is_free
        or not number.is_tidy
        or not (_is_grouped_like_a_card(number.shape) or number.is_over_two_lines)
    ):
        return False
    of_a_paper = words.OF_A_PAPER.search(number.before)
    return not (of_a_paper or (not chinese and words.heads(words.OF_A_PAPER, heading)))


def is_account(number: Number, heading: str = "") -> bool:
    """Whether a word says that these digits are a bank account or a card."""
    if len(number.digits) not in _ACCOUNT_LENGTHS or number.is_amount:
        return False
    return bool(words.OF_A_CARD.search(number.before) or words.heads(words.OF_A_CARD, heading))


def ibans(text: str) -> list[tuple[int, int]]:
    """Return where international account numbers stand whose check digits agree."""
    found = _IBAN.finditer(text)
    return [match.span() for match in found if iban.is_valid(match.group(), check_country=False)]


def _is_grouped_like_a_card(shape: tuple[int, ...]) -> bool:
    """Whether the groups are those of cards: fours, or the six of the issuer and the rest."""
    if sum(shape) == 15 and len(shape) == 1:
        return False  # of American Express, or a tax number of before 2015: nobody can tell
    if shape == (4, 6, 5):
        return True
    if len(shape) == 1 or set(shape) == {1}:
        return True
    if len(shape) == 2 and shape[0] == 6:
        return True
    head = shape[1:] if shape[0] == 6 else shape
    return all(size == 4 for size in head[:-1]) and head[-1] <= 4
