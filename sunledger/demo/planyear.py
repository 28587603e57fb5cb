"""The plan at work: sent down three levels, and a year in which not all went as it should.

The clock is moved: every step is taken by the person whose it is, on the day on which it would have
been taken. Most parts end in time; some end late, come back once, rest for a while, are given up,
or are still open long after their day.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone, translation

from sunledger.core.days import add_working_days, working_day_from
from sunledger.demo.fill import Filled, NotFilled, Say, Wish
from sunledger.demo.heard import hear
from sunledger.demo.plan import TITLE, plan_sheet
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State as JobState
from sunledger.ledger import actions as ledger
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.imports.wishes import Wishes
from sunledger.ledger.models import About, Dependency, Item, ListLine
from sunledger.ledger.steps import ENDED, State
from sunledger.units.models import Unit, User

DRIVE = "breakthroughs"
OPENLY = "清单和进度全程公开，本项不再单独公示。"
# What becomes of the parts whose day has come, in hundredths.
FATES = (("done", 66), ("late", 12), ("returned", 9), ("rested", 5), ("given_up", 3), ("open", 5))


@dataclass
class Year:
    """The year: who is who, which day it is at its end, and when each item was found true."""

    filled: Filled
    start: date
    on: date
    random: Random
    true_on: dict[int, date] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)

    def at(self, day: date, hour: int = 9) -> datetime:
        """Return a moment of a working day's morning."""
        day = working_day_from(day)
        return datetime.combine(day, time(hour), timezone.get_current_timezone())

    def person(self, unit: Unit, role: str) -> User:
        """Return who holds a role in a unit."""
        return self.filled.people.at(unit.code, role)

    def county(self, unit: Unit) -> Unit:
        """Return the county of a unit below it."""
        return self.filled.units[unit.code[:6]]


@translation.override("zh-hans")
def work_through(filled: Filled, wish: Wish, say: Say) -> None:
    """Import the plan a year before the day, send it down, and work until the day."""
    start = wish.on - timedelta(days=365)
    year = Year(filled, start, wish.on, Random(f"{wish.seed} year"))  # noqa: S311 - a seed is the point
    say("working through a year of the plan", 0, 2)
    with transaction.atomic():
        _open(year, start)
        items = list(Item.objects.filter(drive=DRIVE).select_related("unit").order_by("pk"))
        _send_down(year, items, start)
        say("working through a year of the plan", 1, 2)
        for pk, after in Dependency.objects.values_list("item", "after"):
            year.after.setdefault(pk, []).append(after)
        _work(year, items)
    say("working through a year of the plan", 2, 2)


def _work(year: Year, items: list[Item]) -> None:
    """Let each task's parts go their way, then the task, in the order of the plan."""
    parts: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.parent_id is not None:
            parts[item.parent_id].append(item)
    for top in (item for item in items if item.parent_id is None):
        for task in parts[top.pk]:
            for part in parts[task.pk]:
                _part(year, part)
            _whole(year, task)


def _open(year: Year, start: date) -> None:
    """Hand the sheet in, and open its lines."""
    chief = year.filled.people.at("99", "chief")
    wishes = Wishes(drive=DRIVE, public=True)
    imported = imports.receive(
        unit=year.filled.units["99"],
        title=TITLE,
        files=[plan_sheet(year.filled.province, start)],
        by=chief,
        wishes=wishes,
        at=year.at(start),
    )
    if imported.job is None or jobs.run_here(imported.job).state != JobState.DONE:
        raise NotFilled(f"The plan was not read: {imported.job}")
    imported.refresh_from_db()
    imports.open_now(imported=imported, by=chief, at=year.at(start))


def _send_down(year: Year, items: list[Item], start: date) -> None:
    """Give the breakthroughs to the cities, the tasks to the counties, the parts to those below."""
    depth = {item.pk: 0 for item in items if item.parent_id is None}
    for item in items:
        if item.parent_id is not None:
            depth[item.pk] = depth[item.parent_id] + 1
    for item in items:
        level = depth[item.pk]
        below = level == 2
        county = year.county(item.unit) if level else None
        checker = year.filled.units[f"{county.code}-sj"] if below and county else None
        by = year.person(county, "officer") if county else year.filled.people.at("99", "chief")
        ledger.assign(
            item=item,
            doer=item.unit,
            checker=checker or year.filled.units["99"],
            due=item.due or year.on,
            by=by,
            at=year.at(start + timedelta(days=1 + level * 2), 9 + level),
        )


def _part(year: Year, item: Item) -> None:
    """Let a part go the way that its lot says, as far as the year goes."""
    due, starts = item.due or year.on, item.starts_on or year.on
    before = [year.true_on.get(pk) for pk in year.after.get(item.pk, ())]
    waits = _waits_of(year, item)
    if starts > year.on or None in before or waits:
        return
    first = max(starts + timedelta(days=2), year.start + timedelta(days=8))
    since = max([first, *(day + timedelta(days=1) for day in before if day)])
    doer = year.person(item.unit, _doer(item.unit))
    if since > year.on:
        return
    ledger.start(item=item, single_act="单项工作，一次做完。", by=doer, at=year.at(since))
    ends = add_working_days(max(due, since + timedelta(days=14)), -4)
    fate = year.random.choices([name for name, _n in FATES], [n for _name, n in FATES])[0]
    if fate == "given_up" and due <= year.on:
        _give_up(year, item, max(due, since + timedelta(days=1)))
    elif fate != "open":
        _finish(year, item, max(ends, since + timedelta(days=1)), fate, doer)


