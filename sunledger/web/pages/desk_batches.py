"""Sheets on their way to the public: entered, reviewed by another person, published, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.differences import Differences, against, earlier_of
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import PUBLIC, TO_REVIEW, Batch, Record, State, Visibility
from sunledger.units import access
from sunledger.units.models import Power, User
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages import values
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_checks import SubmitForm, checked
from sunledger.web.pages.public_records import of_period

LISTS: dict[str, tuple[State, ...]] = {
    "review": TO_REVIEW,
    "waiting": (State.WAITING,),
    "entered": (State.DRAFT, State.RETURNED),
    "published": PUBLIC,
}
COMPARED = 20_000  # lines up to which a sheet is compared with all that was published before


class Before(NamedTuple):
    """What a reviewer compares a sheet with."""

    earlier: Batch | None  # the last sheet of the same kind, of the period before
    differences: Differences | None
    same_period: list[Batch]  # what is public already for the very period
    again: int | None  # lines that are public already, word for word


class ReasonForm(Form):
    """Why a sheet is sent back or withdrawn."""

    reason = WordsField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What is wrong, and in which lines. Name no persons."),
    )


class PublishForm(Form):
    """When a sheet becomes public: at once, or not before an hour."""

    publish_at = forms.DateTimeField(
        label=gettext_lazy("Not before"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: at once. Else it waits, and becomes public by itself."),
    )


def in_reach(user: User) -> Q:
    """Return the condition that a sheet is one the person may see before it is public."""
    today = timezone.localdate()
    return access.within(user, (Power.ENTER, Power.REVIEW), today)


def waiting_for_review(user: User) -> Any:
    """Return the sheets that this person may publish: entered by somebody else."""
    reach = access.within(user, Power.REVIEW, timezone.localdate())
    waiting = Batch.objects.filter(reach, state__in=TO_REVIEW)
    return waiting.exclude(Q(entered_by=user) | Q(submitted_by=user) | Q(reviewed_by=user))


@desk
def batches(request: HttpRequest) -> HttpResponse:
    """Show the sheets of a person's units, by where they stand."""
    user = worker_with(request, Power.ENTER, Power.REVIEW)
    which = request.GET.get("list", "")
    which = which if which in LISTS else "review"
    seen = Batch.objects.filter(in_reach(user)).select_related("unit")
    names = {
        "review": _("Waiting for review"),
        "waiting": _("Waiting for their hour"),
        "entered": _("Entered, or sent back"),
        "published": _("Published"),
    }
    lists = {one: seen.filter(state__in=states) for one, states in LISTS.items()}
    context = {
        "which": which,
        "lists": [(one, names[one], lists[one].count()) for one in LISTS],
        "page": paged(request, lists[which]),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Sheets"))],
    }
    return render(request, "desk/batches.html", context)


def one_batch(request: HttpRequest, code: str) -> Batch:
    """Return a sheet that the person may see, or raise NotFound."""
    seen = Batch.objects.exclude(state=State.READING).filter(in_reach(person(request)))
    people = ("unit", "entered_by", "entered_post__unit", "submitted_by", "reviewed_by")
    return access.first(seen.select_related(*people), code=code)


