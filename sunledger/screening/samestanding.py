"""How the two names of a decided link stand in the tables today, beside what was seen for it.

What was seen when a link was decided stays with the decision. A run looks again, keeps beside it
how both names stand now, and says since when that is another thing; what screens and the public are
told follows the decision all the while, until a person looks and says that it stands, or withdraws
it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sunledger.screening import firmrecords
from sunledger.screening.firmrecords import Firm
from sunledger.screening.linkage.firmcodes import one_form, two_firms
from sunledger.screening.models import Link, LinkState

Seen = Mapping[str, Any]  # how a name stood, as it is kept with a link
NOWHERE: dict[str, Any] = {"tables": {}}


class What(Enum):
    """What can change under a decision."""

    TWO_CODES = "two codes"  # of a confirmed pair: they are two firms
    SAME_CODE = "same code"  # of a refused pair: it is one firm
    GONE = "gone"  # the name stands in no table any more
    NUMBER_NEW = "number new"
    NUMBER_GONE = "number gone"
    SHARED = "shared"  # more other names bear its number than then
    FEWER = "fewer"  # rows of a table than then
    SPELLED = "spelled"  # in a way that nobody saw then


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise than when the link was decided."""

    what: What
    side: str = ""  # left or right; both where nothing is said
    value: str = ""
    then: int = 0
    now: int = 0


def changes(link: Link) -> list[Change]:
    """Return what changed of what a decision stood on, the gravest first.

    More rows and later days are no change: a firm that goes on being paid is the same firm.
    """
    if not link.is_decided or link.left_now is None or link.right_now is None:
        return []
    found = [*_of_codes(link)]
    for side in ("left", "right"):
        then, now = getattr(link, f"{side}_seen"), getattr(link, f"{side}_now")
        if "tables" in then:  # a pair that a person named before its tables were looked at has none
            found += _of_one(side, then, now)
    return sorted(found, key=lambda one: list(What).index(one.what))


def _of_codes(link: Link) -> Iterator[Change]:
    """Give what the numbers of both names say together, where they said something else then."""
    then = _numbers(link.left_seen), _numbers(link.right_seen)
    now = _numbers(link.left_now or {}), _numbers(link.right_now or {})
    if link.state == LinkState.CONFIRMED:
        two = two_firms(now[0] | now[1])
        if two and two != two_firms(then[0] | then[1]):
            yield Change(What.TWO_CODES, value=", ".join(two))
    elif (same := now[0] & now[1]) and not then[0] & then[1]:
        yield Change(What.SAME_CODE, value=", ".join(sorted(same)))


def _of_one(side: str, then: Seen, now: Seen) -> Iterator[Change]:
    """Give what changed of one name."""
    if not now.get("tables"):
        if then["tables"]:
            yield Change(What.GONE, side)
        return
    before, after = _numbers(then), _numbers(now)
    yield from (Change(What.NUMBER_NEW, side, one) for one in sorted(after - before))
    yield from (Change(What.NUMBER_GONE, side, one) for one in sorted(before - after))
    for number, code in now.get("codes", {}).items():
        known = _code(then, number)
        if known is not None and code["others"] > known["others"]:
            yield Change(What.SHARED, side, number, known["others"], code["others"])
    for table, rows in then["tables"].items():
        if (left := now["tables"].get(table, 0)) < rows:
            yield Change(What.FEWER, side, table, rows, left)
    new = [one for one in now.get("names", ()) if one not in then.get("names", ())]
    yield from (Change(What.SPELLED, side, one) for one in new)


def _numbers(seen: Seen) -> set[str]:
    """Return the numbers of a name, in the form in which they are compared."""
    return {form(one) for one in seen.get("numbers", ())}


def form(number: str) -> str:
    """Return the form in which a number is compared; one that is no code, as it is written."""
    return one_form(number) or number


def _code(seen: Seen, number: str) -> dict[str, Any] | None:
    """Return what was kept of a number, however it was typed then."""
    kept = seen.get("codes", {})
    return next((kept[one] for one in sorted(kept) if form(one) == form(number)), None)


def look(
    links: Iterable[Link], firms: Iterable[Firm], at: datetime, withheld: Collection[str] = ()
) -> int:
    """Keep how decided links stand in the tables now; return of how many something has changed.

    Of a link that was seen in a table which is withheld from whoever looks, nothing is said.
    """
    links = [one for one in links if one.is_decided and not _tables(one) & {*withheld}]
    names = firmrecords.keys(name for one in links for name in (one.left, one.right))
    by_key = keyed(firms)
    for link in links:
        for side in ("left", "right"):
            firm = by_key.get(names[getattr(link, side)])
            setattr(link, f"{side}_now", firm.seen() if firm else NOWHERE)
        link.looked_at = at
        link.changed_at = (link.changed_at or at) if changes(link) else None
    Link.objects.bulk_update(links, _LOOKED, batch_size=500)
    return sum(link.changed_at is not None for link in links)


def _tables(link: Link) -> set[str]:
    return {*link.left_seen.get("tables", ()), *link.right_seen.get("tables", ())}


_LOOKED = ("left_now", "right_now", "looked_at", "changed_at")


def keyed(firms: Iterable[Firm]) -> dict[str, Firm]:
    """Return firms by what screens know them by."""
    firms = list(firms)
    of = firmrecords.keys(one.name for one in firms)
    return {of[one.name]: one for one in firms}


def stood(link: Link) -> dict[str, Any]:
    """Return what is known of a link as a word keeps it that is said of it."""
    return {"left": link.left_seen, "right": link.right_seen, "levels": link.levels}


def take_over(link: Link) -> None:
    """Let what stands in the tables now be what is seen for a link."""
    if link.left_now is not None and link.right_now is not None:
        link.left_seen, link.right_seen = link.left_now, link.right_now
    link.left_now = link.right_now = link.looked_at = link.changed_at = None
