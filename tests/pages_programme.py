"""A programme, a list of it, and an item of it, for the pages."""

from sunledger.jobs import actions as jobs
from sunledger.ledger import actions as ledger
from sunledger.ledger.imports import actions as imports
from sunledger.ledger.programme import actions as programme
from tests import programme_story as story
from tests.cast import Cast, at, day

LIST = "序号,任务名称,责任单位,完成时限\n1,修路,天上局,N/A\n2,修桥,县财政局,2025-05-31\n"


def programmes(cast: Cast) -> dict[str, str]:
    """Return the codes of a public programme under way, and of a list that was read."""
    whole, (survey, build, _sign) = story.parted(cast, public=True, drive="breakthroughs")
    programme.tie(item=build, after=survey, by=cast.lead, at=at())
    whole.refresh_from_db()
    programme.set_gates(item=whole, gates=[("设计评审", "图纸齐全")], by=cast.lead, at=at())
    ledger.assign(
        item=whole, doer=cast.town, checker=cast.county, due=day(100), by=cast.lead, at=at()
    )
    imported = imports.receive(
        unit=cast.county, title="年度清单", files=[("list.csv", LIST.encode())], by=cast.lead
    )
    assert imported.job is not None
    jobs.run_here(imported.job)
    return {"programme": whole.code, "import": imported.code}
