"""An honest mistake tolerated, a wrong suspicion cleared, good work recognised: one of each."""

from typing import Any

from django.db import transaction

from sunledger.demo.aside import TOWN, Aside
from sunledger.ledger.actions import fairness
from sunledger.ledger.models import Item, Outcome, State
from sunledger.ledger.procedures import Bar, Ground, Procedure

GROUNDS = {
    Ground.NO_BAN.value: "抢险期间可以先施工，规定没有禁止。",
    Ground.COLLECTIVE.value: "当晚由镇长办公会议定，有记录。",
    Ground.NO_GAIN.value: "施工单位由县里名录随机抽取。",
    Ground.REMEDY.value: "手续已在十日内补齐。",
}


@transaction.atomic
def be_fair(here: Aside) -> None:
    """Take each procedure to its end."""
    _tolerated(here)
    _cleared(here)
    _recognised(here)


def _above(here: Aside, role: str, ago: int) -> dict[str, Any]:
    """Return who of the province acts, and when."""
    return {"by": here.who("99", role), "at": here.at(ago)}


def _tolerated(here: Aside) -> None:
    """The town mended a water main before it had all its papers."""
    one = fairness.begin(
        procedure=Procedure.TOLERANCE,
        item=here.closed("抢通企业断水管线", "主管爆裂，三家企业停产。", 60),
        post=here.post(TOWN, "mayor"),
        words="抢险时先施工，后补招标手续。",
        grounds=GROUNDS,
        **here.by("mayor", 45),
    )
    fairness.accept(one=one, **here.by("officer", 44))
    found = dict.fromkeys(Ground.values, True) | dict.fromkeys(Bar.values, False)
    note = "查阅会议记录、抽取记录和补办手续，情况属实。"
    fairness.examine(one=one, note=note, found=found, **_above(here, "inspector", 42))
    reason = "四项条件都具备，没有私利，没有严重后果。"
    fairness.decide(one=one, grant=True, reason=reason, **_above(here, "chief", 40))
    words = "同意容错，不作负面评价；今后抢险项目同步报备。"
    fairness.answer(one=one, words=words, **here.by("officer", 39))
    fairness.publish(one=one, **here.by("officer", 38))


def _cleared(here: Aside) -> None:
    """The town was said to have charged a firm twice, and had not."""
    one = fairness.begin(
        procedure=Procedure.CLEARING,
        item=Item.objects.get(unit=here.unit(TOWN), outcome=Outcome.UNFOUNDED),
        post=here.post(TOWN, "mayor"),
        words="反映该镇重复收取检测费，经核查不属实，予以澄清。",
        **here.by("officer", 45),
    )
    fairness.consent(one=one, given=True, **here.by("mayor", 44))
    fairness.publish(one=one, **here.by("officer", 43))


def _recognised(here: Aside) -> None:
    """The town gave deposits back, and a second look found that it had."""
    one = fairness.begin(
        procedure=Procedure.RECOGNITION,
        item=Item.objects.get(unit=here.unit(TOWN), state=State.CONFIRMED),
        post=here.post(TOWN, "mayor"),
        words="一周内退清全部保证金，并公开退还清单。",
        **here.by("officer", 45),
    )
    note = "银行回单齐全，企业均已确认。"
    fairness.examine(one=one, note=note, **_above(here, "inspector", 43))
    fairness.announce(one=one, **here.by("officer", 42))
    reason = "公示期内没有异议。"
    fairness.decide(one=one, grant=True, reason=reason, **_above(here, "chief", 35))
    fairness.publish(one=one, **here.by("officer", 34))
