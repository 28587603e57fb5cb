"""What the pages of links show: codes with what they are worth, rows, and what changed since."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sunledger.disclosure import actions as disclosure
from sunledger.screening import samedeciding
from sunledger.screening.models import Act, Link, LinkState
from tests.cast import at
from tests.links_story import GROUND, JIA, JIA_AGAIN, Links, make_links
from tests.links_tables import CODES, SLIP, Suppliers
from tests.test_stack_pages import path, read, signed_in

pytestmark = pytest.mark.django_db
SINCE = "What this decision stood on has changed"


@pytest.fixture
def links(db: None) -> Links:
    return make_links()


@pytest.fixture
def suppliers(tmp_path: Path, settings: Any) -> Suppliers:
    return Suppliers(tmp_path, settings)


def by_code(links: Links, suppliers: Suppliers, *others: tuple[str, str]) -> Link:
    """Return a link of two names that one code joined."""
    suppliers.hold(
        (JIA, CODES[0]), ("便民工程队有限公司", "９１１１００００６０００３７３４１ｌ"), *others
    )
    links.propose()
    return links.of(JIA, "便民工程队有限公司")


def confirm(links: Links, link: Link) -> Link:
    return samedeciding.confirm(link=link, ground=GROUND, by=links.officer, at=at())


def test_a_pair_joined_by_a_code_shows_it_where_it_stands_and_that_it_is_valid(
    links: Links, suppliers: Suppliers
) -> None:
    link = by_code(links, suppliers)
    assert link.tier == 1
    page = read(signed_in(links.officer), "desk_link", link.code)
    assert CODES[0] in page
    assert "Valid: the check digit is right (unified social credit code)." in page
    assert "No other name bears it." in page
    assert "suppliers: 1 row (９１１１００００６０００３７３４１ｌ)" in page
    assert "shows nothing by itself" not in page


def test_a_code_that_others_bear_or_that_cannot_be_right_is_said_to_show_nothing(
    links: Links, suppliers: Suppliers
) -> None:
    more = [(f"{n}号商贸有限公司", CODES[0]) for n in ("甲", "乙", "丙", "丁", "戊")]
    link = by_code(links, suppliers, *more)
    page = read(signed_in(links.officer), "desk_link", link.code)
    assert "5 other names bear it: " in page
    assert "“丁号商贸有限公司”" in page
    assert "shows nothing by itself" in page
    suppliers.hold((JIA, SLIP), (JIA_AGAIN, SLIP))
    links.propose(1)
    page = read(signed_in(links.officer), "desk_link", links.one().code)
    assert "Not valid: the check digit is wrong." in page
    assert "shows nothing by itself" in page


def test_an_old_number_and_a_placeholder_say_what_they_are(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, "110000001234567"), (JIA_AGAIN, "000000000000000000"))
    links.propose()
    page = read(signed_in(links.officer), "desk_link", links.one().code)
    assert "No check digit confirms it: an old number" in page
    assert "No code: it is filled in where none is known." in page


def test_each_value_leads_to_its_row_and_the_row_leads_back(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, CODES[0]))
    links.propose()
    link, officer = links.one(), signed_in(links.officer)
    page = read(officer, "desk_link", link.code)
    paid = next(one for one in links.story.batches["2024-05"].records.all() if one.party == JIA)
    to = f"{path('record', paid.code)}?pair={link.code}"
    assert page.count(f'href="{to}"') == 4  # spelling, table, unit, day
    assert f'href="{path("desk_link_rows", link.code)}#suppliers-suppliers%3A1"' in page
    rows = read(officer, "desk_link_rows", link.code)
    assert f'href="{to}"' in rows
    assert 'id="suppliers-suppliers%3A1"' in rows
    assert "建设路1号" in rows
    assert "13800130001" not in rows
    assert f'href="{path("desk_link", link.code)}"' in rows
    back = f'href="{path("desk_link", link.code)}"'
    assert back in officer.get(to).content.decode()
    for other in (Client(), signed_in(links.story.outsider)):
        answer = other.get(to)
        assert answer.status_code == 200
        assert back not in answer.content.decode()


def test_rows_of_several_held_tables_stand_on_one_page(links: Links, suppliers: Suppliers) -> None:
    suppliers.hold((JIA, CODES[0]))
    suppliers.register((JIA, CODES[0]), (JIA_AGAIN, CODES[0]), ("另一家有限公司", CODES[1]))
    links.propose()
    rows = read(signed_in(links.officer), "desk_link_rows", links.one().code)
    assert rows.count('<tr id="companies-') == 2
    assert rows.count('<tr id="suppliers-') == 1
    assert "另一家有限公司" not in rows


def test_many_rows_come_a_page_at_a_time(links: Links, suppliers: Suppliers) -> None:
    suppliers.hold((JIA, CODES[0]))
    links.pay("2024-07", *[JIA] * 30)
    links.propose()
    officer, code = signed_in(links.officer), links.one().code
    first, second = (read(officer, "desk_link_rows", code, page=page) for page in "12")
    assert (first.count("?pair="), second.count("?pair=")) == (25, 7)
    assert ("建设路1号" in first, "建设路1号" in second) == (True, False)


def test_rows_are_for_who_decides_and_what_is_held_for_who_may_read_it(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, CODES[0]))
    links.propose()
    code = links.one().code
    outsider = signed_in(links.story.outsider)
    assert outsider.get(path("desk_link_rows", code)).status_code == 404
    clerk = signed_in(links.story.sheets.clerk)
    assert clerk.get(path("desk_link_rows", code)).status_code == 404


def test_the_page_and_the_list_tell_what_changed_and_a_person_says_that_it_stands(
    links: Links, suppliers: Suppliers
) -> None:
    suppliers.hold((JIA, SLIP))
    links.propose()
    link, officer = confirm(links, links.one()), signed_in(links.officer)
    assert SINCE not in read(officer, "desk_link", link.code)
    assert SINCE not in read(officer, "desk_links", state="confirmed")
    suppliers.hold((JIA, CODES[0]))
    links.propose(1)
    page = read(officer, "desk_link", link.code)
    assert SINCE in page
    assert f"“{JIA}” bears the code {CODES[0]} now, which nobody saw then." in page
    assert f"“{JIA}” no longer bears the code {SLIP}." in page
    for state in ("confirmed", "changed"):
        listed = read(officer, "desk_links", state=state)
        assert SINCE in listed
        assert "no longer bears the code" in listed
    assert "To look at again (1)" in listed
    answer = officer.post(
        path("desk_link", link.code), {"do": "stand_by", "ground": "登记册已更正。"}, follow=True
    )
    page = answer.content.decode()
    assert SINCE not in page
    assert "looked at again: the decision stands" in page.casefold()
    assert f"{JIA}: {SLIP} · payments: 1 row · suppliers: 1 row" in page
    assert f"{JIA}: {CODES[0]} · payments: 1 row · suppliers: 1 row" in page
    assert links.one().words.get(act=Act.STANDS).ground == "登记册已更正。"
    assert "Nothing here." in read(officer, "desk_links", state="changed")


def test_a_confirmed_pair_with_two_valid_codes_since_offers_only_to_withdraw(
    links: Links, suppliers: Suppliers
) -> None:
    links.propose()
    link, officer = confirm(links, links.one()), signed_in(links.officer)
    suppliers.hold((JIA, CODES[0]), (JIA_AGAIN, CODES[1]))
    links.propose(1)
    page = read(officer, "desk_link", link.code)
    assert "The tables give them different valid codes now" in page
    assert 'value="stand_by"' not in page
    assert 'value="withdraw"' in page


def test_a_row_that_was_taken_back_is_told_of_at_once_before_anybody_compares_again(
    links: Links,
) -> None:
    links.propose()
    link, officer = confirm(links, links.one()), signed_in(links.officer)
    batch = links.story.batches["2024-06"]
    disclosure.withdraw(batch=batch, reason="重复公开。", by=links.story.sheets.reviewer)
    words = "A row that this stood on was taken back with its sheet: "
    assert words in read(officer, "desk_link", link.code)
    assert words in read(officer, "desk_links", state="confirmed")
    assert 'value="stand_by"' not in read(officer, "desk_link", link.code)
    assert links.one().state == LinkState.CONFIRMED


def test_a_row_whose_payee_was_corrected_is_told_of_and_one_of_another_field_is_not(
    links: Links,
) -> None:
    links.propose()
    link, officer = confirm(links, links.one()), signed_in(links.officer)
    record = next(one for one in links.story.batches["2024-06"].records.all()
                  if one.party == JIA_AGAIN)  # fmt: skip
    sheets = links.story.sheets
    for field, new, told in (("purpose", "村道养护", False), ("payee", "另一家有限公司", True)):
        asked = disclosure.ask_correction(
            record=record, field=field, new=new, reason="写错了。", by=sheets.clerk
        )
        disclosure.correct(correction=asked, by=sheets.reviewer)
        page = read(officer, "desk_link", link.code)
        assert ("names another payee now" in page) is told


def test_it_is_all_said_in_chinese_too(links: Links, suppliers: Suppliers) -> None:
    link = confirm(links, by_code(links, suppliers))
    suppliers.hold((JIA, CODES[0]), ("便民工程队有限公司", CODES[1]))
    links.propose(1)
    officer = signed_in(links.officer)
    with translation.override("zh-hans"):
        page = officer.get(reverse("desk_link", args=[link.code])).content.decode()
        rows = officer.get(reverse("desk_link_rows", args=[link.code])).content.decode()
    assert "作出决定后，所依据的情况有变" in page
    assert "校验码正确" in page
    assert "两个名称的全部行" in rows


def test_comparing_again_begins_with_the_unit_of_the_link(links: Links) -> None:
    county = links.story.sheets.cast.county
    page = read(signed_in(links.officer), "desk_link_look", unit=county.code)
    assert " selected>" in page[page.index(f'value="{county.code}"') :][:40]
