"""A mistake tolerated, a wrong suspicion cleared, good work recognised: and nobody alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from sunledger.ledger import actions as ledger
from sunledger.ledger import fairface, fairgate, objections, procedures
from sunledger.ledger.actions import fairness
from sunledger.ledger.models import Fairness, FairnessAct, FairnessObjection, Item
from sunledger.ledger.procedures import Act, Bar, Ground, Procedure, Standing
from sunledger.ledger.refusals import Conflict, Incomplete, NotAllowed, NotNow
from sunledger.ledger.restate import restated
from sunledger.seal import log, verify
from sunledger.units.models import Post, Power, Reach, User
from sunledger.web.pages.fairness_forms import choices
from tests import ledger_story as story
from tests.cast import Cast, at, day, make_cast, person

pytestmark = pytest.mark.django_db

GROUNDS = {ground.value: f"说明：{ground.value}" for ground in Ground}
ALL_FOUND = dict.fromkeys(Ground.values, True) | dict.fromkeys(Bar.values, False)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let refusals be said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decider(cast: Cast) -> User:
    return person("decider", "县纪委", cast.county, Power.DECIDE, reach=Reach.BELOW)


@pytest.fixture
def examiner(cast: Cast) -> User:
    return person("examiner", "县督查", cast.county, Power.VERIFY, reach=Reach.BELOW)


def post_of(user: User) -> Post:
    return user.holdings.get().post


def applied(cast: Cast, item: Item, **more: Any) -> Fairness:
    """Return the town's application for its own post."""
    asked: dict[str, Any] = {
        "words": "抢险时先施工后补手续。",
        "grounds": GROUNDS,
        "by": cast.worker,
        "at": at(3),
    }
    return fairness.begin(
        procedure=Procedure.TOLERANCE, item=item, post=post_of(cast.worker), **(asked | more)
    )


def examined(cast: Cast, examiner: User, **found: bool) -> Fairness:
    """Return an application on a verified item, accepted and examined."""
    one = applied(cast, story.verified(cast))
    fairness.accept(one=one, by=cast.lead, at=at(4))
    return fairness.examine(
        one=one, note="查了会议记录和规定。", found=ALL_FOUND | found, by=examiner, at=at(5)
    )


def ended(cast: Cast, outcome: str) -> Item:
    """Return an item of the town, closed with an outcome."""
    return ledger.close(
        item=story.verified(cast), result="查明。", outcome=outcome, by=cast.lead, at=at(4)
    )


def test_an_honest_mistake_is_tolerated_in_six_acts_by_four_people(
    cast: Cast, examiner: User, decider: User
) -> None:
    one = examined(cast, examiner)
    fairness.decide(one=one, grant=True, reason="四项条件都具备。", by=decider, at=at(6))
    fairness.answer(one=one, words="同意容错，不作负面评价。", by=cast.lead, at=at(7))
    ledger.close(item=one.item, result="已补办手续。", by=cast.lead, at=at(8))
    fairness.publish(one=one, by=cast.lead, at=at(9))
    assert one.standing == Standing.PUBLISHED
    acts = list(one.acts.values_list("act", flat=True))
    assert acts == ["apply", "accept", "examine", "grant", "answer", "publish"]
    assert one.acts.values("by").distinct().count() == 4


def test_what_is_published_is_sealed_and_can_be_said_again(
    cast: Cast, examiner: User, decider: User
) -> None:
    one = examined(cast, examiner)
    fairness.decide(one=one, grant=False, reason="没有集体研究。", by=decider, at=at(6))
    fairness.answer(one=one, words="不予容错。", by=cast.lead, at=at(7))
    ledger.close(item=one.item, result="已补办手续。", by=cast.lead, at=at(8))
    fairness.publish(one=one, by=cast.lead, at=at(9))
    told = list(fairface.restated())
    assert [fact.facts["decision"] for fact in told] == ["deny"]
    assert told[0].leaf == log.size() - 1
    assert verify.check_log() == []
    assert list(verify.check_facts(restated())) == []


@pytest.mark.parametrize("lacking", Ground.values)
def test_no_ground_may_be_missing(cast: Cast, examiner: User, decider: User, lacking: str) -> None:
    one = examined(cast, examiner, **{lacking: False})
    with pytest.raises(NotNow, match="All grounds"):
        fairness.decide(one=one, grant=True, reason="情有可原。", by=decider, at=at(6))
    assert fairness.decide(one=one, grant=False, reason="条件不足。", by=decider, at=at(6))


@pytest.mark.parametrize("bar", Bar.values)
def test_private_gain_and_serious_harm_are_never_tolerated(
    cast: Cast, examiner: User, decider: User, bar: str
) -> None:
    one = examined(cast, examiner, **{bar: True})
    with pytest.raises(NotNow, match="never tolerated"):
        fairness.decide(one=one, grant=True, reason="情有可原。", by=decider, at=at(6))


def test_an_application_says_how_each_ground_is_met(cast: Cast) -> None:
    item = story.answered(cast)
    with pytest.raises(Incomplete):
        applied(cast, item, grounds=GROUNDS | {"remedy": "  "})
    assert not Fairness.objects.exists()


