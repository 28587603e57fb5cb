"""The door: identity numbers, accounts and telephones become keyed hashes here, and go no further.

Whoever reads the tables sees whole numbers of 63 bits that tell one person apart from another. They
are made with the site's own key, so that nobody can try all numbers and compare; an account never
equals a person, whatever its digits. A number is never stored, logged or said in a refusal.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from stdnum.cn import ric, uscc

from sunledger.core.privacy.identity import PROVINCES

_FAMILY = {"account": "account", "deposit": "account", "phone": "telephone"}
_FAMILY |= {"household": "household", "device": "device"}
_REMEMBERED = 1 << 18  # distinct values of a column
_KEY_BYTES = 32
_LOOKS_LIKE_X = str.maketrans("×Χχ\u0425\u0445╳✕", "XXXXXXX")
_DIGITS = re.compile(r"\d{10,}[0-9X]?", re.ASCII)
_WITHIN = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", re.ASCII)
_FILLER = re.compile(r"(?:[-/*#.?]*|0+|无|空|不详|未知|暂无|NULL|NONE|N/A|NA)", re.IGNORECASE)
_OLDEST_SHORT = 1915

# Why a number cannot exist, as the column `malformed` says it.
LENGTH = "位数不对"
PLACE = "没有这个地区"
BIRTHDAY = "没有这一天"
CHECK = "校验码不对"


@dataclass(frozen=True)
class Person:
    """What an identity number tells: its key, why it cannot exist, and the person's birth."""

    key: int | None
    malformed: str | None = None
    born: date | None = None
    sex: str | None = None


def family(column: str) -> str:
    """Return what kind of thing a column of keys names."""
    return _FAMILY.get(column, "person")


def site_key(file: Path) -> bytes:
    """Return the site's own key for numbers; made once, readable by the site alone."""
    try:
        held = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_bytes()
    else:
        key = secrets.token_bytes(_KEY_BYTES)
        with os.fdopen(held, "wb") as made:
            made.write(key)
    if len(key) != _KEY_BYTES:
        raise ValueError(
            f"{file.name} is no key of {_KEY_BYTES} bytes. Put it back from a copy; with another "
            "key no number of new tables equals one of the old."
        )
    return key


class Door:
    """Makes keys of numbers, each distinct number once."""

    def __init__(self, key: bytes) -> None:
        self._secret = key
        self.person = lru_cache(_REMEMBERED)(self._person)
        self.key = lru_cache(_REMEMBERED)(self._key)

    def _person(self, text: str) -> Person:
        """Return what the identity number of a person tells."""
        number = plain(text)
        if _FILLER.fullmatch(number):
            return Person(None)
        why = why_impossible(number)
        whole = number if why else lengthened(number)
        key = self._hash(whole, "person")
        if why or len(whole) != 18 or not whole[:17].isdigit():
            return Person(key, why or None)
        born = _born(whole[6:14])
        return Person(key, None, born, "M" if int(whole[16]) % 2 else "F")

    def _key(self, text: str, kind: str) -> int | None:
        """Return the key of an account, a telephone or a household; nothing of a filler."""
        number = plain(text)
        if kind == "telephone":
            number = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", number)
        return None if _FILLER.fullmatch(number) else self._hash(number, kind)

    def _hash(self, text: str, kind: str) -> int:
        digest = hashlib.blake2b(
            text.encode(), digest_size=8, key=self._secret, person=kind.encode()
        )
        return int.from_bytes(digest.digest(), "big") >> 1


def plain(text: str) -> str:
    """Return a number in plain signs: one width, without spaces and dashes, letters large."""
    signs = (sign for sign in unicodedata.normalize("NFKC", text.translate(_LOOKS_LIKE_X)))
    kept = (sign for sign in signs if sign.isalnum() or sign in "+*/#?.")
    return "".join(kept).upper()


def lengthened(number: str) -> str:
    """Return an old number of 15 digits as the 18 of today; any other as it is."""
    if len(number) != 15 or not number.isdigit() or why_impossible(number):
        return number
    whole = f"{number[:6]}19{number[6:]}"
    return f"{whole}{ric.calc_check_digit(whole + '0')}"


def why_impossible(number: str) -> str:
    """Return why a plain number of digits cannot be an identity number; "" where it can.

    What holds letters is another paper: a passport, a permit, the code of a firm.
    """
    if not _DIGITS.fullmatch(number) or (len(number) == 18 and uscc.is_valid(number)):
        return ""
    if len(number) not in (15, 18) or "X" in number[:17] or (len(number) == 15 and "X" in number):
        return LENGTH
    foreign = number[0] == "9" and len(number) == 18  # the residence card of a foreigner
    if (number[1:3] if foreign else number[:2]) not in PROVINCES:
        return PLACE
    birthday = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    if _born(birthday) is None or (len(number) == 15 and int(birthday[:4]) < _OLDEST_SHORT):
        return BIRTHDAY
    if len(number) == 18 and ric.calc_check_digit(number) != number[17]:
        return CHECK
    return ""


def holds_number(text: str) -> bool:
    """Whether an identity number that can exist stands in a text."""
    if len(text) < 15:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_LOOKS_LIKE_X))
    found = _WITHIN.findall(re.sub(r"(?<=\d)[ -](?=[\dXx])", "", text))
    return any(not why_impossible(one.upper()) and not uscc.is_valid(one) for one in found)


def _born(digits: str) -> date | None:
    """Return the day of eight digits, if a person can have been born on it."""
    if not "1880" <= digits[:4] <= "2099":
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
