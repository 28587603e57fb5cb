"""What a decision on a link stood on, and how that stands now: told of, and changing nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sunledger.disclosure import actions as disclosure
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.screening import heldtables, parties, proposing, samedeciding, samestanding
from sunledger.screening.models import Act, Link, LinkState
from sunledger.screening.refusals import NotNow
from sunledger.screening.samestanding import What
from tests.cast import at
from tests.links_story import GROUND, JIA, JIA_AGAIN, JUNE, Links, make_links
from tests.links_tables import CODES, SLIP, Suppliers

pytestmark = pytest.mark.django_db
AGAIN = "又看了登记册，仍是同一家。"


@pytest.fixture
def links(db: None) -> Links:
    return make_links()


@pytest.fixture
def suppliers(tmp_path: Path, settings: Any) -> Suppliers:
    return Suppliers(tmp_path, settings)


def confirmed(links: Links) -> Link:
    links.propose()
    return samedeciding.confirm(link=links.one(), ground=GROUND, by=links.officer, at=at())


def what(link: Link) -> list[tuple[What, str]]:
    return [(one.what, one.value) for one in samestanding.changes(link)]


def told_to_screens(links: Links) -> list[dict[str, Any]]:
    found = parties.decided(links.story.sheets.cast.county)
    rows: list[dict[str, Any]] = parties.same_as(found, [JIA, JIA_AGAIN]).to_pylist()
    return rows


def take_back(links: Links, period: str) -> None:
    """Withdraw a sheet that was published."""
    batch, by = links.story.batches[period], links.story.sheets.reviewer
    disclosure.withdraw(batch=batch, reason="重复公开。", by=by)


def test_of_every_value_a_row_is_kept_that_says_so(links: Links, suppliers: Suppliers) -> None:
    suppliers.hold((JIA, CODES[0]), ("青泉商贸有限公司", ""))
    links.propose()
    link = links.one()
    side = "left" if link.left == JIA else "right"
    seen = getattr(link, f"{side}_seen")
    paid = next(one for one in links.story.batches["2024-05"].records.all() if one.party == JIA)
    assert seen["rows"]["names"] == {JIA: ["payments", paid.code]}
    assert seen["rows"]["tables"] == {
        "payments": ["payments", paid.code],
        "suppliers": ["suppliers", "suppliers:1"],
    }
    assert seen["rows"]["numbers"] == {CODES[0]: ["suppliers", "suppliers:1"]}
    assert seen["rows"]["days"] == {one: ["payments", paid.code] for one in ("first", "last")}
    assert seen["codes"] == {CODES[0]: {"tables": {"suppliers": 1}, "others": 0, "such_as": []}}


def test_who_else_bears_a_code_is_counted_however_it_is_typed(
    links: Links, suppliers: Suppliers
) -> None:
    wide = "９１１１００００６０００３７３４１ｌ"
    others = [(f"{n}号商贸有限公司", code) for n, code in enumerate([wide, CODES[0], SLIP] * 2)]
    suppliers.hold((JIA, CODES[0]), *others)
    found = proposing.read(links.story.sheets.cast.county, links.officer, at())
    (firm,) = [one for one in found if one.name == JIA]
    code = firm.seen()["codes"][CODES[0]]
    assert code["others"] == 4
    assert len(code["such_as"]) == 3
    assert JIA not in code["such_as"]


def test_more_of_the_same_is_no_change(links: Links) -> None:
    link = confirmed(links)
    assert links.propose(1).changed == 0
    links.pay("2024-07", JIA, JIA_AGAIN)
    assert links.propose(2).changed == 0
    held = links.one()
    assert (held.changed_at, held.looked_at) == (None, at(2))
    assert held.left_now is not None
    assert held.left_now["tables"] == {"payments": 2}
    assert held.left_seen == link.left_seen


def test_a_sheet_that_is_taken_back_is_told_of_and_changes_nothing_by_itself(
    links: Links,
) -> None:
    confirmed(links)
    before, told = links.one(), told_to_screens(links)
    take_back(links, "2024-06")
    assert links.propose(1).changed == 1
    held = links.one()
    assert held.changed_at == at(1)
    assert what(held) == [(What.GONE, "")]
    assert (held.state, held.ground, held.decided_at) == (LinkState.CONFIRMED, GROUND, at())
    assert (held.left_seen, held.right_seen) == (before.left_seen, before.right_seen)
    assert told_to_screens(links) == told
    assert list(Link.objects.changed()) == [held]
    # Since when is the first day on which it was seen; and what comes back is no change any more.
    links.propose(2)
    assert links.one().changed_at == at(1)
    links.story.publish("2024-08", JUNE)
    assert links.propose(3).changed == 0
    assert not Link.objects.changed().exists()


def test_a_decision_that_stands_rests_on_what_the_tables_say_now_and_keeps_what_was_seen(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, SLIP))
    old = confirmed(links)
    suppliers.hold((JIA, CODES[0]))
    links.propose(1)
    assert what(links.one()) == [(What.NUMBER_NEW, CODES[0]), (What.NUMBER_GONE, SLIP)]
    assert {row["number"] for row in told_to_screens(links)} == {SLIP}
    samedeciding.stand_by(link=links.one(), ground=AGAIN, by=links.second, at=at(2))
    held = links.one()
    assert (held.state, held.ground, held.decided_at) == (LinkState.CONFIRMED, GROUND, at())
    assert (held.changed_at, held.left_now) == (None, None)
    first, last = held.words.all()
    assert first.seen is not None
    assert last.seen is not None
    assert first.seen["left"] == last.seen["before"]["left"] == old.left_seen
    assert last.seen["left"] == held.left_seen
    assert (last.act, last.by, last.ground) == (Act.STANDS, links.second, AGAIN)
    assert {row["number"] for row in told_to_screens(links)} == {CODES[0]}
    assert links.propose(3).changed == 0


def test_nothing_is_looked_at_again_where_nothing_changed_or_nothing_was_decided(
    links: Links,
) -> None:
    links.propose()
    with pytest.raises(NotNow):
        samedeciding.stand_by(link=links.one(), ground=AGAIN, by=links.officer, at=at())
    confirmed(links)
    with pytest.raises(NotNow, match=r"Nothing that this decision stood on|没有变化"):
        samedeciding.stand_by(link=links.one(), ground=AGAIN, by=links.officer, at=at())


def test_two_codes_that_came_since_are_told_first_and_such_a_decision_cannot_stand(
    links: Links, suppliers: Suppliers
) -> None:
    confirmed(links)
    suppliers.hold((JIA, CODES[0]), (JIA_AGAIN, CODES[1]))
    links.propose(1)
    assert what(links.one())[0] == (What.TWO_CODES, f"{CODES[1]}, {CODES[0]}")
    with pytest.raises(NotNow, match=CODES[1]):
        samedeciding.stand_by(link=links.one(), ground=AGAIN, by=links.officer, at=at(2))
    assert links.one().left_now is not None
    samedeciding.withdraw(link=links.one(), ground="两个代码。", by=links.officer, at=at(2))
    held = links.one()
    # To decide anew is what stands now.
    numbers = {*held.left_seen["numbers"], *held.right_seen["numbers"]}
    assert (held.state, numbers) == (LinkState.PROPOSED, {*CODES})
    word = held.words.get(act=Act.WITHDRAW)
    assert word.seen is not None
    assert word.seen["before"]["left"]["numbers"] == []
    with pytest.raises(NotNow, match=CODES[1]):
        samedeciding.confirm(link=held, ground=GROUND, by=links.officer, at=at(3))


def test_a_refused_pair_that_bears_one_code_since_is_told_of_and_stays_refused(
    links: Links, suppliers: Suppliers
) -> None:
    links.propose()
    samedeciding.refuse(link=links.one(), ground=GROUND, by=links.officer, at=at())
    suppliers.hold((JIA, CODES[0]), (JIA_AGAIN, CODES[0]))
    assert links.propose(1).changed == 1
    assert what(links.one())[0] == (What.SAME_CODE, CODES[0])
    assert links.one().state == LinkState.REFUSED
    samedeciding.stand_by(link=links.one(), ground=AGAIN, by=links.officer, at=at(2))
    assert links.one().state == LinkState.REFUSED


def test_a_code_that_others_bear_since_is_told_with_how_many(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, CODES[0]))
    confirmed(links)
    suppliers.hold((JIA, CODES[0]), *((f"{n}号商贸有限公司", CODES[0]) for n in range(3)))
    links.propose(1)
    (one,) = samestanding.changes(links.one())
    assert (one.what, one.value, one.then, one.now) == (What.SHARED, CODES[0], 0, 3)


def test_who_may_not_read_a_table_says_nothing_of_what_stood_in_it(
    links: Links, suppliers: Suppliers, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppliers.hold((JIA, CODES[0]))
    confirmed(links)
    monkeypatch.setattr(heldtables, "may_read", lambda *_given: False)
    assert links.propose(1).changed == 0
    assert links.one().looked_at is None


def test_a_run_of_the_screens_looks_at_decisions_again_where_there_are_any(links: Links) -> None:
    links.story.run()
    assert not Job.objects.filter(work="look-at-links").exists()
    confirmed(links)
    take_back(links, "2024-06")
    links.story.run()
    job = Job.objects.get(work="look-at-links")
    assert (job.args, job.by) == ({"unit": "q"}, links.officer)
    assert jobs.run_here(job).state == "done", job.failure
    assert what(links.one()) == [(What.GONE, "")]
    assert links.one().state == LinkState.CONFIRMED


def test_a_pair_that_a_file_names_is_decided_on_what_the_tables_say_of_it(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, CODES[0]), ("便民工程队", CODES[1]))
    unit, by = links.story.sheets.cast.county, links.officer
    known = samestanding.keyed(proposing.read(unit, by, at()))
    link = samedeciding.name_pair(
        unit=unit, left=JIA, right="便民工程队", by=by, at=at(), known=known
    )
    assert (link.left_seen["numbers"], link.right_seen["numbers"]) == ([CODES[0]], [CODES[1]])
    with pytest.raises(NotNow, match=CODES[1]):
        samedeciding.confirm(link=link, ground=GROUND, by=by, at=at())
    suppliers.hold((JIA, CODES[0]), ("便民工程队", CODES[0]))
    links.propose(1)
    link.refresh_from_db()
    assert link.right_seen["numbers"] == [CODES[0]]


def test_the_guards_hold_after_the_tables_got_new_columns(links: Links) -> None:
    link = Link.objects.filter(pk=confirmed(links).pk)
    for change in (
        lambda: link.update(right_seen={}),
        lambda: link.update(levels=[]),
        lambda: links.one().words.update(seen={}),
        links.one().words.all()[0].delete,
        link.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert link.update(looked_at=at(5)) == 1
