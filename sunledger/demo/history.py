"""What has happened in the made-up province since: leads looked into, a meeting, work on its way.

One village was asked about an invoice paid twice, got the money back and published that; its item
went all the way round. The other leads are left to whoever opens the desk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation

from sunledger.core.days import add_working_days
from sunledger.decisions import actions as decisions
from sunledger.demo.aside import go_aside, look_back
from sunledger.demo.checked import look_into
from sunledger.demo.conveyed import pass_down
from sunledger.demo.fair import be_fair
from sunledger.demo.fill import Filled, NotFilled, Say, Wish, publish
from sunledger.demo.heard import hear
from sunledger.demo.planyear import work_through
from sunledger.demo.questioned import question
from sunledger.demo.suggested import suggest
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job, State
from sunledger.ledger import actions as ledger
from sunledger.ledger import listing, reminders
from sunledger.ledger.models import About, Item, Kind
from sunledger.screening import actions as screening
from sunledger.screening.models import Lead, Reason
from sunledger.units.models import Unit, User

MEETING = """\
县监督工作例会纪要

会议听取了近六个月公开数据筛查情况的汇报，研究了下一步工作。

会议决定，各镇于月底前核对本镇各村上半年的付款凭证，重复支付的一律追回。县审计办公室牵头，\
对单笔接近限额的采购开展一次抽查，抽查不少于30笔。会议要求，各村按月公布支出明细，不得迟于次月10日。
"""
TITLE = "县监督工作例会"
COUNTY, OFFICE, TOWN = "990101", "990101-sj", "990101001"


# What the province writes down is Chinese, in whatever language it is being made.
@translation.override("zh-hans")
def live(filled: Filled, wish: Wish, say: Say) -> None:
    """Let what happened happen, through the same actions that people use."""
    say("screening", 0, 1)
    chief = filled.people.at("99", "chief")
    run = screening.start_run(unit=filled.units["99"], by=chief)
    with _large_pilots():
        _work(run.job)
    say("screening", 1, 1)
    say("working through a lead", 0, 1)
    _money_back(filled, wish)
    _explained(filled, wish)
    _meeting(filled, wish)
    pass_down(filled, wish.on, _at)
    suggest(filled, wish.on)
    question(filled, wish.on)
    here = go_aside(filled, wish.on)
    be_fair(here)
    look_into(filled, wish.on)
    say("working through a lead", 1, 1)
    work_through(filled, wish, say)
    look_back(here)
    _list_late(wish)


@contextmanager
def _large_pilots() -> Iterator[None]:
    """Let the pilots of the first run take every lead: the story needs those that it tells of."""
    before = settings.SUNLEDGER_PRECISION
    settings.SUNLEDGER_PRECISION = {**before, "pilot_leads": 1_000_000}
    try:
        yield
    finally:
        settings.SUNLEDGER_PRECISION = before


def _list_late(wish: Wish) -> None:
    """Let the clock have asked whoever is long overdue, a week ago, and list them today."""
    before = reminders.clock()["to_public"] - reminders.days_to_ask()
    listing.ask(add_working_days(wish.on, -before))
    listing.put(wish.on)


def _work(job: Job | None) -> None:
    """Do the work now, and stop where it failed."""
    assert job is not None  # noqa: S101 - a run always has its job
    if jobs.run_here(job).state != State.DONE:
        raise NotFilled(f"The work “{job.work}” did not end well: {job.error}")


def _at(day: date, hour: int = 10) -> datetime:
    """Return a moment of an office's morning."""
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def _lead(filled: Filled, scheme: str) -> Lead:
    """Return the lead that a planted scheme raised."""
    truth = next(truth for truth in filled.truths if truth.scheme == scheme)
    return Lead.objects.get(screen=truth.screen, unit__code=truth.place)


