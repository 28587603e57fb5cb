"""The provinces and cities of China, by the table of regions of identity numbers."""

import re
from functools import cache

from sunledger.core.privacy.identity import PROVINCES

_KINDS = re.compile(r"(?:[一-鿿]族)*(?:自治州|自治区|特别行政区|地区|省|市|盟)$")
_YEARS = re.compile(r"^\[[^\]]*\]")
_CITIES = range(1, 100)


@cache
def names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of provinces and of their cities, without what they are, longest first."""
    from stdnum import numdb

    regions = numdb.get("cn/loc")
    provinces: set[str] = set()
    cities: set[str] = set()
    for province in sorted(PROVINCES):
        for city in _CITIES:
            told = [held for _, held in regions.info(f"{province}{city:02}00") if held]
            provinces.update(one["province"] for one in told if "province" in one)
            cities.update(_YEARS.sub("", one["county"].split(",")[-1]) for one in told[1:])
    return _short(provinces), _short(cities)


def _short(names: set[str]) -> tuple[str, ...]:
    """Return names without what they are; 市辖区 is none."""
    found = {_KINDS.sub("", name) for name in names if _KINDS.search(name)}
    return tuple(
        sorted((name for name in found if len(name) > 1), key=lambda one: (-len(one), one))
    )
