"""A link explains itself; what was confirmed holds, and what was refused never comes back."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sunledger.ledger.refusals import Incomplete as NotSaid
from sunledger.screening import actions as screening
from sunledger.screening import firmrecords, parties, proposing, samedeciding
from sunledger.screening.linkage import linking
from sunledger.screening.models import Lead, Link, LinkState, LinkWord
from sunledger.screening.refusals import NotNow
from sunledger.units.access import NotAllowed
from tests.cast import at
from tests.links_story import (
    GROUND,
    JIA,
    JIA_AGAIN,
    JIA_HERE,
    JIA_TRADITIONAL,
    Links,
    make_links,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(db: None) -> Links:
    return make_links()


def confirm(links: Links, link: Link, days: int = 0) -> Link:
    return samedeciding.confirm(link=link, ground=GROUND, by=links.officer, at=at(days))


def refuse(links: Links, link: Link, days: int = 0) -> Link:
    return samedeciding.refuse(link=link, ground="两张执照。", by=links.officer, at=at(days))


def twice(links: Links) -> int:
    """Return how many payments made twice the screens find."""
    links.story.run()
    return Lead.objects.open().filter(screen="duplicate_payments").count()


def table(links: Links, *names: str) -> list[str]:
    """Return the names that screens see as one firm's, by its one name."""
    found = parties.decided(links.story.sheets.cast.county)
    return [row["same"] for row in parties.same_as(found, names).to_pylist()]


def test_a_run_proposes_the_firm_and_no_person_and_tells_what_speaks_for_it(links: Links) -> None:
    told = links.propose()
    assert (told.proposed, told.new) == (1, 1)
    link = links.one()
    assert (link.state, link.tier) == (LinkState.PROPOSED, 2)
    assert [level["zh"] for level in link.levels] == ["名称相同", "号码未填"]
    assert link.left_seen["tables"] == {"payments": 1}
    assert link.left_seen["bodies"] == ["大河村"]
    assert not any("张德" in one.left + one.right for one in Link.objects.all())


def test_screens_join_nothing_until_somebody_confirms_and_then_all_of_them_do(
    links: Links,
) -> None:
    links.propose()
    assert twice(links) == 0
    confirm(links, links.one())
    assert twice(links) == 1
    assert screening.look_again(lead=Lead.objects.get(), by=links.officer, at=at(1))
    samedeciding.withdraw(link=links.one(), ground="看错了。", by=links.officer, at=at(2))
    assert twice(links) == 0


def test_a_refused_pair_never_comes_back_nor_under_another_spelling(links: Links) -> None:
    links.propose()
    refuse(links, links.one())
    told = links.propose(1)
    assert (told.proposed, told.kept_back) == (0, 1)
    links.pay("2024-07", JIA_TRADITIONAL, JIA_AGAIN)
    links.propose(2)
    pairs = {frozenset((one.left, one.right)) for one in Link.objects.filter(state="proposed")}
    assert pairs == {frozenset((JIA_AGAIN, JIA_TRADITIONAL))}
    confirm(links, links.of(JIA_AGAIN, JIA_TRADITIONAL), 3)
    assert table(links, JIA, JIA_AGAIN, JIA_TRADITIONAL) == [JIA_AGAIN] * 2
    assert twice(links) == 0


def test_what_would_put_a_refused_pair_together_is_not_proposed_and_cannot_be_confirmed(
    links: Links,
) -> None:
    links.pay("2024-07", JIA_HERE)
    links.propose()
    refuse(links, links.one())
    third = links.of(JIA, JIA_HERE)
    confirm(links, third)
    with pytest.raises(NotNow, match=JIA):
        confirm(links, links.of(JIA_AGAIN, JIA_HERE))
    assert links.propose(1).proposed == 0
    assert links.of(JIA_AGAIN, JIA_HERE).state == LinkState.LAPSED


def test_a_group_that_was_joined_before_is_split_where_a_pair_of_it_is_refused(
    links: Links,
) -> None:
    links.pay("2024-07", JIA_HERE)
    links.propose()
    confirm(links, links.of(JIA, JIA_HERE))
    later = confirm(links, links.of(JIA_AGAIN, JIA_HERE), 1)
    assert len(table(links, JIA, JIA_AGAIN, JIA_HERE)) == 3
    refused = refuse(links, links.one(), 2)
    found = parties.decided(links.story.sheets.cast.county)
    assert found.held_apart == {later.pk: refused}
    assert table(links, JIA, JIA_AGAIN, JIA_HERE) == table(links, JIA, JIA_HERE)
    assert twice(links) == 0


