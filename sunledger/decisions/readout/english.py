"""Which part of an English sentence is a directive, and who is its subject."""

import re
from functools import cache
from typing import NamedTuple

from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout import cabinet
from sunledger.decisions.readout.draft import Context, Draft
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner
from sunledger.decisions.readout.sentences import pieces

_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whose|whether|because|since|although|though|how|why|what|so that|if|unless|until|when|where|while)\b[^,;]*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|what)\s+$", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"^(?:by|in|on|at|where|if|to|for|when|after|before|upon|until|during|as|from|with|within|under|once|given|following|through|based|considering|regarding|unless|while|throughout|starting|since|having|also|further|furthermore|however|meanwhile|therefore|accordingly|thus|additionally|finally|then|first|second|third|secondly|thirdly|lastly|next|effective|pursuant|subject|prior|because|and|or|but)\b",
    re.IGNORECASE,
)
_INSERTED = re.compile(
    r",\s*(?:while|in|when|under|where|subject|as|at|through|upon|to the|with|on|for|if|by|working|acting|together|along|after|before|or)\b.*$",
    re.IGNORECASE,
)
# In minutes, what somebody said in the talk is no decision.
_SAYING = re.compile(
    r"\b(?:said|stated|commented|noted|felt|reported|explained|confirmed|summari[sz]ed|suggested|thought|believed|highlighted|mentioned|observed|advised|added|argued|considered|asked whether|wondered|outlined|described|raised|questioned|pointed out|was keen|were keen)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:they|he|she|it|we|you|i|this|who)$", re.IGNORECASE)
# An item of a list that begins like “Retrain all …”: a verb that no list of verbs has.
_UNKNOWN_VERB = re.compile(
    r"(?!(?:in|on|at|for|to|with|by|from|the|this|these|of|as|and|but|when|if|while|after|before|during|under|over|since|"
    r"because|that|all|both|is|are|not|no|about|between|without|through|per|some|only|than|see|note|why|how|what|"
    r"\w+(?:ed|ing|s|ion|ment|ly|ity|ness|ance))\b)[A-Z][a-z]{2,14} (?:the|a|an|all|every|each|its|their|our|any|\d+)\b",
    re.IGNORECASE,
)
_NO_AGENT = re.compile(r"^(?:there|this|that|these|those|it|which|what|who)$", re.IGNORECASE)
_FORWARD = re.compile(
    r"(?:, and|, while|, but| and|; and|;) (?=(?:(?:the|all|each|every) )?[A-Za-z][^,;]{2,80} (?:must|shall|should|will|(?:is|are) (?:required )?to) )"
)


class Signal(NamedTuple):
    """The word that lays a duty on somebody, and where it stands."""

    start: int
    says: str
    rule: str
    end: int = 0


def drafts_of(words: str, context: Context) -> list[Draft]:
    """Return the directives in a sentence, in order."""
    if context.genre == "cabinet" and (acts := cabinet.drafts_of(words)) is not None:
        return acts
    start, asked = _leads(words, context)
    if start < 0:
        return []
    drafts: list[Draft] = []
    for a, b in _parts(words, start):
        if draft := _duty(words, a, b, context, asked):
            drafts.append(draft)
        elif drafts and not outside(words[a:b]):
            drafts[-1] = Draft(drafts[-1].start, b, drafts[-1].owner, drafts[-1].why)
        asked = ""
    return drafts


def _parts(words: str, start: int) -> list[tuple[int, int]]:
    """Return the parts that may be directives of their own: between semicolons, by subject."""
    cuts = [start]
    for a, b in pieces(words[start:], ";；"):
        a, b = a + start, b + start
        if a > start and _begins(words[a:b]):
            cuts.append(a)
        for turn in _FORWARD.finditer(words, a, b):
            subject = words[turn.end() : b]
            agent = re.match(r"(.{2,80}?) (?:must|shall|should|will|is|are)\b", subject)
            before = words[cuts[-1] : turn.start()]
            if agent and _agent(agent[1]) and _modal(before) and len(agent[1]) < 60:
                cuts.append(turn.end())
    ends = [*cuts[1:], len(words)]
    return [_trim(words, a, b) for a, b in zip(cuts, ends, strict=True)]


def _trim(words: str, a: int, b: int) -> tuple[int, int]:
    """Return a part without its joining words and points."""
    lead = re.match(r"[\s;,]*(?:and |or |but )?\s*", words[a:b])
    a += lead.end() if lead else 0
    tail = re.search(r"[\s;,:]*(?:\b(?:and|or|but|while))?[\s;,:]*$", words[a:b])
    return a, a + (tail.start() if tail else b - a)


