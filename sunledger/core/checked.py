"""Short codes that people copy by hand: a number with a check sign, without signs easily confused.

One wrong sign, or two neighbours swapped, is always noticed (a weighted sum, modulo a prime).
"""

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_SIZE = len(SIGNS)
_SAME = str.maketrans("IOSVZ", "105U2")
_SHORTEST = 4


def with_check(number: int) -> str:
    """Return a number as a code of five signs or more, in groups: “0014-X”."""
    signs = ""
    rest = number
    while rest or len(signs) < _SHORTEST:
        rest, place = divmod(rest, _SIZE)
        signs = SIGNS[place] + signs
    return f"{signs}-{SIGNS[_check(signs)]}"


def read_checked(text: str) -> int | None:
    """Return the number of a code as somebody typed it, or None where it is mistyped."""
    signs = "".join(sign for sign in text.upper().translate(_SAME) if sign.isalnum())
    if len(signs) <= _SHORTEST or not set(signs) <= set(SIGNS):
        return None
    if _check(signs[:-1]) != SIGNS.index(signs[-1]):
        return None
    number = 0
    for sign in signs[:-1]:
        number = number * _SIZE + SIGNS.index(sign)
    return number


def _check(signs: str) -> int:
    """Return the check sign's place: weights 2, 3, 4 … from the right, modulo a prime."""
    weighed = sum(
        SIGNS.index(sign) * weight for weight, sign in enumerate(reversed(signs), start=2)
    )
    return -weighed % _SIZE
