"""A province that publishes: 16,727 villages, twelve months, twenty items, from a seed, in bulk.

How the lines are spread. One item, payments, has five lines a village and month: together a table
of a million lines. Of the sheets of the other nineteen, seven in eight report that there was
nothing, and the rest have one to three lines: most villages have few receipts and no works in most
months. One sheet in a hundred is missing, so that the list of what was not published is not empty.
What is public here was said to no log: pages that show proofs are not measured.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench import sunshine_load as load

VILLAGES, TOWNS, COUNTIES, CITIES = 16_727, 1_406, 100, 14
MONTHS, ITEMS = 12, 20
TABLE = "village-payments"
ZONE = ZoneInfo("Asia/Shanghai")
_PLACES = ["青泉", "白溪", "双台", "河东", "柳河", "长溪", "北山", "南湖", "东岭", "西塘"]
_TRADES = ["商贸", "建材", "农机", "路桥", "园林", "种业", "物流", "印务", "电力", "水务"]
_FORMS = ["有限公司", "合作社", "经营部", "服务站", "施工队"]
_WHERE = ["村部", "小学", "水渠", "道路", "广场", "路灯", "卫生室", "养老院", "泵站", "文化站"]
_WHAT = ["办公用品", "维修", "电费", "材料款", "工时费", "垃圾清运", "绿化", "设备购置"]
PAYEES = [f"{a}{b}{c}" for a in _PLACES for b in _TRADES for c in _FORMS]
PURPOSES = [f"{a}{b}" for a in _WHERE for b in _WHAT]
_LETTERS = str.maketrans("0189", "wxyz")  # what no code of ours holds
METHODS = ("转账", "转账", "转账", "现金")


class Province:
    """Gives the rows of every table, in the order of their numbers."""

    def __init__(self, villages: int, on: date) -> None:
        from sunledger.disclosure.category import CATEGORIES

        self.draw = Random(20261122)  # noqa: S311 - a seed is the point
        self.villages = villages
        self.months = list(months_before(on))
        shapes = [one for one in CATEGORIES.values() if one.pack == "village"]
        open_to_all = [one for one in shapes if one.visibility == "public"]
        monthly = [one for one in open_to_all if one.period == "month"]
        others = [one for one in open_to_all if one.period == "each time"]
        chosen = [*monthly, *others][:ITEMS]
        self.items = sorted(chosen, key=lambda one: one.code != TABLE)
        self.units: list[dict[str, Any]] = []

    def tree(self) -> list[dict[str, Any]]:
        """Return the units: province, cities, counties, towns, villages."""
        share = self.villages / VILLAGES
        sizes = [("city", CITIES), ("county", COUNTIES), ("town", TOWNS), ("village", VILLAGES)]
        rows = [_unit(1, "21", "某省", "province", None)]
        above = rows
        for kind, size in sizes:
            count = self.villages if kind == "village" else max(1, round(size * share))
            level: list[dict[str, Any]] = []
            for place in range(count):
                number = len(rows) + len(level) + 1
                parent = above[place * len(above) // count]
                level.append(_unit(number, f"{kind[0]}{number}", _name(kind, place), kind, parent))
            rows += level
            above = level
        self.units = rows
        return rows

    def sheets(self) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Give each sheet with its lines, by item and month."""
        villages = [unit for unit in self.units if unit["kind"] == "village"]
        batch = record = leaf = 0
        for place, shape in enumerate(self.items):
            for month in self.months:
                published = datetime(month.year, month.month, 8, 9, tzinfo=ZONE)
                published += timedelta(days=31)
                word = f"{month:%Y-%m}" if shape.period == "month" else f"{month:%Y-%m}-{place:02}"
                for unit in villages:
                    if self.draw.random() < 0.01:
                        continue
                    batch += 1
                    lines = []
                    for number in range(1, self._count(shape) + 1):
                        record += 1
                        leaf += 1
                        lines.append(self._line(record, number, leaf, unit, (shape, month)))
                    leaf += 1
                    amount = sum(line["amount"] or 0 for line in lines)
                    yield (
                        {
                            "id": batch, "code": self._code(), "unit_id": unit["id"],
                            "category": shape.code, "period": word, "rows": len(lines),
                            "totals": json.dumps({"CNY": amount} if lines else {}),
                            "file_sha256": f"{batch:064x}" if lines else "", "leaf": leaf,
                            "published": published, "batch_version": shape.version,
                        },
                        lines,
                    )  # fmt: skip

    def _count(self, shape: Any) -> int:
        """Return how many lines a sheet has."""
        if shape.code == TABLE:
            return 5
        return 0 if self.draw.random() < 0.875 else self.draw.choice((1, 2, 3))

    def _line(
        self, record: int, number: int, leaf: int, unit: dict[str, Any], what: tuple[Any, date]
    ) -> dict[str, Any]:
        """Return one line: each field of its category filled by what it holds."""
        shape, month = what
        day = month.replace(day=self.draw.randrange(1, 28)).isoformat()
        amount = int(self.draw.lognormvariate(12, 1.6))
        party = self.draw.choice(PAYEES) + str(self.draw.randrange(40))
        known = {
            "day": day, "amount": amount, "party": party, "reference": f"记-{number}",
            "purpose": self.draw.choice(PURPOSES), "method": self.draw.choice(METHODS),
        }  # fmt: skip
        values = {}
        for field in shape.fields:
            if field.role in known:
                values[field.name] = known[field.role]
            elif field.required:
                values[field.name] = _filled(field, day, amount)
        has = {field.role for field in shape.fields}
        return {
            "id": record, "code": self._code(), "number": number, "line": number + 1, "leaf": leaf,
            "values": values, "amount": amount if "amount" in has else None,
            "day": day if "day" in has else None, "party": party if "party" in has else "",
            "unit_id": unit["id"], "currency": "CNY",
        }  # fmt: skip

    def _code(self) -> str:
        return f"{self.draw.getrandbits(104):026x}".translate(_LETTERS)


