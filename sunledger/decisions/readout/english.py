"""Which part of an English sentence is a directive."""

import re
from dataclasses import replace as _with

from sunledger.decisions.readout import cabinet
from sunledger.decisions.readout.draft import Context, Draft, Signal
from sunledger.decisions.readout.imperatives import imperative, orders
from sunledger.decisions.readout.leads import leads, named_in_label, told_after
from sunledger.decisions.readout.points import is_point
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner
from sunledger.decisions.readout.sentences import pieces
from sunledger.decisions.readout.subjects import PRONOUN, acts, is_agent, owner_in, subject_of

_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whose|whether|because|since|although|though|how|why|what|so"
    r" that|if|unless|until|when|where|while|as (?:they|it|we|he|she))\b[^,;]*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|what)\s+$", re.IGNORECASE)
# “Those who do not report must …” : the duty lies on them, and not in the clause about them.
_WHO = re.compile(
    r"\bwho(?= (?:\w+ly \w+|do|does|have|has|are|is|fail|\w+ not|\w+ed)\b(?: [^ ]+)+)"
)
# In minutes, what somebody said in the talk is no decision.
_SAYING = re.compile(
    r"\b(?:said|stated|commented|noted|felt|reported|explained|confirmed"
    r"|summari[sz]ed|suggested|thought|believed|highlighted|mentioned|observed"
    r"|advised|added|argued|considered|asked whether|wondered|outlined|described"
    r"|raised|questioned|pointed out|was keen|were keen)\b",
    re.IGNORECASE,
)
_ADDING = re.compile(
    r", (?:and )?(?:adding|stressing|emphasi[sz]ing|noting|saying|requiring|demanding|stating"
    r"|pointing out) (?:also )?that (?=[^;]*$)"
)
# “Second, measures should be in place.” names a point that the next sentences set out.
_IN_PLACE = re.compile(
    r"(?i)\S+(?: \S+){0,4} (?:should|must) be (?:in place|strict|firm|solid|clear|high|strong"
    r"|practical|accurate|deep|thorough)$"
)
# “…, and by 2025 they should …”: a day of its own makes a directive of its own.
_BY_THEN = re.compile(r"(?:, and|, while|;)\s+(?=by (?:the end of |mid-?|end-?)?(?:20\d\d|[A-Z]))")
_NUMBER = re.compile(r"\([a-z0-9]{1,4}\)\s+")
_FIRST = re.compile(r"\((?:i|a|1)\)\s")
# “First, …; the second is to …” counts what is to be done, and is no part of it.
_COUNTED = re.compile(
    r"(?i)(?:(?:first|second|third|fourth|fifth|sixth|seventh|last|final)(?:ly)?(?: of all)?"
    r"\s?[,:]\s*(?=\S)|(?:the )?(?:one|first|second|third|fourth|fifth|sixth|seventh|other|last)"
    r"(?: one)? is (?:to (?=[a-z])|that )|(?:one|two|three|four|five|six|seven), )(?:is to )?"
)
_OPENS = re.compile(r"\b(?:shall|must|should|will|to):?\s*$|^\s*$|:\s*$")
# What stands before “… decided to” and tells only of the talk.
_ASIDE = re.compile(
    r"(?:(?:regarding|concerning|as for|in response|in reply|in answer|following|after|having"
    r"|on the question)[^,;]{3,60}, "
    r"|[^;]{3,240}, (?:and|then) (?:also |therefore |then |further )*(?=$|[a-z ]{0,12}$))",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"(?:, and|, while|, but| and|; and|;) (?=(?:(?:the|all|each|every)"
    r" )?[A-Za-z][^,;]{2,80} (?:must|shall|should|will|would|(?:is|are) (?:required )?to) )"
)


def drafts_of(words: str, context: Context) -> list[Draft]:
    """Return the directives in a sentence, in order."""
    if not words.isupper():
        return _drafts(words, context)
    small = re.sub(r"(?:^|[:.–-] )[a-z]", lambda first: first[0].upper(), words.lower())
    drafts = _drafts(small, context)
    return [_with(one, owner=one.owner and _as_written(one.owner, words)) for one in drafts]


