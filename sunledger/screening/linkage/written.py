"""Names of persons as they were written, brought to one form: what a sheet adds is no name.

Spaces that set a name of two signs as wide as one of three, signs that nobody sees, the forms of
signs that a PDF gives out, a remark in brackets, a title. A sign that could not be written or read
is one sign, whichever; what stands in letters for a sign is that syllable.
"""

import re
from collections.abc import Sequence
from functools import cache

from sunledger.screening.linkage import signs

# Names of which nothing is to be brought to any form.
_PLAIN = re.compile(r"[\u3400-\u9fff]{1,3}|[\u3400-\u9fff]{4}(?<!先生|女士|小姐|同志|老师)")
_ANY_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_BRACKETS = re.compile(r"[(【\[〔<][^)】\]〕>]*[)】\]〕>]?")
_TITLE = re.compile(r"(?<=..)(?:先生|女士|小姐|同志|老师)$")
_MARK = re.compile(r"(?<=...)[*#]+$|[0-9]+$")
# What stands where a sign could not be written, could not be read, or is not to be read.
_UNREAD = re.compile(r"[\ue000-\uf8ff\ufffd?□〓○◯〇*×某]|(?<![A-Za-z])[Xx](?![A-WYZa-wyz])")
LONGEST = 100  # signs of a name that are read: what is longer is no name
_LETTERS = re.compile(r"[A-Za-zü]+")
# Families of two signs, in letters.
_FAMILIES = "ouyang sima zhuge shangguan huangfu situ yuchi linghu xiahou dongfang"
_OF_TWO = frozenset(_FAMILIES.split())
_PASSPORT = re.compile(r"ü|(?<=^[ln])yu")  # 吕 is Lü, and Lyu in a passport
_LONGEST = 6  # letters of a syllable
_SIGNS = (2, 4)  # of a name that stands in letters


def names(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of two files in one form.

    Those in letters are read as pinyin where the other file is written in signs.
    """
    han = [mostly_han(side) for side in (left, right)]
    return _of_one(left, pinyin=han[1]), _of_one(right, pinyin=han[0])


def mostly_han(texts: Sequence[str]) -> bool:
    """Whether most names are written in signs; a thousand tell."""
    some = texts[:: max(1, len(texts) // 1_000)]
    return 2 * sum(bool(_ANY_HAN.search(text)) for text in some) > len(some)


def _of_one(texts: Sequence[str], *, pinyin: bool) -> list[str]:
    whole = _PLAIN.fullmatch
    return [text if whole(text) and "某" not in text else name(text, pinyin) for text in texts]


def name(text: str, pinyin: bool) -> str:
    """Return one name in one form."""
    text = signs.usual(text[:LONGEST]).strip()
    if not _ANY_HAN.search(text):
        return (_in_letters(text) if pinyin else "") or text
    bare = _BRACKETS.sub("", text).strip()
    text = bare if len(bare) > 1 else text
    text = _TITLE.sub("", _MARK.sub("", text).strip())
    if any(not sign.isspace() and not sign.isalnum() for sign in _UNREAD.sub("", text)):
        return text  # of several words, with a dot between them
    parts = text.split()
    several = min(map(len, parts)) > 1 and len(text) > _SIGNS[1] + 1
    text = _UNREAD.sub(signs.UNREAD, ("·" if several else "").join(parts))
    return _LETTERS.sub(lambda found: _syllables(found[0]) or found[0], text)


def _in_letters(text: str) -> str:
    """Return a name in pinyin as its syllables, the family's first; nothing where it is none."""
    words = _LETTERS.findall(text.replace("'", "").lower())
    read = [_syllables(word) for word in words]
    many = sum(map(len, read))
    if not 1 < len(read) <= _SIGNS[1] or not all(read) or not _SIGNS[0] <= many <= _SIGNS[1]:
        return ""
    # 李伟民 is Li Weimin and Weimin Li; of several words of one syllable the first is the family's.
    if "," not in text and len(read) == 2 and len(read[0]) > len(read[1]):
        read = read if words[0] in _OF_TWO else read[::-1]
    return "".join(read)


def _syllables(word: str) -> str:
    """Return a word as a sign for each of its syllables; nothing where it is no pinyin."""
    found = _split(_PASSPORT.sub("v", word.lower()))
    return "".join(signs.of_syllable(one) for one in found)


@cache
def _split(word: str) -> tuple[str, ...]:
    """Return a word as syllables, as few as it can be; nothing where it cannot."""
    if word in signs.syllables():
        return (word,)
    ways = [
        (word[:at], *rest)
        for at in range(min(len(word) - 1, _LONGEST), 0, -1)
        if word[:at] in signs.syllables() and (rest := _split(word[at:]))
    ]
    return min(ways, key=len) if ways else ()
