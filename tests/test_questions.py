"""What is asked about something published is answered by its day, in public, or goes up."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow, Refused
from sunledger.seal.models import Fact
from sunledger.seal.verify import check_facts
from sunledger.units.access import NotFound
from sunledger.units.models import Power
from sunledger.voices import actions as voices
from sunledger.voices import limits, receipt, restate
from sunledger.voices.questions import about, face, gate, rules
from sunledger.voices.questions import actions as questions
from sunledger.voices.questions.figures import figures
from sunledger.voices.questions.models import Question, Step
from sunledger.voices.questions.words import Light
from tests.cast import day, person
from tests.questions_story import ANSWER, WORDS, Asked, make_asked
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Asked:
    limits.forget()
    return make_asked()


def seen(question: Question, days: int = 0) -> face.Face:
    question = face.shown(Question.objects.filter(pk=question.pk)).get()
    return face.face(question, day(days))


def test_a_question_is_there_for_all_at_once_without_its_words(site: Asked) -> None:
    question = site.asked()
    shown = seen(question)
    assert (shown.light, shown.at, shown.text) == (Light.AHEAD, site.village, "")
    assert shown.answer_by == day(7)  # five working days
    assert site.asked(kind="objection").answer_by == day(14)  # ten


def test_the_days_can_differ_by_pack_and_by_category() -> None:
    every = {"since": "2020-01-01", "of": "", "question": 5, "objection": 10}
    pack = {"since": "2020-01-01", "of": "village", "question": 4, "objection": 8}
    later = {"since": "2024-04-01", "of": "village", "question": 3, "objection": 6}
    one = {"since": "2020-01-01", "of": "village-payments", "question": 2, "objection": 2}
    with override_settings(SUNLEDGER_QUESTIONS={"days": [every, pack, later]}):
        assert rules.days("question", "village-seal-log", day()) == 4
        assert rules.days("objection", "village-seal-log", day(60)) == 6
        assert rules.days("question", "no-such-category", day(60)) == 5
        assert rules.days("objection", "no-such-category", day(-3000)) == 10
    with override_settings(SUNLEDGER_QUESTIONS={"days": [every, pack, one]}):
        assert rules.days("objection", "village-payments", day()) == 2


def test_what_is_answered_in_time_is_green_and_shown_after_a_second_look(site: Asked) -> None:
    question = site.answered(site.asked(), day(3))
    shown = seen(question, 40)
    assert (shown.light, shown.text, shown.answer, shown.hidden) == (
        Light.IN_TIME, "", "", "wait",
    )  # fmt: skip
    questions.show(question=question, text="这笔■款为什么比上月多一倍？", by=site.elder, on=day(4))
    shown = seen(question, 40)
    assert (shown.text, shown.answer) == ("这笔■款为什么比上月多一倍？", ANSWER)


def test_words_can_be_shown_while_the_answer_is_still_awaited(site: Asked) -> None:
    question = site.asked()
    questions.show(question=question, text=WORDS, by=site.elder, on=day(1))
    assert seen(question, 1).text == WORDS
    with pytest.raises(NotNow):
        questions.show(question=question, text=WORDS, by=site.elder, on=day(1))
    site.answered(question)
    questions.show(question=question, by=site.elder, on=day(2))
    assert seen(question, 2).answer == ANSWER


def test_a_second_look_covers_words_and_never_rewrites_them(site: Asked) -> None:
    question = site.answered(site.asked())
    with pytest.raises(Incomplete):
        questions.show(question=question, text="一切都好。", by=site.elder, on=day(2))
    hidden = site.answered(site.asked(may_show=False))
    with pytest.raises(NotNow):
        questions.show(question=hidden, text=WORDS, by=site.elder, on=day(2))
    assert seen(hidden).hidden == "wish"
    questions.keep_in(question=question, reason="写到了一户人家。", by=site.elder, on=day(2))
    assert seen(question).hidden == "写到了一户人家。"


def test_what_nobody_answers_turns_yellow_then_red_and_goes_up_by_itself(site: Asked) -> None:
    question = site.asked()
    assert [seen(question, days).light for days in (1, 3, 7, 8)] == [
        Light.AHEAD, Light.SOON, Light.SOON, Light.RED,
    ]  # fmt: skip
    assert questions.go_round(day(7)) == 0
    assert questions.go_round(day(8)) == 1
    assert questions.go_round(day(8)) == 0
    shown = seen(question, 8)
    assert (shown.at, shown.rises, shown.light) == (site.story.cast.town, 1, Light.RED)
    assert list(gate.gone_up(site.mayor, day(8))) == [question]
    assert question in gate.waiting_for(site.mayor, day(8))
    assert question in gate.waiting_for(site.elder, day(8))
    assert questions.go_round(shown.level_by) == 0
    assert questions.go_round(shown.level_by + timedelta(1)) == 1
    assert seen(question, 20).at == site.story.cast.county
    assert questions.go_round(day(90)) == 0  # nobody stands above


def test_after_days_without_a_clock_a_question_goes_up_one_level(site: Asked) -> None:
    question = site.asked()
    assert questions.go_round(day(60)) == 1
    assert seen(question, 60).at == site.story.cast.town
    assert questions.go_round(day(60)) == 0
    assert questions.go_round(day(59)) == 0  # a clock that was put back


def test_the_level_above_answers_or_orders_an_answer(site: Asked) -> None:
    question, other = site.asked(), site.asked()
    questions.go_round(day(8))
    for one in (question, other):
        one.refresh_from_db()
    with pytest.raises(NotAllowed):
        questions.order(question=question, until=day(10), by=site.elder, on=day(8))
    with pytest.raises(Incomplete):
        questions.order(question=question, until=day(40), by=site.mayor, on=day(8))
    questions.order(question=question, until=day(10), by=site.mayor, on=day(8))
    with pytest.raises(NotNow):
        questions.order(question=question, until=day(11), by=site.mayor, on=day(8))
    assert seen(question, 8).ordered_by == day(10)
    assert seen(site.answered(question, day(9)), 9).light == Light.LATE
    site.answered(other, day(9), by=site.mayor)
    assert seen(other, 9).outcome == "explained"


def test_who_entered_a_sheet_does_not_answer_the_objection_to_it(site: Asked) -> None:
    post = site.story.clerk.holdings.get().post
    post.powers = [Power.ENTER, Power.ANSWER]
    post.save()
    objection, question = site.asked(kind="objection"), site.asked()
    with pytest.raises(NotAllowed):
        site.answered(objection, by=site.story.clerk)
    site.answered(question, by=site.story.clerk)  # to explain is another matter
    site.answered(objection)


def test_put_right_takes_a_correction_made_since(site: Asked) -> None:
    site.corrected("0.80")
    question = site.asked(kind="objection")
    with pytest.raises(NotNow):
        site.answered(question, outcome="corrected")
    made = site.corrected("0.70")
    question.refresh_from_db()
    assert seen(question).corrected
    assert about.values_then(question)["amount"] == 80
    question = site.answered(question, outcome="corrected")
    assert question.correction == made
    assert question.steps.get(move="answer").link == made.code


def test_withdrawn_takes_a_withdrawal(site: Asked) -> None:
    question = site.asked(kind="objection")
    with pytest.raises(NotNow):
        site.answered(question, outcome="withdrawn")
    disclosure.withdraw(batch=site.batch, reason="重复公开。", by=site.story.reviewer)
    question.refresh_from_db()
    assert seen(site.answered(question, outcome="withdrawn")).withdrawn
    with pytest.raises(NotNow):
        site.asked()


def test_an_objection_can_become_an_item(site: Asked) -> None:
    question = site.asked(kind="objection")
    upheld = questions.Upheld(title="核查水泥款")
    questions.go_round(day(20))
    questions.go_round(day(40))
    question.refresh_from_db()
    question = site.answered(question, day(40), outcome="taken_up", by=site.chief, upheld=upheld)
    item = Item.objects.get(code=question.item)
    assert (item.source, item.unit) == (f"voice:{question.code}", site.village)
    with pytest.raises(Incomplete):
        site.answered(site.asked(40), day(40), outcome="taken_up", upheld=upheld)


def test_not_for_us_is_said_once_and_never_comes_back(site: Asked) -> None:
    question, hamlet = site.asked(), site.story.cast.hamlet
    person("neighbour", "邻村书记", hamlet, Power.ANSWER)
    with pytest.raises(NotNow):
        questions.pass_on(
            question=question, unit=site.village, reason="归他们。", by=site.elder, on=day(1)
        )
    bureau = site.story.cast.bureau
    questions.pass_on(question=question, unit=bureau, reason="归财政。", by=site.elder, on=day(1))
    assert question.answer_by == day(7)
    inspector = site.story.cast.inspector
    for unit in (site.village, hamlet):
        with pytest.raises(NotNow):
            questions.pass_on(
                question=question, unit=unit, reason="归他们。", by=inspector, on=day(2)
            )


def test_what_is_missing_and_what_is_exempt_can_be_asked_about(site: Asked) -> None:
    with pytest.raises(NotFound):
        about.of_missing("q-l-d,village-payments,2024-01", day())
    disclosure.adopt(
        unit=site.story.cast.town, pack="village", since=day(-200), by=site.story.reviewer
    )
    site.village.kind = "village"
    site.village.save()
    code = "q-l-d,village-seal-log,2024-01"
    missing = about.of_missing(code, day(60))
    assert missing.code == code
    question = site.asked(60, about=missing, kind="objection")
    with pytest.raises(NotNow):
        site.answered(question, day(61), outcome="corrected")
    for wrong in ("", "q-l-d", "x,village-seal-log,2024-01", "q-l-d,village-seal-log,9999-01",
                  "q-l-d,village-seal-log,2024-13", "q-l-d,nope,2024-01"):  # fmt: skip
        with pytest.raises(NotFound):
            about.find("missing", wrong, day(60))
    for subject in ("record", "sheet", "exemption", "nothing"):
        with pytest.raises(NotFound):
            about.find(subject, "nothing", day())


def test_what_is_not_for_everyone_cannot_be_asked_about_in_public(site: Asked) -> None:
    with unguarded():
        Batch.objects.filter(pk=site.batch.pk).update(visibility="staff")
    for find, code in ((about.of_record, site.record.code), (about.of_sheet, site.batch.code)):
        with pytest.raises(NotFound):
            find(code)


def test_what_asks_the_same_is_joined_and_counted(site: Asked) -> None:
    first, second, other = site.asked(), site.asked(), site.asked(kind="objection")
    with pytest.raises(Incomplete):
        questions.join(question=other, into=first, by=site.elder, on=day(1))
    questions.join(question=second, into=first, by=site.elder, on=day(1))
    assert seen(first).joined == 1
    assert seen(second).light == Light.JOINED


@pytest.mark.parametrize("joined", [False, True])
def test_who_asked_says_once_that_it_is_no_answer(site: Asked, joined: bool) -> None:
    question = site.asked()
    if joined:
        questions.join(question=question, into=site.asked(), by=site.elder, on=day(2))
    else:
        site.answered(question, day(2))
    questions.dispute(question=question, on=day(3), text="没有说明原因。")
    shown = seen(question, 3)
    assert (shown.at, shown.level_by, shown.outcome) == (site.story.cast.town, day(10), None)
    holding = site.mayor.holdings.get()
    person_of_both = person("both", "兼职", site.village, Power.ANSWER)
    person_of_both.holdings.create(post=holding.post, since=holding.since)
    for by in (site.elder, person_of_both):
        with pytest.raises(NotAllowed):
            site.answered(question, day(4), by=by)
    question = site.answered(question, day(4), by=site.mayor)
    with pytest.raises(NotNow):
        questions.dispute(question=question, on=day(5))
    assert seen(question, 5).light == Light.IN_TIME


def test_after_a_dispute_the_days_of_the_level_count(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.dispute(question=question, on=day(3))
    assert question.level_by == day(10)
    for days, late in ((9, 0), (10, 0), (11, 1)):  # the first day, day 7, was kept
        assert (seen(question, days).light == Light.RED) == bool(late)
        assert {one.key: one.value for one in figures(None, day(days))}["late"] == late


def test_a_disputed_answer_goes_above_whoever_gave_it(site: Asked) -> None:
    question = site.asked()
    lead = site.story.cast.lead  # of the county, for all below
    site.answered(question, day(2), by=lead)
    with pytest.raises(NotNow):
        questions.dispute(question=question, on=day(3))


def test_nothing_that_is_personal_is_taken(site: Asked) -> None:
    for text in (
        "他的电话13800138000",
        "身份证11010519491231002X",
        receipt.new_receipt(),
        "",
        "长" * 1001,
    ):
        with pytest.raises(Incomplete):
            site.asked(text=text)
    with pytest.raises(Incomplete):
        site.answered(site.asked(), answer="请打13800138000。")
    assert Question.objects.count() == 1


def test_floods_are_refused_in_all_and_of_one_line(site: Asked) -> None:
    small: dict[str, Any] = {"a_line": 2, "a_day": 3}
    with override_settings(SUNLEDGER_QUESTIONS=settings.SUNLEDGER_QUESTIONS | small):
        site.asked()
        site.asked()
        with pytest.raises(NotNow):
            site.asked()
        site.asked(about=about.of_sheet(site.batch.code))
        with pytest.raises(NotNow):
            site.asked(about=about.of_record(site.batch.records.order_by("number")[1].code))
        site.asked(1)


def test_the_same_form_twice_is_one_question(site: Asked) -> None:
    site.asked(once="form")
    with pytest.raises(NotNow):
        site.asked(once="form")


def test_of_who_asks_the_log_has_the_day_and_not_the_moment(site: Asked) -> None:
    said = Fact.objects.count()
    question = site.asked()
    questions.go_round(day())  # the night of the same day
    assert Fact.objects.count() == said
    questions.go_round(day(1))
    questions.go_round(day(1))
    assert Fact.objects.filter(what=face.SAID).count() == 1
    assert question.steps.get().leaf is not None
    other = site.asked(1)
    questions.acknowledge(question=other, by=site.elder, on=day(1))  # says both
    assert not Step.objects.filter(leaf=None).exists()
    assert [step.leaf for step in other.steps.all()] == sorted(
        step.leaf or 0 for step in other.steps.all()
    )


def test_every_step_is_said_and_can_be_checked(site: Asked) -> None:
    question = site.answered(site.asked())
    questions.show(question=question, text=WORDS, by=site.elder, on=day(2))
    questions.dispute(question=question, on=day(3))
    questions.go_round(day(30))
    assert not list(check_facts(restate.restated()))
    told = " ".join(
        body for body in Fact.objects.filter(what=face.SAID).values_list("body", flat=True)
    )
    assert WORDS not in told
    assert ANSWER not in told


def test_words_are_forgotten_and_figures_stay(site: Asked) -> None:
    heard = site.ask()
    question = site.answered(heard.question)
    site.asked()
    before = {one.key: one.value for one in figures(None, day(2))}
    assert voices.forget(on=day(100)) == 0
    assert questions.look_back(heard.receipt) == question
    voices.forget(on=day(190))
    question.refresh_from_db()
    assert (question.text, question.answer, question.receipt) == ("", "", None)
    assert questions.look_back(heard.receipt) is None
    assert {one.key: one.value for one in figures(None, day(2))} == before
    assert not list(check_facts(restate.restated()))
    voices.forget(on=day(500))
    assert not Question.objects.filter(forgotten_on=None).exists()
    assert questions.go_round(day(501)) == 0


def test_two_at_once_see_each_other(site: Asked) -> None:
    question = site.asked()
    stale = Question.objects.get(pk=question.pk)
    questions.acknowledge(question=question, by=site.elder, on=day(1))
    with pytest.raises(Conflict):
        site.answered(stale)


def test_figures_have_their_rows(site: Asked) -> None:
    site.answered(site.asked(), day(2))
    site.answered(site.asked(), day(9))
    site.asked()
    site.asked(8)
    questions.go_round(day(9))
    found = {one.key: one for one in figures(site.village, day(9))}
    values = {key: one.value for key, one in found.items()}
    assert values == {
        "asked": 4, "objections": 0, "open": 2, "late": 1, "due": 3, "in_time": 1,
        "escalated": 1, "disputed": 0, "upheld": 0, "joined": 0,
    }  # fmt: skip
    for one in found.values():
        assert one.value == one.rows.count()
        assert one.of is None or one.value <= one.of
    assert not any(one.value for one in figures(site.story.cast.hamlet, day(9)))


def test_refusals_are_the_ones_foretold(site: Asked) -> None:
    question = site.asked()
    sentence = gate.why_not(question, "answer", site.story.stranger, day(1))
    with pytest.raises(Refused) as refused:
        site.answered(question, by=site.story.stranger)
    assert str(refused.value) == sentence
