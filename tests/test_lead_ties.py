"""What the rows of a lead share, drawn on its page from those rows alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sunledger.screening import samedeciding
from sunledger.screening.models import Lead
from sunledger.screening.onshelf import screens
from sunledger.web.drawings.face import TiesFace
from sunledger.web.pages.lead_ties import ties_of
from tests.cast import at
from tests.screening_story import make_story

BIDS: list[dict[str, Any]] = [
    {"code": "b:1", "lot": "l1", "bidder": "甲公司", "machine": "m1", "author": "王建国"},
    {"code": "b:2", "lot": "l1", "bidder": "乙公司", "machine": "m1", "author": "王建国"},
    {"code": "b:3", "lot": "l1", "bidder": "丙公司", "machine": "m3", "author": None},
]


def face(screen: str, rows: list[dict[str, Any]]) -> TiesFace | None:
    """Return the drawing of a lead that is not kept anywhere."""
    with translation.override("en"):
        return ties_of(Lead(screen=screen, evidence=rows, rows=len(rows)), screens()[screen])


def told(found: TiesFace | None) -> set[tuple[str, ...]]:
    return {tuple(cell for _heading, cell in row) for row in found.rows} if found else set()


def test_what_two_rows_share_is_drawn_with_the_lines_that_say_so() -> None:
    found = face("takes_turns", BIDS)
    assert told(found) == {
        ("乙公司", "lot l1", "2"),
        ("丙公司", "lot l1", "3"),
        ("甲公司", "lot l1", "1"),
        ("乙公司", "machine of the bid 1", "2"),
        ("甲公司", "machine of the bid 1", "1"),
        ("乙公司", "author of the bid 1", "2"),
        ("甲公司", "author of the bid 1", "1"),
    }
    assert found is not None
    assert "王建国" not in repr(found)
    assert len(found.drawing.lines) == 7


def test_what_only_the_lead_knows_stands_as_one_thing() -> None:
    rows = [{**row, "machine": None, "author": None, "lot": None} for row in BIDS[:2]]
    assert told(face("bidders_tied", rows)) == {
        ("甲公司", "what the lead names", "1"),
        ("乙公司", "what the lead names", "2"),
    }
    assert face("takes_turns", rows) is None


def test_rows_of_one_firm_or_of_another_table_are_not_drawn() -> None:
    assert face("bidders_tied", BIDS[:1]) is None
    assert face("duplicate_payments", [{"code": "p:1", "payee": "甲"}] * 2) is None


@pytest.mark.django_db
def test_names_that_were_confirmed_are_one_box_and_refused_ones_are_two() -> None:
    story = make_story()
    by, county = story.officer, story.sheets.cast.county
    link = samedeciding.name_pair(unit=county, left="甲公司", right="乙公司", by=by, at=at())
    rows = [*BIDS[:2], {**BIDS[2], "machine": "m1"}]

    def seen(rows: list[dict[str, Any]] = rows) -> tuple[set[str], str]:
        lead = Lead(unit=county, screen="takes_turns", evidence=rows, rows=len(rows))
        with translation.override("en"):
            found = ties_of(lead, screens()["takes_turns"])
        assert found is not None
        return {box.node.label for box in found.drawing.boxes if box.node.look == "firm"}, (
            found.caption
        )

    apart = {"甲公司", "乙公司", "丙公司"}
    assert seen()[0] == apart
    samedeciding.confirm(link=link, ground="营业执照。", by=by, at=at())
    boxes, caption = seen()
    assert boxes == {"丙公司", "乙公司 ＝ 甲公司"}
    assert f"confirmed to be one firm's, by decision {link.code}." in caption
    # Of one firm alone nothing could be drawn: then the rows stay as they are, with the reason.
    assert seen(rows[:2])[0] == {"甲公司", "乙公司"}
    assert link.code in seen(rows[:2])[1]
    codes = {"甲公司": "91110000600037341L", "乙公司": "91110000100005563R"}
    numbered = [{**row, "bidder_id": codes.get(row["bidder"])} for row in rows]
    assert seen(numbered)[0] == apart
    # The same code typed otherwise, one with a slip in it, or an old number: no second firm.
    for other in ("９１１１００００６０００３７３４１ｌ", "91110000100005563P", "110000001234567"):
        numbered = [
            {**row, "bidder_id": (codes | {"乙公司": other}).get(row["bidder"])} for row in rows
        ]
        assert seen(numbered)[0] == boxes, other
    samedeciding.withdraw(link=link, ground="再查。", by=by, at=at(1))
    samedeciding.refuse(link=link, ground="两张执照。", by=by, at=at(2))
    assert seen()[0] == apart
    assert link.code not in seen()[1]


def test_sales_that_come_home_are_arrows_in_their_order() -> None:
    ends = [("丙", "甲", "2024-03-21"), ("甲", "乙", "2024-03-01"), ("乙", "丙", "2024-03-11")]
    rows = [
        {"code": f"t:{n}", "seller": a, "buyer": b, "sold_on": day, "amount": 100_00}
        for n, (a, b, day) in enumerate(ends, 1)
    ]
    found = face("goods_go_round", rows)
    assert found is not None
    assert [row[1][1] + row[2][1] for row in found.rows] == ["甲乙", "乙丙", "丙甲"]
    assert all(line.arrow for line in found.drawing.lines)
    crowd = [{**row, "seller": f"{row['seller']}{n}"} for n, row in enumerate(rows * 3)]
    assert face("goods_go_round", crowd) is None


@pytest.mark.django_db
def test_it_stands_on_the_page_of_the_lead_in_both_languages(client: Client) -> None:
    story = make_story()
    story.run()
    lead = story.lead()
    Lead.objects.filter(pk=lead.pk).update(screen="bidders_tied", evidence=BIDS, rows=120)
    client.force_login(story.officer)
    for language, title in (
        ("zh-hans", "这些行里谁与谁有关联"),
        ("en", "Who is tied to whom in these rows"),
    ):
        with translation.override(language):
            page = client.get(reverse("desk_lead", args=[lead.code])).content.decode()
        assert f"<h2>{title}</h2>" in page
        drawn = page[page.index('<figure class="ties">') :]
        assert "甲公司" in drawn[: drawn.index("</figure>")]
