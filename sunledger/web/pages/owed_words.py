"""What the pages of what is owed share: the year that is asked about, and the posts bound to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from html import escape

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Adoption
from sunledger.disclosure.owed.duties import Asked, by_calendar
from sunledger.units.models import Post, Power, Unit
from sunledger.web.templatetags.sun import in_chinese

YEARS = 6  # that a page offers
_BEGINNING = 45  # days into a year in which hardly anything of it is due yet


def asked_of(request: HttpRequest) -> Asked:
    """Return what an address asks about: a year, and one category or all."""
    today = timezone.localdate()
    said = request.GET.get("year", "")
    year = (today - timedelta(_BEGINNING)).year
    if said.isdecimal() and 2000 <= int(said[:4]) <= today.year + 1:
        year = int(said[:4])
    category = request.GET.get("category", "")
    categories = frozenset([category]) if category in CATEGORIES else frozenset[str]()
    return Asked(today, date(year, 1, 1), date(year, 12, 31), categories)


def query(asked: Asked) -> str:
    """Return the address' question for the same again."""
    category = "".join(f"&category={one}" for one in asked.categories)
    return f"year={asked.first.year}{category}"


def years(on: date) -> list[int]:
    """Return the years to choose from, the newest first."""
    return list(range(on.year, on.year - YEARS, -1))


def owed_anywhere(adoptions: Iterable[Adoption] | None = None) -> list[str]:
    """Return the categories that some adoption names and that fall due by the calendar."""
    if adoptions is None:
        packs = set(Adoption.objects.order_by().values_list("pack", flat=True).distinct())
    else:
        packs = {one.pack for one in adoptions}
    return [one.code for one in CATEGORIES.values() if one.pack in packs and by_calendar(one)]


def options(codes: Iterable[str], chosen: str) -> SafeString:
    """Return the categories to choose from, written straight as text: there are seventy."""
    chinese = in_chinese()
    parts = []
    for code in codes:
        title = CATEGORIES[code].title
        said = escape(title.zh if chinese else title.en)
        parts.append(
            f'<option value="{escape(code)}"{" selected" * (code == chosen)}>{said}</option>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - every value passes through escape


def bound(units: Iterable[Unit]) -> dict[int, str]:
    """Return the post in each unit that is bound to publish: the one that enters its sheets."""
    posts = Post.objects.filter(unit__in=[one.pk for one in units]).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for post in posts:
        if Power.ENTER in post.powers:
            found[post.unit_id].append(str(post))
    return {unit: names[0] for unit, names in found.items()}
