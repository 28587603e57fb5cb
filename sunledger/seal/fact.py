"""A fact as one exact text, and the salted digest that stands for it in the log.

The text is JSON with sorted keys, no spaces, in UTF-8, without floating-point numbers: two programs
that write the same fact write the same bytes. The salt keeps anyone who has only the log from
guessing a short fact, so that a fact can be erased one day and be gone.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

SALT_BYTES = 16


class NotSayable(TypeError):
    """A fact that has no exact text."""


def body(what: str, facts: Mapping[str, Any], said_at: datetime) -> str:
    """Return the text of a fact."""
    return canonical({"what": what, "said_at": moment(said_at), "facts": facts})


def moment(at: datetime) -> str:
    """Return a moment as it stands in a body: 2024-03-04T05:06:07.000008Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical(value: object) -> str:
    """Return the one text of a value."""
    return json.dumps(
        _plain(value, "it"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def digest(salt: bytes, text: str) -> bytes:
    """Return the entry of the log that stands for a fact."""
    return sha256(bytes(salt) + text.encode()).digest()


def new_salt() -> bytes:
    """Return random bytes that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def _plain(value: object, where: str) -> object:
    """Return the value in the types of JSON, or refuse it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, Mapping):
        return {_key(key, where): _plain(part, f"{where}.{key}") for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, f"{where}[{place}]") for place, part in enumerate(value)]
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    kind = type(value).__name__
    raise NotSayable(
        f"A fact cannot hold the {kind} {value!r} ({where}). Write money in minor units."
    )


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise NotSayable(f"A fact's names are text; {key!r} ({where}) is not.")
    return _text(key, where)


def _text(text: str, where: str) -> str:
    """Return the text, if it can be written in UTF-8."""
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise NotSayable(f"A fact cannot hold half a character ({where}).")
    return str(text)
