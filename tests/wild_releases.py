"""Releases in which whatever can be odd about procurement data is odd somewhere, from a seed."""

from random import Random
from typing import Any

Json = dict[str, Any]
_FIRMS = ["a", "b", "c", "d", "e", "Ω firm", "第七建材", "İ'\\"]
_AMOUNTS: list[float | None] = [
    *(100, 100.0, 101.5, 99.99, 103.5, 180, 0.1, 110, 121),
    *(3_900_000, 3_999_999.99, 1_500_000, 2.675, 1e15 / 3, 9.1e15, 123456789012345678, 1e20 / 7),
    *(0, None),
]
_DATES = [
    *("2024-01-01T00:00:00Z", "2024-01-10T18:00:00+08:00", "2024-01-10T12:00:00Z", "2024-01-10"),
    *("2024-01-09T23:59:59.5Z", "2024-01-25T00:00:00Z", "2024-02-25", "2024-01-10T12:00:00", None),
]
_STREETS = [
    "ΟΔΟΣ 1",
    "οδος 1",
    "İstanbul Cad. 5",
    "istanbul cad.5",
    "河东路 3 号",
    "河东路3号",
    "清河县河东路３号",
    "-",
    "河东村",
    None,
]
_PHONES = [
    *("024-123 456", "024123456", "(024) 123456", "024\u3000123456", "+86-24-123456"),
    *("０２４－１２３４５６", "024-123456转8", "024-123456、13912345678", "000000", "无", None),
]
_EMAILS = ["Info@Firm.example ", "info@firm.example", "\u3000info@firm.example", "none", None]


def wild(seed: int, many: int) -> list[Json]:
    """Return releases of many processes of few buyers and firms."""
    random = Random(seed)
    return [_release(random, number) for number in range(many)]


def _some(random: Random, **fields: Any) -> Json:
    """Return the fields, now and then without one."""
    return {name: value for name, value in fields.items() if random.random() > 0.06}


def _money(random: Random) -> Json:
    amount = random.choice(_AMOUNTS)
    if random.random() < 0.5:
        amount = random.choice([500, 520, 480, 510, 505, 515])
    return _some(random, amount=amount, currency=random.choice(["CNY"] * 6 + ["USD"]))


def _parties(random: Random) -> list[Json]:
    many = random.choice([1, 1, 1, 1, 2, 0])
    return [_some(random, id=one, name=f"{one} Ltd.") for one in random.choices(_FIRMS[:6], k=many)]


def _item(random: Random) -> Json:
    return _some(
        random,
        classification={"id": random.choice(["45000000", "45111111", "331", "33190000"])},
        quantity=random.choice([0, 1, 2, 3, 7, 0.3, None]),
        unit={"value": _money(random)} if random.random() < 0.6 else None,
    )


def _bid(random: Random, number: int) -> Json:
    return _some(
        random,
        id=str(number),
        status=random.choice(
            ["valid"] * 6 + ["disqualified"] * 2 + ["withdrawn", "invited", "admitida", None]
        ),
        date=random.choice(_DATES),
        tenderers=_parties(random),
        value=_money(random),
        relatedLots=random.choice([["1"], ["2"], ["1", "2"], []]),
    )


def _award(random: Random, number: int) -> Json:
    return _some(
        random,
        id=str(number),
        status=random.choice(["active"] * 6 + ["cancelled", "pending"]),
        date=random.choice(_DATES),
        suppliers=_parties(random),
        value=_money(random),
        items=[_item(random) for _ in range(random.choice([0, 1, 1, 2]))],
        relatedLots=random.choice([["1"], ["2"], [], []]),
        relatedBids=random.choice([[], [], ["0"], ["1"]]),
    )


def _contract(random: Random, number: int) -> Json:
    paid = [{"id": str(n), "value": _money(random)} for n in range(random.choice([0, 0, 1, 2]))]
    return _some(
        random,
        id=str(number),
        awardID=random.choice(["0", "0", "1"]),
        status=random.choice(["active", "active", "cancelled"]),
        value=_money(random),
        dateSigned=random.choice(_DATES),
        amendments=[{"id": str(n)} for n in range(random.choice([0, 0, 1, 3, 4]))],
        implementation={"transactions": paid},
    )


def _party(random: Random, who: str) -> Json:
    return _some(
        random,
        id=who,
        address=_some(
            random,
            streetAddress=random.choice(_STREETS),
            locality=random.choice(["清河县", None]),
        ),
        contactPoint=_some(random, telephone=random.choice(_PHONES), email=random.choice(_EMAILS)),
    )


def _tender(random: Random) -> Json:
    return _some(
        random,
        title="路面",
        status=random.choice(["complete", "complete", "active", "cancelled"]),
        procurementMethod=random.choice(["open", "open", "selective", "direct", "limited"]),
        procurementMethodDetails=random.choice(["公开招标", "it's \\ ${x}", None]),
        procurementMethodRationale=random.choice(["flood", "\u3000", " ", None]),
        mainProcurementCategory=random.choice(["works", "goods", "services"]),
        numberOfTenderers=random.choice([1, 2, 3, 2.5, 3.5, None]),
        value=_money(random),
        procuringEntity={"id": f"B-{random.randrange(3)}"},
        tenderPeriod=_some(random, startDate=random.choice(_DATES), endDate=random.choice(_DATES)),
        items=[_item(random)],
    )


def _release(random: Random, number: int) -> Json:
    buyer = f"B-{random.randrange(4)}"
    return {
        "ocid": f"p{number}",
        **_some(
            random,
            date=random.choice(_DATES),
            buyer={"id": buyer},
            parties=[_party(random, one) for one in (*random.sample(_FIRMS, 4), buyer)],
            tender=_tender(random),
            bids={"details": [_bid(random, n) for n in range(random.choice([0, 1, 2, 3, 4, 5]))]},
            awards=[_award(random, n) for n in range(random.choice([0, 1, 1, 1, 2]))],
            contracts=[_contract(random, n) for n in range(random.choice([0, 1, 1, 2]))],
        ),
    }
