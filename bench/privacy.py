"""How much of what is personal is blocked, and how many look-alikes are not, beside a named peer.

The peer is what others build such checks on: Google's `phonenumbers` for telephones, `stdnum` for
identity numbers and the check digit of cards, and the usual pattern for e-mail. It reads numbers
as they are written; it knows no headings, homes or illnesses, so its rate over the sorts that it
means to find stands beside ours over the same sorts.
"""

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from random import Random

from bench import planted, unseen
from bench.planted import Cell
from bench.planted_files import ATTACHMENTS, SHEETS

EACH, SEED, FILES = 20, 20_261_122, 4
_PEERS_OWN = ("identity", "card", "mobile", "e-mail", "two identities")
_DIGITS = re.compile(r"\d[\d \-]{11,22}[\dXx]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
Finds = Callable[[Cell], bool]


def measure() -> None:
    """Print the rates over both corpora, over the files, and the time a cell takes."""
    corpora = {
        "tuned on": (
            planted.drawn(planted.PERSONAL, SEED, EACH),
            planted.drawn(planted.HARMLESS, SEED, EACH),
        ),
        "unseen": (unseen.personal(EACH), unseen.harmless(EACH)),
    }
    print(f"\n{'':42} {'planted':>8} {'blocked':>9} {'alike':>7} {'wrongly':>8}")
    for title, (said, alike) in corpora.items():
        _row(f"sunledger, templates {title}", ours, said, alike)
        own = [cell for cell in said if cell.sort.startswith(_PEERS_OWN)]
        _row("  of the sorts that the peer means", ours, own, alike)
        _row("  phonenumbers and stdnum, the same sorts", peer, own, alike)
    _files()
    cells = [cell for pair in corpora.values() for some in pair for cell in some]
    for name, finds in (("sunledger", ours), ("phonenumbers and stdnum", peer)):
        print(f"{name:42} {_microseconds(finds, cells):8.0f} µs a cell, all of them suspicious")


def ours(cell: Cell) -> bool:
    """Whether our check blocks a cell."""
    from sunledger.core.privacy import find

    return bool(find(cell.text, cell.heading))


def peer(cell: Cell) -> bool:
    """Whether the peer would."""
    import phonenumbers
    from stdnum import luhn
    from stdnum.cn import ric

    if _EMAIL.search(cell.text):
        return True
    for match in _DIGITS.finditer(cell.text):
        digits = re.sub(r"[ \-]", "", match.group())
        if (len(digits) == 18 and ric.is_valid(digits.upper())) or (
            15 < len(digits) < 20 and digits.isdigit() and luhn.is_valid(digits)
        ):
            return True
    mobile = phonenumbers.PhoneNumberType.MOBILE
    found = phonenumbers.PhoneNumberMatcher(cell.text, "CN")
    return any(phonenumbers.number_type(one.number) == mobile for one in found)


def _row(title: str, finds: Finds, said: list[Cell], alike: list[Cell]) -> None:
    """Print the rates of one finder."""
    blocked = sum(map(finds, said)) / len(said)
    wrongly = sum(map(finds, alike)) / len(alike)
    print(f"{title:42} {len(said):8} {blocked:9.4f} {len(alike):7} {wrongly:8.4f}")
    if finds is ours:
        for cell in said:
            if not finds(cell):
                print(f"    missed, {cell.sort}: {cell.text}")
        for cell in alike:
            if finds(cell):
                print(f"    wrongly, {cell.sort}: {cell.text}")


def _files() -> None:
    """Print how many of the files are blocked in which something was planted."""
    draw = Random(SEED)  # noqa: S311 - a seed is the point
    makers = (planted.identity, planted.card, planted.mobile)
    blocked = total = 0
    for where, place in SHEETS.items():
        for secret in (make(draw) for make in makers for _ in range(FILES)):
            total += 1
            blocked += (told := _sheet_is_refused(*place(secret)))
            if not told:
                print(f"    missed in a workbook, {where}: {secret}")
    print(f"{'workbooks, ' + str(len(SHEETS)) + ' places':42} {total:8} {blocked / total:9.4f}")
    kept = total = 0
    for where, place in ATTACHMENTS.items():
        for secret in (make(draw) for make in makers):
            total += 1
            kept += (safe := _is_in_no_copy(*place(secret), secret))
            if not safe:
                print(f"    kept in an attachment, {where}: {secret}")
    print(f"{'attachments: refused, or not in the copy':42} {total:8} {kept / total:9.4f}")


def _sheet_is_refused(name: str, content: bytes) -> bool:
    """Whether anything is found in the cells of a workbook or beside them."""
    from sunledger.core.asides import asides
    from sunledger.core.privacy import find
    from sunledger.core.workbook import open_sheets

    cells = (
        cell for sheet in open_sheets(content, name) for row in sheet.rows for cell in row.cells
    )
    found = any(find(cell) for cell in cells if isinstance(cell, str))
    return found or bool(asides(content, list))


def _is_in_no_copy(name: str, content: bytes, secret: str) -> bool:
    """Whether the copy that would be published is refused, or is without what was planted."""
    from sunledger.core.cleancopy import NoCopy, clean

    try:
        copy = clean(content, name)
    except NoCopy:
        return True
    return not any(secret.encode() in part for part in _parts(copy.content))


def _parts(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and of what is folded in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield from (parts.read(part) for part in parts.namelist())
    if content.startswith(b"%PDF"):
        from pypdf import PdfReader

        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()


def _microseconds(finds: Finds, cells: list[Cell]) -> float:
    """Return the least CPU time that a cell takes."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        for cell in cells:
            finds(cell)
        took.append(time.process_time() - begun)
    return min(took) / len(cells) * 1e6
