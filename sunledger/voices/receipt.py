"""The code that only the author has: made, read as people type it, and kept as a keyed digest.

A code carries 115 random bits, so nobody guesses it, neither at the door nor with the database in
hand; its last sign is a check digit, so a slip of the pen is told from a wrong code without asking
the database. What is kept is HMAC-SHA-256 under the site's key: one quick step, the same for a
code that is right and one that is wrong, and no work that a stranger could make the site do.
"""

import re
import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import salted_hmac
from stdnum import luhn

# Without I, L, O and U, which hands and eyes take for other signs.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 24, 4
BITS = (LENGTH - 1) * 5

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = r"[\s.·—–-]{0,3}"
_SIGN = "[0-9A-HJKMNP-TV-ZOIL]"
# In groups of four or in one piece: wider, whole sentences of short words would be taken for codes.
_WRITTEN = re.compile(
    rf"(?<![0-9A-Z])(?:{_SIGN}{{4}}{_BETWEEN}){{5}}{_SIGN}{{4}}(?![0-9A-Z])", re.ASCII
)
_SALT = "sunledger.voices.receipt"


def new_receipt() -> str:
    """Return a new code in groups of four: 3F7K-…; it is shown once and kept nowhere."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    signs += luhn.calc_check_digit(signs, SIGNS)
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """Return a code as it was made, from what somebody typed: any case, spaces, O for 0."""
    plain = unicodedata.normalize("NFKC", typed[:200]).upper().translate(_MISREAD)
    return re.sub(rf"[^{SIGNS}]", "", plain)[:LENGTH]


def is_well_formed(signs: str) -> bool:
    """Whether a code has its length and its check digit: if not, a sign was mistyped."""
    return len(signs) == LENGTH and luhn.checksum(signs, SIGNS) == 0


def kept(typed: str) -> str:
    """Return what is kept of a code."""
    return digests(typed)[0]


def digests(typed: str) -> list[str]:
    """Return what may have been kept of a code: under today's key, and under former ones."""
    signs = read(typed)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(_SALT, signs, secret=key, algorithm="sha256").hexdigest() for key in keys]


def stands_in(text: str) -> bool:
    """Whether a code stands in a text, where others would read it."""
    plain = unicodedata.normalize("NFKC", text).upper()
    written = [found.group() for found in _WRITTEN.finditer(plain)]
    return any(is_well_formed(read(one)) and re.search(r"\d", one) for one in written)
