"""What the bodies of the made-up province pay in a month, before any wrong is planted."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from sunledger.core.days import is_working_day
from sunledger.demo.names import TRADES, Namer
from sunledger.demo.province import Place, Province

YUAN = 100  # fen


@dataclass(frozen=True)
class Line:
    """One payment as a clerk writes it down."""

    day: date
    voucher: str
    payee: str
    purpose: str
    amount: int  # fen

    def but(self, **changes: object) -> "Line":
        """Return the line with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Book:
    """The payments of one body in one month."""

    place: Place
    period: str  # "2026-04"
    lines: tuple[Line, ...]

    def having(self, *lines: Line) -> "Book":
        """Return the book with more lines, in the order of their days."""
        return replace(self, lines=tuple(sorted((*self.lines, *lines), key=lambda x: x.day)))


CATEGORY = {
    "village": "village-payments",
    "school": "school-payments",
    "enterprise": "enterprise-payments",
}


def months_before(on: date, count: int) -> list[str]:
    """Return the last whole months before a day, the oldest first, as "2026-04"."""
    whole = on.year * 12 + on.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(whole - count, whole)]


def working_days(period: str) -> list[date]:
    """Return the working days of a month."""
    year, month = map(int, period.split("-"))
    days = (date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1]))
    return [day for day in days if is_working_day(day)]


def books(province: Province, periods: list[str]) -> Iterator[Book]:
    """Yield the book of every body that publishes payments, for every period."""
    for kind in CATEGORY:
        for place in province.of(kind):
            random = Random(f"{province.seed} books {place.code}")  # noqa: S311 - seeded on purpose
            keeper = _Keeper(place, random)
            for period in periods:
                yield keeper.month(period)


class _Keeper:
    """Keeps the book of one body; its suppliers stay the same from month to month."""

    def __init__(self, place: Place, random: Random) -> None:
        self.place = place
        self._random = random
        self._namer = Namer(random)
        self._suppliers = [self._namer.firm(trade) for trade in TRADES]
        self._cleaning = random.randrange(600, 1800) * YUAN
        self._rent = random.randrange(8, 30) * 100 * YUAN

    def month(self, period: str) -> Book:
        """Return the book of a month."""
        writers = {"village": self._village, "school": self._school, "enterprise": self._enterprise}
        days = working_days(period)
        lines = sorted(writers[self.place.kind](days), key=lambda line: line.day)
        short = period.replace("-", "")
        numbered = [
            line.but(voucher=f"{short}-{n:03}") if not line.voucher else line
            for n, line in enumerate(lines, start=1)
        ]
        return Book(self.place, period, tuple(numbered))

    def _pay(self, days: list[date], payee: str, purpose: str, amount: int) -> Line:
        return Line(self._random.choice(days), "", payee, purpose, amount)

    def _spread(self, middle: float, width: float = 0.9) -> int:
        """Return an amount in fen, spread as real ones are: many small, few large."""
        return max(100, round(self._random.lognormvariate(0, width) * middle * YUAN))

    def _village(self, days: list[date]) -> Iterator[Line]:
        """The month of a village: small money, the same few purposes."""
        random = self._random
        yield self._pay(days, "明川电力公司", "村部电费", self._spread(420, 0.4))
        yield self._pay(days, "明川自来水公司", "村部水费", self._spread(95, 0.4))
        # The same sum every month to the same firm is a contract, not a duplicate.
        yield self._pay(days, self._suppliers[11], "垃圾清运服务费", self._cleaning)
        for _ in range(random.randrange(2, 6)):
            payee = random.choice(self._suppliers[:10])
            yield self._pay(days, payee, "办公用品及维修材料", self._spread(310))
        for _ in range(random.randrange(1, 4)):
            payee = random.choice(self._suppliers[:6])
            yield self._pay(days, payee, "道路及水渠维护", self._spread(2600, 0.7))
        for _ in range(random.randrange(3, 9)):
            worked = random.randrange(2, 20)
            purpose = f"公益用工{worked}个工日"
            yield self._pay(days, self._namer.masked_person(), purpose, worked * 120 * YUAN)

    def _school(self, days: list[date]) -> Iterator[Line]:
        """The month of a school: food every few days, from several suppliers."""
        random = self._random
        for day in days:
            for what in random.sample(["蔬菜", "肉类", "米面粮油", "禽蛋", "水产"], k=2):
                payee = self._suppliers[random.choice([3, 9, 10])]
                yield Line(day, "", payee, f"食堂采购：{what}", self._spread(1900, 0.5))
        yield self._pay(days, "明川电力公司", "校园电费", self._spread(5200, 0.3))
        yield self._pay(days, self._suppliers[5], "试卷印刷", self._spread(760))
        yield self._pay(days, self._suppliers[11], "保洁服务费", self._cleaning)

    def _enterprise(self, days: list[date]) -> Iterator[Line]:
        """The month of an enterprise: hundreds of payments of every size."""
        random = self._random
        purposes = [
            "材料采购",
            "设备维修",
            "管网施工",
            "运输费",
            "检测费",
            "办公用品",
            "技术服务费",
        ]
        for _ in range(random.randrange(230, 300)):
            payee = random.choice(self._suppliers)
            yield self._pay(days, payee, random.choice(purposes), self._spread(3400, 1.6))
        yield self._pay(days, self._suppliers[3], "营业厅房租", self._rent)