def test_an_examination_says_of_each_ground_whether_it_was_found(
    cast: Cast, examiner: User
) -> None:
    one = applied(cast, story.verified(cast))
    fairness.accept(one=one, by=cast.lead, at=at(4))
    with pytest.raises(Incomplete):
        fairness.examine(one=one, note="查了。", found={"no_ban": True}, by=examiner, at=at(5))


def test_tolerance_waits_until_the_facts_of_the_item_stand(
    cast: Cast, examiner: User, decider: User
) -> None:
    one = applied(cast, story.answered(cast))
    fairness.accept(one=one, by=cast.lead, at=at(4))
    fairness.examine(one=one, note="查了。", found=ALL_FOUND, by=examiner, at=at(5))
    with pytest.raises(NotNow, match="verify the item first"):
        fairness.decide(one=one, grant=True, reason="可以。", by=decider, at=at(6))


def test_nobody_examines_or_decides_in_their_own_unit(cast: Cast, decider: User) -> None:
    near = person("near", "镇督查", cast.town, Power.VERIFY, Power.DECIDE)
    one = applied(cast, story.verified(cast))
    fairness.accept(one=one, by=cast.lead, at=at(4))
    with pytest.raises(NotAllowed, match="someone else"):
        fairness.examine(one=one, note="查了。", found=ALL_FOUND, by=near, at=at(5))


def test_whoever_examined_does_not_decide(cast: Cast) -> None:
    both = person("both", "县里", cast.county, Power.VERIFY, Power.DECIDE, reach=Reach.BELOW)
    one = examined(cast, both)
    with pytest.raises(NotAllowed, match="someone else must decide"):
        fairness.decide(one=one, grant=True, reason="可以。", by=both, at=at(6))


def test_the_database_refuses_one_person_in_two_parts(cast: Cast, examiner: User) -> None:
    one = examined(cast, examiner)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.acts.create(
            number=9, act=Act.GRANT, standing="granted", by=examiner, post=one.post, at=at(6)
        )