@desk
def batch(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sheet line by line, what was found in it, and what may be done with it."""
    one = one_batch(request, code)
    page = paged(request, Record.objects.filter(batch=one).prefetch_related("corrections"))
    records = list(page.object_list)
    fields = values.fields_of(one, records)
    currencies = list(one.totals)
    currency = currencies[0] if len(currencies) == 1 else ""
    context = {
        "batch": one,
        "title": values.title_then(one),
        "headings": values.headings(fields, currency),
        "rows": values.rows(records, fields, currency),
        "problems": problems_of(one.rows_noted, one.file_name),
        "before": before(one) if one.state in TO_REVIEW else None,
        "checks": checked(one),
        "may": may(one, person(request)),
        "page": page,
        "crumbs": [Crumb(_("Sheets"), reverse("desk_batches")), Crumb(of_period(one))],
    }
    return render(request, "desk/batch.html", context)


def may(one: Batch, user: User) -> dict[str, bool]:
    """Return what this person may do with a sheet as it stands."""
    today = timezone.localdate()
    enters = access.may(user, Power.ENTER, one.unit, today)
    reviews = access.may(user, Power.REVIEW, one.unit, today)
    own = user in (one.entered_by, one.submitted_by)
    seen = one.state == State.REVIEWED and one.reviewed_by == user
    fit = reviews and not own and not seen and one.state in TO_REVIEW
    draft = one.state in (State.DRAFT, State.RETURNED)
    return {
        "submit": enters and draft,
        "discard": enters and draft,
        "publish": fit,
        "send_back": fit,
        "own": reviews and (own or seen) and one.state in TO_REVIEW,
        "stop": reviews and not own and one.state == State.WAITING,
        "withdraw": reviews and not own and one.state == State.PUBLISHED,
    }


def before(one: Batch) -> Before:
    """Return what was published before, to be compared with."""
    public = Batch.objects.filter(unit=one.unit, category=one.category, state=State.PUBLISHED)
    earlier = earlier_of(one)
    differences = against(one, earlier) if earlier else None
    return Before(earlier, differences, list(public.filter(period=one.period)), again(one))


def again(one: Batch) -> int | None:
    """Return how many lines are public already, word for word; None where they are too many."""
    if one.rows > COMPARED:
        return None
    lines = Record.objects.filter(batch=one).values_list("values", flat=True)
    ours = [_word_for_word(line) for line in lines]
    public = Record.objects.standing().filter(unit=one.unit, category=one.category)
    known = set(map(_word_for_word, public.values_list("values", flat=True)[:COMPARED]))
    return sum(line in known for line in ours)


def _word_for_word(values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in values.items()))


# What may be done with a sheet: the action, what it needs, and the sentence when it is done.
DOINGS: dict[str, tuple[Callable[..., object], type[Form], str]] = {
    "submit": (disclosure.submit, Form, gettext_noop("Handed on for review.")),
    "discard": (disclosure.discard, Form, gettext_noop("Thrown away. Hand the sheet in anew.")),
    "publish": (disclosure.publish, PublishForm, ""),  # see reviewed_words
    "send_back": (disclosure.send_back, ReasonForm, gettext_noop("Sent back with the reason.")),
    "stop": (disclosure.stop, ReasonForm, gettext_noop("Stopped. It went back with the reason.")),
    "withdraw": (disclosure.withdraw, ReasonForm, gettext_noop("Withdrawn, with the reason.")),
}


@desk
def batch_do(request: HttpRequest, code: str, do: str) -> HttpResponseBase:
    """Ask once more, and for the reason where one is needed; then do it."""
    one = one_batch(request, code)
    action, kind, sentence = DOINGS.get(do, (None, Form, ""))
    if action is None or not may(one, person(request))[do]:
        raise access.NotFound
    given = request.POST if request.method == "POST" else None
    form = SubmitForm(given, batch=one) if do == "submit" else kind(given)
    if done(form, lambda: action(batch=one, by=person(request), **form.cleaned_data)):
        messages.success(request, _(sentence) if sentence else reviewed_words(code))
        return redirect("desk_batches") if do == "discard" else redirect("desk_batch", code=code)
    context = {
        "batch": one,
        "do": do,
        "form": form,
        "crumbs": [
            Crumb(_("Sheets"), reverse("desk_batches")),
            Crumb(of_period(one), reverse("desk_batch", args=[code])),
            Crumb(asked(do)),
        ],
        "asked": asked(do),
    }
    return render(request, "desk/batch_do.html", context)


def reviewed_words(code: str) -> str:
    """Return what became of a sheet that was found fit to be public."""
    one = Batch.objects.get(code=code)
    if one.state == State.REVIEWED:
        return _("Reviewed. A second reviewer, of another post, looks at it now.")
    if one.state == State.WAITING:
        return _("Reviewed. It becomes public by itself at its hour.")
    if one.visibility != Visibility.PUBLIC:
        return _("Published, for those who may read it.")
    return _("Published. Everyone can read it now.")


def asked(do: str) -> str:
    """Return what is done with a sheet, as a button says it."""
    words = {
        "submit": _("Hand on for review"),
        "discard": _("Throw away"),
        "publish": _("Publish"),
        "send_back": _("Send back"),
        "stop": _("Stop it"),
        "withdraw": _("Withdraw"),
    }
    return words[do]
