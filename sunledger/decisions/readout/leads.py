"""Where an English sentence stops reporting that an authority speaks, and begins to say what."""

import re

from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.draft import Context
from sunledger.decisions.readout.rules import SHELF

# Leads after which the words need no word of duty of their own.
_ASKED = {
    "en resolution asks": "asked",
    "en directs that": "agreed",
    "en issued requiring": "asked",
    "en asks": "asked",
    "en and asks": "asked",
    "en the need": "asked",
    "en calls for what": "asked",
    "en we call on": "asked",
    "en we recommend": "agreed",
    "en it was agreed": "agreed",
    "en motion": "agreed",
    "en that": "agreed",
    "en after a vote": "agreed",
    "en consensus was": "agreed",
    "en action label": "labelled",
}
_AFTER_ASKED = ("en that", "en resolution asks", "en motion", "en after a vote", "en it was agreed")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been)(?: \w+ly| hereby| also| further)* [\w ]+\s$")
_NEEDS = ("en the need", "en calls for what")
_AUTHORITY = re.compile(
    r"(?i)\b(?:meeting|minister|mayor|cabinet|secretary|chair\w*|governor|president"
    r"|premier|notice|plan|ministry|department|document|order|commission|committee"
    r"|board|council|circular|participants|session|conference|forum|magistrate)\b"
)
_RESOLVED = re.compile(
    r"(?i)(?:it was |it is |be it )?(?:further |hereby |unanimously )*(?:resolved|agreed|decided"
    r"|ordered|recommended)(?: (?:unanimously|that|to))*\s*[:–—-]?$"
    r"|that (?:the )?(?:\w+ ){0,3}(?:council|board|committee|commission|assembly|trustees)\s*:?$"
)
_DECISIONS = re.compile(
    r"(?i)\b(?:following (?:decisions?|resolutions?|actions|action points?)\b[^.;:]{0,50}"
    r"|(?:decided|agreed|resolved)(?: as follows| the following| on the following)[^.;:]{0,30}):$"
)
_SAYS_THEN = re.compile(
    r"(?i)\b(?:states?|stated|says|said|requires?|required|requests?|requested|pointed out"
    r"|emphasi[sz]e[sd]?|demand(?:s|ed)|decided|agreed|resolved|orders?|ordered|announced"
    r"|notified|specif(?:ies|ied)|stipulates?|stipulated|recommend(?:s|ed)?|recommendations"
    r"|direct(?:s|ed)?|proposed|commits?|undertakes?)\b[^.;]{0,80}:$"
)
_TOLD_AFTER = re.compile(
    r"(?i),\s*(?:according to (?:the|an?) [^,;]*\b(?:meeting|notice|circular|plan|document"
    r"|statement|guidelines?|decision|order|ministry|council|cabinet)\b.*"
    r"|(?:the|an?) (?:[^,;]{0,60}\b)?(?:meeting|notice|circular|document|plan|guidelines?"
    r"|statement|ministry|council|cabinet|order|conference|decision|commission|premier"
    r"|president|governor|minister|mayor|secretary|chairman|administration|bureau|office"
    r"|government|authority|(?:Ministry|Department|Office) of [^,;]{3,60})"
    r" (?:also |further )?(?:said|says|noted"
    r"|demanded|required|requires|stressed|urged|added|read|stated|ordered|pointed out"
    r"|emphasi[sz]ed|stipulated|requested)(?: (?:on|in|at) [^,;]{3,40})?)$"
)


_AIMS = re.compile(
    r"(?i)\b(?:objectives?|aims?|benefits?|purposes?|intentions?|advantages|reasons|functions)\b"
    r"[^.;:]{0,80}(?:[:;]|\binclud(?:e|es|ing)(?: among others?)? ?[:;]?|\b(?:is|are) to ?[:;]?)$"
)
_HE_SAID = re.compile(
    r",\s*(?:(?:he|she|(?:[A-Z][\w.’'-]+ ?){1,4}) (?:also )?(?:said|added|noted|stressed|urged"
    r"|emphasi[sz]ed|pointed out|stated)|(?:said|added|noted|stressed|urged) [A-Z][^,;]{1,60})$"
)
_LABEL_NAMES = re.compile(r"\(@?(?!\d)([^)]{2,40})\) ?[:–—-]")


