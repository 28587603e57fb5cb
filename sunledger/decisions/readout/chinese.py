"""Which part of a Chinese sentence is a directive, and who is its subject."""

import re
from functools import cache
from typing import NamedTuple

from sunledger.decisions.readout.draft import Context, Draft
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner
from sunledger.decisions.readout.sentences import pieces

_AS_FIRST = re.compile(
    r"^(?:(?:一|二|三|四|五|六|七|八|九|十)(?:是|要)|(?:首先|其次|再次|最后"
    r"|第[一二三四五六七八]|其[一二三四五]|同时|此外|另外|因此|为此|还|并且"
    r"|而且)[，,：:])"
)
_BEFORE_VERB = (
    r"(?:(?:进一步|切实|认真|扎实|深入|全面|全力|大力|积极|持续|不断|着力|加快|有序|稳妥|严格|坚决|科学|充分|"
    r"更好|更加|继续|主动|及时|立即|尽快|抓紧|定期|常态化|依法|依规|逐步|逐一|适时|统一|重点|集中|同步|协同|共同|"
    r"合理|精准|有效|高效|牢固|自觉|始终|坚持|务实|稳步|大胆|从严|从快|广泛|鼓励|支持|优先|分类|分批|分级|按时|"
    r"按期|如期|限期|如实|迅速|努力|奋力|确保|力争|争取|还|也|都|再|均|并|不折不扣|高质量|高标准|因地制宜|实事求是|地)+)?"
)
_NOT_MODAL = re.compile(
    r"(?:如果|若|假如|是否|只有|除非|因为|由于|之所以|为什么|凡是|谁|认为|觉得|(?<![思理设感])想|打算|愿意|不必|无需|不用|不需)[^，]*$"
)
_SAYS = re.compile(
    r"(?:并|同时|最后)?(?:强调|要求|指出|明确|提出|决定|部署|认为|明确要求)(?:[^，]{0,6}要求)?"
)
# “Doing this, is a duty of …” tells what a thing is, and orders nothing.
_TELLS = re.compile(r"\s*(?:是|事关|关系|关乎|既是|不仅是|就是|有利于|有助于|意味着|体现了)")


# “By 2025, a tenth less”: an aim with its day and its measure, without a verb in front.
_AIM = re.compile(
    r"(?:力争)?(?:到|至|截至)?(?:\d{4}年|今年|明年|年)(?:底|末|年底)?(?:以?前)?$|(?:到|至)\d{4}年"
)
_MEASURE = re.compile(
    r"达到?|下降|提高|降低|增长|不低于|不少于|以上|以内|超过|建成|实现|控制在|减少|覆盖"
)
_OFFICE = re.compile(
    r"((?:(?![每定按于在将及应要负])[一-龥]){1,4}(?:室|科|处|局|办|股|中心|组(?!织)|委|队|站))(?=[一-龥])"
)


class Clause(NamedTuple):
    """A part of a sentence between commas, and what it does."""

    start: int
    end: int
    sign: str  # strong, future, act, past or nothing
    subject: str = ""
    rule: str = ""


@cache
def _verb() -> re.Pattern[str]:
    verbs = SHELF.spelt_out("(?:{zh_task}|{zh_exhort})")
    leads = "以|在|按|按照|根据|结合|围绕|针对|对|把|将|从|通过|依托|借助|利用|由"
    led = rf"(?:(?:{leads})[^，。]{{2,60}}?)?"
    by = r"(?:[^，。于]{0,18}(?:前|之内|以内|底|末|年起|日起)，?)?"
    return re.compile(f"{by}{led}{_BEFORE_VERB}{verbs}(?!了|过|的(?:[^，]*)$|于$|力度$)")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(SHELF.spelt_out(r"^(.{0,240}?{zh_body}(?:[（(][^）)]{1,12}[）)])?)$"))


@cache
def _actor() -> re.Pattern[str]:
    """Return the pattern of a clause that begins with somebody who acts, without any modal."""
    follows = (
        r"(?=于|在|按|根据|负责|通过|对|每|定期|及时|主动|全面|抓紧|尽快|统一|按期|会同"
        r"|配合|牵头|认真|切实|严格|立即|分别|结合|将|{zh_task})"
    )
    begins = r"(?:各|有关|相关|全|省|市|县|区|乡|镇|村|牵头|责任|主管|成员|[一-龥]{2,8}?)"
    return re.compile(
        SHELF.spelt_out(
            rf"^({begins}[^，。：]{{0,50}}?{{zh_body}}(?:[（(][^）)]{{1,12}}[）)])?){follows}"
        )
    )


def drafts_of(words: str, context: Context) -> list[Draft]:
    """Return the directives in a sentence, in order."""
    voices = SHELF.subject("outside").by_name["zh voices"]
    start, asked = _leads(words, context)
    if start < 0 or voices.search(words) or outside(words[start:]):
        return []
    clauses = [_clause(words, start + a, start + b) for a, b in pieces(words[start:], "，,；;")]
    first = _first_duty(clauses, words, context, asked)
    if first is None:
        return []
    begin = _begin(clauses, first)
    return list(_split(words, clauses, begin))


def outside(words: str) -> bool:
    """Whether the whole sentence is no directive."""
    return any(
        found.rule.says == "whole"
        for found in SHELF.subject("outside").all(words, 0, len(words), "zh")
    )


