"""The one form by which anyone objects: to closing an item, or to a recognition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunledger.ledger.actions.notice import LONGEST
from sunledger.web.forms import Form, WordsField


class ObjectionForm(Form):
    """What somebody has to say against it."""

    words = WordsField(
        label=_("Your objection, and what it rests on"),
        max_length=LONGEST,
        help_text=_("No names, numbers or addresses of people: what is personal is not kept."),
    )
