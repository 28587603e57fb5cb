"""What anyone sees of who has not published, and what a clerk does about it on the desk."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from sunledger.disclosure import actions, residents
from sunledger.disclosure.models import Batch, Exemption, ResidentsCode, State, Visibility
from sunledger.units.models import Power, Reach
from sunledger.voices import limits
from tests.cast import person
from tests.owed_story import LOG, OwedStory, make_owed
from tests.pages_world import at

pytestmark = pytest.mark.django_db
YEAR = {"year": "2024"}


@pytest.fixture
def owed() -> Iterator[OwedStory]:
    limits.forget()
    with translation.override("en"):
        story = make_owed()
        story.adopt()
        yield story
    limits.forget()


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def shown(
    name: str, *args: str, client: Client | None = None, query: dict[str, str] | None = None
) -> str:
    """Return a page in English."""
    answer = (client or Client()).get(f"/en{at(name, *args)}", query or {})
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(page: str, unit: str) -> list[str]:
    """Return the numbers in a unit's row."""
    row = next(row for row in page.split("<tr>")[1:] if unit in row)
    return re.findall(r">(\d+)</(?:a|td)>", row)


def test_anyone_goes_from_the_county_down_to_the_red_cell_of_one_village(owed: OwedStory) -> None:
    owed.nil("2024-01", date(2024, 2, 5))
    page = shown("not_published", query=YEAR)
    assert numbers(page, "Qinghe County") == ["2", "24", "1", "0", "0", "23"]
    assert at("not_published_in", owed.town.code) in page
    page = shown("not_published_in", owed.town.code, query=YEAR)
    assert numbers(page, "Dahe Village") == ["1", "12", "1", "0", "0", "11"]
    page = shown("not_published_rows", owed.village.code, "missing", query=YEAR)
    assert page.count("light missing") == 11
    assert "clerk must publish by 11 March 2024" in page
    page = shown("unit_calendar", owed.village.code, query=YEAR)
    assert "clerk must publish by 11 March 2024" in page
    sheet = Batch.objects.get(state=State.PUBLISHED)
    assert f'<a class="light in_time" href="/en{at("sheet", sheet.code)}">' in page


def test_a_unit_without_a_post_that_enters_says_so(owed: OwedStory) -> None:
    owed.story.clerk.holdings.get().post.holdings.all().delete()
    post = owed.village.posts.get()
    post.powers = []
    post.save()
    page = shown("unit_calendar", owed.village.code, query=YEAR)
    assert "no post is named to publish it" in page


def test_the_file_says_what_the_page_says(owed: OwedStory) -> None:
    answer = Client().get(at("not_published_csv", owed.town.code), YEAR)
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0] == "code,unit,year,on,units,owed,in_time,late,exempt,missing"
    today = timezone.localdate().isoformat()
    assert f"q-l-d,大河村,2024,{today},1,12,0,0,0,12" in lines


def test_a_nil_return_is_one_press_and_goes_through_review(owed: OwedStory) -> None:
    client = signed_in(owed.story.clerk)
    page = shown("desk_owed", client=client)
    form = page[page.index(at("desk_nil")) :]
    given = dict(re.findall(r'name="(unit|category|period)" value="([^"]+)"', form)[:3])
    answer = client.post(at("desk_nil"), given)
    assert answer.status_code == 302
    batch = Batch.objects.get()
    assert (batch.unit, batch.category, batch.state) == (owed.village, LOG, State.SUBMITTED)
    actions.publish(batch=batch, by=owed.story.reviewer)
    page = shown("unit_calendar", owed.village.code, query={"year": batch.period[:4]})
    assert "published late" in page


def test_nobody_reports_nothing_for_another_unit(owed: OwedStory) -> None:
    client = signed_in(owed.story.stranger)
    given = {"unit": owed.village.code, "category": LOG, "period": "2024-01"}
    assert client.post(at("desk_nil"), given).status_code == 404
    assert not Batch.objects.exists()