def _leads(words: str, context: Context) -> tuple[int, bool]:
    """Return where the reported words begin, or -1 where only the past is told."""
    start, asked = _ordinal(words), False
    for _ in range(4):
        found = SHELF.subject("leads").at(words[start:], 0, len(words), "zh")
        if found is None:
            break
        if found.rule.says == "past":
            context.commanding = False
            later = re.search(r"[，；](?:并)?(?=要|必须|应当|要求)", words[start:])
            if later is None:
                return -1, False
            start += later.end()
            continue
        asked = asked or found.rule.says == "ask"
        if found.rule.says in ("order", "ask") and found.rule.name != "zh according to":
            context.commanding, context.owner = True, context.everyone
        start += found.end
        start += _ordinal(words[start:])
    return start, asked


def _ordinal(words: str) -> int:
    """Return how many signs at the beginning only count: “一是”, “首先，”."""
    found = _AS_FIRST.match(words)
    return found.end() - (found[0][-1:] == "要") if found else 0


def _clause(words: str, start: int, end: int) -> Clause:
    """Return what a clause does, and for whom."""
    while start < end and words[start] in " 　":
        start += 1
    part = words[start:end]
    for found in SHELF.subject("modals").all(part, 0, len(part), "zh"):
        before = part[: found.start]
        if not _NOT_MODAL.search(before) and len(before) <= 90:
            subject = _named(before)
            return Clause(start, end, found.rule.says, subject, found.rule.name)
    outside = SHELF.subject("outside")
    if any(f.rule.says == "clause" for f in outside.all(part, 0, len(part), "zh")):
        return Clause(start, end, "past")
    if _SAYS.fullmatch(part):
        return Clause(start, end, "says")
    if _verb().match(part):
        return Clause(start, end, "act", "", "zh verb")
    if actor := _actor().match(part):
        office = _OFFICE.match(part, actor.end(1))
        return Clause(start, end, "act", actor[1] + (office[1] if office else ""), "zh actor")
    if _AIM.match(part) and _MEASURE.search(words):
        return Clause(start, end, "act", "", "zh aim")
    return Clause(start, end, "")


def _named(before: str) -> str:
    """Return the subject before a modal, if it is somebody who can act."""
    text = re.sub(
        r"^(?:今年|明年|同时|因此|为此|今后|下一步|目前|当前|同时也|此外|对此|对)", "", before
    )
    text = re.sub(
        r"(?:还|都|也|均|一定|务必|就|同样|更|都应|既|进一步|切实|同时|必须|分别|应|将)+$", "", text
    ).strip()
    found = _subject().match(text)
    if not found or before.startswith("对"):
        return ""
    if len(text) > 24 and "、" not in text:
        return ""
    return text


def _first_duty(clauses: list[Clause], words: str, context: Context, asked: bool) -> int | None:
    """Return which clause first lays a duty on somebody."""
    speaking = context.commanding or context.normative or asked
    weak = speaking or context.ordered_before or context.listed
    for number, clause in enumerate(clauses):
        if clause.sign == "strong" and (context.genre != "news" or speaking):
            return number
        if clause.sign == "decide":
            context.commanding = True
            return number if _verb().search(words[clause.start :]) else None
        if clause.sign == "future" and (weak or context.genre in ("reported", "cabinet")):
            return number
        if asked:
            return number
    for number, clause in enumerate(clauses[:3]):
        if clause.sign == "past" or _TELLS.match(words[clause.end + 1 :]):
            return None
        if clause.sign == "act" and weak:
            return number
    return None


def _begin(clauses: list[Clause], first: int) -> int:
    """Return the first clause of the directive: what only tells of the past before it is cut."""
    begin = first
    while begin > 0 and clauses[begin - 1].sign not in ("past", "says"):
        begin -= 1
    return begin


def _split(words: str, clauses: list[Clause], begin: int) -> list[Draft]:
    """Return one draft for every subject, or for every part between semicolons."""
    drafts: list[Draft] = []
    start, subject, rule = clauses[begin].start, "", ""
    for number in range(begin, len(clauses)):
        clause = clauses[number]
        broken = number > begin and words[clause.start - 1 : clause.start] in ("；", ";")
        other = bool(clause.subject and subject and clause.subject != subject
                     and clause.sign in ("strong", "future"))  # fmt: skip
        if number > begin and (broken or other):
            drafts.append(_draft(words, start, clauses[number - 1].end, subject, rule))
            start, subject, rule = clause.start + _ordinal(words[clause.start :]), "", ""
        subject = subject or clause.subject
        rule = rule or clause.rule
    drafts.append(_draft(words, start, clauses[-1].end, subject, rule))
    return drafts


def _draft(words: str, start: int, end: int, subject: str, rule: str) -> Draft:
    """Return a draft with the owner whom its own words name."""
    part = words[start:end]
    text = _led(part) or subject
    return Draft(start, end, Owner(text, "explicit") if text else None, rule)


def _led(part: str) -> str:
    """Return who leads, where brackets or “led by” say so."""
    owners = SHELF.subject("owners")
    for name in ("zh in brackets", "zh led by", "zh by whom"):
        for found in owners.by_name[name].finditer(part):
            text = (
                found[1] or (found[2] if found.lastindex and found.lastindex > 1 else "") or ""
            ).strip("，,、 ")
            text = re.sub(r"^(?:由|所涉及的|并由)", "", text)
            if text and (name == "zh in brackets" or _subject().match(text)):
                return text
    return ""
