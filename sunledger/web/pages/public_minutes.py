"""What publishing costs a unit, in minutes a month, for everyone to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.disclosure.minutes import costs
from sunledger.units import access
from sunledger.units.models import Unit
from sunledger.web.gates import public
from sunledger.web.pages.crumbs import Crumb


@public
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the minutes that a unit's sheets took, month by month."""
    unit = access.first(Unit.objects.all(), code=code)
    context = {
        "unit": unit,
        "costs": costs(unit, on=timezone.localdate()),
        "crumbs": [
            Crumb(str(unit), reverse("unit", args=[code])),
            Crumb(_("Minutes a month")),
        ],
    }
    return render(request, "minutes.html", context)