def _begins(part: str) -> bool:
    """Whether a part between semicolons says a duty of its own."""
    part = re.sub(r"^[\s;,]*(?:and |or )?\s*", "", part)
    part = re.sub(r"^\(?[a-z0-9]{1,3}\)\s*", "", part)
    return bool(_modal(part) or _imperative().match(part) or re.match(r"to [a-z]{3}", part))


def _modal(part: str) -> bool:
    """Whether a part has any word of duty."""
    return any(
        found.rule.says in ("strong", "future")
        for found in SHELF.subject("modals").all(part, 0, len(part), "en")
    )


@cache
def _imperative() -> re.Pattern[str]:
    return re.compile(
        SHELF.spelt_out(
            r"(?i)^(?:please |to |also |not to |(?:\w+ly,? (?:and \w+ly )?))?(?:{en_task}|{en_exhort})\b(?!,? (?:of|was|were|is|are|has|have|had|will|shall|must|should|said)\b|[:'’])"
        )
    )


@cache
def _agents() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out(r"(?i)\b{en_agent}\b"))


def _agent(subject: str) -> bool:
    """Whether a subject is somebody who can act."""
    if _NO_AGENT.match(subject):
        return False
    if re.match(r"(?i)(?:the (?:whole|entire)|all|each|every|both) \w+$", subject):
        return True
    head = re.split(r"\b(?:of|for|in|on|to|with|from|by)\b", subject)[0]
    named = re.match(r"(?:the )?(?:[A-Z][\w.&'-]*|and|or|of|the|,|/|\s)+$", subject)
    return bool(_agents().search(head) or re.search(r"\b[A-Z]{2,}\b", head) or
                (named and not re.match(r"(?:This|These|Such|That|Those)\b", subject)))  # fmt: skip


def outside(words: str) -> bool:
    """Whether the whole part is no directive."""
    return any(
        found.rule.says == "whole"
        for found in SHELF.subject("outside").all(words, 0, len(words), "en")
    )


def _leads(words: str, context: Context) -> tuple[int, str]:
    """Return where the reported words begin, and whether somebody was asked; -1 for what is out."""
    start, asked = 0, ""
    for _ in range(4):
        rest = words[start:]
        found = SHELF.subject("leads").at(rest, 0, len(rest), "en")
        if found is None or (found.rule.name != "en action label" and not _speaks(found, context)):
            break
        if context.genre == "minutes" and found.rule.name in ("en asks", "en the meeting says"):
            break
        asked = asked or {"en resolution asks": "asked", "en issued requiring": "asked", "en it was agreed": "agreed", "en asks": "asked",
                          "en action label": "labelled"}.get(found.rule.name, "")  # fmt: skip
        if found.rule.name != "en according to":
            context.commanding = True
        if found.rule.name == "en the meeting says":
            context.owner = context.everyone
        start += found.end
    if SHELF.subject("outside").by_name["en recital"].match(words):
        return -1, ""
    return start, asked


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
    if context.genre == "readout" and re.match(r"(?:He|She) ", lead):
        return True
    if found.rule.name == "en the meeting says" and re.search(
        r"\b(?:said|noted|announced|stated)\b", lead
    ):
        return bool(
            re.search(
                r"(?i)\b(?:meeting|minister|mayor|cabinet|secretary|chair\w*|governor|president|premier|notice|plan|ministry|department|document|order|commission|committee|board|council|circular)\b",
                lead,
            )
        )
    return True


def _duty(words: str, a: int, b: int, context: Context, asked: str) -> Draft | None:
    """Return the directive that a part is, if it is one."""
    part = words[a:b]
    if len(part) < 8 or outside(part):
        return None
    signal = _signal(part, context, asked)
    if signal is None:
        return None
    begin = a + _preface(part, signal)
    return Draft(begin, b, _owner(words[begin:b], signal, a - begin), signal.rule)


def _signal(part: str, context: Context, asked: str) -> Signal | None:
    """Return the first word of duty that counts in this context."""
    speaking = context.commanding or context.normative or context.listed
    for found in sorted(
        SHELF.subject("modals").all(part, 0, len(part), "en"), key=lambda found: found.start
    ):
        before = part[: found.start]
        signal = Signal(found.start, found.rule.says, found.rule.name, found.end)
        if context.genre == "minutes" and _SAYING.search(before):
            continue
        if _RELATIVE.search(before) or _SUBORDINATE.search(before.split(",")[-1]):
            continue
        if _forecast(part, signal):
            continue
        if _counts(signal, before, context, speaking):
            return signal
    if asked == "asked":
        to = re.search(r"\b(?:not )?to [a-z]", part)
        return Signal(to.start() if to else 0, "strong", "asked", to.end() if to else 0)
    if asked:
        return Signal(0, "act", asked)
    if (speaking or context.ordered_before) and (
        _imperative().match(part)
        or (context.item and context.normative and _UNKNOWN_VERB.match(part))
    ):
        if (
            context.item
            or context.commanding
            or context.ordered_before
            or context.genre in ("log", "plan")
        ):
            return Signal(0, "act", "imperative")
    return None