def test_a_confirmed_pair_holds_though_the_rules_no_longer_find_it(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    links.propose()
    confirm(links, links.one())
    monkeypatch.setattr(linking, "link", lambda *_given: linking.Found([], {}, 0))
    assert links.propose(1).proposed == 0
    assert links.one().state == LinkState.CONFIRMED
    assert twice(links) == 1


def test_a_proposal_that_nothing_speaks_for_any_more_goes_and_comes_back(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    links.propose()
    with monkeypatch.context() as changed:
        changed.setattr(linking, "link", lambda *_given: linking.Found([], {}, 0))
        links.propose(1)
    assert links.one().state == LinkState.LAPSED
    assert links.propose(2).new == 0
    assert links.one().state == LinkState.PROPOSED


def test_a_decision_above_or_below_holds_for_the_branch_and_nowhere_else(links: Links) -> None:
    cast = links.story.sheets.cast
    links.propose()
    refuse(links, links.one())
    assert parties.decided(cast.village).refused
    assert parties.decided(cast.town).refused
    village = proposing.propose(cast.village, links.officer, at(1))
    assert (village.proposed, village.kept_back) == (0, 1)
    only_hamlet = samedeciding.name_pair(
        unit=cast.hamlet, left="甲店", right="甲商店", by=links.officer, at=at()
    )
    confirm(links, only_hamlet)
    assert parties.decided(cast.county).of
    assert not parties.decided(cast.village).of


def test_who_does_not_screen_there_neither_looks_nor_decides(links: Links) -> None:
    links.propose()
    for by in (links.story.outsider, links.story.sheets.clerk):
        with pytest.raises(NotAllowed):
            samedeciding.confirm(link=links.one(), ground=GROUND, by=by, at=at())
        with pytest.raises(NotAllowed):
            proposing.propose(links.story.sheets.cast.county, by, at())


def test_a_decision_needs_a_ground_that_names_no_person_and_is_withdrawn_before_another(
    links: Links,
) -> None:
    links.propose()
    for ground in (" ", "老板电话13800138000，可以证明。"):
        with pytest.raises(NotSaid):
            samedeciding.confirm(link=links.one(), ground=ground, by=links.officer, at=at())
    with pytest.raises(NotNow):
        samedeciding.withdraw(link=links.one(), ground=GROUND, by=links.officer, at=at())
    confirm(links, links.one())
    with pytest.raises(NotNow, match=r"Withdraw|撤回"):
        refuse(links, links.one())


def test_every_word_stays_and_the_database_itself_holds_what_was_decided(links: Links) -> None:
    links.propose()
    confirm(links, links.one())
    samedeciding.withdraw(link=links.one(), ground="再查。", by=links.second, at=at(1))
    refuse(links, links.one(), 2)
    words = list(LinkWord.objects.values_list("act", "ground"))
    assert words == [("confirm", GROUND), ("withdraw", "再查。"), ("refuse", "两张执照。")]
    link = Link.objects.filter(pk=links.one().pk)
    for change in (
        lambda: link.update(state=LinkState.CONFIRMED),
        lambda: link.update(state=LinkState.LAPSED, ground="", decided_by=None, decided_at=None),
        lambda: link.update(ground="别的"),
        lambda: link.update(left_seen={"names": ["别的"]}),
        lambda: link.update(pair="0" * 32),
        link.delete,
        lambda: LinkWord.objects.update(ground="别的"),
        LinkWord.objects.all()[0].delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_one_form_of_a_name_is_told_whatever_it_was_typed_with() -> None:
    alike = ("Jia & Sons Limited", "JIA  SONS LTD.", "ＪＩＡ and Sons Ltd")
    assert len({firmrecords.record(one) for one in alike}) == 1
    assert firmrecords.record(JIA_TRADITIONAL) == firmrecords.record(JIA_AGAIN)
    assert firmrecords.record(JIA) != firmrecords.record(JIA_AGAIN)
    assert samedeciding.pair_of(JIA, JIA_AGAIN) == samedeciding.pair_of(JIA_TRADITIONAL, JIA)


def test_two_numbers_of_one_party_are_no_number_of_it(links: Links) -> None:
    links.propose()
    link = replace_seen(links.one(), ["1"], ["2"])
    assert parties.gathered([link]).of[link.left_record].number is None
    link = replace_seen(links.one(), ["1"], [])
    assert parties.gathered([link]).of[link.left_record].number == "1"
    # Two firms bear the name: a row that gives it alone could be of either.
    link = replace_seen(links.one(), ["1", "2"], ["3"])
    assert parties.gathered([link]).of[link.left_record].number is None


def test_what_screens_see_as_one_firm_names_the_link_that_says_so(links: Links) -> None:
    links.propose()
    confirm(links, links.one())
    found = parties.decided(links.story.sheets.cast.county)
    rows = parties.same_as(found, [JIA, JIA_AGAIN]).to_pylist()
    assert {row["link"] for row in rows} == {links.one().code}


def replace_seen(link: Link, *numbers: list[str]) -> Link:
    """Return the link as if confirmed, with these numbers."""
    link.left_seen, link.right_seen = ({"numbers": one} for one in numbers)
    link.state = LinkState.CONFIRMED
    return link


def test_a_run_that_remembers_earlier_answers_sees_what_was_decided_since(
    links: Links, settings: Any, tmp_path: Path
) -> None:
    settings.SUNLEDGER_RECALL = tmp_path
    links.propose()
    assert twice(links) == 0
    confirm(links, links.one())
    assert twice(links) == 1
    samedeciding.withdraw(link=links.one(), ground="看错了。", by=links.officer, at=at(2))
    assert twice(links) == 0
