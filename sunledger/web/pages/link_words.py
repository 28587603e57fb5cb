"""What a page says of a link: one plain sentence, and both records side by side."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.core.privacy import mask_found
from sunledger.screening.linkage.tiers import Tier
from sunledger.screening.models import Link
from sunledger.screening.shapes import SHAPES
from sunledger.web.templatetags.sun import day


class Piece(NamedTuple):
    """A part of a name, and whether the other name has it too."""

    text: str
    differs: bool


class Line(NamedTuple):
    """One thing that both records say: what it is, each side, and whether they agree."""

    title: str
    left: list[str]
    right: list[str]

    @property
    def agree(self) -> str:
        """Return in a word whether they agree."""
        if not self.left or not self.right:
            return _("not given on both sides")
        return _("the same") if self.left == self.right else _("differs")


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
    return _(
        "“%(left)s” and “%(right)s” may be one firm: %(why)s. About %(others)s other firms of "
        "these tables would fit as well; of a hundred such pairs, about %(chance)s are one firm."
    ) % (both | {"why": why(link), "others": _few(10**link.others), "chance": _of_hundred(link)})


def why(link: Link) -> str:
    """Return how each part agrees, what agrees best first."""
    told = sorted(
        (one for one in link.levels if one["agrees"] >= 0), key=lambda one: -one["agrees"]
    )
    return ("，" if _chinese() else "; ").join(one["zh" if _chinese() else "en"] for one in told)


def _few(number: float) -> str:
    """Return a small number as people read it."""
    digits = 0 if number >= 10 else 1 if number >= 1 else 3
    return number_format(max(number, 0.001), digits)


def _of_hundred(link: Link) -> str:
    return number_format(min(99.9, link.chance * 100), 0 if link.chance < 0.99 else 1)


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
    for title, of in (
        (_("Number"), _numbers),
        (_("Spellings"), _spellings),
        (_("Where it stands"), _tables),
        (_("Units"), _bodies),
        (_("Days"), _days),
    ):
        if of(left) or of(right):
            yield Line(title, of(left), of(right))


def _numbers(seen: dict[str, Any]) -> list[str]:
    return [shown(one) for one in seen.get("numbers", [])]


def _spellings(seen: dict[str, Any]) -> list[str]:
    return [shown(one) for one in seen.get("names", [])]


def _tables(seen: dict[str, Any]) -> list[str]:
    words = _("%(table)s: %(rows)s rows")
    return [
        words % {"table": table_title(name), "rows": number_format(rows, force_grouping=True)}
        for name, rows in seen.get("tables", {}).items()
    ]


def _bodies(seen: dict[str, Any]) -> list[str]:
    more = seen.get("more_bodies", 0)
    rest = [_("and %(count)s more") % {"count": more}] if more else []
    return [*seen.get("bodies", []), *rest]


def _days(seen: dict[str, Any]) -> list[str]:
    if not seen.get("first"):
        return []
    return [_("%(first)s to %(last)s") % {"first": day(seen["first"]), "last": day(seen["last"])}]


def table_title(name: str) -> str:
    """Return what a table is called."""
    if name not in SHAPES:
        return name
    return SHAPES[name].title.zh if _chinese() else SHAPES[name].title.en


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
