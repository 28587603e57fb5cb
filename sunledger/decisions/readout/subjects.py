"""Who is the subject of an English sentence, and whether that can act."""

import re
from functools import cache

from sunledger.decisions.readout.draft import Signal
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner

_ADVERBIAL = re.compile(
    r"^(?:by|in|on|at|where|if|to|for|when|after|before|upon|until|during|as|from"
    r"|with|within|under|once|given|following|through|based|considering|regarding"
    r"|unless|while|throughout|starting|since|having|also|further|furthermore|however"
    r"|meanwhile|therefore|accordingly|thus|additionally|finally|then|first|second"
    r"|third|secondly|thirdly|lastly|next|effective|pursuant|subject|prior|because"
    r"|this year|next year|this time|likewise|similarly|today|besides|and|or|but)\b",
    re.IGNORECASE,
)
_INSERTED = re.compile(
    r",\s*(?:while|in|when|under|where|subject|as|at|through|upon|to the|with|on|for"
    r"|if|by|working|acting|together|along|after|before|or)\b.*$",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^(?:they|he|she|it|we|you|i|this|who)$", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:in|of|by|at) ((?:[a-z]+ )?(?:various |all |each )?.{3,60})$")
_NAME_FIRST = re.compile(r"(?:For |@)?([A-Z]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) ?: (?=[A-Za-z])")
# “Arbitration should …”: a capital at the beginning of a sentence makes no name.
_ABSTRACT = re.compile(
    r"(?:The )?[A-Z][a-z]+(?:tion|sion|ment|ness|ity|ance|ence|ing|ism|ure|gress|ies)$"
)
_FOR_WHOM = re.compile(
    r"\b(?:forbidden|prohibited|necessary|required|essential|important|imperative|needed)"
    r" for (.{3,100}?) (?:not )?to [a-z]"
)
_ASKED_FOR = {
    "action": re.compile(r"\A@?(.{2,80}?) to [a-z]"),
    "en asked for": re.compile(
        r"(?:ask|invit|request|instruct|urg|task|direct|order|commission|remind)ed"
        r" (.{2,50}?) to [a-z]"
    ),
}
_NO_ACTOR = re.compile(r"(?i)(?:the (?:need|importance|necessity)|\w+ing|efforts|measures)\b")
_NO_AGENT = re.compile(r"^(?:there|this|that|these|those|it|which|what|who)$", re.IGNORECASE)


@cache
def _agents() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out(r"(?i)\b{en_agent}\b"))


@cache
def _new_subject() -> re.Pattern[str]:
    """Return the pattern of “…is urgent, all towns must …”, as translators join sentences."""
    before = r"(?:\b(?:is|are|was|were|has|have) [^,]*|^(?:\w+ly )?(?:{en_task}|{en_exhort}) [^,]*)"
    new = r", ((?!especially|including|such|and )(?:the |all |each |every )?[A-Za-z][^,]{2,80})$"
    return re.compile(SHELF.spelt_out(before + new))


@cache
def _things() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out(r"(?i)\b{en_thing}(?: \([^)]*\))?\s*$"))


def is_agent(subject: str) -> bool:
    """Whether a subject is somebody who can act."""
    if _NO_AGENT.match(subject):
        return False
    if re.match(r"(?i)(?:the (?:whole|entire)|all|each|every|both) \w+$", subject):
        return not _things().search(subject)
    head = re.split(r"\b(?:of|for|in|on|to|with|from|by)\b", subject)[0]
    named = re.match(r"(?:all )?(?:the )?(?:[A-Z][\w.&'’-]*|and|or|of|the|,|/|\s)+$", subject)
    named = None if _ABSTRACT.match(subject) else named
    head = re.sub(r"(?i)^(?:all|each|every|both|any|no)(?: of)?(?: the)? (?=\w)", "", head)
    if _things().search(head):
        return False
    return bool(_agents().search(head) or re.search(r"\b[A-Z]{2,}s?\b", head) or
                (named and not re.match(r"(?:This|These|Such|That|Those)\b", subject)))  # fmt: skip


def subject_of(before: str) -> str:
    """Return the subject before a word of duty."""
    text = re.sub(r"^[^:,]{2,40}:\s+", "", before.strip())
    while "," in text and _ADVERBIAL.match(text):
        text = text.split(",", 1)[1].strip()
    if again := _new_subject().search(text):
        text = again[1]
    text = re.sub(r"(?<=\w) who .*$", "", text)
    text = re.sub(r",\s*(?:especially|particularly|in particular|including|such as)\b.*$", "", text)
    if again := re.search(
        r"\b(?:would|will|shall|must|should|may|can)\b.*\b(?:but|and|so) ([^,]+)$", text
    ):
        text = again[1]
    if again := re.search(r"\b[a-z]+ed\b.* and ((?:the |all |each )?[A-Z][^,]{1,60})$", text):
        text = again[1]
    text = re.split(
        r"\s(?:is|are|was|were|has|have|may|can|will|must|shall|should)\b.*,? (?:and|but|or)$", text
    )[0]
    text = _INSERTED.sub("", text)
    text = re.sub(
        r"(?i)^(?:and|but|or|also|therefore|that|then|in addition|however)\b,?\s*", "", text
    )
    return re.sub(
        r"(?i)[\s,]*(?:\b(?:also|each|both|all|therefore|now|then|further|henceforth|hereafter))?[\s,]*$",
        "",
        text,
    )


