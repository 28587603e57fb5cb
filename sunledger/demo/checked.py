"""What came of the leads that rest on registers: looked into, explained, held back, cleared.

So a visitor sees a screen that is in full use, one that was switched off, and others in pilot; an
explanation with its document and its last day; a lead that waits until the data are better.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sunledger.core.days import add_working_days
from sunledger.demo import sources
from sunledger.demo.fill import Filled, NotFilled
from sunledger.demo.heard import hear
from sunledger.demo.registers import CARE_HOME, COUNTY
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import State as JobState
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About
from sunledger.screening import actions as screening
from sunledger.screening import explaining, switching
from sunledger.screening.models import Course, Lead, Reason
from sunledger.units.models import User

DEATHS, OTHER_CARD, HOME = "paid_after_death", "account_of_another", "shared_account"
WORK = "paid_while_employed"
CONFIRMED, EXPLAINED, WRONG = 6, 6, 3  # how the leads about deaths ended; one more was cleared
_FOUND = "经核对死亡证明与发放清单，确有逾月未停发，已停发并启动追回。"
_CLEARED = "经核查，发放对象健在，死亡登记系同名误录；县里没有违规发放，特此澄清。"


@dataclass(frozen=True)
class Desk:
    """Who looks into leads, and the day from which everything is counted back."""

    filled: Filled
    on: date

    def at(self, ago: int) -> datetime:
        """Return a moment so many working days ago."""
        day = add_working_days(self.on, -ago)
        return datetime.combine(day, time(10), timezone.get_current_timezone())

    def who(self, place: str, role: str) -> User:
        """Return who holds a role somewhere."""
        return self.filled.people.at(place, role)

    def officer(self, lead: Lead) -> User:
        """Return who screens in the county of a lead."""
        return self.who(lead.unit.code[:6], "officer")


def look_into(filled: Filled, on: date) -> None:
    """Let the offices look into what the registers raised, and run again what changed by it."""
    here = Desk(filled, on)
    _deaths(here)
    _cards(here)
    _home(here)
    _bad_data(here)
    _again(here)


def _leads(screen: str) -> list[Lead]:
    """Return the open leads of a screen that stand alone, the same order for the same seed."""
    found = Lead.objects.open().filter(screen=screen).select_related("unit", "stack")
    alone = [lead for lead in found if lead.stack is None or len(lead.stack.reasons) == 1]
    return sorted(alone, key=lambda lead: (lead.unit.code.startswith(COUNTY), lead.key))


def _deaths(here: Desk) -> None:
    """Enough leads about deaths are checked for the province to let the screen go on."""
    leads = [lead for lead in _leads(DEATHS) if lead.unit.kind == "county"]
    confirmed, leads = leads[:CONFIRMED], leads[CONFIRMED:]
    for lead in confirmed:
        _closed(here, lead, result=_FOUND)
    for lead in leads[:1]:
        words = {"outcome": "unfounded", "result": "发放无误，死亡登记有误。", "clearing": _CLEARED}
        _closed(here, lead, **words)
    for place, lead in enumerate(leads[1 : 1 + EXPLAINED + WRONG]):
        reason, note = (
            (Reason.EXPLAINED, "死亡当月起已停发，所列款项为此前月份的补发，发放册可查。")
            if place < EXPLAINED
            else (Reason.UNFOUNDED, "人还在世，入户核实；系死亡登记号码误录。")
        )
        by = here.officer(lead)
        screening.dismiss(lead=lead, reason=reason, note=note, by=by, at=here.at(12))
    if len(leads) <= EXPLAINED + WRONG:
        return  # of another seed: too few to know the screen
    why = "试用期内核查的疑点有三成以上属实，转入全面使用；误报多因登记迟延，已在说明中提示。"
    _switch(here, DEATHS, Course.FULL, why)


def _closed(here: Desk, lead: Lead, **closing: Any) -> None:
    """Let a county answer for a lead, and the province check and close it: none judges itself."""
    county, chief = lead.unit.code, here.who("99", "chief")
    item = screening.take_up(
        lead=lead,
        by=chief,
        doer=lead.unit,
        checker=here.filled.units["99"],
        due=add_working_days(here.on, -8),
        at=here.at(28),
        needs=(),
    )
    words = "已逐笔核对登记与发放册，情况见附表。"
    ledger.answer(item=item, note=words, by=here.who(county, "planner"), at=here.at(20))
    note = "查阅原始登记和发放册，情况属实。"
    item = ledger.verify(item=item, note=note, by=here.who("99", "inspector"), at=here.at(18))
    hear(item, About.RESULT, chief, here.at(18), here.at(17))
    ledger.close(item=item, by=chief, at=here.at(16), **closing)


def _cards(here: Desk) -> None:
    """Nothing was found behind the cards of others: the province switches that screen off."""
    note = "均有口头代领，村里补办委托书；补助已足额交到本人。"
    for lead in _leads(OTHER_CARD):
        by = here.officer(lead)
        screening.dismiss(lead=lead, reason=Reason.EXPLAINED, note=note, by=by, at=here.at(11))
    why = "已核查的疑点均为未登记的代领；待各县补录代领委托后重新试用。"
    _switch(here, OTHER_CARD, Course.OFF, why)


def _switch(here: Desk, screen: str, to: Course, reason: str) -> None:
    by = here.who("99", "chief")
    switching.switch(
        screen=screening.screens()[screen], to=to, reason=reason, by=by, at=timezone.now()
    )


def _home(here: Desk) -> None:
    """The home for the aged explains its account, by its contract, until the contract ends."""
    lead = _of_the_home(here)
    if lead is None:
        return
    given = explaining.Given(
        words="该账户为镇敬老院代管账户，九位老人的养老金按协议由院方代管，逐人记账。",
        source="石湾镇敬老院",
        until=here.on + timedelta(days=180),
        reference="石湾镇敬老院代管协议（县审计办公室存档，共九份）",
    )
    at = here.at(6)
    why = explaining.explain(lead=lead, given=given, by=here.officer(lead), at=at)
    explaining.verify(explanation=why, by=here.who("99", "chief"), at=here.at(5))


def _of_the_home(here: Desk) -> Lead | None:
    """Return the lead that asks about the home's account."""
    planted = next(one for one in here.filled.registers.truths if one.kind == CARE_HOME)
    rows = set(planted.rows)
    leads = Lead.objects.open().filter(screen=HOME, unit__code=COUNTY).select_related("unit")
    return next((one for one in leads if any(row["code"] in rows for row in one.evidence)), None)


def _bad_data(here: Desk) -> None:
    """Somebody's work was entered wrongly: the office that holds the register is to mend it."""
    lead = Lead.objects.open().filter(screen=WORK, unit__code=COUNTY).order_by("key").first()
    if lead is None:
        return
    note = "参保单位录入错误，本人没有就业；请参保登记单位更正。"
    wrong = {"reason": Reason.DATA_ERROR, "note": note, "table": "insured"}
    screening.dismiss(lead=lead, by=here.officer(lead), at=here.at(4), **wrong)
    # What came instead has every line twice: until that is mended, its leads are held back.
    sources.hand_in_twice("insured", here.on)


def _again(here: Desk) -> None:
    """Run again what was decided on, as the night does."""
    chief = here.who("99", "chief")
    asked = (HOME, OTHER_CARD, WORK)
    run = screening.start_run(unit=here.filled.units["99"], by=chief, asked=asked)
    if run.job is None or jobs.run_here(run.job).state != JobState.DONE:
        raise NotFilled("The second run of the screens did not end well.")
