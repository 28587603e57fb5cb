"""Many files at once: handed in together, matched, and what is unclear asked on one page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import Problem, Refused
from sunledger.core.unpacked import Packed
from sunledger.disclosure.actions.bundle import Decided, give, hand_in_all
from sunledger.disclosure.actions.typed import About
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Bundle, BundleFile
from sunledger.disclosure.period import read_period
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import CHOICES, Form
from sunledger.web.gates import desk, done, said, worker_with
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.entry_marks import new_mark, read_mark
from sunledger.web.templatetags.sun import say


class Many(forms.ClearableFileInput):
    """A field for several files, or for a folder with all that is in it."""

    allow_multiple_selected = True


class ManyField(forms.FileField):
    """Several files."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were given."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyField, self).clean(one, initial) for one in given if one]


class BundleForm(Form):
    """The files."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    several = ManyField(
        label=gettext_lazy("Files, or one .zip"),
        required=False,
        widget=Many(attrs={"multiple": True}),
        help_text=gettext_lazy(
            "Names and folders help: “大河村/2024-03 支出.xlsx” says for whom, when and what."
        ),
    )
    folder = ManyField(
        label=gettext_lazy("A whole folder"),
        required=False,
        widget=Many(attrs={"multiple": True, "webkitdirectory": True}),
        help_text=gettext_lazy("Where the browser can; else put the folder into a .zip."),
    )


class Asked(NamedTuple):
    """One file of a bundle on the page."""

    file: BundleFile
    unit: str
    category: str
    period: str
    by_days: bool
    refusal: str
    sure: bool


@desk
def bundle_new(request: HttpRequest) -> HttpResponseBase:
    """Take many files in."""
    user = worker_with(request, Power.ENTER)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BundleForm(*given, initial={"opened": new_mark()})
    taken: list[Bundle] = []

    def take() -> None:
        every = [*form.cleaned_data["several"], *form.cleaned_data["folder"]]
        files = [Packed(one.name or "sheet", one.read()) for one in every]
        opened = read_mark(form.cleaned_data["opened"])
        taken.append(give(files=files, opened=opened, by=user))

    if given and done(form, take):
        return redirect("desk_bundle", code=taken[0].code)
    context = {
        "form": form,
        "most": settings.SUNLEDGER_ENTRY["bundle_files"],
        "crumbs": [Crumb(_("Upload"), reverse("desk_upload")), Crumb(_("Many files"))],
    }
    return render(request, "desk/bundle_new.html", context)


@desk
def bundle(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what each file is taken for, let it be put right, and hand all in."""
    user = worker_with(request, Power.ENTER)
    one = access.first(Bundle.objects.filter(by=user), code=code)
    files = list(one.files.select_related("unit", "upload__unit").defer("content"))
    among = access.reachable(user, Power.ENTER, timezone.localdate())
    asked = [_asked(file, None) for file in files]
    if request.method == "POST":
        waiting = [file for file in files if not file.upload_id]
        decided = {file.pk: _decided(file, request.POST, among) for file in waiting}
        good = [one for one in decided.values() if isinstance(one, Decided)]
        hand_in_all(decided=good, by=user)
        said_of = {pk: one for pk, one in decided.items() if isinstance(one, str)}
        if not said_of:
            return redirect("desk_bundle", code=code)
        files = list(one.files.select_related("unit", "upload__unit").defer("content"))
        asked = [_asked(file, request.POST, said_of.get(file.pk, "")) for file in files]
    return render(request, "desk/bundle.html", _context(one, asked, among))


def _context(one: Bundle, asked: list[Asked], among: Any) -> dict[str, Any]:
    """Return what the page of a bundle shows."""
    waiting = [row for row in asked if not row.file.upload_id]
    return {
        "bundle": one,
        "waiting": waiting,
        "done": [row for row in asked if row.file.upload_id],
        "units": list(among[: CHOICES + 1]) if among.count() <= CHOICES else [],
        "categories": [(each.code, say(each.title)) for each in CATEGORIES.values()],
        "crumbs": [Crumb(_("Upload"), reverse("desk_upload")), Crumb(_("Many files"))],
    }


def _asked(file: BundleFile, given: QueryDict | None, refusal: str = "") -> Asked:
    """Return a file as the page shows it: as guessed, or as was sent."""
    unit = file.unit.code if file.unit else ""
    values = [unit, file.category, file.period]
    by_days = file.by_days
    if given is not None and not file.upload_id:
        names = ("unit", "category", "period")
        values = [given.get(f"{name}-{file.number}", "") for name in names]
        by_days = f"by_days-{file.number}" in given
    if not refusal and file.refusal:
        refusal = said(Problem(file.refusal["msgid"], file.refusal["params"]))
    whose, what, of_when = values
    sure = bool(whose and what and (of_when or by_days))
    return Asked(file, whose, what, of_when, by_days, refusal, sure)


def _decided(file: BundleFile, given: QueryDict, among: Any) -> Decided | str | None:
    """Return what was said of a file, a sentence about what is wrong, or None to leave it."""
    if f"take-{file.number}" not in given:
        return None
    code, category, period = (
        given.get(f"{name}-{file.number}", "").strip() for name in ("unit", "category", "period")
    )
    unit: Unit | None = among.filter(code=code).first() or _by_name(among, code)
    if unit is None:
        return _("Say of which unit it is.")
    if category not in CATEGORIES:
        return _("Say what it is.")
    by_days = f"by_days-{file.number}" in given
    try:
        word = "" if by_days else read_period(period, CATEGORIES[category])
    except Refused as error:
        return said(error.problem)
    return Decided(file, About(unit, category, word), by_days)


def _by_name(among: Any, name: str) -> Unit | None:
    """Return the one unit of a name."""
    found = list(among.filter(name=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None
