"""What each clause of a Chinese sentence does: lay a duty, name an act or an aim, tell the past."""

import re
from functools import cache
from typing import NamedTuple

from sunledger.decisions.readout.rules import SHELF

_BEFORE_VERB = (
    r"(?:(?:进一步|切实|认真|扎实|深入|全面|全力|大力|积极|持续|不断|着力|加快|有序|稳妥|严格|坚决|科学|充分|"
    r"更好|更加|继续|主动|及时|立即|尽快|抓紧|定期|常态化|依法|依规|逐步|逐一|逐项|逐级|逐户|适时|统一|重点|集中|同步|协同|共同|"
    r"合理|精准|有效|高效|牢固|自觉|始终|坚持|务实|稳步|大胆|从严|从快|广泛|鼓励|支持|优先|分类|分批|分级|分步|按时|"
    r"按期|如期|限期|如实|迅速|努力|奋力|确保|力争|争取|还|也|都|再|均|并|不折不扣|高质量|高标准|因地制宜|实事求是|"
    r"逐[一-龥]|自行|动态|密切|滚动|全程|全覆盖|实地|梯次|系统|整体|一体化|一体|深化|同时|新|至少|计划|拟|年内|全年|地|(?<=[一-龥])、)+)?"
)
_NOT_MODAL = re.compile(
    r"(?:如果|若|假如|是否|只有|除非|因为|由于|之所以|为什么|凡是|谁|认为|觉得|(?<![思理设感])想|打算|愿意|不必|无需|不用|不需)[^，]*$"
)
_SAYS = re.compile(
    r"(?:并|同时|最后)?(?:强调|要求|指出|明确|提出|决定|部署|认为|明确要求)(?:[^，]{0,6}要求)?"
)
# What only says for what, by what or on what occasion something is done.
_ADVERBIAL = re.compile(
    r"(?:针对|对于|对照|对|围绕|按照|根据|依据|为了|为|在|以|结合|依托|聚焦|紧扣|紧紧围绕|通过|经|自|从|从严从快|本着|除|\d{4}年$|今年$|年内$|当前$|目前$)"
)
_ON_WHAT = re.compile(
    r"(?:规定|要求|精神|部署|安排|通知|意见|特点|性质|实际|情况|原则|思路|职责|分工|基础上|前提下|过程中|为契机|为抓手|为主线|为指导|为重点)$"
)
_PAST = re.compile(r"(?<![为除极罢])了(?![解望然])|已经|曾")
_OFFICE = re.compile(
    r"((?:(?![每定按于在将及应要负])[一-龥]){1,4}(?:室|科|处|局|办|股|中心|组(?!织)|委|队|站))(?=[一-龥])"
)
_ALL_OF_THEM = re.compile(
    r"((?:全[党国省市县区镇校院系]|集团|公司|各级|各)[^，。]{0,12}?(?:各部门|各单位|部门|单位|干部|上下|各地|各级))"
)
# What stands in no name: an act, or the way to somebody.
_NO_NAME = re.compile(
    r"《|会议|全部|纳入|列入|报送|提交|移交|接受|进入|深入|实施|开展|推动|组织(?=[^部办委处科局])|[对向给把](?!外|口)"
)
# Words that stand for a body only with its name before them.
_BARE = re.compile(r"(?:机制|平台|主体|地方|组织|机构|系统|教育|审计|公安|财政|海关|税务)$")


# What only counts the points of a sentence: “（1）”, “①”, “2.”.
_COUNTED = re.compile(
    r"[ 　]*(?:(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|[①-⑳]"
    r"|\d{1,2}[.、．)）](?!\d))[ 　]*)?"
)


_DOER = re.compile(r"由([^，。；]{2,40}?)(?:负责|牵头|承办|督办|组织实施|会同)")


# “The meeting is set for 3 March” tells, and lays nothing on anybody.
_SET_FOR = re.compile(r"[^，。]{2,20}(?:(?<![规确制固约稳])定[于在].{2,24}|暂定.{2,24})")
# Bodies of two signs that begin a clause.
_SHORT = (
    "(?:[一-龥]{2}[部科局委室站队所股]|[党纪监团]委|党?支部"
    "|法院|工会|妇联|物业|村委|居委|会计|出纳)"
)
# “By May”, “in 2025”: what may stand before the subject.
_WHEN_FIRST = re.compile(
    r"(?:20\d\d年|今年|明年|本年度|年内|下一?步|今后|(?:\d{1,2}月|年)(?:\d{1,2}日|底|末)?前)"
)
_ALL_BEGIN = "各有相全省市县区乡镇村责牵成"


class Clause(NamedTuple):
    """A part of a sentence between commas, and what it does."""

    start: int
    end: int
    sign: str  # strong, future, decide, act, past, says, aside or nothing
    subject: str = ""
    rule: str = ""


@cache
def verb() -> re.Pattern[str]:
    """Return the pattern of a clause that begins with an act."""
    verbs = SHELF.spelt_out("(?:{zh_task}|{zh_exhort})")
    leads = "以|在|按|按照|根据|结合|围绕|针对|对|把|将|从|通过|依托|借助|利用|由"
    led = rf"(?:(?:统一|一律|继续|严格|主动|依法|全面|逐步|及时|重点)?(?:{leads})[^，。]{{2,60}}?)?"
    until = r"(?!当前|目前|此前|眼前)[^，。于]{0,18}(?:前|之内|以内|底|末|[年日月周]起)"
    by = rf"((?:(?:{until}|[本下][周月]|[今明]天)，?)?)"
    return re.compile(f"{by}{led}{_BEFORE_VERB}{verbs}(?!了|过|的(?:[^，]*)$|于$|力度$)")


