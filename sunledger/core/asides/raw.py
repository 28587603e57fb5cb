"""Texts that lie in the bytes of a file whose form nobody needs to know."""

import re
import zlib
from collections.abc import Iterator

from sunledger.core.privacy import Kind, Personal, find

_MOST = 16 << 20
_PLAIN = re.compile(rb"(?:[\x20-\x7e]|[\xe3-\xe9][\x80-\xbf]{2}|\xef\xbc[\x90-\x99]){8,4096}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){8,2048}")
# What proves itself. Bytes that are no text at all now and then look like an address.
_SURE = frozenset([Kind.IDENTITY, Kind.CARD, Kind.MOBILE, Kind.ACCOUNT])
_PNG = b"\x89PNG\r\n\x1a\n"


def texts(content: bytes) -> Iterator[str]:
    """Yield every text in the bytes, and what is folded up in the texts of a PNG."""
    content = content[:_MOST]
    if content.startswith(_PNG):
        yield from _folded(content)
    for match in _PLAIN.finditer(content):
        yield match.group().decode("utf-8", "ignore")
    for match in _WIDE.finditer(content):
        yield match.group().decode("utf-16-le", "ignore")


def sure(text: str) -> list[Personal]:
    """Return what in a text proves itself to be personal."""
    return [one for one in find(text) if one.kind in _SURE]


def _folded(content: bytes) -> Iterator[str]:
    """Yield the compressed texts of a PNG, each as far as a page."""
    for sign, skipped in ((b"zTXt", 2), (b"iTXt", 5)):
        place = content.find(sign)
        while place >= 0:
            size = int.from_bytes(content[place - 4 : place], "big")
            _key, _end, rest = content[place + 4 : place + 4 + size].partition(b"\0")
            for start in range(skipped + 1):
                try:
                    unfolded = zlib.decompressobj().decompress(rest[start:], 1 << 16)
                except zlib.error:
                    continue
                yield unfolded.decode("utf-8", "ignore")
                break
            place = content.find(sign, place + 4)
