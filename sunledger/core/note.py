"""Signed notes, and the head of a log written as one, as the logs of the C2SP write them.

A note is a text, an empty line, and a line for each who signed it: a dash, their name, and in
base64 the first bytes of the digest of their key with the signature (Ed25519) behind them. A
checkpoint is a note of three lines: the name of the log, how many entries it has, its root.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sunledger.core.problem import Refused, gettext_noop

_ED25519 = b"\x01"
_DASH = "— "
_NAME = re.compile(r"[^\s+]{1,100}")
_PRIVATE = "PRIVATE+KEY+"


class NotSigned(Refused):
    """A note that the holder of this key has not signed, or no note at all."""


@dataclass(frozen=True)
class Key:
    """The name of a log and the public key by which its notes are known."""

    name: str
    public: bytes

    @property
    def short(self) -> bytes:
        """Return what stands for the key before a signature."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.short.hex()}+{_written(_ED25519 + self.public)}"


@dataclass(frozen=True)
class Signer:
    """The secret half of a key."""

    name: str
    seed: bytes

    @property
    def key(self) -> Key:
        """Return the public half."""
        return Key(self.name, _private(self.seed).public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"{_PRIVATE}{self.name}+{self.key.short.hex()}+{_written(_ED25519 + self.seed)}"


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: its name, how many entries it has, and the root over them."""

    name: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.name}\n{self.size}\n{_written(self.root)}\n"


def read_key(text: str) -> Key:
    """Return a public key as it is written: name, short form and key, with + between them."""
    name, short, public = _parts(text.strip())
    key = Key(name, public)
    if key.short.hex() != short:
        raise _no_key(text)
    return key


def read_signer(text: str) -> Signer:
    """Return a secret key as it is kept in a file."""
    name, _short, seed = _parts(text.strip().removeprefix(_PRIVATE))
    return Signer(name, seed)


def sign(text: str, signer: Signer) -> str:
    """Return a text, which ends its last line, as a signed note."""
    signature = _private(signer.seed).sign(text.encode())
    return f"{text}\n{_DASH}{signer.name} {_written(signer.key.short + signature)}\n"


def opened(note: str, key: Key) -> str:
    """Return the text of a note that the key has signed, or refuse it."""
    text, parted, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines() if parted else ():
        name, _space, written = line.removeprefix(_DASH).partition(" ")
        signature = _read(written)
        known = line.startswith(_DASH) and name == key.name and signature[:4] == key.short
        if known and _is_signed(text.encode(), signature[4:], key):
            return text
    sentence = gettext_noop("This was not signed by %(name)s with the key that is known here.")
    raise NotSigned(sentence, name=key.name)


def read_checkpoint(text: str) -> Checkpoint:
    """Return the head of a log from the text of its note, or refuse it."""
    lines = text.split("\n")
    if len(lines) == 4 and _NAME.fullmatch(lines[0]) and re.fullmatch(r"0|[1-9]\d{0,17}", lines[1]):
        root = _read(lines[2])
        if len(root) == 32 and _written(root) == lines[2]:
            return Checkpoint(lines[0], int(lines[1]), root)
    raise NotSigned(gettext_noop("This is no checkpoint of a log: a name, a number and a root."))


def is_name(text: str) -> bool:
    """Whether a log can be called so: no spaces and no plus signs."""
    return bool(_NAME.fullmatch(text))


def _parts(text: str) -> tuple[str, str, bytes]:
    name, _plus, rest = text.partition("+")
    short, _plus, written = rest.partition("+")
    key = _read(written)
    if not is_name(name) or len(key) != 33 or key[:1] != _ED25519:
        raise _no_key(text)
    return name, short, key[1:]


def _no_key(text: str) -> NotSigned:
    sentence = gettext_noop("“%(text)s” is no key of a log. It is written name+digits+letters.")
    return NotSigned(sentence, text=text[:80])


def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _is_signed(text: bytes, signature: bytes, key: Key) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _written(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _read(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
