"""What people write to an office, as it is taken: nothing personal in it, and no receipt code."""

from django.utils.translation import gettext as _

from sunledger.core import privacy
from sunledger.ledger.refusals import Incomplete
from sunledger.ledger.said import perhaps_said as fit
from sunledger.voices import receipt

TITLE, WORDS = 100, 3_000


def said(text: str, what: str, limit: int = WORDS) -> str:
    """Return what a person wrote, or refuse an empty or unfit text; `what` names the field."""
    if not text.strip():
        raise Incomplete(_("%(field)s: write something.") % {"field": what})
    return perhaps_said(text, what, limit)


def perhaps_said(text: str, what: str, limit: int = WORDS) -> str:
    """Return what a person wrote, or nothing; what is personal is refused, and named.

    Only the author sees the refusal, in the answer to their own form, so it can repeat the words.
    """
    text = text.replace("\r\n", "\n").strip()
    if found := privacy.find(text):
        raise Incomplete(_personal(text, what, found))
    if receipt.stands_in(text):
        raise Incomplete(
            _(
                "%(field)s: a receipt code stands in it. Whoever reads it could look in your "
                "place. Remove it."
            )
            % {"field": what}
        )
    return fit(text, what, limit)


def _personal(text: str, what: str, found: list[privacy.Personal]) -> str:
    """Return the sentence that names the words and says why they cannot stay."""
    words = ", ".join(dict.fromkeys(f"“{text[one.start : one.end].strip()}”" for one in found))
    return _("%(field)s: %(sentence)s It is about: %(words)s. Nothing was kept.") % {
        "field": what,
        "sentence": _(privacy.SENTENCES[found[0].kind]),
        "words": words,
    }
