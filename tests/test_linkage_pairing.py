"""Pairs that several blocks bring are compared and kept once, in the order of rows."""

from random import Random

import pytest

from sunledger.screening.linkage import pairing, persons
from sunledger.screening.linkage.days import Days
from sunledger.screening.linkage.evidence import Field
from sunledger.screening.linkage.pairing import Plan
from sunledger.screening.linkage.personname import PersonName
from sunledger.screening.linkage.places import Places
from sunledger.screening.linkage.texts import column


def plan(blocks: tuple[tuple[str, ...], ...]) -> Plan:
    """Return a plan for two made-up lists of one village or two."""
    random = Random(3)

    def rows(many: int) -> list[list[str]]:
        names = ["王" + "".join(random.choices("伟芳娜敏静丽强磊", k=2)) for _ in range(many)]
        days = [f"19{random.randrange(60, 64)}-0{random.randrange(1, 4)}-11" for _ in range(many)]
        return [names, days, [random.choice(["大河村", "小河村"]) for _ in range(many)]]

    names, days, places = (
        [column(one), column(two)] for one, two in zip(rows(80), rows(120), strict=True)
    )
    fields: list[Field] = [Days(*days), Places(*places), PersonName(*names)]
    return Plan(fields, blocks, (80, 120), most=1000)


def test_a_pair_of_several_blocks_is_there_once_and_what_each_brings_is_there() -> None:
    together = pairing.found(plan(persons.BLOCKS))
    rows = list(zip(together.left.tolist(), together.right.tolist(), strict=True))
    assert rows == sorted(set(rows))
    alone: dict[tuple[int, int], list[int]] = {}
    for block in persons.BLOCKS:
        one = pairing.found(plan((block,)))
        ends = zip(one.left.tolist(), one.right.tolist(), strict=True)
        alone |= dict(zip(ends, one.levels.tolist(), strict=True))
    assert len(rows) > 100
    assert dict(zip(rows, together.levels.tolist(), strict=True)) == alone


def test_what_is_compared_in_portions_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pairing.found(plan(persons.BLOCKS))
    monkeypatch.setattr(pairing, "AT_ONCE", 7)
    portions = pairing.found(plan(persons.BLOCKS))
    assert [one.tolist() for one in whole] == [one.tolist() for one in portions]