def _forecast(part: str, signal: Signal) -> bool:
    """Whether the word tells what will come of it and not what is to be done."""
    return any(
        found.rule.says == "modal" and found.start <= signal.start < found.end
        for found in SHELF.subject("outside").all(part, 0, len(part), "en")
    )


def _counts(signal: Signal, before: str, context: Context, speaking: bool) -> bool:
    """Whether a word of duty makes a directive here."""
    if signal.says == "strong":
        return context.genre != "news" or speaking
    if signal.says == "action":
        return context.genre in ("minutes", "log") or context.item
    if signal.says == "decide":
        return context.genre not in ("news", "reported")
    subject = _subject(before)
    if signal.says == "future" and speaking:
        return _agent(subject) or context.genre == "plan"
    if signal.says == "would":
        return context.genre == "minutes" and _agent(subject) and not _PRONOUN.match(subject)
    return signal.says == "future" and context.genre == "reported" and _agent(subject)


def _subject(before: str) -> str:
    """Return the subject before a word of duty."""
    text = before.strip()
    while "," in text and _ADVERBIAL.match(text):
        text = text.split(",", 1)[1].strip()
    text = _INSERTED.sub("", text)
    text = re.sub(
        r"(?i)^(?:and|but|or|also|therefore|that|then|in addition|however)\b,?\s*", "", text
    )
    text = re.sub(
        r"(?i)[\s,]*(?:\b(?:also|each|both|all|therefore|now|then|further))?[\s,]*$", "", text
    )
    return text


def _preface(part: str, signal: Signal) -> int:
    """Return how many signs before the directive proper tell only of what is past."""
    before = part[: signal.start]
    told = re.search(r"(?:,|;) (?:and|so|therefore|but|accordingly),? (?=[^,;]*$)", before)
    if told and SHELF.subject("outside").by_name["en past"].search(before[: told.start()]):
        return told.end()
    return 0


@cache
def _first_actor() -> re.Pattern[str]:
    """Return the pattern of who stands before the act of an action point."""
    asked = (
        "(?:(?:is|are|was|were|has|have|be) )?(?:invited |asked |requested |tasked |agreed |due )?"
    )
    verbs = "(?:to|will|would|shall|should|must|be) [a-z]|{en_task}\\b"
    return re.compile(SHELF.spelt_out(f"((?!To\\b).{{2,100}}?) {asked}(?:{verbs})"))


def _owner(part: str, signal: Signal, moved: int) -> Owner | None:
    """Return the owner whom the words of a directive name."""
    at = max(0, signal.start + moved)
    if lead := SHELF.subject("owners").by_name["en in brackets"].search(part):
        return Owner(lead[1].strip(), "explicit")
    if signal.rule in ("labelled", "agreed"):
        if name := re.match(r"([A-Z]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) ?: (?=[a-z])", part):
            return Owner(name[1], "explicit")
        name = _first_actor().match(part)
        if name and _agent(name[1]):
            return Owner(name[1], "explicit")
    if signal.rule in ("imperative", "labelled", "agreed"):
        return _by(part)
    if signal.says == "action":
        name = re.match(r"(.{2,80}?) to (?:[a-z])", part)
        return Owner(name[1], "explicit") if name else None
    before = part[:at]
    subject = _subject(before)
    if _PRONOUN.match(subject):
        return None
    if subject and len(subject) <= 160 and _agent(subject) and signal.rule != "en necessary":
        return Owner(subject, "explicit")
    if inside := re.search(
        r"\b(?:in|of|by|at) ((?:[a-z]+ )?(?:various |all |each )?.{3,60})$", subject
    ):
        if _agent(inside[1]):
            return Owner(inside[1], "explicit")
    return _by(part[at:])


def _by(part: str) -> Owner | None:
    """Return who is to do it, where the words say “by the office”."""
    found = SHELF.subject("owners").by_name["en by whom"].search(part)
    return Owner(found[1].strip(), "explicit") if found and _agent(found[1]) else None
