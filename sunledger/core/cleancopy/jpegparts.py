"""A JPEG inside another file: the parts that make the picture, and no others."""

from collections.abc import Iterator

# Tables, frames, scans, restarts; of the application parts only Adobe's, which names the colours.
_KEPT = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD, 0xEE))
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))
_ADOBE = 14


def bare(content: bytes) -> bytes:
    """Return a JPEG without places, times, comments, small pictures and what stands behind it."""
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    return b"\xff\xd8" + b"".join(_parts(content)) + b"\xff\xd9"


def _parts(content: bytes) -> Iterator[bytes]:
    """Give the parts that are kept, up to the end of the picture."""
    place = 2
    while content[place] != 0xFF or content[place + 1] != 0xD9:
        if content[place] != 0xFF:
            raise ValueError("no part of a JPEG")
        kind = content[place + 1]
        if kind == 0xFF or kind in _BARE:
            place += 1 if kind == 0xFF else 2
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        part = content[place:end]
        if kind == 0xDA:
            end = _end_of_scan(content, end)
            part = content[place:end]
        if kind in _KEPT and (kind != 0xEE or part[4:9] == b"Adobe"):
            yield part if kind != 0xEE else _adobe(part)
        place = end


def _adobe(part: bytes) -> bytes:
    """Return Adobe's part without what was hung on to it."""
    return b"\xff\xee\x00\x0e" + part[4 : 2 + _ADOBE]


def _end_of_scan(content: bytes, place: int) -> int:
    """Return where the dots of a scan end."""
    while True:
        place = content.index(b"\xff", place)
        after = content[place + 1]
        if after and not 0xD0 <= after <= 0xD7:
            return place
        place += 2
