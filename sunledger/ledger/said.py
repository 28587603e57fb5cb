"""What people write, as the ledger takes it: something, in signs that are text, and not endless."""

from django.utils.translation import gettext as _

from sunledger.ledger.refusals import Incomplete


def said(text: str, what: str, limit: int = 20_000) -> str:
    """Return what a person wrote, or refuse an empty or unfit text; `what` names the field."""
    text = text.strip()
    if not text:
        raise Incomplete(_("%(field)s: write something.") % {"field": what})
    if "\0" in text:
        raise Incomplete(_("%(field)s: it holds signs that are no text.") % {"field": what})
    if len(text) > limit:
        raise Incomplete(
            _("%(field)s: write at most %(limit)s signs; these are %(length)s.")
            % {"field": what, "limit": limit, "length": len(text)}
        )
    return text
