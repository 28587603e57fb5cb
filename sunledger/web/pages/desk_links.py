"""Links on the desk: names that may be one firm's, both records side by side, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.disclosure.models import Record
from sunledger.screening import parties, proposing, samedeciding, samerows, samestanding
from sunledger.screening.linkage.tiers import Tier
from sunledger.screening.models import Link, LinkState, LinkWord
from sunledger.screening.refusals import Incomplete
from sunledger.screening.samelinks import LinkQuerySet
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.web.forms import Form, WordsField, unit_field
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages import link_changes, link_sides, link_words
from sunledger.web.pages.crumbs import Crumb

DECISIONS = {
    "confirm": samedeciding.confirm,
    "refuse": samedeciding.refuse,
    "withdraw": samedeciding.withdraw,
    "stand_by": samedeciding.stand_by,
}
CHANGED = "changed"  # the list of decisions of which something has changed since


class LookForm(Form):
    """Over which units names are compared."""

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(among.order_by("depth", "code"))


class GroundForm(Form):
    """On what ground a link is decided."""

    ground = WordsField(
        label=gettext_lazy("Ground"),
        help_text=gettext_lazy(
            "What shows it: a register, a licence, a contract. No personal data."
        ),
        max_length=samedeciding.LONGEST,
    )


def in_reach(user: User) -> LinkQuerySet:
    """Return the links of units in which the person screens."""
    reach = access.within(user, Power.SCREEN, timezone.localdate())
    return Link.objects.filter(reach).select_related("unit")


@desk
def links(request: HttpRequest) -> HttpResponse:
    """Show the links that wait for a decision, or those that were decided; some, if asked."""
    user = worker_with(request, Power.SCREEN)
    rows = in_reach(user)
    state = request.GET.get("state", "")
    state = state if state in (*LinkState.values, CHANGED) else LinkState.PROPOSED.value
    asked = {name: request.GET.get(name, "") for name in ("unit", "table", "tier")}
    of_state = rows.changed() if state == CHANGED else rows.filter(state=state)
    page = paged(request, _narrowed(of_state, asked), 25)
    touched = samerows.touched(page)
    apart = _held_apart(list(page)) if state == LinkState.CONFIRMED else set()
    context = {
        "state": state,
        "states": [
            *((one.value, one.label, rows.filter(state=one).count()) for one in LinkState),
            (CHANGED, _("to look at again"), rows.changed().count()),
        ],
        "asked": asked,
        "units": Unit.objects.filter(pk__in=rows.order_by().values("unit")).order_by("path"),
        "tables": [(name, link_words.table_title(name)) for name in proposing.READ],
        "tiers": [(str(rank), link_words.tier_words(rank)) for rank in range(len(Tier) + 1)],
        "page": page,
        "lines": [(one, _shown(one), one.pk in apart, _told(one, touched)) for one in page],
        "crumbs": [Crumb(_("Leads"), reverse("desk_leads")), Crumb(_("Names that may be one"))],
    }
    return render(request, "desk/links.html", context)


def _narrowed(rows: QuerySet[Link], asked: dict[str, str]) -> QuerySet[Link]:
    """Return the links of a unit, of a table, of a tier, as far as these are asked for."""
    if asked["unit"]:
        rows = rows.filter(unit__code=asked["unit"])
    if asked["table"] in proposing.READ:
        held = (f"{side}_seen__tables__has_key" for side in ("left", "right"))
        rows = rows.filter(Q(**{next(held): asked["table"]}) | Q(**{next(held): asked["table"]}))
    if asked["tier"].isascii() and asked["tier"].isdigit():
        rows = rows.filter(tier=min(int(asked["tier"]), 99))
    return rows.order_by("tier", "-chance", "pk")


def _shown(link: Link) -> dict[str, str]:
    """Return how a link stands in a list."""
    return {
        "left": link_words.shown(link.left),
        "right": link_words.shown(link.right),
        "sentence": link_words.sentence(link),
        "tier": link_words.tier_words(link.tier),
    }


def _told(link: Link, touched: dict[int, list[Record]]) -> list[link_changes.Told]:
    """Return what changed of what a decision stood on, as it stands in a list: no addresses."""
    found = [
        *(link_changes.Told(link_changes.words(link, one)) for one in samestanding.changes(link)),
        *link_changes.rows(link, touched.get(link.pk, [])),
    ]
    return found[:3]


def _held_apart(rows: list[Link]) -> set[int]:
    """Return those that were confirmed and take no effect."""
    units = {link.unit_id: link.unit for link in rows}
    return {pk for unit in units.values() for pk in parties.decided(unit).held_apart}


@desk
def link(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a link with both records side by side; say that they are one or two, or undo it."""
    user = person(request)
    one = access.first(in_reach(user).select_related("decided_by"), code=code)
    form = GroundForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: _do(request, one, form.cleaned_data["ground"])):
        messages.success(request, _("Decided. Screens see it from the next run on."))
        return redirect("desk_link", code=code)
    in_the_way = parties.decided(one.unit).held_apart.get(one.pk)
    context = {
        "one": one,
        "seen": samedeciding.face(one),
        "shown": _shown(one),
        "left": link_words.pieces(one.left, one.right),
        "right": link_words.pieces(one.right, one.left),
        "apart": link_words.apart(one),
        "words": [(word, link_changes.known(word)) for word in _words(one)],
        "in_the_way": in_the_way if in_the_way and in_reach(user).contains(in_the_way) else None,
        "held_apart": in_the_way is not None,
        "form": form,
        "crumbs": [
            Crumb(_("Leads"), reverse("desk_leads")),
            Crumb(_("Names that may be one"), reverse("desk_links")),
            Crumb(link_words.shown(one.left)),
        ],
    }
    return render(request, "desk/link.html", context | _sides(one))