def _as_written(owner: Owner, words: str) -> Owner:
    """Return an owner in the capitals of the text."""
    place = words.lower().find(owner.text.lower())
    return _with(owner, text=words[place : place + len(owner.text)] if place >= 0 else owner.text)


def _drafts(words: str, context: Context) -> list[Draft]:
    """Return the directives of a sentence that is not all in capitals."""
    if context.genre == "cabinet" and (acts := cabinet.drafts_of(words)) is not None:
        return acts
    start, asked = leads(words, context)
    if start < 0 or _only_counts(words):
        return []
    if (end := told_after(words, context.genre)) < len(words):
        context.commanding = True
        words = words[:end]
    named = named_in_label(words[:start])
    drafts: list[Draft] = []
    for a, b in _parts(words, start, asked):
        if draft := _duty(words, a, b, context, asked):
            if named and draft.owner is None:
                draft = _with(draft, owner=Owner(named, "explicit"))
            drafts.append(draft)
        elif drafts and not outside(words[a:b]):
            drafts[-1] = Draft(drafts[-1].start, b, drafts[-1].owner, drafts[-1].why)
        asked = ""
    return drafts


def _only_counts(words: str) -> bool:
    """Whether a sentence is only the name of a point: “First, strengthen leadership.”."""
    counted = _COUNTED.match(words)
    if counted is None:
        return False
    named = words[counted.end() :]
    return bool(_IN_PLACE.match(named)) or (len(named.split()) <= 3 and not _modal(words))


def _parts(words: str, start: int, asked: str) -> list[tuple[int, int]]:
    """Return the parts that may be directives of their own: between semicolons, by subject."""
    cuts = [start]
    for a, b in pieces(words[start:], ";；"):
        a, b = a + start, b + start
        if a > start and _begins(words[a:b]):
            cuts.append(a)
        cuts += [
            turn.end()
            for turn in _BY_THEN.finditer(words, a, b)
            if _modal(words[cuts[-1] : turn.start()]) and _modal(words[turn.end() : b])
        ]
        for turn in _FORWARD.finditer(words, a, b):
            subject = words[turn.end() : b]
            agent = re.match(r"(.{2,80}?) (?:must|shall|should|will|is|are)\b", subject)
            before = words[cuts[-1] : turn.start()]
            if turn[0][0] == " " and not _modal(re.split("[,;] ", before)[-1]):
                continue
            if agent and is_agent(agent[1]) and (asked or _modal(before)) and len(agent[1]) < 60:
                cuts.append(turn.end())
    cuts = sorted(set(cuts))
    ends = [*cuts[1:], len(words)]
    return [_trim(words, a, b) for a, b in zip(cuts, ends, strict=True)]


def _trim(words: str, a: int, b: int) -> tuple[int, int]:
    """Return a part without its joining words and points."""
    lead = re.match(r"[\s;,]*(?:and |or |but )?\s*", words[a:b])
    a += lead.end() if lead else 0
    if (number := _NUMBER.match(words, a, b)) and _numbers_acts(words):
        a = number.end()
    if counted := _COUNTED.match(words, a, b):
        a = counted.end()
    tail = re.search(r"[\s;,:]*(?:\b(?:and|or|but|while))?[\s;,:]*$", words[a:b])
    return a, a + (tail.start() if tail else b - a)


def _numbers_acts(words: str) -> bool:
    """Whether “(a) …; (b) …” in a sentence are things to do, and no things that are named."""
    first = _FIRST.search(words)
    return first is None or bool(_OPENS.search(words[: first.start()]))


def _begins(part: str) -> bool:
    """Whether a part between semicolons says a duty of its own."""
    part = re.sub(r"^[\s;,]*(?:and |or )?\s*", "", part)
    part = re.sub(r"^\(?[a-z0-9]{1,3}\)\s*", "", part)
    part = _COUNTED.sub("", part, count=1) if _COUNTED.match(part) else part
    return bool(_modal(part) or imperative().match(part) or re.match(r"to [a-z]{3}", part))


def _modal(part: str) -> bool:
    """Whether a part has any word of duty."""
    duties = SHELF.subject("modals").only("strong", "future")
    return next(duties.all(part, 0, len(part), "en"), None) is not None


def outside(words: str, asked: str = "") -> bool:
    """Whether the whole part is no directive; what was agreed that one may do is one."""
    return any(
        not (asked and found.rule.name == "en permission")
        for found in SHELF.subject("outside").only("whole").all(words, 0, len(words), "en")
    )


