"""What a new holder of a post takes over, and the signature for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import actions as ledger
from sunledger.ledger import handover
from sunledger.ledger.refusals import Refused
from sunledger.web.gates import desk, person
from sunledger.web.pages.crumbs import Crumb


@desk
def take_over(request: HttpRequest, code: str) -> HttpResponseBase:
    """List what the post had in hand before its holder came, and let the holder sign for it."""
    user = person(request)
    found = [
        one for one in handover.waiting(user, timezone.localdate()) if one.holding.post.code == code
    ]
    if not found:
        raise Http404
    if request.method == "POST":
        try:
            ledger.take_over(holding=found[0].holding, by=user)
            messages.success(request, _("You have signed for what the post takes over."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("desk_items")
    crumbs = [Crumb(_("Items"), reverse("desk_items")), Crumb(_("Take over"))]
    return render(request, "desk/take_over.html", {"one": found[0], "crumbs": crumbs})
