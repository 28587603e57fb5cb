"""Feeds by the Atom standard: what was published, corrected, withdrawn or exempted lately.

Each is an entry of its own that never changes, known for ever by its place in the log. A feed is
kept by programs all over the world, so no word of a line stands in it, and it is the same for
everyone: what is for residents or for staff is in none, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from sunledger.disclosure.models import PUBLIC, Batch, Correction, CorrectionState, Exemption
from sunledger.disclosure.reason import REASONS
from sunledger.disclosure.visibility import STRANGER, seen
from sunledger.seal import signing
from sunledger.seal.models import Fact
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import money, period, say

MOST = 50  # entries of a feed
_EMPTY = datetime(2000, 1, 1, tzinfo=UTC)  # of a feed without entries: not the moment it is asked
_KINDS = ("published", "corrected", "withdrawn", "exempted")


class Entry(NamedTuple):
    """One thing that was said in public."""

    leaf: int
    title: str
    words: str
    link: str
    unit: str
    at: datetime = _EMPTY


class Source(NamedTuple):
    """What a feed is about: its title, its page, and which sheets and exemptions belong to it."""

    title: str
    about: str
    page: str
    where: dict[str, Any]  # of sheets and exemptions alike
    kinds: Sequence[str] = _KINDS


class _Atom(Atom1Feed):
    """A feed that says of itself when something was in it last, and not when it was asked for."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _EMPTY


class _Feed(Feed[Entry, Source]):
    """The entries of a source."""

    feed_type = _Atom

    def __init__(self, source: Source) -> None:
        self.source = source

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Source:
        return self.source

    def title(self, obj: Source) -> str:
        return _plain(obj.title)

    def subtitle(self, obj: Source) -> str:
        return _plain(obj.about)

    def link(self, obj: Source) -> str:
        return obj.page

    def author_name(self) -> str:
        return _("Sunledger")

    def feed_guid(self, obj: Source) -> str:
        return _forever(f"feed {obj.page}")

    def items(self, obj: Source) -> Iterable[Entry]:
        return entries(obj)

    def item_title(self, item: Any) -> str:
        return _plain(item.title)

    def item_description(self, item: Any) -> str:
        return escape(_plain(item.words))  # it is declared as HTML, and is none

    def item_link(self, item: Entry) -> str:
        return item.link

    def item_guid(self, obj: Entry) -> str:
        return _forever(f"entry {obj.leaf} {get_language()}")

    def item_author_name(self, item: Entry) -> str:
        return _plain(item.unit)

    def item_updateddate(self, item: Entry) -> datetime:
        return item.at

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at


@public
@conditional_page
def unit_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out what a unit published, corrected, withdrew, and need not publish."""
    unit = access.first(Unit.objects.all(), code=code)
    about = _("Published, corrected, withdrawn and exempted")
    source = Source(str(unit), about, reverse("unit", args=[code]), {"unit": unit})
    return _answer(request, source)


@public
@conditional_page
def category_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out what was published of a category, and what became of it."""
    shape = values.shape_of(code)
    if shape is None:
        raise Http404
    about = _("Published, corrected, withdrawn and exempted")
    page = reverse("category", args=[code])
    return _answer(request, Source(say(shape.title), about, page, {"category": code}))


@public
@conditional_page
def exemptions_feed(request: HttpRequest) -> HttpResponseBase:
    """Hand out the exemptions that were granted last."""
    about = _("What need not be published for a while, and why")
    source = Source(_("Exemptions"), about, reverse("exemptions"), {}, ("exempted",))
    return _answer(request, source)


def _answer(request: HttpRequest, source: Source) -> HttpResponseBase:
    answer = _Feed(source)(request)
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer


def entries(source: Source) -> list[Entry]:
    """Return the newest entries, the newest first, each with the moment at which it was said."""
    found: list[Entry] = []
    for kind in source.kinds:
        found += _FOUND[kind](source)
    newest = sorted(found, key=lambda one: -one.leaf)[:MOST]
    moments = dict(
        Fact.objects.filter(leaf__in=[one.leaf for one in newest]).values_list("leaf", "said_at")
    )
    return [one._replace(at=moments[one.leaf]) for one in newest if one.leaf in moments]


