"""The wrongs planted in the made-up books, and their innocent look-alikes, with the truth.

A scheme is a function from the books of one body (a month each, the oldest first) to changed books
and the truth about them: which vouchers, which screen should ask, and whether it is innocent.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sunledger.core.days import is_working_day
from sunledger.demo.books import YUAN, Book, Line, working_days
from sunledger.demo.province import Place, Province

# The amount from which a village or an enterprise of the made-up province needs three quotations.
LIMIT = 50_000 * YUAN


@dataclass(frozen=True)
class Truth:
    """What was planted where; an innocent one looks like a wrong and must not be flagged."""

    scheme: str
    screen: str
    place: str
    vouchers: tuple[str, ...]  # each "period/voucher"
    innocent: bool
    story: str


@dataclass(frozen=True)
class Planted:
    """Books with something planted in them."""

    books: tuple[Book, ...]
    truth: Truth


Plant = Callable[[tuple[Book, ...], Random], Planted]


def _planted(
    plant: Plant, screen: str, books: tuple[Book, ...], added: Mapping[int, list[Line]]
) -> Planted:
    """Return the books with lines added to some months, and the truth about those lines."""
    changed = tuple(
        book.having(*added[number]) if number in added else book
        for number, book in enumerate(books)
    )
    vouchers = tuple(
        f"{books[number].period}/{line.voucher}" for number in added for line in added[number]
    )
    name = plant.__name__
    story = (plant.__doc__ or "").strip()
    truth = Truth(name, screen, books[0].place.code, vouchers, name.startswith("innocent"), story)
    return Planted(changed, truth)


def _line(random: Random, book: Book, payee: str, purpose: str, amount: int) -> Line:
    """Return a fresh line on some working day of the month."""
    voucher = f"{book.period.replace('-', '')}-9{random.randrange(100, 999)}"
    return Line(random.choice(working_days(book.period)), voucher, payee, purpose, amount)


# --- wrongs -----------------------------------------------------------------------------------


def duplicate(books: tuple[Book, ...], random: Random) -> Planted:
    """One invoice is entered twice and the money leaves twice."""
    at = len(books) - 2
    payee = "东岭建筑工程有限公司"
    first = _line(random, books[at], payee, "村道维修工程款（发票04417）", 4_900 * YUAN)
    return _planted(duplicate, "duplicate_payments", books, {at: [first, first]})


def returned(books: tuple[Book, ...], random: Random) -> Planted:
    """One invoice is paid twice; when asked, the village gets the money back and publishes that."""
    at, payee = len(books) - 2, "下井水电安装有限公司"
    first = _line(random, books[at], payee, "自来水管维修（发票01873）", 6_350 * YUAN)
    back = working_days(books[-1].period)[-3]
    refund = first.but(day=back, amount=-first.amount, purpose="退回重复付款（发票01873）")
    return _planted(returned, "duplicate_payments", books, {at: [first, first], at + 1: [refund]})


def sheet_twice(books: tuple[Book, ...], _random: Random) -> Planted:
    """A whole month is handed in again as the next one: one mistake, not twenty."""
    before = books[-3]
    again = replace(before, period=books[-2].period)
    changed = (*books[:-2], again, books[-1])
    vouchers = tuple(f"{again.period}/{line.voucher}" for line in again.lines)
    story = (sheet_twice.__doc__ or "").strip()
    place = before.place.code
    truth = Truth("sheet_twice", "duplicate_payments", place, vouchers, False, story)
    return Planted(changed, truth)


def split(books: tuple[Book, ...], random: Random) -> Planted:
    """One job is paid in three parts within ten days, each just under the limit."""
    at, payee = len(books) - 2, "西坪水电安装有限公司"
    days = working_days(books[at].period)[4:11:3]
    lines = [
        _line(random, books[at], payee, f"文化广场改造（第{part}笔）", amount * YUAN).but(day=day)
        for part, (day, amount) in enumerate(zip(days, (48_600, 49_200, 47_900), strict=True), 1)
    ]
    return _planted(split, "split_payments", books, {at: lines})


def one_friend(books: tuple[Book, ...], random: Random) -> Planted:
    """Nearly all that the village pays goes to one firm, month after month, for this and that."""
    payee = "双林商贸有限公司"
    added = {
        at: [
            _line(random, book, payee, purpose, random.randrange(11_000, 17_000) * YUAN)
            for purpose in ("办公用品", "路灯维护", "绿化养护")
        ]
        for at, book in enumerate(books)
    }
    return _planted(one_friend, "one_payee", books, added)


def under_the_limit(books: tuple[Book, ...], random: Random) -> Planted:
    """Purchases are priced to stay a little under the limit, dozens of them."""
    firms = ["前塘建材有限公司", "后岗运输有限公司", "红泉商贸有限公司", "平台农机有限公司"]
    added = {
        at: [
            _line(
                random,
                book,
                random.choice(firms),
                "材料采购",
                LIMIT - random.randrange(1, 95) * 1000,
            )
            for _ in range(9)
        ]
        for at, book in enumerate(books)
    }
    return _planted(under_the_limit, "under_limit", books, added)


def invented(books: tuple[Book, ...], random: Random) -> Planted:
    """Hundreds of payments are invented, with first digits as people imagine chance."""
    firms = ["长洼技术服务有限公司", "永坡检测有限公司"]
    added = {
        at: [
            _line(
                random,
                book,
                random.choice(firms),
                "技术服务费",
                random.randrange(40_000, 99_000) * 10,
            ).but(voucher=f"{book.period.replace('-', '')}-8{number:03}")
            for number in range(120)
        ]
        for at, book in enumerate(books)
    }
    return _planted(invented, "benford", books, added)


def on_holidays(books: tuple[Book, ...], random: Random) -> Planted:
    """Money leaves on days on which nobody works, always to one firm."""
    payee = "安田园林绿化有限公司"
    added = {
        at: [_line(random, books[at], payee, "苗木款", 3_260 * YUAN + at * 700).but(day=day)]
        for at in range(len(books))
        if (day := _day_off(books[at].period, random))
    }
    return _planted(on_holidays, "days_off", books, added)


def _day_off(period: str, random: Random) -> date:
    """Return a day of the month on which nobody works."""
    first = working_days(period)[0].replace(day=1)
    days = [first + timedelta(days=number) for number in range(28)]
    return random.choice([day for day in days if not is_working_day(day)])


# --- innocent look-alikes -----------------------------------------------------------------------


def innocent_reversal(books: tuple[Book, ...], random: Random) -> Planted:
    """A transfer failed, came back and was sent again: paid once."""
    at, payee = len(books) - 2, "金溪种业有限公司"
    first = _line(random, books[at], payee, "种子款", 3_180 * YUAN)
    back = first.but(amount=-first.amount, purpose="种子款（退汇）")
    return _planted(innocent_reversal, "duplicate_payments", books, {at: [first, back, first]})


def innocent_instalments(books: tuple[Book, ...], random: Random) -> Planted:
    """A contract is paid in equal instalments, each with its own invoice, a month apart."""
    payee = "石桥农机有限公司"
    added = {
        at: [_line(random, book, payee, f"收割机租金第{at + 1}期", 2_400 * YUAN)]
        for at, book in enumerate(books)
    }
    return _planted(innocent_instalments, "duplicate_payments", books, added)


def innocent_large_job(books: tuple[Book, ...], random: Random) -> Planted:
    """A job over the limit is paid openly in two large parts, its rest under a shorter name."""
    at, payee = len(books) - 3, "松湾建筑工程有限公司"
    lines = [
        _line(random, books[at], payee, "水渠工程进度款（招标合同01）", 61_000 * YUAN),
        _line(random, books[at], payee, "水渠工程验收款（招标合同01）", 58_000 * YUAN),
    ]
    short = payee.replace("有限公司", "公司")
    last = _line(random, books[at + 1], short, "水渠工程质保金（招标合同01）", 3_600 * YUAN)
    return _planted(innocent_large_job, "split_payments", books, {at: lines, at + 1: [last]})


def innocent_make_up_day(books: tuple[Book, ...], random: Random) -> Planted:
    """A flood on a Sunday: one pump is hired at once, and the record says so."""
    at, payee = len(books) - 3, "柳河运输有限公司"
    line = _line(random, books[at], payee, "抗洪应急水泵租用", 1_850 * YUAN)
    line = line.but(day=_day_off(books[at].period, random))
    return _planted(innocent_make_up_day, "days_off", books, {at: [line]})


IN_VILLAGES: tuple[Plant, ...] = (
    duplicate,
    returned,
    sheet_twice,
    split,
    one_friend,
    on_holidays,
    innocent_reversal,
    innocent_instalments,
    innocent_large_job,
    innocent_make_up_day,
)
IN_ENTERPRISES: tuple[Plant, ...] = (under_the_limit, invented)


def assign(province: Province) -> dict[str, Plant]:
    """Return which body gets which scheme: Dahe the duplicate, most bodies none."""
    random = Random(f"{province.seed} schemes")  # noqa: S311 - seeded on purpose
    villages = province.of("village")
    rounds = max(1, len(villages) // 24)
    others = random.sample(villages[1:], k=len(villages) - 1)
    chosen = dict(_dealt([villages[0], *others], IN_VILLAGES, rounds))
    enterprises = province.of("enterprise")
    return chosen | dict(
        _dealt(random.sample(enterprises, k=len(enterprises)), IN_ENTERPRISES, rounds)
    )


def _dealt(
    places: list[Place], plants: tuple[Plant, ...], rounds: int
) -> Iterator[tuple[str, Plant]]:
    """Deal every scheme out `rounds` times, a body getting one at most."""
    yield from zip((place.code for place in places), plants * rounds, strict=False)


def plant(province: Province, books: list[Book]) -> tuple[list[Book], list[Truth]]:
    """Return the books with every scheme planted, and the truth about them."""
    chosen = assign(province)
    changed: list[Book] = []
    truths: list[Truth] = []
    by_place: dict[str, list[Book]] = {}
    for book in books:
        by_place.setdefault(book.place.code, []).append(book)
    for code, own in by_place.items():
        if code not in chosen:
            changed.extend(own)
            continue
        random = Random(f"{province.seed} scheme {code}")  # noqa: S311 - seeded on purpose
        planted = chosen[code](tuple(own), random)
        changed.extend(planted.books)
        truths.append(planted.truth)
    return changed, truths
