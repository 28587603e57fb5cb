"""Where a resident shows the printed code; it opens the unit's pages for residents, no account."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.disclosure import residents
from sunledger.disclosure.models import ResidentsCode
from sunledger.voices import limits
from sunledger.web.forms import Form
from sunledger.web.gates import anyone
from sunledger.web.pages.crumbs import Crumb
from sunledger.web.readers import KEPT
from sunledger.web.signin.address import address_of

MOST = 8  # codes that one browser keeps


class CodeForm(Form):
    """The code as it was typed from the notice."""

    code = forms.CharField(
        label=gettext_lazy("Code on the notice"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and digits, as on the notice of the unit."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


@anyone
def show_code(request: HttpRequest) -> HttpResponseBase:
    """Take a code, and open what it opens; or close all of it again."""
    if request.method == "POST" and request.POST.get("do") == "close":
        request.session.pop(KEPT, None)
        return redirect("residents")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _try(request, form)
        if found:
            kept = [one for one in request.session.get(KEPT, []) if one != found.pk]
            request.session[KEPT] = [*kept, found.pk][-MOST:]
            return redirect("unit", code=found.unit.code)
    today = timezone.localdate()
    shown = ResidentsCode.objects.filter(pk__in=request.session.get(KEPT, []), until__gt=today)
    context = {
        "form": form,
        "open": shown.select_related("unit"),
        "crumbs": [Crumb(_("For residents"))],
    }
    return render(request, "owed/residents.html", context)


def _try(request: HttpRequest, form: CodeForm) -> ResidentsCode | None:
    """Return what a code opens; too many wrong ones from one place, and it has to wait."""
    now, source = timezone.now(), address_of(request)
    if not limits.may_try(source, now):
        form.add_error(None, _("Too many wrong codes. Try again in a quarter of an hour."))
        return None
    found = residents.opened(form.cleaned_data["code"], timezone.localdate(now))
    if found is None:
        limits.missed(source, now)
        form.add_error(
            "code", _("This code opens nothing. Look at the notice: it changes every year.")
        )
    return found