def _sheets(source: Source) -> QuerySet[Batch]:
    """Return the sheets of a source that everyone may read."""
    here = Batch.objects.filter(seen(STRANGER), **source.where, state__in=PUBLIC)
    return here.select_related("unit")


def _published(source: Source) -> list[Entry]:
    return [
        _entry(batch.leaf, batch, "", _lines(batch))
        for batch in _sheets(source).filter(leaf__isnull=False).order_by("-leaf")[:MOST]
    ]


def _withdrawn(source: Source) -> list[Entry]:
    gone = _sheets(source).filter(withdrawn_leaf__isnull=False).order_by("-withdrawn_leaf")
    return [
        _entry(batch.withdrawn_leaf, batch, _("withdrawn"), batch.withdrawn_reason)
        for batch in gone[:MOST]
    ]


def _corrected(source: Source) -> list[Entry]:
    where = {f"record__{name}": value for name, value in source.where.items()}
    made = Correction.objects.filter(
        seen(STRANGER, "record__batch__"),
        Q(record__batch__state__in=PUBLIC),
        state=CorrectionState.MADE,
        **where,
    )
    named = made.select_related("record__batch__unit").order_by("-leaf")[:MOST]
    return [_of_correction(one) for one in named]


def _of_correction(one: Correction) -> Entry:
    """Return that a field was corrected, without a word of what stood or stands in it."""
    record = one.record
    shape = values.shape_then(record.batch)
    titles = [field.title for field in shape.fields if field.name == one.field] if shape else []
    name = say(titles[0]) if titles else one.field
    words = _("Line %(line)s: %(field)s was corrected.") % {"line": record.line, "field": name}
    entry = _entry(one.leaf, record.batch, _("corrected"), words)
    return entry._replace(link=reverse("record", args=[record.code]))


def _exempted(source: Source) -> list[Entry]:
    granted = Exemption.objects.public().filter(**source.where).select_related("unit")
    return [_of_exemption(one) for one in granted.order_by("-leaf")[:MOST]]


def _of_exemption(one: Exemption) -> Entry:
    reason = REASONS.get(one.reason)
    parts = [str(one.unit), values.title_of(one.category), period(one.first_period)]
    return Entry(
        leaf=one.leaf or 0,
        title=f"{' · '.join(parts)}: {_('exempt')}",
        words=f"{say(reason.title) if reason else one.reason}. {one.words}",
        link=f"{reverse('exemptions')}?unit={one.unit.code}#{one.code}",
        unit=str(one.unit),
    )


def _entry(leaf: int | None, batch: Batch, what: str, words: str) -> Entry:
    parts = [str(batch.unit), values.title_then(batch), period(batch.period)]
    title = " · ".join(parts)
    return Entry(
        leaf=leaf or 0,
        title=f"{title}: {what}" if what else title,
        words=words,
        link=reverse("sheet", args=[batch.code]),
        unit=str(batch.unit),
    )


def _lines(batch: Batch) -> str:
    """Return how much a sheet holds: as it was published, since an entry never changes."""
    if not batch.rows:
        return _("Nothing to report.")
    lines = ngettext("%(count)s line", "%(count)s lines", batch.rows) % {"count": batch.rows}
    return ", ".join([lines, *(money(total, name) for name, total in batch.totals.items())])


_FOUND: dict[str, Callable[[Source], list[Entry]]] = {
    "published": _published,
    "corrected": _corrected,
    "withdrawn": _withdrawn,
    "exempted": _exempted,
}


def _forever(what: str) -> str:
    """Return a name that stays when the site moves to another address."""
    return uuid5(NAMESPACE_URL, f"{signing.signer().name} {what}").urn


def _plain(text: str) -> str:
    """Return a text without the signs that no XML can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in str(text))
