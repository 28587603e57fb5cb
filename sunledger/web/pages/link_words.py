"""What a page says of a link: one plain sentence, and how its names differ."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sunledger.core.privacy import mask_found
from sunledger.screening.linkage.tiers import Tier
from sunledger.screening.models import Link
from sunledger.screening.shapes import SHAPES


class Piece(NamedTuple):
    """A part of a name, and whether the other name has it too."""

    text: str
    differs: bool


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


def table_title(name: str) -> str:
    """Return what a table is called."""
    if name not in SHAPES:
        return name
    return SHAPES[name].title.zh if _chinese() else SHAPES[name].title.en


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks, one after the other."""
    return ("、" if _chinese() else ", ").join(f"“{one}”" for one in names)


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
