"""What a page says of a link: one plain sentence, and both records side by side."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sunledger.core.privacy import mask_found
from sunledger.screening.linkage.tiers import Tier
from sunledger.screening.models import Link
from sunledger.screening.shapes import SHAPES
from sunledger.web.templatetags.sun import day

Seen = dict[str, Any]  # how a name stood in the tables, as it is kept with a link


class Piece(NamedTuple):
    """A part of a name, and whether the other name has it too."""

    text: str
    differs: bool


class Line(NamedTuple):
    """One thing that both records say: what it is, each side, and whether they agree."""

    title: str
    left: list[str]
    right: list[str]
    agree: str


def shown(name: str) -> str:
    """Return a name with whatever could be a person's number or telephone masked."""
    return mask_found(name)


def tier_words(rank: int) -> str:
    """Return what a link rests on."""
    if not rank:
        return _("named by a person")
    tier = list(Tier)[rank - 1]
    return tier.zh if _chinese() else tier.en


def sentence(link: Link) -> str:
    """Return in one sentence why two names may be one firm's."""
    both = {"left": shown(link.left), "right": shown(link.right)}
    if not link.tier:
        return (
            _("A person named “%(left)s” and “%(right)s”; the rules had not proposed them.") % both
        )
    return _("“%(left)s” and “%(right)s” may be one firm: %(why)s. %(others)s %(chance)s") % (
        both | {"why": why(link), "others": _others(10**link.others), "chance": _of_hundred(link)}
    )


def why(link: Link) -> str:
    """Return how each part agrees, what agrees best first."""
    told = sorted(
        (one for one in link.levels if one["agrees"] >= 0), key=lambda one: -one["agrees"]
    )
    return ("，" if _chinese() else "; ").join(one["zh" if _chinese() else "en"] for one in told)


def _others(number: float) -> str:
    """Return how many other firms would fit as well, as people read it."""
    if number >= 0.5:
        words = ngettext(
            "About %(n)s other firm of these tables would fit as well.",
            "About %(n)s other firms of these tables would fit as well.",
            max(1, round(number)),
        )
        return words % {"n": number_format(max(1, round(number)), force_grouping=True)}
    rare = max(2, min(1_000_000, round(1 / max(number, 1e-6))))
    rare = round(rare, 1 - len(str(rare)))  # one figure of it says enough
    words = _("By chance another firm would fit as well about once in %(n)s times.")
    return words % {"n": number_format(rare, force_grouping=True)}


def _of_hundred(link: Link) -> str:
    """Return of how many such pairs of a hundred both are one firm."""
    if link.chance > 0.99:
        return _("Of a hundred such pairs, more than 99 are one firm.")
    words = _("Of a hundred such pairs, about %(n)s are one firm.")
    return words % {"n": number_format(max(1, link.chance * 100), 0)}


def pieces(mine: str, theirs: str) -> list[Piece]:
    """Return a name in the parts that the other has too, and those that it has not."""
    mine, theirs = shown(mine), shown(theirs)
    found = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return [Piece(mine[a:b], how != "equal") for how, a, b, _c, _d in found if b > a]


def apart(link: Link) -> tuple[str, str]:
    """Return the signs that each name has and the other has not."""
    return tuple(  # type: ignore[return-value]
        " ".join(one.text for one in pieces(*two) if one.differs)
        for two in ((link.left, link.right), (link.right, link.left))
    )


def lines(link: Link) -> Iterator[Line]:
    """Give what the tables said of both, as it stood when the link was proposed."""
    left, right = link.left_seen, link.right_seen
    for title, of, agree in (
        (_("Number"), _numbers, _alike),
        (_("Spellings"), _spellings, _written),
        (_("Where it stands"), _tables, _nothing),
        (_("Units"), _bodies, _shared),
        (_("Days"), _days, _in_time),
    ):
        mine, theirs = of(left), of(right)
        if mine and theirs:
            yield Line(title, mine, theirs, agree(left, right))
        elif mine or theirs:
            yield Line(title, mine, theirs, _("not given on both sides"))


def _alike(left: Seen, right: Seen) -> str:
    return _("the same") if _numbers(left) == _numbers(right) else _("differs")


def _written(left: Seen, right: Seen) -> str:
    return _("the same") if _spellings(left) == _spellings(right) else _("written differently")


def _nothing(_left: Seen, _right: Seen) -> str:
    """Return that there is nothing to agree in: one firm stands in many tables."""
    return "–"


def _shared(left: Seen, right: Seen) -> str:
    """Return whether both stand with the same units, or with some of them."""
    mine, theirs = {*left.get("bodies", [])}, {*right.get("bodies", [])}
    if mine == theirs:
        return _("the same")
    return _("some are the same") if mine & theirs else _("differs")


def _in_time(left: Seen, right: Seen) -> str:
    """Return whether both are met at one time, or one after the other, as after a new name."""
    apart = left["last"] < right["first"] or right["last"] < left["first"]
    return _("one after the other") if apart else _("at the same time")


def _numbers(seen: Seen) -> list[str]:
    return [shown(one) for one in seen.get("numbers", [])]


def _spellings(seen: Seen) -> list[str]:
    return [shown(one) for one in seen.get("names", [])]


def _tables(seen: Seen) -> list[str]:
    return [
        ngettext("%(table)s: %(rows)s row", "%(table)s: %(rows)s rows", rows)
        % {"table": table_title(name), "rows": number_format(rows, force_grouping=True)}
        for name, rows in seen.get("tables", {}).items()
    ]


def _bodies(seen: Seen) -> list[str]:
    more = seen.get("more_bodies", 0)
    rest = [_("and %(count)s more") % {"count": more}] if more else []
    return [*seen.get("bodies", []), *rest]


def _days(seen: Seen) -> list[str]:
    if not seen.get("first"):
        return []
    if seen["first"] == seen["last"]:
        return [day(seen["first"])]
    return [_("%(first)s to %(last)s") % {"first": day(seen["first"]), "last": day(seen["last"])}]


def table_title(name: str) -> str:
    """Return what a table is called."""
    if name not in SHAPES:
        return name
    return SHAPES[name].title.zh if _chinese() else SHAPES[name].title.en


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
