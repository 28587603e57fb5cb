"""Whether whoever looks at a meeting may pass it down."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone

from sunledger.decisions.conveying import rights
from sunledger.decisions.models import Meeting
from sunledger.units.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def may_convey(context: Context, meeting: Meeting) -> bool:
    """Whether the person acts for the very unit whose meeting it is."""
    request: HttpRequest = context["request"]
    user = request.user
    today = timezone.localdate()
    return isinstance(user, User) and meeting.unit_id in rights.own_units(
        user, rights.CONVEYS, today
    )
