"""One explanation for all that a stack asks: given with one press, verified with one press.

Each question keeps an explanation of its own, since each is raised by itself and may end by itself;
they have the same words, the same document and the same last day, and were given in one moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.screening import deciding, explaining
from sunledger.screening.explaining import Given
from sunledger.screening.explanations import ExplanationQuerySet
from sunledger.screening.models import Covers, Explanation, Lead, Reason, Stack, Stage
from sunledger.screening.refusals import Incomplete
from sunledger.units.models import User


@transaction.atomic
def explain_stack(
    *,
    stack: Stack,
    given: Given,
    by: User,
    but: Mapping[str, deciding.Answer] | None = None,
    at: datetime | None = None,
) -> list[Explanation]:
    """Dismiss a stack as explained and remember why, `but` some of its leads for another reason."""
    at = at or timezone.now()
    answer = deciding.Answer(Reason.EXPLAINED, given.words)
    leads = deciding.dismiss_stack(stack=stack, answer=answer, by=by, but=but, at=at)
    explained = [lead for lead in leads if lead.reason == Reason.EXPLAINED]
    if not explained:
        raise Incomplete(_("Only an innocent explanation is remembered."))
    made: dict[tuple[str, str], Explanation] = {}
    for lead in explained:
        question = (lead.screen, lead.payee if given.covers == Covers.PARTY else lead.key)
        if question in made:
            _join(lead, made[question])
        else:
            made[question] = explaining.remember(lead=lead, given=given, by=by, at=at)
    return list(made.values())


def _join(lead: Lead, why: Explanation) -> None:
    """Let another lead of the same screen about the same party rest on its explanation."""
    if why.at_most is not None and why.at_most < abs(lead.figure):
        raise Incomplete(
            _("More than that is at stake already. Write at least what the lead asks.")
        )
    lead.explanation = why
    lead.save(update_fields=["explanation"])


def given_with(explanation: Explanation) -> ExplanationQuerySet:
    """Return the others that wait to be verified and were given in the same moment."""
    same = Explanation.objects.filter(
        unit=explanation.unit, given_by=explanation.given_by, given_at=explanation.given_at
    )
    return same.filter(stage=Stage.GIVEN).exclude(pk=explanation.pk)


@transaction.atomic
def verify_together(
    *, explanation: Explanation, by: User, at: datetime | None = None
) -> list[Explanation]:
    """Verify an explanation and all that were given with it: one document, looked at once."""
    others = list(given_with(explanation))
    return [explaining.verify(explanation=one, by=by, at=at) for one in (explanation, *others)]