def test_an_exemption_is_asked_for_decided_above_and_public(owed: OwedStory) -> None:
    clerk, reviewer = signed_in(owed.story.clerk), signed_in(owed.story.reviewer)
    until = timezone.localdate() + timedelta(days=30)
    place = at("desk_exemption_ask", owed.village.code, LOG, "2024-03")
    words = {"reason": "ongoing", "words": "新印章正在刻制。", "until": until.isoformat()}
    assert clerk.post(place, {**words, "until": ""}).status_code == 200  # must name its end
    assert clerk.post(place, words).status_code == 302
    asked = Exemption.objects.get()
    assert "新印章" not in shown("exemptions")
    decide = at("desk_exemption", asked.code)
    assert clerk.post(decide, {"do": "grant"}).status_code == 404
    assert signed_in(owed.story.stranger).post(decide, {"do": "grant"}).status_code == 404
    assert asked.code in shown("desk_exemptions", client=reviewer)
    assert reviewer.post(decide, {"do": "refuse", "answer": ""}).status_code == 200
    assert reviewer.post(decide, {"do": "grant"}).status_code == 302
    register = shown("exemptions")
    assert "新印章正在刻制" in register
    assert "Granted by Liuhe Town reviewer" in register
    assert owed.story.reviewer.name not in register
    calendar = shown("unit_calendar", owed.village.code, query=YEAR)
    assert f"#{asked.code}" in calendar
    rows = shown("not_published_rows", owed.county.code, "exempt", query=YEAR)
    assert rows.count("light exempt") == 1


def test_a_pack_is_adopted_and_ended_on_the_desk(owed: OwedStory) -> None:
    client = signed_in(owed.publisher)
    given = {"unit": owed.town.code, "pack": "village", "since": "2024-01-01"}
    answer = client.post(at("desk_adoptions"), {**given, "categories": "village-cash"})
    assert answer.status_code == 302
    cash = at("category", "village-cash")
    assert cash in shown("unit_calendar", owed.village.code, query=YEAR)
    code = re.findall(r"adoptions/(\w{26})/end", shown("desk_adoptions", client=client))[-1]
    assert client.post(at("desk_adoption_end", code), {"until": "2024-01-15"}).status_code == 302
    assert cash not in shown("unit_calendar", owed.village.code, query=YEAR)


# --- for residents ------------------------------------------------------------------------------


def restricted(owed: OwedStory) -> Batch:
    """Return a published sheet for residents."""
    batch = owed.story.submitted()
    Batch.objects.filter(pk=batch.pk).update(visibility=Visibility.RESIDENTS)
    return actions.publish(batch=batch, by=owed.story.reviewer)


def test_the_printed_code_opens_the_pages_for_residents_and_closes_them(owed: OwedStory) -> None:
    batch = restricted(owed)
    page = signed_in(owed.story.clerk).post(at("desk_residents", owed.village.code))
    found = re.search(r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</strong>", str(page.content))
    assert found is not None
    client = Client()
    assert client.get(at("sheet", batch.code)).status_code == 404
    answer = client.post(at("residents"), {"code": found[1].lower()})
    assert answer.status_code == 302
    assert client.get(at("sheet", batch.code)).status_code == 200
    assert batch.code in shown("unit", owed.village.code, client=client)
    ResidentsCode.objects.update(until=timezone.localdate())
    assert client.get(at("sheet", batch.code)).status_code == 404
    client.post(at("residents"), {"do": "close"})
    assert "residents" not in client.session


def test_codes_cannot_be_guessed_one_after_another(owed: OwedStory) -> None:
    code = residents.make(unit=owed.village, by=owed.story.clerk)
    client = Client()
    for _try in range(5):
        client.post(at("residents"), {"code": "AAAA-BBBB-CCCC"})
    answer = client.post(f"/en{at('residents')}", {"code": code})
    assert answer.status_code == 200
    assert "Too many wrong codes" in answer.content.decode()


def test_my_work_says_what_my_units_owe_and_what_waits_for_my_leave(owed: OwedStory) -> None:
    page = shown("desk", client=signed_in(owed.story.clerk))
    assert "Your units owe the public" in page
    owed.exemption()
    page = shown("desk", client=signed_in(owed.story.reviewer))
    assert "Your units owe the public" not in page
    assert "Exemptions to decide (1)" in page


def test_who_answers_for_a_unit_sees_today_what_it_owes(owed: OwedStory) -> None:
    head = person("head", "村主任", owed.village, Power.ANSWER)
    mayor = person("mayor", "镇长", owed.town, Power.ANSWER, reach=Reach.BELOW)
    page = shown("desk_today", client=signed_in(head))
    assert "Your units owe the public" in page
    assert page.count("light missing") == 10
    assert at("unit_calendar", owed.village.code) in page
    assert at("desk_owed") not in page
    assert "Your units owe the public" not in shown("desk_today", client=signed_in(mayor))


def test_who_enters_and_answers_goes_from_today_to_what_is_owed(owed: OwedStory) -> None:
    clerk = person("both", "文书", owed.village, Power.ANSWER, Power.ENTER)
    page = shown("desk_today", client=signed_in(clerk))
    assert at("desk_owed") in page
