"""Where people live: a flat in a house, a house in a village, or what a word calls a home.

A street with its number can be anyone's, and is left alone; so are the rooms of office houses.
"""

import re
from collections.abc import Iterator

from sunledger.core.privacy import words

_N = r"(?:\d{1,4}[A-Za-z]?|[一二三四五六七八九十百]{1,4})"
_PLACE = r"(?:小区|花园|家园|公寓|社区|大院|胡同|嘉园|[村苑路街巷里弄城府庭郡湾园屯镇号区坊])"
_HOUSE = rf"{_N}\s?(?:号楼|号院|[栋幢座楼号#])"
_ROOM = r"\d{2,4}\s?(?:室|房|号房?|户)?"
# 幸福小区3号楼2单元501室, 青年路12号3栋402室
_FLAT = re.compile(
    rf"[\u3400-\u9fff]{{1,12}}{_PLACE}\s?(?:{_N}\s?号\s?)?{_HOUSE}\s?"
    rf"(?:{_N}\s?(?:单元|门|梯)\s?(?:{_N}\s?[楼层]\s?)?{_ROOM}|{_N}\s?[楼层]\s?{_ROOM}|\d{{3,4}}\s?[室房户])"
)
# 幸福小区3-2-501
_FLAT_IN_SHORT = re.compile(
    rf"[\u3400-\u9fff]{{1,12}}{_PLACE}\s?(?:{_N}\s?号(?:楼|院)?\s?)?"
    r"\d{1,3}(?:#|号楼?|栋|幢)?\s?-\s?\d{1,2}\s?-\s?\d{3,4}(?![\d-])"
)
# 大河村三组15号, 大河村第2村民小组8号
_IN_A_VILLAGE = re.compile(
    rf"[\u3400-\u9fff]{{1,12}}[村屯寨庄沟]\s?(?:委会)?\s?第?{_N}\s?(?:村民)?(?:小组|组|队|社)\s?"
    rf"(?:门牌)?{_N}\s?(?:号|户)(?!楼|[桥井渠路段线闸库池])"
)
# What follows a word such as 家庭住址: as far as a house, a group or a room is told.
_TOLD = re.compile(
    rf"[\s:：为是在于]{{0,3}}[^\s，,。;；、:：]{{0,40}}?{_N}\s?(?:号楼?|[组队社室栋幢#]|单元)"
    r"(?:[^\s，,。;；、:：]{0,20}?\d{1,4}\s?[室号户])?"
)
_TOLD_IN_ENGLISH = re.compile(r"[\s:]{0,3}(?:flat \w+,? )?\d{1,5}[A-Za-z]? [A-Z][\w' ]{2,40}")
_OFFICES = re.compile(
    r"大厦|广场|中心|写字楼|商务|大楼|产业园|工业园|科技园|创业园|商场|市场|医院|学校|小学|中学|"
    r"(?:办公|注册|经营|单位|公司|学校|机构)(?:地址|地点|场所)"
)


def homes(text: str, heading: str) -> Iterator[tuple[int, int]]:
    """Yield where homes stand in a text."""
    if words.heads(words.OF_A_HOME, heading):
        for match in (_TOLD.match(text), _TOLD_IN_ENGLISH.match(text)):
            if match:
                yield match.span()
    for word in words.OF_A_HOME.finditer(text):
        for told in (_TOLD, _TOLD_IN_ENGLISH):
            if match := told.match(text, word.end()):
                yield match.span()
    for pattern in (_FLAT, _FLAT_IN_SHORT, _IN_A_VILLAGE):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 8) : match.end() + 6]
            if not _OFFICES.search(around):
                yield match.span()