def named_in_label(lead: str) -> str:
    """Return the name in brackets in a label: “TODO (Ann):”."""
    found = _LABEL_NAMES.search(lead)
    return found[1] if found else ""


def leads(words: str, context: Context) -> tuple[int, str]:
    """Return where the reported words begin, and whether somebody was asked; -1 for what is out."""
    start, asked = 0, ""
    for _ in range(4):
        rest = words[start:]
        found = SHELF.subject("leads").at(rest, 0, len(rest), "en")
        if found is None or _stops(found, context, asked):
            break
        if found.rule.name == "en to readers":
            return -1, ""
        asked = asked or _ASKED.get(found.rule.name, "")
        if found.rule.name == "en according to somebody" and context.genre != "readout":
            break
        if found.rule.name != "en according to":
            context.commanding = True
        if found.rule.name == "en the meeting says":
            context.owner = context.everyone
        start += found.end
    if SHELF.subject("outside").by_name["en recital"].match(words):
        return -1, ""
    return start, asked or ("agreed" if context.resolved and context.item else "")


def _stops(found: Found, context: Context, asked: str) -> bool:
    """Whether a lead is none here: nobody of authority speaks, or only in the talk."""
    if found.rule.name != "en action label" and not _speaks(found, context):
        return True
    if asked and found.rule.name not in _AFTER_ASKED:
        return True
    if context.genre == "minutes" and _only_said(found):
        return True
    return found.rule.name == "en that" and not (context.resolved or context.acting)


def opens_list(words: str) -> str:
    """Return what a line that ends in a colon says of the list below it: resolved, spoken or “”."""
    if _RESOLVED.match(words) or _DECISIONS.search(words):
        return "resolved"
    spoken = words[-1:] in ":：" and _SAYS_THEN.search(words)
    return "spoken" if spoken and (_AUTHORITY.search(words) or words.startswith("We ")) else ""


def tells_aims(words: str) -> bool:
    """Whether a line before a list says that what follows is only what something is good for."""
    return bool(_AIMS.search(words)) and not _SAYS_THEN.search(words)


def told_after(words: str, genre: str) -> int:
    """Return where a sentence ends that an authority is said behind it to have spoken."""
    found = _TOLD_AFTER.search(words) or (_HE_SAID.search(words) if genre == "readout" else None)
    return found.start() if found else len(words)


def _only_said(found: Found) -> bool:
    """Whether somebody in minutes spoke, and nothing was agreed."""
    said = found.rule.name in (
        "en asks",
        "en and asks",
        "en the meeting says",
        "en met and says",
        *_NEEDS,
    )
    said = said or (found.rule.name == "en directs that" and "recommend" in found.match[0])
    return said and not re.search(
        r"(?:agreed|resolved|decided|directed|ordered|instructed|ruled) that $", found.match[0]
    )


def _speaks(found: Found, context: Context) -> bool:
    """Whether those who speak in a lead have authority."""
    lead = found.match[0]
    outside = SHELF.subject("outside").by_name["en voices"]
    if outside.search(lead + " that") or SHELF.subject("outside").by_name["en recital"].match(lead):
        return False
    if any(
        f.rule.says == "strong" and f.rule.name != "en necessary"
        for f in SHELF.subject("modals").all(lead, 0, len(lead), "en")
    ):
        return False
    if found.rule.name == "en asks" and _PASSIVE.search(lead):
        return False
    if context.genre == "readout" and re.match(r"(?:He|She) ", lead):
        return True
    if found.rule.name in _NEEDS and context.genre != "readout":
        return context.genre != "news" and bool(_AUTHORITY.search(lead))
    if found.rule.name == "en the meeting says" and re.search(
        r"\b(?:said|noted|announced|stated)\b", lead
    ):
        return bool(_AUTHORITY.search(lead))
    return True
