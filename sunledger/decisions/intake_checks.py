"""What a text must not hold before a meeting can stand on it."""

from django.utils.translation import gettext as _

from sunledger.core import privacy
from sunledger.core.problem import Problem, gettext_noop
from sunledger.ledger.refusals import Incomplete


def personal_in(text: str) -> Problem | None:
    """Return what is personal in a text and in which line; never the thing itself."""
    found = privacy.find(text)
    if not found:
        return None
    line = text.count("\n", 0, found[0].start) + 1
    sentence = privacy.SENTENCES[found[0].kind]
    msgid = gettext_noop("Text, line %(line)s: %(sentence)s")
    return Problem(msgid, {"line": str(line), "sentence": sentence})


def refuse_personal(text: str) -> None:
    """Refuse a text with something personal in it; the sentence names the line."""
    if problem := personal_in(text):
        raise Incomplete(said(problem))


def said(problem: Problem) -> str:
    """Return the sentence in the reader's language; a sentence within it too."""
    params = dict(problem.params)
    if "sentence" in params:
        params["sentence"] = _(params["sentence"])
    return _(problem.msgid) % params
