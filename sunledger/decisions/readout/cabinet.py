"""What a cabinet sets somebody to do: the words between a proposal and its approval."""

import re
from collections.abc import Iterator
from functools import cache

from sunledger.decisions.readout.draft import Draft
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner

# “… and authorised the Minister to …”: behind what was approved, who is told to act.
_TOLD_BESIDES = re.compile(
    r",? and (?:also |further )?(?:authori[sz]ed|directed|instructed|requested|mandated|tasked"
    r"|ordered|urged) (?=((?:the |all |each |its |relevant )?[^.;]{3,120}?) to [a-z])"
)
_CAPACITY = re.compile(
    r"in (?:his|her|their) capacity as (?:the )?((?:Minister|Prime Minister|Secretary"
    r"|President|Chair\w*)[^.;]{0,90}?),? (?:to|for) "
)
_TOLD = re.compile(
    r"^to (?:authori[sz]e|instruct|direct|request|order|require|advise|empower)"
    r" (?:the )?(.{3,120}?) (?:to (?!the\b|a\b)[a-z]|for [a-z])"
)
_DOER = re.compile(
    r"(?<!chaired )(?<!headed )(?<!led )(?<!submitted )(?<!made )(?<!owned )(?<!funded )"
    r"(?<!granted )(?<!provided )(?<!recommended )(?<!proposed )(?<!issued )"
    r"\bby (?:the )?((?:[a-z]+ )?(?:[A-Z][\w&.-]*|of|and|the|for|,)(?:"
    r" (?:[A-Z][\w&.-]*|of|and|the|for))*)"
)
_TAIL = re.compile(
    r"\s*,?\s*(?:as (?:recommended|proposed) by .*|on the recommendations? of .*|in"
    r" accordance with the recommendations? .*)$"
)


@cache
def _next_act() -> re.Pattern[str]:
    return re.compile(
        SHELF.spelt_out(
            r"(?:, (?:and )?|; (?:and )?| and )(?:also )?(?=to (?:{en_task}|authori[sz]e"
            r"|empower|enter|entrust|vest|lay|table|move|gazette|dispose|terminate)\b)"
        )
    )


def drafts_of(words: str) -> list[Draft] | None:
    """Return what the sentence sets to be done; None where it neither approves nor tells of it."""
    told = None
    for found in SHELF.subject("cabinet").all(words, 0, len(words)):
        if found.rule.says == "before":
            told = found
            continue
        if told and told.end > found.match.start(1):
            return []
        start, end = found.match.span(1)
        if words[start:end].strip():
            besides = _TOLD_BESIDES.search(words, start, end)
            acts = list(_acts(words, start, besides.start() if besides else end, found.rule.name))
            if besides:
                owner = Owner(re.sub("^the ", "", besides[1]), "explicit")
                acts.append(Draft(besides.end(), end, owner, found.rule.name))
            return acts
    return [] if told else None


def _acts(words: str, start: int, end: int, why: str) -> Iterator[Draft]:
    """Give each act of a row of acts."""
    cuts = [start, *(match.end() for match in _next_act().finditer(words, start, end)), end]
    capacity = _CAPACITY.search(words[: start + 3])
    for number, begin in enumerate(cuts[:-1]):
        part = words[begin : cuts[number + 1]]
        if number + 2 < len(cuts):
            part = re.sub(r"(?:,|;)?(?: and)?(?: also)?\s*$", "", part)
        elif tail := _TAIL.search(part):
            part = part[: tail.start()]
        part = part.rstrip(" ,;")
        if len(part) > 8:
            yield Draft(begin, begin + len(part), _owner(part, capacity), why)


def _owner(part: str, capacity: re.Match[str] | None) -> Owner | None:
    """Return who is to do it."""
    if told := _TOLD.match(part):
        return Owner(told[1], "explicit")
    for doer in _DOER.finditer(part):
        text = re.sub(r"(?: (?:of|and|the|for))+$", "", doer[1])
        if re.search(
            r"(?:Officer|Ministr|Minister|Department|Authority|Board|Secretary|Committee"
            r"|Council|Commission|Treasury|Agency|Bank|Corporation|General|Institute"
            r"|University|Office)",
            text,
        ):
            return Owner(text, "explicit")
    return Owner(capacity[1], "explicit") if capacity else None
