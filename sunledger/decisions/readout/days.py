"""On which day a meeting met, from its own words; where these leave it open, it stays open.

A day on which a text was published, or a site was visited, is no day of a meeting: it lends its
year, and nothing more. A year that only stands in a deadline, or in the name of next year's work,
says nothing of the meeting. What is not sure is not given, and a person is asked.
"""

import re
from datetime import date

from sunledger.decisions.reading.signs import full_width
from sunledger.decisions.readout.deadlines import day_of

HEAD = 700  # signs in which a day may stand
LATE = 9  # from this month on, the work of a year is planned before it begins
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b"
)
_DAY = {
    "zh": re.compile(
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:上午|下午|晚)?"
        r"|(?<![\d月年])\d{1,2}日(?:上午|下午|晚)?(?=[^，。；\n]{0,16}(?:主持|召开|举行|会议))"
    ),
    "en": re.compile(
        r"(?:[Oo]n )?(?:[Tt]he )?(?:(?:morning|afternoon|evening) of )?"
        rf"(?:(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:, ?\d{{4}})?"
        rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
    ),
}
_YEAR = {
    "zh": re.compile(
        r"(?P<work>(?:启动|部署|开展|召开|做好|印发|现就)(20\d\d)年(?!\d))"
        r"|(?P<day>(20\d\d)(?=年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))"
    ),
    "en": re.compile(
        rf"(?P<day>(?:(?:{_MONTHS})[ \d,]{{1,8}}|\d{{1,2}} (?:{_MONTHS}),? )(20\d\d)"
        r"|(20\d\d)-\d\d-\d\d)(?P<work>(?!))?"
    ),
}
_DUE = re.compile(
    r"(?:\bby|before|until|than|due|due on|to|after|since|from|at|end of|至|截至|到|于|自)"
    r" ?(?:the )?\Z",
    re.IGNORECASE,
)
_DUE_AFTER = re.compile(r"前|之前|以前|至|止|起|到|以来")
_PUBLISHED = re.compile(
    r"(?:发布|发文|更新|发表|上传|编辑|来源|时间|日期|欢迎|今天是)[^\n。]{0,24}\Z"
    r"|(?:Release|Publi|Post|Updat|Upload|Source|Retriev|Print|Edit|Modif)[^\n.]{0,30}\Z"
    r"|(?:^|\n)[ \t]*date:? ?\Z",
    re.IGNORECASE,
)
_PUBLISHED_AFTER = re.compile(
    r"电|讯|[ \t]*星期|[ \t]+\d{1,2}:\d\d|[ \t]+来源|[ \t]*\((?:Xinhua|Reporter|AP|Reuters)"
)
_WHOLE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")


def day_in(text: str, own: str, language: str, *, alone: bool) -> tuple[str, str | None]:
    """Return the day of a meeting as written and as ISO, out of its own words.

    Only where it is the one meeting of a text may its day stand at the head of the text.
    """
    found = _said(own, language)
    if found is None and alone:
        found = _said(full_width(text[:HEAD]), language)
    if found is None:
        return "", None
    if iso := day_of(found, language):
        return found, iso
    return found, _with_year(found, text, own, language)


def issued_in(text: str, near: str, language: str) -> tuple[str, str | None]:
    """Return the day that stands over a paper, as written and as ISO."""
    for words in (text[:120], near[:HEAD], text[:HEAD]):
        if found := _said(words, language, issued=True):
            iso = day_of(found, language)
            return found, iso or _with_year(found, text, near, language)
    return "", None


def year_over(text: str, language: str) -> str | None:
    """Return the year of the first day in the head of a text, whatever that day is of."""
    for match in _DAY[language].finditer(full_width(text[:HEAD])):
        if iso := day_of(match[0], language):
            return iso[:4]
    return None


def _said(words: str, language: str, *, issued: bool = False) -> str | None:
    """Return the first day that is no deadline, no stretch, and on which nothing was published."""
    for match in _DAY[language].finditer(words[:HEAD]):
        before, after = words[: match.start()][-40:], words[match.end() :][:14]
        if _DUE.search(before[-12:]) or _DUE_AFTER.match(after):
            continue
        if issued or not (_PUBLISHED.search(before) or _PUBLISHED_AFTER.match(after)):
            return match[0]
    return None


def _with_year(found: str, text: str, own: str, language: str) -> str | None:
    """Return the day in the one year that the words around it name; nothing where in doubt."""
    head = full_width(text[:HEAD])
    years = _years(head, language) or _years(own[:HEAD], language)
    if len({year for year, _sure in years}) != 1:
        return None
    year, sure = years[0][0], any(sure for _year, sure in years)
    said = f"{year}年{found}" if language == "zh" else f"{found} {year}"
    iso = day_of(said, language)
    if iso is None or (not sure and int(iso[5:7]) >= LATE):
        return None
    return None if any(iso > day for day in _published(head)) else iso


def _years(words: str, language: str) -> list[tuple[str, bool]]:
    """Return the years that are said, each with whether it is that of a day."""
    found: list[tuple[str, bool]] = []
    for match in _YEAR[language].finditer(words):
        before, after = words[: match.start()][-12:], words[match.end() :][:12]
        ends = re.match(r"年?\d{0,2}月?\d{0,2}[日号]?(?:前|底|之前|以前|止)", after)
        if not _DUE.search(before) and not ends:
            number = re.search(r"20\d\d", match[0])
            found.append((number[0] if number else "", bool(match["day"])))
    return found


def _published(head: str) -> list[str]:
    """Return the whole days in the head on which something was published."""
    found: list[str] = []
    for match in _WHOLE.finditer(head):
        before, after = head[: match.start()][-40:], head[match.end() :][:14]
        if _PUBLISHED.search(before) or _PUBLISHED_AFTER.match(after):
            try:
                found.append(date(*(int(part) for part in match.groups())).isoformat())
            except ValueError:
                continue
    return found
