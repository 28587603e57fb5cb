"""The code on a slip, and the hashes by which a line is known to be somebody's.

The code is drawn by lot, 85 bits of it, so it says nothing of anybody, follows from nothing that a
neighbour knows, and cannot be guessed, neither at the door nor with the tables in hand. What lists
know a person by, an identity number or an account, can be guessed; so it is hashed slowly and under
the site's key, and whoever has the tables without the key has nothing.
"""

import hmac
import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from stdnum import luhn
from stdnum.cn import ric

from sunledger.core import privacy
from sunledger.core.privacy.numbers import Kind
from sunledger.units.models import Unit

# Thirty-two signs of which no two look alike on paper; the last one of a code is a check digit.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH, GROUP = 18, 6
_IDENTITY, _ACCOUNT = "identity", "account"
_KINDS = {Kind.IDENTITY: _IDENTITY, Kind.CARD: _ACCOUNT, Kind.ACCOUNT: _ACCOUNT}


def new_code() -> str:
    """Return a new code without its hyphens; it is printed once and kept nowhere."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return f"{signs}{luhn.calc_check_digit(signs, SIGNS)}"


def words(code: str) -> str:
    """Return a code as it is printed: three groups of six."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """Return a code from what somebody typed, in any case and width; empty where mistyped."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    well_formed = len(signs) == LENGTH and set(signs) <= set(SIGNS)
    return signs if well_formed and luhn.checksum(signs, SIGNS) == 0 else ""


def site_keys() -> tuple[str, ...]:
    """Return the site's key, and those that it had before as long as these are still named."""
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


def digest(code: str, unit: Unit, key: str) -> str:
    """Return what is kept of a code; a code of one unit opens nothing of another."""
    return _keyed(key, f"slip:{unit.code}:{code}")


def tag(handle: str, batch: str, key: str) -> str:
    """Return what stands beside a line of a sheet for a handle."""
    return _keyed(key, f"line:{batch}:{handle}")[:32]


def number_in(text: str, heading: str) -> str:
    """Return the number by which a cell knows a person, with its kind; empty where it knows none.

    A cell counts that holds such a number and nothing else. Of identity numbers only those whose
    check digit is right: a slip of the pen, or of a spreadsheet, would be another person.
    """
    text = text.strip()
    found = privacy.find(text, heading)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        return ""
    kind = _KINDS.get(found[0].kind, "")
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    if kind == _IDENTITY and not _is_whole(signs):
        return ""
    return f"{kind}:{signs}" if kind else ""


def is_identity(number: str) -> bool:
    """Whether a number is of a person, and not of an account, which two may share."""
    return number.startswith(f"{_IDENTITY}:")


def handle(number: str, unit: Unit, key: str) -> str:
    """Return the slow hash of such a number, for one unit."""
    cost = settings.SUNLEDGER_OWN_LINES
    return hash_secret_raw(
        secret=number.encode(),
        salt=bytes.fromhex(_keyed(key, f"handle:{unit.code}")),
        time_cost=cost["rounds"],
        memory_cost=cost["memory_kib"],
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    ).hex()


def _is_whole(signs: str) -> bool:
    return (
        len(signs) == 18
        and signs[:17].isascii()
        and signs[:17].isdigit()
        and ric.calc_check_digit(signs) == signs[-1]
    )


def _keyed(key: str, text: str) -> str:
    return hmac.new(f"sunledger.own:{key}".encode(), text.encode(), "sha256").hexdigest()