def _duty(words: str, a: int, b: int, context: Context, asked: str) -> Draft | None:
    """Return the directive that a part is, if it is one."""
    part = words[a:b]
    signal = _signal(part, context, asked) if len(part) >= 8 else None
    if signal is None or _adopted(part, asked):
        return None
    if outside(part, asked) and not _to_do(part, asked):
        return None
    begin = a + _preface(part, signal)
    return Draft(begin, b, owner_in(words[begin:b], signal, a - begin), signal.rule)


def _to_do(part: str, asked: str) -> bool:
    """Whether words that are elsewhere the title of a debate follow “Action:”."""
    agenda = SHELF.subject("outside").by_name["en agenda item"]
    return asked == "labelled" and bool(agenda.match(part))


def _adopted(part: str, asked: str) -> bool:
    """Whether what was agreed is only that a paper is taken note of."""
    adopted = SHELF.subject("outside").by_name["en adopted after a lead"]
    return asked == "agreed" and bool(adopted.match(part))


def _signal(part: str, context: Context, asked: str) -> Signal | None:
    """Return the first word of duty that counts in this context."""
    speaking = context.commanding or context.normative or context.listed or context.acting
    for found in sorted(
        SHELF.subject("modals").all(part, 0, len(part), "en"), key=lambda found: found.start
    ):
        before = part[: found.start]
        signal = Signal(found.start, found.rule.says, found.rule.name, found.end)
        if context.genre == "minutes" and _SAYING.search(before):
            continue
        if _RELATIVE.search(before) or _SUBORDINATE.search(_WHO.sub("", before.split(",")[-1])):
            continue
        if _forecast(part, signal):
            continue
        if _counts(signal, before, context, speaking):
            return signal
    return _without_modal(part, context, asked, speaking=speaking)


def _without_modal(part: str, context: Context, asked: str, *, speaking: bool) -> Signal | None:
    """Return why a part without a word of duty is a directive all the same."""
    if asked == "asked":
        to = re.search(r"\b(?:not )?to [a-z]", part)
        return Signal(to.start() if to else 0, "strong", "asked", to.end() if to else 0)
    if asked:
        return Signal(0, "act", asked)
    if context.telling and not context.commanding:
        return None
    told = context.genre in ("notice", "plan") and not context.telling
    if (told or (context.item and context.commanding)) and (name := acts(part)):
        return Signal(len(name), "strong", "actor acts", len(name))
    if (speaking or context.ordered_before) and orders(part, context):
        return Signal(0, "act", "imperative")
    return Signal(0, "act", "point") if is_point(part, context) else None


def _forecast(part: str, signal: Signal) -> bool:
    """Whether the word tells what will come of it and not what is to be done."""
    return any(
        found.start <= signal.start < found.end
        for found in SHELF.subject("outside").only("modal").all(part, 0, len(part), "en")
    )


def _counts(signal: Signal, before: str, context: Context, speaking: bool) -> bool:
    """Whether a word of duty makes a directive here."""
    if signal.says == "strong":
        return context.genre != "news" or speaking
    if signal.says == "action":
        return context.genre in ("minutes", "log", "plan") or context.item or context.acting
    if signal.says == "decide":
        return context.genre not in ("news", "reported")
    subject = subject_of(before)
    if signal.says == "future" and context.telling and not context.commanding:
        return False
    if signal.says == "future" and speaking:
        return is_agent(subject) or context.genre == "plan"
    if signal.says == "would":
        return context.genre == "minutes" and is_agent(subject) and not PRONOUN.match(subject)
    return signal.says == "future" and context.genre == "reported" and is_agent(subject)


def _preface(part: str, signal: Signal) -> int:
    """Return how many signs before the directive proper tell only of what is past."""
    before = part[: signal.start]
    if signal.says == "decide" and (aside := _ASIDE.match(before)):
        return aside.end()
    if adding := _ADDING.search(before):
        return adding.end()
    told = re.search(r"(?:,|;) (?:and|so|therefore|but|accordingly),? (?=[^,;]*$)", before)
    if told and SHELF.subject("outside").by_name["en past"].search(before[: told.start()]):
        return told.end()
    return 0
