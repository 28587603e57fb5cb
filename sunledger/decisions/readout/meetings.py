"""Who met, when, who presided, and what of the level above is conveyed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sunledger.decisions.reading.blocks import Block
from sunledger.decisions.reading.document import Document
from sunledger.decisions.reading.signs import full_width
from sunledger.decisions.readout.days import day_in, issued_in, year_over
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Meeting

# A year that only marks a beginning or a comparison says nothing of this meeting.
_YEAR_ZH = re.compile(
    r"(?:启动|部署|开展|召开|做好|印发|现就)(20\d\d)年|(20\d\d)(?=年\d{1,2}月\d{1,2}日|-\d\d-\d\d)"
)
_SIGNED = re.compile(
    r"(?:Dated:?|\n)[ \t]*([^\n]{0,12}20\d\d[^\n]{0,12}|[^\n]{0,20}20\d\d)[ \t]*\s*\Z"
)
_CHAIR = (
    re.compile(r"([一-龥·]{2,4})(?:同志)?(?:主持(?:召开)?|主持并讲话)"),
    re.compile(r"(?:会议)?由[^，。]{0,20}?([一-龥·]{2,4})主持"),
    re.compile(
        r"(?:^|[,.] |\n)((?!On\b|In\b|The\b)[A-Z][a-z]+(?: [A-Z][\w.-]*){1,2})(?:,"
        r" [^.;\n]{3,300}?)? (?:presided over|chaired|hosted)"
    ),
    re.compile(r"([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,2}), (?:as|in the) (?:acting )?[Cc]hair"),
    re.compile(r"(?:[Cc]haired|[Hh]osted|[Pp]resided over) by (?:the )?((?:[A-Z][\w.'-]* ?){1,5})"),
    re.compile(r"(?:^|\n)\s*Chair(?:man|person|woman)?\s*[:–-]\s*([^\n,(]{3,40})"),
    re.compile(
        r"(?:^|\n)\s*([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}) \([Cc]hair(?:man|person|woman)?\)"
    ),
)
_TITLES = re.compile(
    r"(?:书记|主席|省长|市长|县长|区长|部长|局长|厅长|主任|总理|镇长|组长|常委|校长)"
)
# A meeting that is named by what it was for and by no body.
_OCCASION = re.compile(
    r"(?:常务|全体|专题|工作|扩大|办公|推进|调度|动员|部署|座谈|视频|电视电话|现场|总结|表彰|协调|联席|研判|例)$"
)
_TITLE_YEAR = re.compile(r"\s*[^\n，。]{0,50}?(20\d\d)年(?!以来)[^\n，。]{0,50}(?:\n|$)")
_NO_BODY = re.compile(
    r"^(?:\d|请|各|关于|对|为|把|要|并|由|据|以|在|从)|召开|举行|尽快|听取|审议|主持|参加|出席|列席|负责人|成员|精神|传达|应[当在]|必须|开展(?!$)|^(?:坚持|做好|开好|办好|抓好|强化|加强|提高|按照|根据|认真|切实|严格|确保|全面)"
)
HEADING = 120  # signs in which a paragraph says on which day somebody met
_SMALL = {"of", "the", "and"}
_MET = ("readout", "minutes", "cabinet", "news", "reported")
_CONVEYS = (
    re.compile(
        r"(?:传达学习|学习贯彻|传达|贯彻落实|学习传达|深入学习|贯彻)(?:贯彻|落实"
        r"|了)?(?:党的)?([^，。；]{4,60}?(?:全会|大会|会议|讲话|指示|批示|文件|规定|意见"
        r"|决定))(?:精神)?"
    ),
    re.compile(
        r"(?:spirit|requirements?|decisions?) of (?:the"
        r" )?((?:(?!spirit)[^,.;]){8,120}?(?:[Ss]ession|[Cc]ommission|[Ss]peech"
        r"|[Cc]ongress|[Mm]eeting|[Cc]onference|[Ii]nspection)(?: of the"
        r" [^,.;]{5,70}?)?)(?=,|\.|;| and | in | to |$)"
    ),
    re.compile(r"现将《([^》]{4,80})》"),
)


def meetings_of(
    document: Document, blocks: Sequence[Block], language: str, genre: str
) -> tuple[Meeting, ...]:
    """Return the meetings of a text, each with the place where it begins; at least one."""
    met: list[tuple[Block, str, str]] = []
    for block in blocks if genre in _MET else ():
        for body, kind in _bodies(block, language):
            before = [other for other, name, _kind in met if _same(body, name)]
            if not before or _another_day(before[-1], block, language):
                met.append((block, body, kind))
            break
        if met and not _several(document.text):
            break
    if not met:
        return tuple(_anywhere(document, blocks, language))
    starts = [_start(block) for block, _body, _kind in met]
    ends = [*starts[1:], len(document.text)]
    return tuple(
        _meeting(document, (start, end), body, kind, language, alone=len(met) == 1)
        for (_block, body, kind), start, end in zip(met, starts, ends, strict=True)
    )


def _same(body: str, other: str) -> bool:
    """Whether two names are those of one body, in whichever order their words stand."""
    one, two = body.casefold(), other.casefold()
    if one in two or two in one:
        return True
    return " " in one and set(one.split()) - _SMALL == set(two.split()) - _SMALL


def _another_day(one: Block, other: Block, language: str) -> bool:
    """Whether a body met on one day and again on another, as two paragraphs say."""
    first, again = (
        day_in("", block.body.words[:HEADING], language, alone=False)[0] for block in (one, other)
    )
    return bool(first and again and first != again)


def _start(block: Block | None) -> int:
    return block.body.at[0] if block and block.body.at else 0


def _several(text: str) -> bool:
    """Whether the text may tell of more than one meeting."""
    return (
        len(re.findall(r"主持召开|召开[^，。\n]{0,30}会议|presided over a|held a meeting", text))
        > 1
    )


def _bodies(block: Block, language: str) -> Iterator[tuple[str, str]]:
    """Give the bodies that are said to meet in a paragraph."""
    words = block.body.words[:600]
    for found in SHELF.subject("bodies").all(words, 0, len(words), language):
        body = _clean(found.match[1], words[found.match.end(1) : found.match.end(1) + 3])
        if found.rule.says == "meeting" and body:
            yield body, "meeting"


def _clean(body: str, after: str = "") -> str:
    """Return the shortest full name of a body; nothing where the words name none."""
    body = re.sub(r"^(?:新华社|中新社)?.{0,8}\d{1,2}月\d{1,2}日电\s*", "", body)
    body = re.sub(
        r"^(?:我[省市县区](?:召开)?|近日|日前|今天|昨日|\d{4}年|\d{1,2}月\d{1,2}日|上午|下午|，)+",
        "",
        body.strip(),
    )
    body = re.sub(r"（扩大）$", "", body)
    if re.search(r"(?:校长|院长|所长|主任|局长|[市县区镇]长|经理|董事长|书记|社长)$", body):
        body += "办公会" if after.startswith("办公会") else ""
    if held := re.match(r"(.{2,24}?)(?:组织|专题|及时|迅速)?(?:召开|举行)", body):
        body = held[1]
    body = re.sub(r"第[一二三四五六七八九十百\d]+次[^会]{0,6}$", "", body)
    body = re.sub(r"(?:20\d\d年度?)?第?[一二三四1-4]季度.{0,6}$", "", body)
    if _NO_BODY.search(body):
        return ""
    if after.startswith("会") and re.search(
        r"(?:常委|常务委员|理事|董事|监事|居委|村委|主席团|院院|院务|局务|校务|政务|大|党政联席)$",
        body,
    ):
        body += "会"
    if re.fullmatch(
        r"(?:[省市县区镇院校]?(?:专题|全体|工作|办公|扩大|紧急|视频|重要)?(?:会议)?)", body
    ):
        return ""
    if _OCCASION.search(body):
        named = re.match("大会|会议|会", after)
        body += named[0] if named else "会议"
    body = re.sub(r"^(?:Ordinary|Special|Regular|Monthly) (?=Council|Board)", "", body)
    body = re.sub(r"(?i)^the | on (?:\w+day|the)\b.*$", "", body).strip(" ,，")
    return body.title() if body.isupper() and len(body) > 6 else body


def _anywhere(document: Document, blocks: Sequence[Block], language: str) -> Iterator[Meeting]:
    """Give the organ that issued the text, wherever it is named."""
    text = full_width(document.text)
    whole = (_start(blocks[0]) if blocks else 0, len(text))
    rules = [pair for pair in SHELF.subject("bodies").patterns() if pair[0].language == language]
    rules.sort(key=lambda pair: pair[0].says != "issue" and language == "zh")
    for rule, pattern in rules:
        for match in pattern.finditer(text):
            if body := _clean(match[1]):
                yield _meeting(document, whole, body, rule.says, language)
                return
    yield _meeting(document, whole, "", "issue", language)


def _meeting(
    document: Document,
    place: tuple[int, int],
    body: str,
    kind: str,
    language: str,
    *,
    alone: bool = True,
) -> Meeting:
    """Return the facts around a body, from the words of its own stretch."""
    text, (start, end) = document.text, place
    own = full_width(text[start : min(end, start + 1200)])
    if kind == "issue":
        date, iso = issued_in(text, own, language)
        if iso is None and (signed := _SIGNED.search(text)):
            date, iso = issued_in(signed[1], signed[1], language)
    else:
        date, iso = day_in(text, own, language, alone=alone)
    iso = iso or _year(text, language) or year_over(text, language)
    return Meeting(body, kind, date, iso, _chair(own), _conveys(own), start)


def _year(text: str, language: str) -> str | None:
    """Return the year that the title of a paper names, where no day is said."""
    if language != "zh":
        return None
    title = _TITLE_YEAR.match(text)
    said = {next(filter(None, year.groups())) for year in _YEAR_ZH.finditer(text[:700])}
    return title[1] if title else (said.pop() if len(said) == 1 else None)


def _chair(near: str) -> str:
    """Return who presided."""
    for pattern in _CHAIR:
        if match := pattern.search(near):
            name = re.sub(
                r"^(?:事长|[长记任席理])(?=[一-龥]{2})", "", _TITLES.sub("", match[1]).strip()
            )
            if len(name) > 1 and name[-1] not in "院委府部省市县会室厅楼":
                return name
    return ""


def _conveys(near: str) -> tuple[str, ...]:
    """Return what of the level above is conveyed."""
    found = [match[1] for pattern in _CONVEYS for match in pattern.finditer(near)]
    return tuple(dict.fromkeys(one.strip("《》 ") for one in found))


def in_year(meeting: Meeting | None, year: str) -> Meeting | None:
    """Return a meeting of which no day is known in the year that a heading names."""
    if meeting is None or not year or len(meeting.date_iso or "") > 4:
        return meeting
    return replace(meeting, date_iso=year)


def meeting_at(meetings: tuple[Meeting, ...], place: int) -> Meeting | None:
    """Return the meeting under whose words a place of the text stands."""
    before = [meeting for meeting in meetings if meeting.start <= place]
    return before[-1] if before else (meetings[0] if meetings else None)
