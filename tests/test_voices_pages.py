"""The pages for suggestions: given, answered, followed and counted as people do it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Item
from sunledger.units.models import User
from sunledger.voices import actions as voices
from sunledger.voices import limits
from sunledger.voices.models import Voice
from sunledger.voices.steps import Move
from sunledger.web.pages.desk_voice_forms import FORMS
from tests.cast import Cast, day
from tests.ledger_story import heard
from tests.voices_story import ANSWER, TEXT, TITLE, answered, member, received, town_clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    limits.forget()
    with translation.override("en"):
        yield


def at(name: str, *args: Any) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def form(**more: str) -> dict[str, str]:
    given = {"unit": "柳河镇", "theme": "roads", "giver": "public", "title": TITLE, "text": TEXT}
    return given | {"may_publish": "on"} | more


def give(client: Client, **more: str) -> str:
    """Send a suggestion; return its code."""
    page = client.post(at("suggestion_new"), form(**more)).content.decode()
    found = re.search(r'class="code">([0-9A-Z-]+)<', page)
    assert found, re.findall(r"<li>([^<]*)", page)
    return found[1]


def mine(client: Client, code: str, **act: str) -> str:
    """Look with the code, and do something there; return the page."""
    answer = client.post(at("suggestion_mine"), {"receipt": code})
    if act:
        visit = re.search(r'name="visit" value="([^"]+)"', answer.content.decode())
        assert visit
        answer = client.post(at("suggestion_mine"), {"visit": visit[1]} | act)
    return text_of(answer)


def move(client: Client, voice: Voice, name: str, **fields: str) -> str:
    """Make a move on the desk; return the page that follows."""
    path = at("desk_suggestion_move", voice.code, name)
    page = client.get(path).content.decode()
    hidden = re.search(r'name="turn" value="(\d+)"', page)
    answer = client.post(path, {"turn": hidden[1] if hidden else ""} | fields, follow=True)
    return text_of(answer)


def test_the_story_of_a_suggestion(cast: Cast) -> None:
    villager, clerk = Client(), signed_in(town_clerk(cast))
    code = give(villager)
    voice = Voice.objects.get()
    assert TITLE in text_of(clerk.get(at("desk_suggestions")))
    assert "Done: ask the author." in move(clerk, voice, "ask", question="哪座桥？")
    page = mine(villager, code)
    assert "哪座桥？" in page
    assert "学校边上那座。" in mine(villager, code, do="reply", text="学校边上那座。")
    due = (timezone.localdate() + (day(9) - day())).isoformat()
    asked = {"answer": ANSWER, "title": "桥头照明", "problem": "桥头没有灯。", "due": due}
    units = {"doer": "柳河镇", "checker": "清河县"}
    assert "Done: adopt." in move(clerk, voice, "adopt", **(asked | units))
    item = Item.objects.get()
    assert item.source == f"voice:{voice.code}"
    page = mine(villager, code)
    assert ANSWER in page
    assert "satisfied with how it ended" not in page
    item = ledger.answer(item=item, note="装好了。", by=cast.worker)
    item = ledger.verify(item=item, note="看过，亮。", by=cast.checker)
    item = heard(item, cast.lead)
    ledger.close(item=item, result="两盏灯亮了。", exemption="小额。", by=cast.lead)
    page = mine(villager, code)
    assert "两盏灯亮了。" in page
    said = mine(villager, code, do="view", view="not_satisfied", why="还缺一盏。")
    assert "not satisfied" in said
    voice.refresh_from_db()
    assert voice.view == "not_satisfied"


def test_what_is_personal_comes_back_to_its_author_alone(cast: Cast) -> None:
    answer = Client().post(at("suggestion_new"), form(text="找王某 13812345678"))
    page = text_of(answer)
    assert "It is about: “13812345678”. Nothing was kept." in page
    assert not Voice.objects.exists()


def test_the_unit_or_that_it_is_not_known_is_asked_for(cast: Cast) -> None:
    page = text_of(Client().post(at("suggestion_new"), form(unit="")))
    assert "Write the unit, or tick that you do not know." in page
    assert "No unit is called “火星”." in text_of(
        Client().post(at("suggestion_new"), form(unit="火星"))
    )
    give(Client(), unit="", unknown="on")
    assert Voice.objects.get().unit == cast.county


def test_the_same_form_sent_again_is_told_so(cast: Cast) -> None:
    client = Client()
    page = client.get(at("suggestion_new")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    give(client, once=once[1])
    again = text_of(client.post(at("suggestion_new"), form(once=once[1])))
    assert "This form was received already" in again
    assert Voice.objects.count() == 1


def test_a_visit_ends_and_cannot_be_made_up(cast: Cast) -> None:
    client = Client()
    code = give(client)
    for visit in ("made up", ""):
        answer = client.post(at("suggestion_mine"), {"visit": visit, "do": "reply", "text": "x"})
        assert "Please type the code again" in text_of(answer)
    assert TEXT in mine(client, code)
    assert Voice.objects.get().messages.count() == 1


def test_a_member_gives_one_and_follows_it(cast: Cast) -> None:
    deputy, post = member(cast)
    client = signed_in(deputy)
    answer = client.post(at("desk_suggestion_new"), form(post=post.code), follow=True)
    assert "Received. You find it here" in text_of(answer)
    voice = Voice.objects.get()
    assert (voice.giver, voice.post) == ("member", post)
    assert TITLE in text_of(client.get(at("desk_suggestions")))
    voices.answer(voice=voice, answer=ANSWER, by=cast.worker, on=day())
    path = at("desk_suggestion_given", voice.code)
    assert ANSWER in text_of(client.get(path))
    client.post(path, {"do": "view", "view": "satisfied", "why": ""})
    voice.refresh_from_db()
    assert voice.view == "satisfied"
    assert signed_in(cast.worker).get(path).status_code == 404
    assert client.get(at("desk_suggestion", voice.code)).status_code == 404


def test_a_member_cannot_use_the_post_of_another(cast: Cast) -> None:
    deputy, _post = member(cast)
    other = cast.worker.holdings.get().post
    signed_in(deputy).post(at("desk_suggestion_new"), form(post=other.code))
    assert not Voice.objects.exists()


def test_what_nobody_may_do_is_said_with_its_reason(cast: Cast) -> None:
    client, voice = signed_in(cast.worker), received(cast.town)
    page = text_of(client.get(at("desk_suggestion", voice.code)))
    assert "What I cannot do now, and why" in page
    assert "Adopt:" in page
    page = move(client, voice, "adopt")
    assert "It takes a post for the unit that may open, assign and close items" in page
    assert "this cannot be done now" in move(client, voice, "show")


def test_every_move_has_its_form(cast: Cast) -> None:
    assert set(FORMS) == set(Move) - {Move.HEAR, Move.REPLY, Move.VIEW}
    client, voice = signed_in(town_clerk(cast)), received(cast.town)
    received(cast.town)
    for name in ("acknowledge", "ask", "answer", "adopt", "adopt_partly", "not_adopt", "pass_on",
                 "merge"):  # fmt: skip
        page = client.get(at("desk_suggestion_move", voice.code, name))
        assert page.status_code == 200, name
    assert client.get(at("desk_suggestion_move", voice.code, "hear")).status_code == 404
    assert client.get(at("desk_suggestion_move", voice.code, "x")).status_code == 404


def test_passing_on_takes_it_out_of_sight_and_the_author_sees_why(cast: Cast) -> None:
    client, villager = signed_in(cast.worker), Client()
    code = give(villager)
    voice = Voice.objects.get()
    page = move(client, voice, "pass_on", unit=cast.bureau.code, reason="归财政局管。")
    assert "Done: pass on." in page
    assert client.get(at("desk_suggestion", voice.code)).status_code == 404
    page = mine(villager, code)
    assert "归财政局管。" in page
    assert "Finance Bureau" in page


def test_joining_and_publishing_on_the_desk(cast: Cast) -> None:
    client, villager = signed_in(cast.worker), Client()
    first, second = received(cast.town), give(villager)
    other = Voice.objects.exclude(pk=first.pk).get()
    move(client, other, "merge", into=first.code)
    move(client, first, "answer", answer=ANSWER)
    move(client, first, "show", title=TITLE, text=TEXT.replace("小桥", "■"))
    page = mine(villager, second)
    assert ANSWER in page
    assert "joined with theirs" in page
    public = text_of(Client().get(at("suggestion", first.code)))
    assert TEXT.replace("小桥", "■") in public
    assert "小桥" not in public
    assert "1 other says the same" in public


def test_the_register_shows_words_of_the_published_alone(cast: Cast) -> None:
    voice = answered(cast)
    hidden = voices.answer(
        voice=received(cast.town, title="别处", may_publish=False), answer="好。", by=cast.worker,
        on=day(1),
    )  # fmt: skip
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    client = Client()
    page = text_of(client.get(at("suggestions")))
    assert TITLE in page
    assert "别处" not in page
    rows = text_of(client.get(at("suggestion_rows", "received")))
    assert "2 suggestions." in rows
    assert "not published, as its author asked" in rows
    assert "别处" not in rows
    assert client.get(at("suggestion", hidden.code)).status_code == 404
    assert client.get(at("suggestion_rows", "best")).status_code == 404


def test_figures_are_those_of_a_unit_and_all_below(cast: Cast) -> None:
    received(cast.town)
    received(cast.bureau)
    client = Client()
    for unit, count in (("q", 2), ("q-l", 1), ("q-b", 1), ("q-l-d", 0)):
        rows = text_of(client.get(at("suggestion_rows", "received"), {"unit": unit}))
        assert f"{count} suggestion" in rows
    assert client.get(at("suggestions"), {"unit": "nowhere"}).status_code == 404


def test_the_register_can_be_narrowed_to_a_decision(cast: Cast) -> None:
    voice = answered(cast)
    voices.show(voice=voice, title=TITLE, text=TEXT, by=cast.worker, on=day(3))
    client = Client()
    assert TITLE in text_of(client.get(at("suggestions"), {"state": "answered"}))
    assert TITLE not in text_of(client.get(at("suggestions"), {"state": "adopted"}))


def test_late_ones_stand_on_the_desk_of_the_unit_above(cast: Cast) -> None:
    received(cast.bureau)  # long ago, so it is late today
    page = text_of(signed_in(cast.lead).get(at("desk_suggestions")))
    assert TITLE in page
    assert "late" in page


def test_what_waits_stands_under_my_work(cast: Cast) -> None:
    received(cast.town)
    page = text_of(signed_in(cast.worker).get(at("desk")))
    assert "1 suggestion waits for you" in page
    assert TITLE in page
    assert TITLE not in text_of(signed_in(cast.clerk).get(at("desk")))


def test_the_page_of_a_unit_leads_to_its_suggestions(cast: Cast) -> None:
    page = Client().get(at("unit", cast.town.code)).content.decode()
    assert f"{at('suggestions')}?unit={cast.town.code}" in page