def test_what_was_done_stays_in_the_database(cast: Cast, examiner: User) -> None:
    one = examined(cast, examiner)
    for statement in (
        "UPDATE ledger_fairnessact SET note = ''",
        "DELETE FROM ledger_fairnessact",
        "DELETE FROM ledger_fairness",
        "UPDATE ledger_fairness SET standing = 'published'",
        "UPDATE ledger_fairness SET words = 'x'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    one.refresh_from_db()
    assert one.standing == Standing.EXAMINED


def test_a_second_one_is_told_that_someone_was_first(cast: Cast) -> None:
    one = applied(cast, story.answered(cast))
    other = Fairness.objects.get(pk=one.pk)
    fairness.accept(one=one, by=cast.lead, at=at(4))
    with pytest.raises(Conflict):
        fairness.decline(one=other, reason="不属于受理范围。", by=cast.lead, at=at(4))


def test_only_a_post_with_a_part_in_the_item_applies(cast: Cast) -> None:
    item = story.assigned(cast)
    stranger = person("stranger", "小河村", cast.hamlet, Power.ANSWER)
    with pytest.raises(NotNow, match="no part"):
        fairness.begin(
            procedure=Procedure.TOLERANCE,
            item=item,
            post=post_of(stranger),
            words="不是我们的事。",
            grounds=GROUNDS,
            by=stranger,
            at=at(3),
        )


@pytest.mark.parametrize("outcome", ["unfounded", "data_error"])
def test_whoever_was_wrongly_named_is_cleared_only_with_consent(cast: Cast, outcome: str) -> None:
    item = ended(cast, outcome)
    one = fairness.begin(
        procedure=Procedure.CLEARING,
        item=item,
        post=post_of(cast.worker),
        words="经核查，柳河镇没有违规支出。",
        by=cast.lead,
        at=at(5),
    )
    with pytest.raises(NotNow):
        fairness.publish(one=one, by=cast.lead, at=at(6))
    fairness.consent(one=one, given=False, by=cast.worker, at=at(6))
    assert not fairface.in_public(Procedure.CLEARING).exists()
    fairness.consent(one=one, given=True, by=cast.worker, at=at(7))
    fairness.publish(one=one, by=cast.lead, at=at(8))
    assert fairface.in_public(Procedure.CLEARING).get() == one


def test_nobody_is_cleared_of_what_was_put_right(cast: Cast) -> None:
    with pytest.raises(NotNow, match="nothing was wrong"):
        fairness.begin(
            procedure=Procedure.CLEARING,
            item=ended(cast, "put_right"),
            post=post_of(cast.worker),
            words="没有问题。",
            by=cast.lead,
            at=at(5),
        )


def announced(cast: Cast, examiner: User) -> Fairness:
    one = fairness.begin(
        procedure=Procedure.RECOGNITION,
        item=ended(cast, "put_right"),
        post=post_of(cast.worker),
        words="三天内追回全部多付款。",
        by=cast.lead,
        at=at(5),
    )
    fairness.examine(one=one, note="回单齐全。", by=examiner, at=at(6))
    return fairness.announce(one=one, by=cast.lead, at=at(7))


def test_work_is_recognised_after_a_notice_without_an_upheld_objection(
    cast: Cast, examiner: User, decider: User
) -> None:
    one = announced(cast, examiner)
    assert one.until == day(14)  # five working days after a Monday
    with pytest.raises(NotNow, match="Anyone may object"):
        fairness.decide(one=one, grant=True, reason="公示无异议。", by=decider, at=at(10))
    fairness.decide(one=one, grant=True, reason="公示无异议。", by=decider, at=at(16))
    fairness.publish(one=one, by=cast.lead, at=at(17))
    assert [fact.facts["decision"] for fact in fairface.restated()] == [None, "grant"]


def test_an_objection_is_answered_before_anything_is_decided(
    cast: Cast, examiner: User, decider: User
) -> None:
    one = announced(cast, examiner)
    objection = fairness.object_to(one=one, words="钱是村里自己退的。", on=day(8))
    with pytest.raises(NotNow, match="no answer yet"):
        fairness.decide(one=one, grant=True, reason="可以。", by=decider, at=at(16))
    answered = person("office", "县督查二", cast.county, Power.ASSIGN, reach=Reach.BELOW)
    fairness.reply(objection=objection, upheld=True, reason="情况属实。", by=answered, at=at(16))
    one.refresh_from_db()
    with pytest.raises(NotNow, match="upheld"):
        fairness.decide(one=one, grant=True, reason="可以。", by=decider, at=at(17))
    fairness.decide(one=one, grant=False, reason="异议成立。", by=decider, at=at(17))


def test_after_the_notice_nobody_objects(cast: Cast, examiner: User) -> None:
    one = announced(cast, examiner)
    with pytest.raises(NotNow):
        fairness.object_to(one=one, words="晚了。", on=day(15))
    assert not FairnessObjection.objects.exists()


def test_personal_data_is_refused_wherever_people_write(cast: Cast, examiner: User) -> None:
    one = announced(cast, examiner)
    with pytest.raises(Incomplete):
        fairness.object_to(one=one, words="请打 13812345678 找我。", on=day(8))


def test_the_table_is_explained(cast: Cast) -> None:
    one = applied(cast, story.answered(cast))
    chances = fairgate.chances(one, cast.worker, day(4))
    assert [chance.act for chance in chances] == [Act.ACCEPT, Act.DECLINE]
    assert all("It takes" in chance.why_not for chance in chances)
    assert "cannot be treated so" in fairgate.why_not(one, Act.PUBLISH, cast.lead, day(4))


@pytest.mark.parametrize("procedure", Procedure)
def test_every_standing_of_a_procedure_can_be_reached_and_left_or_is_an_end(
    procedure: Procedure,
) -> None:
    courses = procedures.COURSES[procedure]
    reached = {course.to for course in courses.values()}
    begun = {start for start, _act in courses if start}
    assert begun <= reached
    assert reached - begun == {
        Standing.PUBLISHED,
        *([Standing.DECLINED] if procedure == Procedure.TOLERANCE else []),
        *([Standing.DENIED] if procedure == Procedure.RECOGNITION else []),
    }


def test_no_act_without_its_row(cast: Cast) -> None:
    assert {act for courses in procedures.COURSES.values() for _start, act in courses} == set(Act)
    assert FairnessAct.objects.count() == 0


def test_objections_to_recognitions_and_to_items_are_borne_in_one_number(
    cast: Cast, examiner: User, settings: Any
) -> None:
    settings.SUNLEDGER_OBJECTIONS = {"open_an_item": 2, "a_day": 3}
    item, one = story.noticed(cast), announced(cast, examiner)
    objections.take(item, "钱没到。", at(8))
    for words in ("钱是村里自己退的。", "单位没出力。"):
        objections.take_against(one, words, at(8))
    for take in (
        lambda: objections.take_against(one, "再说一次。", at(8)),
        lambda: objections.take(item, "再说一次。", at(8)),
    ):
        with pytest.raises(NotNow, match="no more are taken"):
            take()
    assert FairnessObjection.objects.count() == 2
    with pytest.raises(NotNow):  # the next day, but two of it are open still
        objections.take_against(one, "再说一次。", at(9))
    objections.take(item, "钱还没到。", at(9))


def test_the_posts_that_are_offered_are_those_of_the_gate_and_need_few_questions(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    item = story.verified(cast)
    for number in range(8):
        Post.objects.create(unit=cast.town, name=f"岗{number}", powers=[])
    for user in (cast.worker, cast.lead, cast.clerk):
        for procedure in Procedure:
            with django_assert_max_num_queries(8):
                offered = choices(procedure, item, user)
            first = procedures.FIRST[procedure]
            today = timezone.localdate()
            expected = [
                post
                for post in Post.objects.all()
                if not fairgate.why_not(
                    Fairness(procedure=procedure, item=item, post=post), first, user, today
                )
            ]
            assert set(offered) == set(expected)
    assert len(choices(Procedure.TOLERANCE, item, cast.worker)) > 8
