"""Points of an English plan that have no verb of duty: “Recruitment of 25 engineers by June”."""

import re
from functools import cache

from sunledger.decisions.readout.draft import Context
from sunledger.decisions.readout.rules import SHELF

_BY_YEAR = re.compile(
    r"By (?:the end of |end[- ]|mid-?)?(?:FY ?)?(?:[A-Z][a-z]+ )?20\d\d\b", re.ASCII
)
_LEVEL = re.compile(
    r"(?:At least |No (?:more|less|fewer) than |Up to |Over )?\d[\d.,]* ?(?:%|per ?cent)", re.ASCII
)
_TERM = re.compile(r"[A-Z][^:]{1,40}:(?:\s|$)")


@cache
def _nominal() -> re.Pattern[str]:
    return re.compile(
        SHELF.spelt_out(
            r"(?i)^(?:\w+ly |\w+al |\w+ ){0,2}?(?:{en_doing_noun}|\w{3,}(?:tion|sion|ment|al|ance))"
            r" (?:of|and) "
        )
    )


def is_point(part: str, context: Context) -> bool:
    """Whether words under a heading of actions, or in a plan, name what is to be reached."""
    planned = context.acting or context.genre == "plan"
    if not planned or not (context.item or context.acting or _BY_YEAR.match(part)):
        return False
    if told_past(part) or part.endswith("?") or _TERM.match(part):
        return False
    if re.match(r"(?:[^.;:]{2,120} )?to be (?:\w+ly )?\w+(?:ed|en|ne|ut|ld|nt|lt|de|id)\b", part):
        return True
    if _BY_YEAR.match(part) or _LEVEL.match(part):
        return _measured(part)
    return bool(_nominal().match(part)) and (_measured(part) or is_dated(part))


def told_past(part: str) -> bool:
    """Whether the words tell of what is past."""
    return bool(SHELF.subject("outside").by_name["en past"].search(part))


def _measured(part: str) -> bool:
    return next(SHELF.subject("quantities").all(part, 0, len(part), "en"), None) is not None


def is_dated(part: str) -> bool:
    """Whether the words name a day."""
    return next(SHELF.subject("deadlines").all(part, 0, len(part), "en"), None) is not None
