"""Names that meetings use for units: those that were remembered, and groups of units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.decisions import aliases
from sunledger.decisions.models import Alias, Group
from sunledger.units import access
from sunledger.units.models import Power, Unit
from sunledger.web.forms import Form, UnitField, WordsField, unit_field
from sunledger.web.gates import desk, done, paged, person, worker_with
from sunledger.web.pages.conveying_forms import KINDS
from sunledger.web.pages.crumbs import Crumb


class GroupForm(Form):
    """A name for many units."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As the texts have it: all counties, all bureaus."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("All units of these kinds below it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    members = WordsField(
        label=gettext_lazy("Or these units"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("One a line, by name or code."),
    )

    def clean_members(self) -> list[Unit]:
        """Return the units by their names."""
        field = UnitField(among=Unit.objects.all())
        lines = [line.strip() for line in self.cleaned_data["members"].splitlines()]
        found = [field.clean(line) for line in lines if line]
        if not all(isinstance(unit, Unit) for unit in found):
            raise ValidationError(_("Write one unit a line."))
        return found


@desk
def meeting_names(request: HttpRequest) -> HttpResponseBase:
    """Show the names of the units in reach; name a group, or forget a name."""
    user = worker_with(request, Power.DECIDE)
    among = access.reachable(user, Power.DECIDE, timezone.localdate())
    if request.method == "POST" and (code := request.POST.get("forget")):
        return _forgotten(request, among, code)
    form = GroupForm(request.POST if request.method == "POST" else None)
    form.fields = {"unit": unit_field(among), **form.fields}
    kinds = Unit.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True)
    form.field("kinds").choices = [(kind, _(KINDS.get(kind, kind))) for kind in kinds.distinct()]
    if done(form, lambda: aliases.name_group(by=user, **form.cleaned_data)):
        messages.success(request, _("Kept. Its name can be written wherever a unit can."))
        return redirect("desk_meeting_names")
    groups = Group.objects.filter(unit__in=among).select_related("unit")
    names = Alias.objects.filter(unit__in=among).select_related("unit", "group")
    context: dict[str, Any] = {
        "form": form,
        "groups": [(group, list(aliases.units_of(group))) for group in groups],
        "page": paged(request, names.prefetch_related("means")),
        "crumbs": [Crumb(_("Meetings"), reverse("desk_meetings")), Crumb(_("Names and groups"))],
    }
    return render(request, "desk/meeting_names.html", context)


def _forgotten(request: HttpRequest, among: QuerySet[Unit], code: str) -> HttpResponseBase:
    """Forget a remembered name, or a group."""
    user, form = person(request), Form(request.POST)
    if group := Group.objects.filter(unit__in=among, code=code).first():
        done(form, lambda: aliases.drop_group(group=group, by=user))
    else:
        alias = access.first(Alias.objects.filter(unit__in=among), code=code)
        done(form, lambda: aliases.forget(alias=alias, by=user))
    if refused := form.non_field_errors():
        messages.error(request, " ".join(map(str, refused)))
    else:
        messages.success(request, _("Forgotten. What was opened by it stays."))
    return redirect("desk_meeting_names")
