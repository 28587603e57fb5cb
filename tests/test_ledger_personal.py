"""What people write becomes public one day: personal data is refused where it is written."""

from datetime import date

import pytest

from sunledger.decisions import actions as decisions
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete
from tests.cast import Cast, at, day

# Nobody's: the number that telephones are tried with.
MOBILE = "13800138000"

pytestmark = pytest.mark.django_db


def open_item(cast: Cast, problem: str) -> Item:
    """Open an item about the village."""
    return ledger.open_item(
        source="test", title="核查", problem=problem, unit=cast.village, by=cast.lead, at=at()
    )


def test_an_item_does_not_open_on_words_with_a_mobile_number(cast: Cast) -> None:
    with pytest.raises(Incomplete, match=r"mobile|手机"):
        open_item(cast, f"联系张三 {MOBILE}")
    assert not Item.objects.exists()


def test_an_answer_with_a_mobile_number_is_refused_and_the_item_stays(cast: Cast) -> None:
    item = open_item(cast, "同一发票付了两次。")
    ledger.assign(
        item=item, doer=cast.town, checker=cast.bureau, due=day(10), by=cast.lead, at=at()
    )
    item.refresh_from_db()
    with pytest.raises(Incomplete):
        ledger.answer(item=item, note=f"已退款，电话{MOBILE}", by=cast.worker, at=at(1))
    item.refresh_from_db()
    assert item.state == "assigned"


def test_a_meeting_with_a_mobile_number_is_refused(cast: Cast) -> None:
    with pytest.raises(Incomplete):
        decisions.record_meeting(
            unit=cast.county,
            title="例会",
            held_on=date(2024, 3, 1),
            text=f"会议决定核查。联系人电话：{MOBILE}。",
            by=cast.lead,
            at=at(),
        )


def test_amounts_and_invoice_numbers_are_not_taken_for_personal_data(cast: Cast) -> None:
    item = open_item(
        cast, "发票 04417 付了两次，合计 138,001,380.00 元，信用代码 91350211M000100Y43。"
    )
    assert item.pk
