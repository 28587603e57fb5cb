"""Lists on the desk: hand one in, see what was read, say whom it means, open its items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.money import MINOR
from sunledger.core.problem import Problem
from sunledger.drives.drive import DRIVES
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.imports import owners
from sunledger.ledger.imports.opening import Opening
from sunledger.ledger.imports.wishes import Wishes
from sunledger.ledger.models import Import, ListLine
from sunledger.ledger.models.imported import Stage
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import Form, UnitField, unit_field
from sunledger.web.gates import desk, done, paged, person, said
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.templatetags.sun import say

ASKED = 40  # unknown owners that one page asks for
FATES = {
    "kept": gettext_lazy("became items"),
    "joined": gettext_lazy("say more of a line above"),
    "title": gettext_lazy("titles"),
    "blank": gettext_lazy("blank lines"),
    "refused": gettext_lazy("lines refused"),
}


class Files(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files of one list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Return the name and the bytes of each."""
        files = data if isinstance(data, list | tuple) else [data]
        return [(file.name, file.read()) for file in (super(FilesField, self).clean(one, initial)
                for one in files) if file]  # fmt: skip


class ImportForm(Form):
    """The list, and what its items are."""

    title = forms.CharField(
        label=gettext_lazy("What the list is called"),
        max_length=200,
        help_text=gettext_lazy("A list of the same name is the same list: its lines open once."),
    )
    sheets = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "One sheet, or several that belong together: .xlsx, .xls, .ods or .csv."
        ),
    )
    drive = forms.ChoiceField(label=gettext_lazy("Drive"), required=False)
    batch = forms.ChoiceField(
        label=gettext_lazy("Batch of the drive"),
        required=False,
        help_text=gettext_lazy("A list that names the batch of each line needs none here."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of days that name none"),
        required=False,
        min_value=1990,
        max_value=2099,
    )
    checker = UnitField(
        label=gettext_lazy("Unit that checks, where the list names none"), required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=[(code, code) for code in ("CNY", *sorted(MINOR.keys() - {"CNY"}))],
    )
    under = UnitField(
        label=gettext_lazy("Found unknown owners under this unit"),
        required=False,
        help_text=gettext_lazy("Only with a post that founds units; else leave it empty."),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Everyone may follow it before it is closed"), required=False
    )

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among), **self.fields}
        self.field("drive").choices = [("", "–"), *((c, say(d.title)) for c, d in DRIVES.items())]
        self.field("batch").choices = [("", "–"), *_batches()]
        self.field("checker").among = Unit.objects.all()
        self.field("under").among = among

    def clean(self) -> dict[str, Any]:
        """Let a batch bring its drive with it, and no other one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        drive, _colon, batch = given.get("batch", "").partition(":")
        if batch and given.get("drive") not in ("", drive):
            self.add_error("batch", _("This batch is one of another drive."))
        return given | ({"drive": drive, "batch": batch} if batch else {})


def _batches() -> list[tuple[str, str]]:
    """Return the batches of all drives, each with its drive."""
    return [
        (f"{code}:{batch.code}", f"{say(drive.title)} · {say(batch.title)}")
        for code, drive in DRIVES.items()
        for batch in drive.batches
    ]


@desk
def lists(request: HttpRequest) -> HttpResponse:
    """List the lists of the person's units."""
    rows = _mine(request).select_related("unit").defer("reading")
    context = {
        "page": paged(request, rows),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Lists"))],
    }
    return render(request, "desk/imports.html", context)


@desk
def list_new(request: HttpRequest) -> HttpResponseBase:
    """Take in a list."""
    among = access.reachable(person(request), Power.ASSIGN, timezone.localdate())
    if not among.exists():
        raise Http404
    asked = {"batch": request.GET.get("batch", "")}
    form = ImportForm(*_given(request), among=among, initial=asked)
    taken: list[Import] = []
    if form.is_bound and done(form, lambda: taken.append(_receive(form.cleaned_data, request))):
        return redirect("desk_import", code=taken[0].code)
    crumbs = [Crumb(_("Lists"), reverse("desk_imports")), Crumb(_("Hand in a list"))]
    return render(request, "desk/import_new.html", {"form": form, "crumbs": crumbs})