def _money_back(filled: Filled, wish: Wish) -> None:
    """Walk the item of the returned duplicate: asked, paid back, published, checked, closed."""
    lead = _lead(filled, "returned")
    village = lead.unit
    place = next(place for place in filled.province.places if place.code == village.code)
    county = Unit.objects.above(village).filter(kind="county").get()
    people, units = filled.people, filled.units
    officer = people.at(county.code, "officer")
    mayor, auditor = people.at(place.parent, "mayor"), people.at(f"{county.code}-sj", "auditor")
    begun = add_working_days(wish.on, -30)
    item = screening.take_up(
        lead=lead,
        by=officer,
        doer=units[place.parent],
        checker=units[f"{county.code}-sj"],
        due=add_working_days(begun, 20),
        at=_at(begun),
        needs=(Kind.RERUN, Kind.RECEIPT),
        found_amount=lead.figure,
    )
    publish(filled.held, units[village.code], people, _at(add_working_days(wish.on, -1)))
    _answer(item, begun, mayor)
    checked = _at(add_working_days(begun, 14))
    words = "已核对银行回单与村账，款项已退回村集体账户。"
    item = ledger.verify(item=item, note=words, by=auditor, at=checked)
    screening.look_again(lead=lead, by=officer, at=checked)
    item.refresh_from_db()
    result = "发票01873确属重复支付，6,350.00元已退回村集体账户并已公布。"
    closed = checked + timedelta(days=1)
    hear(item, About.RESULT, officer, checked, closed)
    ledger.close(item=item, result=result, by=officer, at=closed)


def _answer(item: Item, begun: date, mayor: User) -> None:
    """Answer for the village, with the receipt of the money that came back."""
    moment = _at(add_working_days(begun, 9))
    text = "银行回单：下井水电安装有限公司退回6,350.00元至村集体账户。"
    paid = {"payer": "下井水电安装有限公司", "paid_to": "村集体账户"}
    receipt = ledger.attach(
        item=item, kind=Kind.RECEIPT, title="银行退款回单", text=text, by=mayor, at=moment
    )
    item.refresh_from_db()
    ledger.record_recovery(
        item=item,
        amount=item.found_amount,
        receipt=receipt,
        by=mayor,
        at=moment,
        on=moment.date(),
        payer=paid["payer"],
        paid_to=paid["paid_to"],
    )
    item.refresh_from_db()
    words = "经核对，同一张发票付了两次；已请供应商退回一笔，退款已在本月支出表中公布。"
    ledger.answer(item=item, note=words, by=mayor, at=moment)
    item.refresh_from_db()


def _explained(filled: Filled, wish: Wish) -> None:
    """Dismiss the sheet that was handed in twice: an error in the data, for its village to mend."""
    lead = _lead(filled, "sheet_twice")
    county = Unit.objects.above(lead.unit).filter(kind="county").get()
    note = "村里误将上月表格作为本月上报，已通知更正；没有多付款。"
    officer = filled.people.at(county.code, "officer")
    at = _at(add_working_days(wish.on, -5))
    screening.dismiss(lead=lead, reason=Reason.DATA_ERROR, note=note, by=officer, at=at)


def _meeting(filled: Filled, wish: Wish) -> None:
    """Record a meeting, adopt two of its directives, reject the third, and make it public."""
    people, units = filled.people, filled.units
    officer = people.at(COUNTY, "officer")
    held = add_working_days(wish.on, -12)
    meeting = decisions.record_meeting(
        unit=units[COUNTY], title=TITLE, held_on=held, text=MEETING, by=officer, at=_at(held, 16)
    )
    due = add_working_days(wish.on, 10)
    checks = "各镇于月底前核对本镇各村上半年的付款凭证，重复支付的一律追回"
    for quotation, owner, target in (
        (checks, TOWN, "上半年付款凭证全部核对"),
        ("对单笔接近限额的采购开展一次抽查，抽查不少于30笔", OFFICE, "抽查不少于30笔"),
    ):
        proposed = decisions.propose(
            meeting=meeting,
            quotation=quotation,
            owner=units[owner],
            due=due,
            target=target,
            by=officer,
        )
        checker = units[OFFICE] if owner == TOWN else units[COUNTY]
        decisions.adopt(decision=proposed, checker=checker, by=officer, at=_at(held, 17))
    monthly = "各村按月公布支出明细，不得迟于次月10日"
    standing = decisions.propose(
        meeting=meeting, quotation=monthly, owner=units[COUNTY], by=officer
    )
    reason = "是一直有效的规定，由公开日历逐月检查，不另立台账。"
    decisions.reject(decision=standing, reason=reason, by=officer, at=_at(held, 17))
    decisions.make_public(meeting=meeting, by=officer, at=_at(held, 18))
