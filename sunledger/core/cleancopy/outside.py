"""A bounded process makes the copy: the process of the site never opens the file."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from sunledger.core.child import child
from sunledger.core.cleancopy.made import KINDS, Clean, NoCopy
from sunledger.core.problem import gettext_noop

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


@dataclass(frozen=True)
class Bounds:
    """What a file may take while it is copied."""

    memory: int = 2 << 30  # bytes of address space: the engine and fifty million pixels, twice
    seconds: int = 30  # of computing
    pixels: int = 50_000_000  # a photograph of a good telephone has 12 to 50 million


NORMAL = Bounds()
_HEAD_ONLY = Bounds(seconds=5)


def clean(content: bytes, name: str, bounds: Bounds = NORMAL) -> Clean:
    """Return the public copy of a file, or refuse with a sentence; the same bytes give the same."""
    about, copy = _ended("copy", content, name, bounds)
    if about["kind"] not in KINDS:  # pragma: no cover - our own program
        raise _too_much(name)
    removed = tuple(about["removed"])
    return Clean(copy, about["kind"], removed, about["taken"], about["words"])


def taken(content: bytes, bounds: Bounds = _HEAD_ONLY) -> str:
    """Return when a picture says it was taken; nothing where it does not, or is no picture."""
    if not content.startswith(_PICTURES):
        return ""
    try:
        return str(_ended("taken", content, "-", bounds)[0]["taken"])
    except NoCopy:
        return ""


def _ended(act: str, content: bytes, name: str, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    """Return what the program said, and the bytes that it wrote."""
    limits = [str(bounds.memory), str(bounds.seconds), str(bounds.pixels)]
    program = child("sunledger.core.cleancopy.program", act, *limits, name)
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell
            program.command,
            input=content,
            capture_output=True,
            timeout=bounds.seconds * 2,
            check=False,
            cwd=program.cwd,
            env=program.env,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(name) from error
    if ended.returncode != 0:
        raise _too_much(name)
    said, _end, copy = ended.stdout.partition(b"\n")
    about: dict[str, Any] = json.loads(said)
    if "refused" in about:
        raise NoCopy(about["refused"]["msgid"], **about["refused"]["params"])
    return about, copy


def _too_much(name: str) -> NoCopy:
    sentence = gettext_noop(
        "%(file)s takes too much to copy. Make it smaller, or give it in parts, and attach that."
    )
    return NoCopy(sentence, file=name)
