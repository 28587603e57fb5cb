"""What a heading says, however it is spelled: “NetAmount”, “ Net amount (£) ”, “净额（元）”."""

import re
import unicodedata
from functools import lru_cache

# A byte-order mark that was read in the wrong encoding, once or twice over.
_MARKS = ("\ufeff", "ï»¿", "Ã¯»¿", "Ã¯Â»Â¿")
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])")
_BRACKETS = re.compile(r"[(\[{【〔<《]([^()\[\]{}【】〔〕<>《》]*)[)\]}】〕>》]?")
_NUMBERED = re.compile(r"^\d{1,2} (?=[^\W\d]{2})")
_YEAR = re.compile(r"(?:^| )(?:19|20)\d\d年?(?: (?:19|20)?\d\d)?(?= |$)")
_SAME = {
    "num": "no", "number": "no", "nbr": "no", "nr": "no", "numero": "no", "amt": "amount",
    "ref": "reference", "desc": "description", "descr": "description", "descript": "description",
    "dept": "department", "dep": "department", "inv": "invoice", "trans": "transaction",
    "txn": "transaction", "organization": "organisation", "org": "organisation", "exc": "excl",
    "excluding": "excl", "exclusive": "excl", "ex": "excl", "including": "incl", "inc": "incl",
    "inclusive": "incl", "pmt": "payment", "pymt": "payment", "payt": "payment", "acct": "account",
    "dt": "date", "id": "id", "identifier": "id", "programme": "program", "cat": "category",
}  # fmt: skip
_MONEY_WORDS = frozenset(
    """gbp eur usd cny rmb yuan sterling pound euro dollar inr r rs rupee руб zł zl pln jpy aud cad
    000 lakh lac crore thousand million billion mio mln tsd mile milliers тыс млн
    元 人民币元 人民币 万元 千元 百万元 亿元""".split()  # noqa: SIM905 - a list would fill the page
)
_LINKS = frozenset(["in", "of", "the", "currency", "k", "m"])
_MONEY_ENDINGS = ("人民币元", "百万元", "万元", "千元", "亿元", "元", "人民币")


def tidy(heading: object) -> str:
    """Return the heading as people may read it: one line, no marks, no spaces around."""
    text = str(heading)
    for mark in _MARKS:
        text = text.replace(mark, "")
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def words(heading: str) -> str:
    """Return the words of a heading, spelled one way."""
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", tidy(heading))).casefold()
    text = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    text = text.replace("'", "").replace("’", "").replace("&", " and ")
    text = "".join(sign if sign.isalnum() else " " for sign in text)
    return _BESIDE_HAN.sub("", " ".join(map(_singular, text.split()))).strip()


def _singular(word: str) -> str:
    """Return a word without its plural, and by its usual name."""
    if word not in _SAME and len(word) > 3 and word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    return _SAME.get(word, word)


@lru_cache(maxsize=8192)
def readings(heading: str) -> tuple[str, ...]:
    """Return the ways to read a heading, the fullest first: with brackets, without, and so on."""
    text = unicodedata.normalize("NFKC", tidy(heading))
    found = [words(text), words(_BRACKETS.sub(" ", text))]
    found += [_NUMBERED.sub("", one) for one in found]
    found += [_without_money(one) for one in found]
    found += [_YEAR.sub("", one).strip() for one in found]
    return tuple(dict.fromkeys(one for one in found if one))


def _without_money(text: str) -> str:
    """Return the words without the names of currencies and their multiples."""
    left = text
    if not _MONEY_WORDS.isdisjoint(text.split()):
        left = " ".join(word for word in text.split() if word not in _MONEY_WORDS | _LINKS)
    for ending in _MONEY_ENDINGS:
        if left.endswith(ending) and len(left) > len(ending):
            return left.removesuffix(ending)
    return left
