"""The right of reply on the desk: what is going to be said of a unit, and what it says to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.ledger import actions as ledger
from sunledger.ledger import replies
from sunledger.ledger.actions.replies import LONGEST
from sunledger.ledger.models import About, Move, Reply
from sunledger.units.access import first, held
from sunledger.web.forms import Form, WordsField
from sunledger.web.gates import desk, done, person
from sunledger.web.pages.crumbs import Crumb

SAID = (Move.ANSWER, Move.VERIFY)  # what is said with a result, beside the result itself


class ReplyForm(Form):
    """What the unit has to say."""

    words = WordsField(
        label=gettext_lazy("Your unit's reply"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Everyone can read it beside what is said. It is given once. Name units and posts, "
            "never persons."
        ),
    )


@desk
def reply(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what is going to be said of the person's unit, and take its reply."""
    user, on = person(request), timezone.localdate()
    units = {post.unit_id for post in held(user, on)}
    mine = Reply.objects.filter(unit__in=units)
    one = first(mine.select_related("item__unit", "item__doer", "unit", "post"), code=code)
    refusal = replies.why_not_give(one)
    form = ReplyForm(request.POST if request.method == "POST" and not refusal else None)

    def give() -> Reply:
        return ledger.give_reply(reply=one, words=form.cleaned_data["words"], by=user)

    if form.is_bound and done(form, give):
        messages.success(request, _("Your reply stands, and is published beside what is said."))
        return redirect("desk_reply", code=code)
    context = {
        "one": one,
        "refusal": refusal,
        "form": form,
        "said": said_so_far(one),
        "crumbs": [Crumb(_("Desk"), reverse("desk")), Crumb(_("Right of reply"))],
    }
    return render(request, "desk/reply.html", context)


def said_so_far(one: Reply) -> list[tuple[str, str]]:
    """Return what stands beside a result, in the words of those who wrote it."""
    if one.about != About.RESULT:
        return []
    last = {step.move: step for step in one.item.steps.all() if step.move in SAID}
    titles = {Move.ANSWER: _("What the unit answered"), Move.VERIFY: _("What the checker found")}
    return [(titles[move], last[move].note) for move in SAID if move in last]
