"""English words that order without any word of duty: “Publish the list”, “Once seen, report it”."""

import re
from functools import cache

from sunledger.decisions.readout.draft import Context
from sunledger.decisions.readout.points import is_dated, told_past
from sunledger.decisions.readout.rules import SHELF

# An item of a list that begins like “Retrain all …”: a verb that no list of verbs has.
_UNKNOWN_VERB = re.compile(
    r"(?!(?:in|on|at|for|to|with|by|from|the|this|these|of|as|and|but|when|if|while"
    r"|after|before|during|under|over|since|"
    r"because|that|all|both|is|are|not|no|about|between|without|through|per|some|only"
    r"|than|see|note|why|how|what|"
    r"\w+(?:ed|ing|s|ion|ment|ly|ity|ness|ance))\b)[A-Z][a-z]{2,14} (?:the|a|an|all"
    r"|every|each|its|their|our|any|with|\d+)\b"
    r"|[A-Z][a-z]+ly (?:and [a-z]+ly )?(?!\w+(?:ed|ing|ly)\b)[a-z]{3,14}"
    r" (?:forward |out |up )?[a-z]",
    re.IGNORECASE,
)
# “Concentrating the resources …” in a list of tasks, as machines translate.
_DOING = re.compile(
    r"[A-Z][a-z]+ing (?:the|an?|all|and|up|out|on)\b(?!.*\b(?:is|are|was|were|has|have|will)\b)"
)
_PURPOSE = re.compile(r"To [a-z].{3,160}?, ")


@cache
def imperative() -> re.Pattern[str]:
    """Return the pattern of words that begin with an act."""
    return re.compile(
        SHELF.spelt_out(
            r"(?i)^(?:please |to |also |not to |(?:\w+ly,? (?:and \w+ly )?))?(?:{en_task}"
            r"|{en_exhort})\b(?!,? (?:of|was|were|is|are|has|have|had|will|shall|must|should"
            r"|said)\b|[:'’])"
        )
    )


def orders(part: str, context: Context) -> bool:
    """Whether a part begins with an act, where acts are orders."""
    if context.commanding and _DOING.match(part):
        return True
    if not context.item and _PURPOSE.match(part):
        return False
    if (context.commanding or context.genre in ("notice", "plan")) and _then_act().match(part):
        return True
    if not imperative().match(part):
        if context.genre in ("notice", "plan") and _sends_by(part):
            return True
        normative = context.normative and context.genre != "minutes"
        return context.item and (normative or context.acting) and bool(_UNKNOWN_VERB.match(part))
    placed = context.item or context.commanding or context.ordered_before or context.acting
    return placed or context.genre in ("log", "plan")


@cache
def _then_act() -> re.Pattern[str]:
    """Return the pattern of “Once a fire is seen, report it”."""
    when = r"(?:Once|If|When|Where|In case of|In the event of|Upon) [^,;]{3,90}, (?:\w+ly )?"
    return re.compile(SHELF.spelt_out(when + r"{en_task}\b(?! (?:is|are|was|were|of)\b)"))


@cache
def _later_act() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out("[^.;,:]{3,90}, (?:and )?{en_task} [a-z]"))


def _sends_by(part: str) -> bool:
    """Whether words without a verb go on with an act and a day: “Two copies, send by May.”."""
    return bool(_later_act().match(part)) and is_dated(part) and not told_past(part)
