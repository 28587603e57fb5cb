"""Codes that name a thing in public and cannot be guessed or counted."""

import base64
import secrets


def new_code() -> str:
    """Return 26 letters and digits that carry 128 random bits, safe in an address."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