@cache
def _first_actor() -> re.Pattern[str]:
    """Return the pattern of who stands before the act of an action point."""
    asked = (
        "(?:(?:is|are|was|were|has|have|be) )?(?:invited |asked |requested |tasked |agreed |due )?"
    )
    verbs = "(?:to|will|would|shall|should|must|be) [a-z]|(?:{en_task}|{en_exhort})\\b"
    return re.compile(SHELF.spelt_out(f"((?!To\\b).{{2,100}}?) {asked}(?:{verbs})"))


@cache
def _actor_acts() -> re.Pattern[str]:
    name = r"((?![A-Z]{4,}S? )[A-Z](?:(?! (?:that|which|who|to|is|are|was|were|of) )[^.;:]){0,100}?"
    many = r"(?:(?<=s)|(?<=staff)|(?<=ren)|(?<=police)))"
    verb = r" (?:{en_task}|{en_exhort}) (?:the|an?|all|up|out|each|every|their|its|\w+ly|\w{4,}) "
    return re.compile(SHELF.spelt_out(name + many + verb))


def acts(part: str) -> str:
    """Return who stands before an act in a list of orders: “The mayors direct …”."""
    found = _actor_acts().match(part)
    return found[1] if found and _agents().search(found[1].split()[-1]) else ""


def owner_in(part: str, signal: Signal, moved: int) -> Owner | None:
    """Return the owner whom the words of a directive name."""
    at = max(0, signal.start + moved)
    if lead := SHELF.subject("owners").by_name["en in brackets"].search(part):
        return Owner(lead[1].strip(), "explicit")
    if signal.rule in ("labelled", "agreed", "imperative", "point"):
        return _first_named(part, signal) or _at_the_end(part) or by_whom(part)
    if signal.rule == "en name: act":
        name = part[: max(0, signal.end + moved)]
        return Owner(re.sub(r"^(?:For |@)", "", name).strip(" ,:@"), "explicit")
    if signal.rule == "en must not" and (nobody := re.match(r"(No .{3,140}?) may\b", part)):
        return Owner(nobody[1], "explicit") if is_agent(nobody[1]) else None
    if signal.rule == "en thing to be done":
        return _at_the_end(part) or by_whom(part)
    if pattern := _ASKED_FOR.get(signal.rule if signal.says != "action" else "action"):
        named = pattern.search(part)
        return Owner(named[1], "explicit") if named else None
    return _subject(part, at, signal)


def _subject(part: str, at: int, signal: Signal) -> Owner | None:
    """Return the subject of a sentence, or whoever else it says is to act."""
    subject = subject_of(part[:at])
    if PRONOUN.match(subject):
        return None
    if signal.rule == "asked" and _NO_ACTOR.match(subject):
        return by_whom(part[at:])
    if subject and len(subject) <= 160 and is_agent(subject) and signal.rule != "en necessary":
        return Owner(subject, "explicit")
    if for_whom := _FOR_WHOM.search(part):
        return Owner(for_whom[1], "explicit") if is_agent(for_whom[1]) else None
    inside = _INSIDE.search(subject)
    held = Owner(inside[1], "explicit") if inside and is_agent(inside[1]) else None
    return by_whom(part[at:]) or held


def _first_named(part: str, signal: Signal) -> Owner | None:
    """Return who stands before the act of an action point."""
    if signal.rule == "imperative":
        return None
    if initials := _NAME_FIRST.match(part):
        return Owner(initials[1], "explicit")
    name = _first_actor().match(part)
    return Owner(name[1], "explicit") if name and is_agent(name[1]) else None


def _at_the_end(part: str) -> Owner | None:
    """Return the name in brackets or behind a dash at the end of an action point."""
    found = SHELF.subject("owners").by_name["en at the end"].search(part)
    if found is None or (re.match(r"[A-Z]{2,6}$", found[1]) and _spelt(found[1], part)):
        return None
    return Owner(found[1].strip("@ "), "explicit")


def _spelt(short: str, part: str) -> bool:
    """Whether capitals in brackets are only the short form of the words before them."""
    firsts = "".join(word[0] for word in re.findall(r"[A-Za-z]+", part)).upper()
    return short in firsts


def by_whom(part: str) -> Owner | None:
    """Return who is to do it, where the words say “by the office”."""
    found = SHELF.subject("owners").by_name["en by whom"].search(part)
    return Owner(found[1].strip(), "explicit") if found and is_agent(found[1]) else None
