"""What people write, as the ledger takes it: something, in signs that are text, and not endless."""

from django.utils.translation import gettext as _

from sunledger.core import privacy
from sunledger.ledger.refusals import Incomplete


def said(text: str, what: str, limit: int = 20_000) -> str:
    """Return what a person wrote, or refuse an empty or unfit text; `what` names the field."""
    if not text.strip():
        raise Incomplete(_("%(field)s: write something.") % {"field": what})
    return perhaps_said(text, what, limit)


def perhaps_said(text: str, what: str, limit: int = 20_000) -> str:
    """Return what a person wrote, or nothing where nothing was; what is unfit is refused.

    What is written here becomes public one day, so what must never be is refused at once.
    """
    text = text.strip()
    if "\0" in text:
        raise Incomplete(_("%(field)s: it holds signs that are no text.") % {"field": what})
    if len(text) > limit:
        raise Incomplete(
            _("%(field)s: write at most %(limit)s signs; these are %(length)s.")
            % {"field": what, "limit": limit, "length": len(text)}
        )
    if found := privacy.find(text):
        sentence = _(privacy.SENTENCES[found[0].kind])
        raise Incomplete(_("%(field)s: %(sentence)s") % {"field": what, "sentence": sentence})
    return text