@cache
def somebody() -> re.Pattern[str]:
    """Return the pattern of words that name somebody who can act."""
    return re.compile(SHELF.spelt_out(r"^(.{0,240}?{zh_body}(?:[（(][^）)]{1,12}[）)])?)$"))


@cache
def _actor() -> re.Pattern[str]:
    """Return the pattern of a clause that begins with somebody who acts, without any modal."""
    follows = (
        r"(?!研究[院所室中会]|设计院|规划[院局]|统计局|信息[中部科])(?="
        r"(?:于|在|按|根据|负责|通过|对|每|定期|及时|主动|全面|抓紧|尽快|统一|按期|会同|依法|适时|年内"
        r"|配合|牵头|认真|切实|严格|立即|分别|结合|将|为第一责任人|深入|扎实|积极|大力|持续|全力|着力"
        r"|不断|加快|坚持|提前|同步|力争|确保|负总|今[晚天日]|明[早天日]|逐[一-龥]|认领|派|把|\d{1,2}[月日]|\d{4}年|[年月]底|本[周月]|落实|挨家|挨户|上门|派人|按时|按月|及早|尽早|率先|带头|联合|\d{1,3}小时|进一步|有序|稳步|逐步|逐一|共同|具体|直接|{zh_task}))"
    )
    no_actor = (
        "(?![无不未没]|指导|督促|引导|推动|组织(?!部)|协调|带领|帮助|支持|今后|此后|凡|鼓励|提倡|倡导|今年|明年|去年|现在|过去|目前|当前|如果|[向对把将在从以为于按据经使让给被与和同跟比就如若凡并且及]"
        "|根据|通过|随着|由于|关于|形成|实现|我们要)"
    )
    begins = r"(?:各|有关|相关|全|省|市|县|区|乡|镇|村|牵头|责任|主管|成员|[一-龥]{2,8}?)"
    return re.compile(
        SHELF.spelt_out(
            rf"{no_actor}((?:{begins}[^，。：]{{0,50}}?{{zh_body}}|{_SHORT})(?:[（(][^）)]{{1,12}}[）)])?){follows}"
        )
    )


def clause_of(words: str, start: int, end: int) -> Clause:
    """Return what a clause does, and for whom."""
    if counted := _COUNTED.match(words, start, end):
        start = counted.end()
    part = words[start:end]
    for found in SHELF.subject("modals").all(part, 0, len(part), "zh"):
        before = part[: found.start]
        if len(before) <= 90 and not _NOT_MODAL.search(before) and not _PAST.search(before):
            doer = _DOER.match(part, found.start) if found.rule.name == "zh let do" else None
            subject = named(before) or (doer[1] if doer and somebody().match(doer[1]) else "")
            return Clause(start, end, found.rule.says, subject, found.rule.name)
    outside = SHELF.subject("outside")
    if any(f.rule.says == "clause" for f in outside.all(part, 0, len(part), "zh")):
        return Clause(start, end, "past")
    if _SAYS.fullmatch(part) or _SET_FOR.match(part):
        return Clause(start, end, "says")
    return _without_modal(words, start, end, part)


def _named_first(part: str) -> str:
    """Return who stands before a colon at the beginning of a point: “刘芸：补齐目录”."""
    found = re.match(r"([一-龥]{2,4}(?:、[一-龥]{2,4}){0,3})[：:]\s*", part)
    return found[1] if found and verb().match(part, found.end()) else ""


def _without_modal(words: str, start: int, end: int, part: str) -> Clause:
    """Return what a clause does that has no word of duty."""
    if _ADVERBIAL.match(part) and _ON_WHAT.search(part):
        return Clause(start, end, "aside")
    if name := _named_first(part):
        return Clause(start, end, "act", name, "zh name first")
    act = verb().match(part)
    if act and (not act[1] or part[0] not in _ALL_BEGIN):
        return Clause(start, end, "act", "", "zh verb")
    when = _WHEN_FIRST.match(part)
    actor = _actor().match(part, when.end() if when else 0)
    if actor and not _NO_NAME.search(actor[1]):
        office = _OFFICE.match(part, actor.end(1))
        name = actor[1] + (office[1] if office else "")
        scope = re.match(r"全[国省市县区旗州镇乡村](?:$|\d)", name)
        return Clause(start, end, "act", "" if scope else name, "zh actor")
    if act:
        return Clause(start, end, "act", "", "zh verb")
    if aim := SHELF.subject("aims").at(words, start, end, "zh"):
        return Clause(start, end, "act", "", aim.rule.name)
    return Clause(start, end, "aside" if _ADVERBIAL.match(part) else "")


def named(before: str) -> str:
    """Return the subject before a modal, if it is somebody who can act."""
    text = re.sub(
        r"^(?:今年|明年|同时|因此|为此|但是|但|而|不过|今后|下一步|目前|当前|同时也|此外|对此|对)",
        "",
        before,
    )
    text = re.sub(
        r"(?:还|都|也|均|一定|务必|就|同样|更|都应|既|进一步|切实|同时|必须|分别|应|将)+$", "", text
    ).strip()
    found = somebody().match(text)
    if not found or before.startswith("对") or _BARE.match(text):
        everyone = _ALL_OF_THEM.match(text)
        return everyone[1] if everyone else ""
    if (len(text) > 24 and "、" not in text) or re.search(r"\d ?[%％]|以上的?[一-龥]{1,6}$", text):
        return ""
    return text
