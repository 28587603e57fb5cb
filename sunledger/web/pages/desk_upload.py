"""A sheet comes in: the form, how far its reading is, and what was found in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import Refused
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.actions.answer import answer, forget
from sunledger.disclosure.actions.typed import PASTED, TYPED, About, hand_in
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.found import problems_of
from sunledger.disclosure.models import Batch, State, Upload, UploadState
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.web.forms import Form, unit_field
from sunledger.web.gates import desk, done, person, said
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.entry_marks import last_period, new_mark, read_mark, read_now
from sunledger.web.pages.entry_questions import answered, question_of, said_of
from sunledger.web.templatetags.sun import say


class UploadForm(Form):
    """Which unit, what, of when, and the file."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy(
            "A month like 2024-03, a quarter like 2024-Q1, a year like 2024, as the category asks."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "The .xlsx, .xls, .ods or .csv file as your programme wrote it; "
            "nothing needs to be typed in again."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the table"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Mark the cells in your spreadsheet, headings included, copy them, and paste them here."
        ),
    )
    nothing = forms.BooleanField(
        label=gettext_lazy("There was nothing in this period (no file)"), required=False
    )
    mapping = forms.CharField(
        label=gettext_lazy("Headings that were not recognised"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: heading in the file = name of the column."),
    )

    def __init__(self, *args: Any, among: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"unit": unit_field(among), **self.fields}
        self.fields["opened"] = forms.CharField(required=False, widget=forms.HiddenInput)
        shapes = CATEGORIES.values()
        self.field("category").choices = [(one.code, say(one.title)) for one in shapes]

    def clean_mapping(self) -> dict[str, str]:
        """Return what was written line by line as heading and field."""
        lines = [line for line in self.cleaned_data["mapping"].splitlines() if line.strip()]
        pairs = [line.rpartition("=") for line in lines]
        if any(not heading.strip() or not field.strip() for heading, _sep, field in pairs):
            raise ValidationError(_("Write each line like: heading = column."))
        return {heading.strip(): field.strip() for heading, _sep, field in pairs}

    def clean(self) -> dict[str, Any]:
        """Ask for a file, unless there is nothing."""
        given = super().clean() or {}
        given["pasted"] = (given.get("pasted") or "").strip("\r\n")
        ways = sum(map(bool, (given.get("file"), given["pasted"].strip(), given.get("nothing"))))
        if not ways:
            self.add_error("file", _("Choose the file, or say that there was nothing."))
        elif ways > 1:
            self.add_error("file", _("Give one only: a file, a pasted table, or nothing."))
        return given


@desk
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take in a sheet, or the word that there is nothing."""
    among = access.reachable(person(request), Power.ENTER, timezone.localdate())
    if not among.exists():
        raise Http404
    asked = {name: request.GET.get(name, "") for name in ("unit", "category", "period")}
    asked["category"] = asked["category"] or handed_in_last(person(request))
    asked["period"] = asked["period"] or last_period(asked["category"], timezone.localdate())
    asked["opened"] = new_mark()
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*given, among=among, initial=asked)
    taken: list[Upload | Batch] = []
    if given and done(form, lambda: taken.append(receive(form.cleaned_data, request))):
        if isinstance(taken[0], Upload):
            return redirect("desk_upload_one", code=taken[0].code)
        return redirect("desk_batch", code=taken[0].code)
    context = {"form": form, "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Upload"))]}
    return render(request, "desk/upload.html", context)


def handed_in_last(user: User) -> str:
    """Return the category of the person's latest sheet, which is likely to be that of the next."""
    latest = Batch.objects.filter(entered_by=user).order_by("-pk").values_list("category")
    return str((latest.first() or ("",))[0])


def receive(given: dict[str, Any], request: HttpRequest) -> Upload | Batch:
    """Hand the sheet to disclosure, or report that there is nothing."""
    unit: Unit = given["unit"]
    what = {"unit": unit, "category": given["category"], "period": given["period"]}
    if given["nothing"]:
        return disclosure.report_nothing(**what, by=person(request))
    file = given["file"]
    upload = hand_in(
        opened=read_mark(given["opened"]),
        about=About(**what),
        file_name=file.name if file else PASTED,
        content=file.read() if file else given["pasted"].encode(),
        by=person(request),
        mapping=given["mapping"],
        ask=True,
    )
    return upload if file else read_now(upload)


@desk
def upload_one(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show how far the reading of a sheet is, and then what was found; or give it up."""
    sheets = Upload.objects.select_related("unit", "batch", "job").defer("content")
    today = timezone.localdate()
    one = access.one(sheets, user=person(request), power=Power.ENTER, on=today, code=code)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "answer":
                answer(upload=one, by=person(request), **answered(one, request.POST))
            elif request.POST.get("do") == "forget":
                forget(upload=one, by=person(request))
                messages.success(request, _("Forgotten. The next such file is asked about again."))
            else:
                disclosure.drop(upload=one, by=person(request))
        except Refused as refusal:
            messages.error(request, said(refusal.problem))
        return redirect("desk_upload_one", code=code)
    context = {
        "upload": one,
        "job": one.job,
        "problems": problems_of(one.problems, one.file_name),
        "found": one.problems,
        "counts": one.counts,
        "asked": question_of(one),
        "remembered": said_of(one),
        "typed": one.file_name == TYPED and one.state != UploadState.REFUSED,
        "may_submit": bool(one.batch and one.batch.state == State.DRAFT),
        "next": request.path if one.job and one.job.has_ended and not one.read_at else "",
        "crumbs": [Crumb(_("Upload"), reverse("desk_upload")), Crumb(one.file_name)],
    }
    return render(request, "desk/upload_one.html", context)
