"""How much is demanded: numbers with their units, dates and counts of what is past left out."""

import re
from collections.abc import Iterator

from sunledger.core.numerals import TwoWays, read_numeral
from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Target

_SCALES = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_SCALES |= {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6}
_SCALES |= {"crore": 1e7, "billion": 1e9, "trillion": 1e12}
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: value for value, word in enumerate(_SMALL.split())}
_WORDS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_WORDS |= {"ninety": 90, "hundred": 100}
_AT_LEAST = re.compile(
    r"(?:不少于|至少|不低于|不得少于|不得低于|超过|达到?|突破|more than|at least|no"
    r" (?:less|fewer) than|not less than|over|above|exceed\w*|minimum of|upwards"
    r" of)\s*$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:不超过|不多于|不高于|不得超过|控制在|至多|最多|低于|up to|at most|no more"
    r" than|not more than|less than|fewer than|under|below|maximum of|not exceed\w*"
    r"|within|by)\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:约|大约|近|about|around|approximately|some|nearly|roughly)\s*$", re.IGNORECASE
)
_AFTER_LEAST = re.compile(r"^\s*(?:以上|及以上|or more|or above|and above)", re.IGNORECASE)
_AFTER_MOST = re.compile(r"^\s*(?:以下|以内|之内|内|or less|or fewer)", re.IGNORECASE)
_PAST = re.compile(r"(?:已|现有|共有|原有|据|其中)[^，。]{0,6}$")


def targets_in(words: str, deadline: str, language: str) -> tuple[Target, ...]:
    """Return what the words demand in numbers, in order."""
    shut = [_range(words, deadline)] if deadline else []
    shut += [
        match.span()
        for match in re.finditer(
            r"《[^》]*》|[“‘][^”’]{1,24}[”’]|〔[^〕]*〕|（[^）]{0,10}号）", words
        )
    ]
    found = sorted(
        SHELF.subject("quantities").all(words, 0, len(words), language),
        key=lambda f: (f.start, -f.end),
    )
    return tuple(_kept(words, found, shut))


def _range(words: str, part: str) -> tuple[int, int]:
    start = words.find(part)
    return start, start + len(part)


def _kept(words: str, found: list[Found], shut: list[tuple[int, int]]) -> Iterator[Target]:
    """Give those that are measures, each stretch once."""
    end = 0
    for one in found:
        if one.start < end or any(a < one.end and one.start < b for a, b in shut):
            continue
        if _PAST.search(words[: one.start]) or _bare_while(words, one) or _was(words, one):
            continue
        value = _value(one)
        if value is not None:
            end = one.end
            yield Target(one.match[0].strip(), value, _unit(one), _op(words, one))


def _was(words: str, found: Found) -> bool:
    """Whether it is what a measure starts from: “from 40% to 80%”."""
    before, after = words[: found.start], words[found.end :]
    if found.rule.name == "en count" and re.search(r"(?i)(?:^|\b)(?:the|these|those) $", before):
        return True
    return bool(
        re.search(r"\bfrom (?:about |around |the current )?$", before)
        and re.match(r"[^.;,]{0,30}? to (?:at least |over |about |around )?[\d$£€]", after)
    )


def _bare_while(words: str, found: Found) -> bool:
    """Whether it is a length of time that nothing bounds: a three years' campaign."""
    lasting = re.match(r"(?:days?|weeks?|months?|years?|hours?|[天周年]|个?月)$", _unit(found))
    return bool(lasting) and "spelt" in found.rule.name and _op(words, found) not in (">=", "<=")


def _value(found: Found) -> float | None:
    """Return the number that was found."""
    groups = [group for group in found.match.groups() if group]
    first = groups[0]
    if re.match(r"\d", first):
        value = float(re.sub(r"[,，]", "", first).rstrip("."))
        if (
            found.rule.name in ("en count", "zh count")
            and _unit(found) in ("", "年")
            and 1900 <= value <= 2100
        ):
            return None
        if found.rule.name == "en count" and value.is_integer() and 1900 <= value <= 2100:
            return None
    else:
        spelt = _spelt(first)
        if spelt is None:
            return None
        value = spelt
    for scale in groups[1:2]:
        for sign in scale if re.match("[十百千万亿]", scale) else [scale.lower()]:
            value *= _SCALES.get(sign, 1)
    if found.rule.name == "zh count" and len(groups) > 1 and groups[-1] in ("万元", "亿元"):
        value *= _SCALES[groups[-1][0]]
    return round(value, 6)


def _spelt(text: str) -> float | None:
    """Return a number written out."""
    if text.lower() in _WORDS:
        return float(_WORDS[text.lower()])
    if text == "百分之百":
        return 100.0
    try:
        value = read_numeral(text)
    except TwoWays:
        return None
    return None if value is None else float(value)


def _unit(found: Found) -> str:
    """Return what is counted."""
    if "percent" in found.rule.name:
        return "%"
    last = [group for group in found.match.groups() if group][-1]
    return "" if re.match(r"\d", last) else last.strip()


def _op(words: str, found: Found) -> str:
    """Return whether at least, at most or about as much is meant."""
    before, after = words[max(0, found.start - 24) : found.start], words[found.end : found.end + 10]
    if _AT_MOST.search(before) or _AFTER_MOST.match(after) or found.rule.name == "en range":
        return "<="
    if _AT_LEAST.search(before) or _AFTER_LEAST.match(after):
        return ">="
    return "~" if _ABOUT.search(before) else "="
