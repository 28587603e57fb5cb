"""The public list: what has been overdue for long, the unit and the post bound to do it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import clock, lists, reminders, replies
from sunledger.ledger.models import About
from sunledger.web.gates import paged, public
from sunledger.web.pages.crumbs import Crumb


@public
def late(request: HttpRequest) -> HttpResponse:
    """Show what the world may follow and has waited for too long."""
    on = timezone.localdate()
    items = lists.public_late(on)
    page = paged(request, items.prefetch_related(None).values_list("pk", flat=True))
    page.object_list = list(items.filter(pk__in=list(page)))
    rows = []
    for item in page:
        day = clock.deadline(item)
        replied = replies.told(item, About.LATE)
        over = -reminders.left(day, on) if day else 0
        rows.append((item, over, list(item.duties.all()), replied))
    context = {
        "page": page,
        "rows": rows,
        "count": page.paginator.count,
        "days": reminders.clock()["to_public"],
        "on": on,
        "crumbs": [Crumb(_("Long overdue"))],
    }
    return render(request, "late.html", context)
