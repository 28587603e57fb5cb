"""Where one directive of a Chinese sentence ends and the next begins, and who is told."""

import re
from collections.abc import Iterator

from sunledger.decisions.readout.clauses import Clause, somebody, verb
from sunledger.decisions.readout.draft import Draft
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner

_A_NAME = re.compile(
    SHELF.spelt_out(r"{zh_surname}[一-龥]{1,2}(?:、{zh_surname}[一-龥]{1,2}){0,3}$")
)
_AS_FIRST = re.compile(
    r"^(?:(?:一|二|三|四|五|六|七|八|九|十)(?:是|要)|(?:首先|其次|再次|最后"
    r"|第[一二三四五六七八]|其[一二三四五]|同时|此外|另外|因此|为此|还|并且"
    r"|而且)[，,：:])"
)
_TELLS_IT = re.compile(r"(?<![规预稳指确制固])定[在于]|是|有|已|还差|没|不够|很|较")
_OFFICE = re.compile(r"(?![各每全])[^、]{1,12}(?:[局办科所室部处委站组]|成员|书记|主任|中心|公司)$")
_AFTER_PART = re.compile(
    r"[；;][ 　]*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|[①-⑳]"
    r"|\d{1,2}[.、．)）])?[ 　]*\Z"
)
# Two days in one sentence are two directives: “4月底前完成清查，6月底前公开账目”.
_DAY = re.compile(
    r"(?:并|力争|确保)?[到至于]?(?:(?:20\d\d|今|明|次)年)?(?:\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|底)?(?:之?前|底|末)"
    r"|(?:自[^，]{2,16}起)?\d{1,3}(?:个?工作日|个月|日|天|小时)之?内|年底前?|月底前?|[一二三四]季度[末前底]|上半年|年内|20\d\d年(?:[底末]前?|前)|每(?:天|日|周|月|季度|年))"
)


def ordinal(words: str) -> int:
    """Return how many signs at the beginning only count: “一是”, “首先，”."""
    found = _AS_FIRST.match(words)
    return found.end() - (found[0][-1:] == "要") if found else 0


def begin_of(words: str, clauses: list[Clause], first: int) -> int:
    """Return the first clause of the directive: what only tells of the past before it is cut."""
    begin = first
    while begin > 0 and clauses[begin - 1].sign not in ("past", "says"):
        if _named_duty(clauses[first]) and _is_statement(words, clauses[begin - 1]):
            break
        begin -= 1
    return begin


def _is_statement(words: str, clause: Clause) -> bool:
    """Whether a clause tells something by itself, and says neither when nor for what."""
    part = words[clause.start : clause.end]
    return clause.sign == "" and len(part) > 6 and bool(_TELLS_IT.search(part))


def divided(words: str, clauses: list[Clause], begin: int) -> Iterator[Draft]:
    """Give one draft for every subject, and for every part between semicolons."""
    held: list[Clause] = []
    for number, clause in enumerate(clauses[begin:], begin):
        if held and (_turns_away(clauses, number) or _begins_anew(words, held, clause)):
            yield _draft(words, held)
            held = []
        elif not held and number > begin and not _named_duty(clause):
            continue
        if not _turns_away(clauses, number):
            held.append(clause)
    if held:
        yield _draft(words, held)


def _turns_away(clauses: list[Clause], number: int) -> bool:
    """Whether a clause tells what was done, before somebody else is told what to do."""
    return clauses[number].sign == "past" and any(map(_named_duty, clauses[number:]))


def _named_duty(clause: Clause) -> bool:
    return bool(clause.subject) and clause.sign in ("strong", "future")


def _begins_anew(words: str, held: list[Clause], clause: Clause) -> bool:
    """Whether a clause begins another directive."""
    subject = next((one.subject for one in held if one.subject), "")
    acts = _other_act(words, clause) and (subject or _OFFICE.match(clause.subject))
    other = (acts or (_named_duty(clause) and subject)) and clause.subject != subject
    if other or _AFTER_PART.search(words, 0, clause.start):
        return True
    before = _DAY.search(words, held[0].start, held[-1].end)
    own = _DAY.match(words, clause.start, clause.end)
    differ = before is not None and own is not None and own[0] != before[0]
    return differ and clause.sign in ("strong", "act")


def _other_act(words: str, clause: Clause) -> bool:
    """Whether a clause without a word of duty says what somebody does, and not whom he helps."""
    if (
        clause.rule != "zh actor"
        or not clause.subject
        or clause.end - clause.start < len(clause.subject) + 4
    ):
        return False
    after = clause.start + len(clause.subject)
    return not re.match(
        r"(?:分别|共同|具体|积极|密切|协同|给予)*(?:配合|协助|协同|支持|参加|参与|予以)",
        words[after:],
    )


def _draft(words: str, held: list[Clause]) -> Draft:
    """Return a draft with the owner whom its own words name."""
    start, end = held[0].start, held[-1].end
    start += ordinal(words[start:end]) if start else 0
    subject = next((one.subject for one in held if one.subject), "")
    within = held[0].end if held[0].subject else end
    text = _led(words[start:within]) or ("" if subject in ("我们", "大家", "咱们") else subject)
    rule = next((one.rule for one in held if one.rule), "")
    return Draft(start, end, Owner(text, "explicit") if text else None, rule)


def _led(part: str) -> str:
    """Return who leads, where brackets or “led by” say so."""
    owners = SHELF.subject("owners")
    for name in (
        "zh in brackets",
        "zh led by",
        "zh by whom",
        "zh asked",
        "zh let whom",
        "zh first answerable",
    ):
        for found in owners.by_name[name].finditer(part):
            text = (next(filter(None, found.groups()), "")).strip("，,、 ")
            text = re.sub(r"^(?:由|所涉及的|并由)", "", text)
            if text and (name == "zh in brackets" or _is_somebody(text, found[0])):
                return text
    return ""


def _is_somebody(text: str, found: str) -> bool:
    """Whether words name a body, or a person who leads."""
    person = (
        re.search("(?:牵头|负责|承办)$", found) and _A_NAME.match(text) and not verb().match(text)
    )
    return bool(person) or bool(somebody().match(text))