@desk
def list_one(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what was read in a list; name its owners, open it, or give it up."""
    one = access.first(_mine(request).select_related("unit", "job"), code=code)
    opening = Opening(one, person(request), timezone.now())
    form = OwnersForm(*_given(request, "name"), opening=opening)
    if request.method == "POST" and _done(request, one, form):
        return redirect("desk_import", code=code)
    context = _seen(request, one, opening) if one.reading else {}
    context |= {
        "one": one,
        "job": one.job,
        "owners": form,
        "crumbs": [Crumb(_("Lists"), reverse("desk_imports")), Crumb(one.title)],
    }
    return render(request, "desk/import.html", context)


class OwnersForm(Form):
    """Whom the unknown words mean, a field each."""

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = access.reachable(opening.by, Power.ASSIGN, opening.on)
        self.words = opening.owners.unknown[:ASKED] if opening.imported.reading else []
        for number, words in enumerate(self.words):
            field = UnitField(label=owners.shown(words), among=among, required=False)
            field.help_text = _("Named %(count)s times.") % {"count": opening.owners.counts[words]}
            self.fields[f"owner{number}"] = field

    @property
    def means(self) -> dict[str, Unit]:
        """Return what was said."""
        named = {words: self.cleaned_data[f"owner{n}"] for n, words in enumerate(self.words)}
        return {words: unit for words, unit in named.items() if unit is not None}


def _mine(request: HttpRequest) -> QuerySet[Import]:
    """Return the lists of the units in which the person opens items."""
    reach = access.within(person(request), Power.ASSIGN, timezone.localdate())
    if not access.reachable(person(request), Power.ASSIGN, timezone.localdate()).exists():
        raise Http404
    return Import.objects.filter(reach)


def _given(request: HttpRequest, do: str = "") -> tuple[Any, ...]:
    """Return what was sent, if it is meant for this form."""
    meant = request.method == "POST" and (not do or request.POST.get("do") == do)
    return (request.POST, request.FILES) if meant else ()


def _receive(given: dict[str, Any], request: HttpRequest) -> Import:
    """Hand the list to the ledger."""
    wishes = Wishes(
        drive=given["drive"],
        batch=given["batch"],
        year=given["year"],
        currency=given["currency"],
        public=given["public"],
        checker=given["checker"].code if given["checker"] else "",
        under=given["under"].code if given["under"] else "",
    )
    return imports.receive(
        unit=given["unit"],
        title=given["title"],
        files=given["sheets"],
        by=person(request),
        wishes=wishes,
    )


def _done(request: HttpRequest, one: Import, form: OwnersForm) -> bool:
    """Do what the page was asked for; a refusal becomes a sentence above it."""
    by = person(request)
    if request.POST.get("do") == "name":
        return done(form, lambda: imports.name_owners(imported=one, means=form.means, by=by))
    acts = {"open": imports.ask_opening, "drop": imports.drop}
    act = acts.get(request.POST.get("do", ""))
    plain = Form(request.POST)
    if act and not done(plain, lambda: act(imported=one, by=by)):
        for words in plain.non_field_errors():
            messages.error(request, str(words))
    return True


def _seen(request: HttpRequest, one: Import, opening: Opening) -> dict[str, Any]:
    """Return what was read."""
    reading = opening.reading
    told = [
        (fate, [said(Problem(problem["msgid"], problem["params"])) for problem in fate.problems])
        for fate in sorted(reading.fates, key=lambda fate: fate.fate != "refused")
        if fate.problems
    ]
    counts = [(FATES[name], count) for name, count in reading.counts.items() if count]
    return {
        "counts": counts,
        "rows": len(reading.fates),
        "headings": reading.unknown,
        "unknown": len(opening.owners.unknown),
        "founds": bool(opening.wishes.under),
        "told": told[:200],
        "told_all": len(told),
        "may_open": one.stage == Stage.READ and not reading.refused,
        "known": len(opening.known) if one.stage == Stage.READ else 0,
        "page": paged(request, reading.entries),
        "opened": ListLine.objects.filter(imported=one, line__gt=0).count(),
    }
