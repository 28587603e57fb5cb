"""What lies beside the lines of a sheet: attached, looked at, taken away; and saved by everyone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.problem import Refused
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.attached import is_open
from sunledger.disclosure.models import Attachment, Batch
from sunledger.units import access
from sunledger.web.forms import Form
from sunledger.web.gates import anyone, desk, done, person, said
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_batches import in_reach, may, one_batch
from sunledger.web.pages.evidence_copies import saved
from sunledger.web.pages.public_records import of_period


class AttachForm(Form):
    """A file, and what it shows."""

    title = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=120,
        help_text=gettext_lazy("Such as: contract of the road works, first page. Name no persons."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A picture, a PDF or a document. What is published is written anew from it, without "
            "author, place and time. Cover faces, signatures and numbers of persons first."
        ),
    )


@desk
def attachments(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what is attached to a sheet; attach another, or take one away."""
    one = one_batch(request, code)
    changes = may(one, person(request))["submit"]
    given: tuple[Any, ...] = ()
    if request.method == "POST":
        if not changes:
            raise Http404
        if away := request.POST.get("away"):
            return _taken_away(request, one, away)
        given = (request.POST, request.FILES)
    form = AttachForm(*given)
    if given and done(form, lambda: attached(request, one, form.cleaned_data)):
        messages.success(request, _("Attached. Save it and look at it before you hand it on."))
        return redirect("desk_attachments", code=code)
    crumbs = [
        Crumb(_("Sheets"), reverse("desk_batches")),
        Crumb(of_period(one), reverse("desk_batch", args=[code])),
        Crumb(_("Attachments")),
    ]
    context = {"batch": one, "form": form, "changes": changes, "crumbs": crumbs}
    context["files"] = one.attachments.defer("content").select_related("batch")
    return render(request, "desk/attachments.html", context)


def attached(request: HttpRequest, one: Batch, given: dict[str, Any]) -> Attachment:
    """Hand a file to disclosure."""
    file = given["file"]
    return disclosure.attach(
        batch=one,
        title=given["title"],
        file_name=file.name,
        content=file.read(),
        by=person(request),
    )


def _taken_away(request: HttpRequest, one: Batch, code: str) -> HttpResponseBase:
    """Take one file away again."""
    attachment = access.first(one.attachments.defer("content"), code=code)
    try:
        disclosure.detach(attachment=attachment, by=person(request))
    except Refused as refusal:
        messages.error(request, said(refusal.problem))
    return redirect("desk_attachments", code=one.code)


@anyone
def attachment(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out an attachment, to be saved and not shown by the browser."""
    held = Attachment.objects.select_related("batch")
    one = access.first(held, code=code)
    if not one.content or not (is_open(one) or _is_in_reach(request, one)):
        raise Http404
    return saved(bytes(one.content), one.file_name)


def _is_in_reach(request: HttpRequest, one: Attachment) -> bool:
    if not request.user.is_authenticated:
        return False
    return Batch.objects.filter(in_reach(person(request)), pk=one.batch_id).exists()
