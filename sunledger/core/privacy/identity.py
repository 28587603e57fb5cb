"""Identity numbers: of 18 digits, of 15 as before 1999, and those that a spreadsheet spoilt."""

from datetime import date
from functools import lru_cache
from itertools import accumulate

from stdnum import numdb
from stdnum.cn import ric, uscc

from sunledger.core.privacy import words
from sunledger.core.privacy.numbers import Number

# The first two digits: the provinces, and those for Taiwan, Hong Kong and Macau.
PROVINCES = frozenset(
    f"{region}{one}"
    for region, ones in {
        1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345", 7: "1", 8: "123"
    }.items()
    for one in ones
)  # fmt: skip
# A holder of a 15-digit number was born in the 1900s; before this year, hardly anyone lives.
_FIRST_SHORT_YEAR = 1915


def is_identity(number: Number, heading: str = "") -> bool:
    """Whether the digits are the identity number of a person."""
    named = bool(words.OF_A_PERSON.search(number.before) or words.heads(words.OF_A_PERSON, heading))
    digits = number.digits
    if len(digits) not in (15, 18):
        return False
    if not _is_grouped_like_one(number.shape) and not number.is_over_two_lines:
        return False
    if len(digits) == 18:
        return _is_long(digits) or _is_rounded(digits) or (named and _is_mistyped(digits))
    of_a_paper = words.OF_A_PAPER.search(number.before) or words.heads(words.OF_A_PAPER, heading)
    return named or (_is_short(digits) and number.is_free and not of_a_paper)


def _is_grouped_like_one(shape: tuple[int, ...]) -> bool:
    """Whether it is unbroken, broken after the region, or into equal parts; the rest is a row."""
    if len(shape) == 1 or 6 in accumulate(shape):
        return True
    return len(set(shape[:-1])) == 1 and shape[-1] <= shape[0]


def _is_mistyped(digits: str) -> bool:
    """Whether it can be an identity number with a slip, and is not the code of an organisation."""
    return _is_day(digits[6:10], digits[10:12], digits[12:14]) or not uscc.is_valid(digits)


def _is_long(digits: str) -> bool:
    """Whether check digit, birthday and region of 18 digits agree."""
    if ric.calc_check_digit(digits) != digits[-1]:
        return False
    if not _is_day(digits[6:10], digits[10:12], digits[12:14]):
        return False
    if digits[0] == "9":  # the residence card of a foreigner: 9, province, nation, birthday
        return digits[1:3] in PROVINCES and not uscc.is_valid(digits)
    return digits[:2] in PROVINCES and digits[2:6] != "0000"


def _is_rounded(digits: str) -> bool:
    """Whether a spreadsheet took an identity number for a quantity, and kept fifteen digits of it.

    The last three are then zeros, or what floating-point numbers leave near to such zeros.
    """
    if not digits.isdigit():
        return False
    thousands = (int(digits) + 500) // 1000 * 1000
    if int(digits) not in (thousands, int(float(thousands))):
        return False
    born = str(thousands)
    return _is_county(born[:6]) and _is_day(born[6:10], born[10:12], born[12:14])


def _is_short(digits: str) -> bool:
    """Whether region and birthday of 15 digits agree; there is no check digit."""
    year = f"19{digits[6:8]}"
    if int(year) < _FIRST_SHORT_YEAR or not _is_county(digits[:6]):
        return False
    return _is_day(year, digits[8:10], digits[10:12])


def _is_day(year: str, month: str, day: str) -> bool:
    """Whether a person can have been born on that day, in this century or the last."""
    if not "1900" <= year <= "2099":
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8192)
def _is_county(code: str) -> bool:
    """Whether the six digits are or once were the code of a county."""
    if code[:2] not in PROVINCES or code.endswith("0000"):
        return False
    return any("county" in facts for _, facts in numdb.get("cn/loc").info(code))