def _words(one: Link) -> QuerySet[LinkWord]:
    return one.words.select_related("by", "link")


def _sides(one: Link) -> dict[str, Any]:
    """Return both records as they were seen, as they stand now, and what changed between."""
    now = one.left_now or {}, one.right_now or {}
    to = link_sides.rows_of(one, one.left_seen, one.right_seen, *now)
    codes = link_sides.codes(one.left_seen, one.right_seen, to)
    changed = one.changed_at is not None
    return {
        "facts": list(link_sides.lines(one.left_seen, one.right_seen, to)),
        "codes": codes,
        "says_nothing": link_sides.says_nothing(codes),
        "changes": link_changes.changes(one, to) if changed else [],
        "may_stand": changed and not link_changes.are_two_firms(one),
        "touched": link_changes.rows(one, samerows.touched([one]).get(one.pk, [])),
        "now": list(link_sides.lines(*now, to)) if changed else [],
        "codes_now": link_sides.codes(*now, to) if changed else [],
    }


def _do(request: HttpRequest, one: Link, ground: str) -> None:
    """Do what the pressed button says."""
    decide = DECISIONS.get(request.POST.get("do", ""))
    if decide is None:
        raise Incomplete(_("Press one of the buttons."))
    seen = request.POST.get("seen", "")
    decide(link=one, ground=ground, by=person(request), seen=seen)


@desk
def look(request: HttpRequest) -> HttpResponseBase:
    """Compare the names in the tables of a unit and those below it, in the background."""
    user = worker_with(request, Power.SCREEN)
    among = access.reachable(user, Power.SCREEN, timezone.localdate())
    begins = among.filter(code=request.GET.get("unit", "")).values_list("code", flat=True).first()
    posted = request.POST if request.method == "POST" else None
    form = LookForm(posted, among=among, initial={"unit": begins})
    started: list[str] = []
    if done(form, lambda: started.append(_start(form.cleaned_data["unit"], user))):
        return redirect("desk_job", code=started[0])
    context = {
        "form": form,
        "crumbs": [
            Crumb(_("Names that may be one"), reverse("desk_links")),
            Crumb(_("Compare the names")),
        ],
    }
    return render(request, "desk/link_look.html", context)


def _start(unit: Unit, user: User) -> str:
    return proposing.start(unit=unit, by=user).code
