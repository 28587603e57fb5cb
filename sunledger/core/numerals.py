"""Numbers written in Chinese characters, the plain ones and those of a cheque."""

import re

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        [
            "零〇",
            "一壹弌",
            "二贰貳两兩",
            "三叁參叄",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒",
            "八捌",
            "九玖",
        ]
    )
    for sign in signs
}
_D = "[" + "".join(sign for sign, value in _DIGITS.items() if value) + "]"
_BIG = (("亿億", 10**8), ("万萬", 10**4))
_SECTION = re.compile(
    rf"(?:(?P<thousand>{_D})[千仟])?[零〇]?(?:(?P<hundred>{_D})[百佰])?"
    rf"[零〇]?(?:(?P<ten>{_D})?(?P<tens>[十拾]))?[零〇]?(?P<one>{_D})?"
)
SIGNS = frozenset(_DIGITS) | frozenset("十拾百佰千仟万萬亿億")


class TwoWays(ValueError):
    """A number that two honest readers would read differently."""


def read_numeral(text: str, *, follows: bool = False) -> int | None:
    """Return the number, or None; `follows` says that a greater part stands before this one."""
    for signs, size in _BIG:
        cut = max(text.rfind(sign) for sign in signs)
        if cut >= 0:
            high = read_numeral(text[:cut], follows=follows)
            low = read_numeral(text[cut + 1 :], follows=True) if text[cut + 1 :] else 0
            return None if high is None or low is None else high * size + low
    return _section(text, follows)


def _section(text: str, follows: bool) -> int | None:
    """Return a number below ten thousand."""
    found = _SECTION.fullmatch(text)
    if not text or found is None:
        return None
    if text in "零〇":
        return 0
    part = found.groupdict()
    higher = follows or part["thousand"] or part["hundred"]
    said = part["tens"] or text[-2:-1] in {"零", "〇"}
    if part["one"] and higher and not said:
        raise TwoWays(text)  # "一万二" is twelve thousand in speech and 10,002 by its signs
    tens = _DIGITS[part["ten"]] if part["ten"] else bool(part["tens"])
    places = zip((part["thousand"], part["hundred"], part["one"]), (1000, 100, 1), strict=True)
    return tens * 10 + sum(_DIGITS[sign] * size for sign, size in places if sign)
