"""The public copies of evidence: offered for saving to everyone, made and withdrawn at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core.cleancopy import Clean, NoCopy
from sunledger.ledger import actions as ledger
from sunledger.ledger import copies
from sunledger.ledger.models import Evidence, EvidenceCopy, Item
from sunledger.ledger.refusals import Refused
from sunledger.units.access import first
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import desk, done, person, public, sentence
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.pages.desk_items import one_item


@public
def evidence_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a public copy, to be saved and not shown by the browser."""
    held = EvidenceCopy.objects.select_related("evidence__item")
    copy = first(held, code=code)
    if not copies.shown(copy.evidence.item).filter(pk=copy.pk).exists():
        raise Http404
    return saved(bytes(copy.content), copy.file_name)


def saved(content: bytes, name: str) -> HttpResponse:
    """Return a file that a browser saves, and runs nothing of."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


class CopyForm(Form):
    """That somebody has looked at the copy."""

    looked = forms.BooleanField(
        label=gettext_lazy("I have looked at the copy: no person can be recognised in it")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WithdrawForm(Form):
    """Why it is shown no more."""

    reason = WordsField(
        label=gettext_lazy("Why it is shown no more"),
        help_text=gettext_lazy("Everyone can read this. Do not repeat what must not be seen."),
    )


@desk
def desk_copy(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what a public copy of a file would be, and publish it; or withdraw the one there is."""
    paper = led(request, code)
    copy = paper.copies.filter(withdrawn_at=None).first()
    if copy:
        return withdrawing(request, paper, copy)
    draft, refusal = drafted(paper)
    digest = sha256(draft.content).hexdigest() if draft else ""
    given = request.POST if request.method == "POST" and draft else None
    form = CopyForm(given, initial={"seen": digest})
    if draft and done(form, lambda: published(paper, form, request)):
        return redirect("desk_item", code=paper.item.code)
    context = {"draft": draft, "refusal": refusal, "digest": digest, "form": form}
    return shown(request, paper, context)


@desk
def desk_copy_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the copy that would be published, to be looked at."""
    paper = led(request, code)
    draft, _refusal = drafted(paper)
    if draft is None:
        raise Http404
    return saved(draft.content, f"{paper.kind}{draft.ending}")


def led(request: HttpRequest, code: str) -> Evidence:
    """Return a file of an item that the person leads; anything else is not there."""
    paper = first(Evidence.objects.select_related("item__unit", "step"), code=code)
    item: Item = one_item(request, paper.item.code)
    if not paper.size or not copies.may(item, person(request), timezone.localdate()):
        raise Http404
    return paper


def drafted(paper: Evidence) -> tuple[Clean | None, str]:
    """Return the copy that would be published, or the sentence that says why there is none."""
    try:
        copies.see_public(paper.item)
        return copies.drafted(paper), ""
    except (NoCopy, Refused) as error:
        return None, sentence(error)


def published(paper: Evidence, form: CopyForm, request: HttpRequest) -> EvidenceCopy:
    """Publish what was looked at."""
    return ledger.publish_copy(evidence=paper, by=person(request), **form.cleaned_data)


def withdrawing(request: HttpRequest, paper: Evidence, copy: EvidenceCopy) -> HttpResponseBase:
    """Show the copy that there is, and withdraw it."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    by = person(request)
    if done(form, lambda: ledger.withdraw_copy(copy=copy, by=by, **form.cleaned_data)):
        return redirect("desk_item", code=paper.item.code)
    return shown(request, paper, {"copy": copy, "form": form})


def shown(request: HttpRequest, paper: Evidence, context: Mapping[str, object]) -> HttpResponse:
    """Return the page of a file's public copy."""
    crumbs = [
        Crumb(_("Items"), reverse("desk_items")),
        Crumb(paper.item.title, reverse("desk_item", args=[paper.item.code])),
        Crumb(_("Public copy")),
    ]
    return render(request, "desk/copy.html", {"paper": paper, "crumbs": crumbs, **context})
