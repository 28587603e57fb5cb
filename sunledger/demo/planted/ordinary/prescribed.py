"""Prescriptions for the usual diseases of age, as a fund reimburses them."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.prescriptions import DRUGS, doctor_of, prescribe
from sunledger.demo.planted.world import FIRST, World

_BEGINS, _MONTHS = date(2025, 7, 1), 6


def plant(world: World) -> None:
    """Let some of the old come each month; a few fetch what lasts for a quarter."""
    for one in world.residents:
        if one.age(FIRST) < 55 or one.died or world.random.random() > 0.12:
            continue
        drug, doctor = world.random.choice(tuple(DRUGS)), doctor_of(world, one.village.county)
        step = 3 if world.random.random() < 0.1 else 1
        boxes = world.random.choice((1, 2, 2, 2, 3))
        for month in range(0, _MONTHS, step):
            on = _BEGINS + timedelta(days=month * 30 + world.random.randrange(28))
            prescribe(world, one, on, drug, boxes * step, doctor=doctor)