def _waits_of(year: Year, item: Item) -> bool:
    """Whether the task of a part waits for another one that is not through yet."""
    return any(pk not in year.true_on for pk in year.after.get(item.parent_id or 0, ())) and (
        Dependency.objects.filter(item=item.parent_id, lifted=None)
        .exclude(after__state__in=[State.VERIFIED, State.NOTICE, *ENDED])
        .exists()
    )


def _finish(year: Year, item: Item, ends: date, fate: str, doer: User) -> None:
    """Answer, verify and close a part, with what came between."""
    office = year.filled.units[f"{year.county(item.unit).code}-sj"]
    officer, auditor = (
        year.person(year.county(item.unit), "officer"),
        year.person(office, "auditor"),
    )
    if fate == "late":
        ends = add_working_days(item.due or ends, year.random.randrange(6, 24))
    if fate == "rested" and ends > (item.starts_on or ends) + timedelta(days=8):
        ends = _rest(year, item, ends, officer)
    if ends > year.on:
        return
    ledger.answer(item=item, note="已逐处办完，台账和照片备查。", by=doer, at=year.at(ends))
    if fate == "returned":
        back = add_working_days(ends, 2)
        ends = add_working_days(back, 6)
        if ends > year.on:
            return
        reason = "两处没有使用者确认，请补齐。"
        ledger.send_back(item=item, reason=reason, by=auditor, at=year.at(back))
        ledger.answer(item=item, note="两处已补确认。", by=doer, at=year.at(ends))
    found = add_working_days(ends, 2)
    if found > year.on:
        return
    ledger.verify(item=item, note="抽查三成，现场与台账一致。", by=auditor, at=year.at(found))
    year.true_on[item.pk] = found
    closed = add_working_days(found, 1)
    if closed <= year.on:
        result = f"{item.target}，经{office.name}核实。"
        hear(item, About.RESULT, officer, year.at(found), year.at(closed))
        ledger.close(item=item, result=result, exemption=OPENLY, by=officer, at=year.at(closed))


def _rest(year: Year, item: Item, ends: date, officer: User) -> date:
    """Pause a part for two weeks; its day moves, and its end with it."""
    since = add_working_days(ends, -3)
    until = since + timedelta(days=14)
    if until > year.on:
        return ends
    reason = "汛期不能施工。"
    ledger.pause(item=item, reason=reason, until=until, by=officer, at=year.at(since))
    ledger.resume(item=item, note="汛期已过。", by=officer, at=year.at(until))
    return until + timedelta(days=3)


def _give_up(year: Year, item: Item, day: date) -> None:
    """Close a part as not done, and say why."""
    officer = year.person(year.county(item.unit), "officer")
    reason = "原址已列入河道保护范围，不能施工，另行选址后重新立项。"
    told = year.at(add_working_days(day, -1))
    hear(item, About.NOT_DONE, officer, told, year.at(day), matter=reason)
    ledger.give_up(item=item, reason=reason, by=officer, at=year.at(day))


def _whole(year: Year, item: Item) -> None:
    """Answer and close a task once its parts are closed."""
    parts = list(item.parts.all())
    if any(part.closed_at is None for part in parts):
        return
    item.refresh_from_db()
    last = max(part.closed_on or year.on for part in parts)
    answered, found = add_working_days(last, 2), add_working_days(last, 5)
    notice = add_working_days(found, 1)
    closed = add_working_days(notice, 7)
    if closed > year.on or any(pk not in year.true_on for pk in year.after.get(item.pk, ())):
        return
    doer, chief = year.person(item.unit, "planner"), year.filled.people.at("99", "chief")
    inspector = year.filled.people.at("99", "inspector")
    note = "各项子任务均已销号，汇总材料备查。"
    ledger.answer(item=item, note=note, by=doer, at=year.at(answered))
    ledger.verify(item=item, note="逐项复核子任务结果。", by=inspector, at=year.at(found))
    hear(item, About.RESULT, chief, year.at(found), year.at(notice))
    ledger.notify(item=item, by=chief, at=year.at(notice))
    ledger.close(item=item, result=f"{item.target}。", by=chief, at=year.at(closed))
    year.true_on[item.pk] = found


def _doer(unit: Unit) -> str:
    """Return the role that answers in a kind of unit."""
    roles = {"town": "mayor", "village": "head", "school": "principal", "enterprise": "manager"}
    return roles[unit.kind]


def opened() -> int:
    """Return how many lines of the plan have become items."""
    return ListLine.objects.filter(imported__title=TITLE).count()
