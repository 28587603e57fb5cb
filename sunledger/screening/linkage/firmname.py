"""Names of firms taken apart: the place, the name proper, the trade, the legal form, the branch."""

import re
from functools import cache
from typing import NamedTuple

from sunledger.screening.linkage import cities, forms
from sunledger.screening.linkage.signs import seen, simplified, usual
from sunledger.screening.linkage.texts import plain

_HAN = re.compile(r"[㐀-鿿]")
_ANY_HAN = re.compile(r"[⺀-⿟㐀-鿿豈-﫿]")  # radicals and forms that are another sign's, too
_BRACKETS = re.compile(r"[(（【\[〔]([^)）】\]〕]*)[)）】\]〕]")
_CITIES = (
    "北京|上海|天津|重庆|辽宁|吉林|黑龙江|河北|山西|内蒙古|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|沈阳|大连|鞍山|抚顺|本溪|丹东|锦州|营口"
    "|阜新|辽阳|盘锦|铁岭|朝阳|葫芦岛"
)
# Where a firm is: at the head of its name, or, of a city that is known, anywhere in it.
_PLACE = re.compile(
    r"^(?:中国)?(?:[一-鿿]{2,3}(?:省|自治区))?(?:[一-鿿]{2,4}?(?:市(?![政场容])|州|盟))?(?:[一-鿿]{1,4}?(?:县|区|旗))?"
)
_CITY = re.compile(
    rf"(?:中国)?(?:{_CITIES})+(?:省|市(?![政场容]))?(?:[一-鿿]{{1,3}}?(?:县|区|旗|市(?![政场容])))?"
)
_BRANCH = re.compile(
    r"(?:(?:第?[一二三四五六七八九十\d]+|[一-鿿]{2,6})(?:分公司|分店|分厂|支公司|办事处))$"
)
# What is read as ÐËÍ… was Ñ, Ó, Ö in an older code page.
_WRONG_PAGE = str.maketrans("ÐËÍ¬", "ÑÓÖª")

_BY_PAGE = {"+": "E", "¾": "o", "±": "n", "_": "U"}
_INSIDE = re.compile(r"(?<=[A-Za-z])[+¾±_](?=[A-Za-z])")


LONGEST = 300  # signs of a name that are read: what is longer is no name
# What stands before a name or after it: a number in a list, a mark, a full stop.
_MARKS = re.compile(r"^\s*(?:[(（]?\d{1,4}[)）.、，]\s*(?=\D)|[*#·•\-]+\s*)|[\s*#。，,；;、]+$")
# What a firm was called before, or is called in the street: it says so itself.
_FORMER = re.compile(
    r"[\s,;(（]*(?:\b(?:formerly(?: known as)?|previously(?: known as)?|f/?k/?a|t/a|d/?b/?a"
    r"|trading as|doing business as|anteriormente|antes)\b[ .:]|(?:原名|曾用名|更名前)[:：]?).*$",
    re.IGNORECASE,
)
# A Chinese name with its English one beside it.
_BESIDE = re.compile(r"(?<=司)[\s(（/|,，-]*[A-Za-z][A-Za-z0-9 .,&'()-]{5,}[)）]?$")
_FIGURES = re.compile(r"(?<![A-Za-z\d.])[1-9]\d?(?![A-Za-z\d.])")
_ONE_TO_NINE = "一二三四五六七八九"
_WRITTEN_OUT = str.maketrans("壹贰叁肆柒捌玖拾", "一二三四七八九十")


class Firm(NamedTuple):
    """A firm's name: what it is called without anything else, and the words that matter.

    Of a joint venture, whose partners venture again under the same names, also all of the text.
    """

    core: str
    words: tuple[str, ...]
    form: str
    branch: str
    place: str
    text: str = ""


def repaired(name: str) -> str:
    """Return a name with the letters that an older code page made others of."""
    return name.translate(_WRONG_PAGE) if re.search(r"[A-Z]{2}", name) else name


def parse(name: str) -> Firm:
    """Return a firm's name taken apart."""
    name = _written(name[:LONGEST])
    return _chinese(name) if _HAN.search(name) else _latin(repaired(name))