def months_before(on: date) -> Iterator[date]:
    """Give the last twelve whole months before a day."""
    first = on.replace(day=1)
    year, month = first.year, first.month
    for back in range(MONTHS, 0, -1):
        ahead = year * 12 + month - 1 - back
        yield date(ahead // 12, ahead % 12 + 1, 1)


def _filled(field: Any, day: str, amount: int) -> Any:
    """Return something that a field can hold."""
    if field.kind == "choice":
        return field.choices[0].code
    whole = {"day": day, "money": amount, "whole": 3, "number": "12.5"}
    return whole.get(field.kind, "按规定办理")


_KINDS = {"city": "市", "county": "县", "town": "镇", "village": "村"}


def _name(kind: str, place: int) -> str:
    first, second = "青白双河柳长北南东西"[place % 10], "泉溪台东山湖岭塘沟甸"[place // 10 % 10]
    return f"{first}{second}{place}{_KINDS[kind]}"


def _unit(number: int, code: str, name: str, kind: str, parent: Any) -> dict[str, Any]:
    path = f"{parent['path'] if parent else ''}{code}/"
    return {
        "id": number, "code": code, "name": name, "name_en": "", "kind": kind,
        "parent_id": parent["id"] if parent else None, "path": path, "depth": path.count("/") - 1,
    }  # fmt: skip


def made(villages: int, on: date) -> str:
    """Make the site unless it is there, and say what it holds."""
    from django.db import connection

    from sunledger.disclosure.models import Batch, Line
    from sunledger.units.models import Unit

    if not Line.objects.exists():
        load.fill(Province(villages, on))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disclosure_line WHERE category = %s", [TABLE])
        table = cursor.fetchone()[0]
    return (
        f"{Unit.objects.count():,} units, {Batch.objects.count():,} sheets, "
        f"{Line.objects.count():,} lines, {table:,} of them in one table; {connection.vendor}"
    )
