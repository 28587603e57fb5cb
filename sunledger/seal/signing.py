"""The key by which this site signs the head of its log; it lies in the site's folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from sunledger.core import note
from sunledger.seal import log


def signer() -> note.Signer:
    """Return this site's key, made once; whoever has its public half knows the log by it."""
    file = Path(settings.HOME) / "seal_key"
    if not file.exists():
        _make(file)
    return note.read_signer(file.read_text(encoding="utf-8"))


def checkpoint(size: int) -> note.Checkpoint:
    """Return the head of the log when it had so many entries."""
    return note.Checkpoint(signer().name, size, log.root(size))


def _make(file: Path) -> None:
    """Draw a key; of two processes that come at once, one draws it and both read it."""
    seed = secrets.token_bytes(32)
    name = settings.SUNLEDGER_LOG_NAME or f"sunledger-{secrets.token_hex(4)}"
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f".seal_key-{secrets.token_hex(4)}")
    own.touch(mode=0o600)
    own.write_text(f"{note.Signer(name, seed)}\n", encoding="utf-8")
    with suppress(FileExistsError):
        os.link(own, file)
    own.unlink()