def _written(name: str) -> str:
    """Return a name in the usual forms of its signs, without what stands around it."""
    name = usual(name) if _ANY_HAN.search(name) else seen(name)
    bare = _FORMER.sub("", _MARKS.sub("", name))
    return bare if len(bare) > 1 else name


def _counted(found: re.Match[str]) -> str:
    """Return a number under a hundred as Chinese signs write it: 19 is 十九."""
    tens, ones = divmod(int(found[0]), 10)
    ten = (_ONE_TO_NINE[tens - 1] if tens > 1 else "") + "十" if tens else ""
    return ten + (_ONE_TO_NINE[ones - 1] if ones else "")


def _latin(name: str) -> Firm:
    """Take a name in letters apart."""
    text = re.sub(r"(?<=\w)[¦´`’'](?=[\w-])", "", name)
    text = _INSIDE.sub(lambda found: _BY_PAGE[found[0]], text)
    words = plain(text.replace("&", " and ")).split()
    words, form = forms.latin(words)
    form = "ute" if "ute" in words else form
    words = [forms.SHORT.get(word, word) for word in words]
    kept = [word for word in words if word not in forms.STOP] or words
    return Firm("".join(kept), tuple(kept), form, "", "", name if form == "ute" else "")


def _chinese(name: str) -> Firm:
    """Take a Chinese name apart."""
    text = _BESIDE.sub("", "".join(_narrow(sign) for sign in name))
    text = _FIGURES.sub(_counted, re.sub(r"\s+", "", text).translate(_WRITTEN_OUT))
    inside = "".join(_BRACKETS.findall(text))
    text = _BRACKETS.sub("", text)
    found = _BRANCH.search(text)
    branch = ""
    if found and any(form in text[: found.start()] for form in ("公司", "集团", "厂", "社")):
        branch, text = found[0], text[: found.start()]
    text, form = _without_form(text)
    place, core = _without_place(text)
    inside_place = _without_place(inside)[0] or inside
    where = re.sub("[省市县区旗]|自治区|中国", "", place + inside_place)
    return Firm(core, tuple(core), _kind(form), branch, where)


_KINDS = (
    ("coop", "合作"), ("works", "厂"), ("group", "集团"), ("co", "公"), ("co", "有限"),
)  # fmt: skip


def _kind(form: str) -> str:
    """Return whether it is a company, a group, a cooperative or works; two of these are two."""
    for kind, sign in _KINDS:
        if sign in form:
            return kind
    return ""


PROPER = 4  # signs that a name has beside its city, where that is one of all the country


@cache
def _head() -> re.Pattern[str]:
    """Return what knows a city of China at the head of a name, its province before it or not."""
    provinces, known = ("|".join(one) for one in cities.names())
    return re.compile(
        rf"(?:中国)?(?:(?:{provinces})(?:省|自治区)?)?(?:{known})(?:市(?![政场容]))?"
        r"(?:[一-鿿]{1,3}?(?:县|区|旗|市(?![政场容])))?"
    )


def _without_place(text: str) -> tuple[str, str]:
    """Return the place that a name names, and the rest; a name that is nothing else is left."""
    head, known = _PLACE.match(text), _head().match(text)
    if known and len(text) - len(known[0]) < PROPER:  # 白银商贸 may be in 白银, or be called so
        known = None
    at = head if head and head[0] else known or _CITY.search(text)
    if at and len(text) - len(at[0]) >= 2:
        return at[0], text[: at.start()] + text[at.end() :]
    return "", text


def _without_form(text: str) -> tuple[str, str]:
    """Return the text without the legal form at its end, or wherever words changed places."""
    for form in forms.CHINESE:
        if text.endswith(form) and len(text) > len(form) + 1:
            return text[: -len(form)], form
    for form in forms.CHINESE[:10]:
        if form in text and len(text) > len(form) + 1:
            return text.replace(form, "", 1), form
    return text, ""


@cache
def _narrow(sign: str) -> str:
    """Return one sign, narrow and simplified."""
    code = ord(sign)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    return simplified(sign) if code >= 0x3400 else sign
