"""The gates: power comes from a post held today, reaches as far as the post does, no farther."""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sunledger.units import access, actions
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User
from tests.cast import SINCE, TODAY, Cast, day, person

pytestmark = pytest.mark.django_db


def test_a_post_with_reach_below_may_in_its_unit_and_all_below(cast: Cast) -> None:
    for unit in (cast.county, cast.bureau, cast.town, cast.village, cast.hamlet):
        assert access.may(cast.lead, Power.ASSIGN, unit, TODAY)


def test_a_post_with_its_own_reach_may_in_its_unit_alone(cast: Cast) -> None:
    assert access.may(cast.worker, Power.ANSWER, cast.town, TODAY)
    for unit in (cast.county, cast.village, cast.bureau):
        assert not access.may(cast.worker, Power.ANSWER, unit, TODAY)


def test_a_post_may_only_what_it_is_for(cast: Cast) -> None:
    may = {power for power in Power if access.may(cast.clerk, power, cast.village, TODAY)}
    assert may == {Power.ENTER}


def test_a_unit_whose_code_begins_like_another_is_not_under_it(cast: Cast) -> None:
    other = Unit.objects.create(code="q-l2", name="柳河二镇", parent=cast.county)
    head = person("head", "镇长二", cast.town, Power.REVIEW, reach=Reach.BELOW)
    assert not access.may(head, Power.REVIEW, other, TODAY)
    assert other not in access.reachable(head, Power.REVIEW, TODAY)


def test_those_who_run_the_machine_may_nothing(cast: Cast) -> None:
    root = User.objects.create_superuser("root", password=None, name="管理员")
    assert not any(access.may(root, power, cast.village, TODAY) for power in Power)
    assert not access.reachable(root, list(Power), TODAY).exists()


def test_visitors_may_nothing(cast: Cast) -> None:
    visitor = AnonymousUser()
    assert not access.may(visitor, Power.ENTER, cast.village, TODAY)
    assert not access.posts_of(visitor, TODAY).exists()
    assert access.stands_clear(visitor, cast.village, TODAY)


def test_a_post_gives_nothing_before_it_is_taken_and_after_it_is_left(cast: Cast) -> None:
    holding = Holding.objects.get(user=cast.clerk)
    holding.until = TODAY
    holding.save()
    assert not access.may(cast.clerk, Power.ENTER, cast.village, SINCE - timedelta(days=1))
    assert access.may(cast.clerk, Power.ENTER, cast.village, SINCE)
    assert access.may(cast.clerk, Power.ENTER, cast.village, day(-1))
    assert not access.may(cast.clerk, Power.ENTER, cast.village, TODAY)


def test_a_closed_account_may_nothing_at_once(cast: Cast) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    assert not access.may(cast.clerk, Power.ENTER, cast.village, TODAY)


def test_the_reachable_units_are_those_where_one_may(cast: Cast) -> None:
    """The list and the yes-or-no never disagree, for anyone, about any power or unit."""
    people = [cast.lead, cast.worker, cast.checker, cast.inspector, cast.clerk]
    units = Unit.objects.all()
    for user, power in itertools.product(people, Power):
        listed = set(access.reachable(user, power, TODAY))
        assert listed == {unit for unit in units if access.may(user, power, unit, TODAY)}


def test_the_nearest_post_is_the_one_that_acts(cast: Cast) -> None:
    near = Post.objects.create(unit=cast.town, name="镇督查", powers=[Power.ASSIGN], reach="below")
    Holding.objects.create(post=near, user=cast.lead, since=SINCE)
    assert access.post_for(cast.lead, Power.ASSIGN, cast.village, TODAY) == near
    far = access.post_for(cast.lead, Power.ASSIGN, cast.bureau, TODAY)
    assert far is not None
    assert far.unit == cast.county


def test_what_is_not_there_and_what_is_not_yours_are_one_answer(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posts = Post.objects.all()
    theirs = Post.objects.filter(unit=cast.county).first()
    assert theirs
    answers = []
    for code in (theirs.code, "aaaaaaaaaaaaaaaaaaaaaaaaaa"):
        with django_assert_num_queries(2), pytest.raises(access.NotFound) as caught:
            access.one(posts, user=cast.clerk, power=Power.ENTER, on=TODAY, code=code)
        answers.append(str(caught.value))
    assert answers[0] == answers[1]


def test_what_is_yours_is_found(cast: Cast) -> None:
    mine = Post.objects.get(unit=cast.village)
    found = access.one(
        Post.objects.all(), user=cast.clerk, power=Power.ENTER, on=TODAY, code=mine.code
    )
    assert found == mine


def test_one_of_several_powers_is_enough(cast: Cast) -> None:
    powers = [Power.ENTER, Power.REVIEW]
    assert list(access.reachable(cast.clerk, powers, TODAY)) == [cast.village]
    assert list(access.reachable(cast.worker, powers, TODAY)) == [cast.town]


def test_a_row_may_be_reached_through_more_than_one_unit(cast: Cast) -> None:
    either = access.within(cast.clerk, Power.ENTER, TODAY, "unit")
    either |= access.within(cast.clerk, Power.ENTER, TODAY, "unit__parent")
    assert set(Post.objects.filter(either)) == set(Post.objects.filter(unit=cast.village))


def test_a_lookup_that_cannot_be_is_not_found(cast: Cast) -> None:
    with pytest.raises(access.NotFound):
        access.first(Unit.objects.all(), pk="no number")


def test_who_has_a_post_in_the_unit_concerned_or_below_does_not_stand_clear(cast: Cast) -> None:
    assert not access.stands_clear(cast.worker, cast.town, TODAY)
    assert not access.stands_clear(cast.clerk, cast.town, TODAY)


def test_who_is_above_or_beside_the_unit_concerned_stands_clear(cast: Cast) -> None:
    assert access.stands_clear(cast.lead, cast.town, TODAY)
    assert access.stands_clear(cast.inspector, cast.town, TODAY)
    assert access.stands_clear(cast.worker, cast.village, TODAY)
    assert access.stands_clear(cast.clerk, cast.hamlet, TODAY)


def test_who_left_the_unit_lately_does_not_stand_clear_when_that_is_asked(cast: Cast) -> None:
    Holding.objects.filter(user=cast.clerk).update(until=day(-30))
    assert access.stands_clear(cast.clerk, cast.village, TODAY)
    assert not access.stands_clear(cast.clerk, cast.village, TODAY, since=day(-365))
    assert access.stands_clear(cast.clerk, cast.village, TODAY, since=day(-30))


# --- who founds, appoints and relieves ---------------------------------------------------------


@pytest.fixture
def town_admin(cast: Cast) -> User:
    """The one who may found and appoint in the town and its villages."""
    return person("admin", "镇组织", cast.town, Power.ADMIN, reach=Reach.BELOW)


def test_only_an_admin_of_the_unit_founds_appoints_and_relieves(
    cast: Cast, town_admin: User
) -> None:
    post = Post.objects.get(unit=cast.bureau)
    holding = Holding.objects.get(post=post)

    with pytest.raises(access.NotAllowed):
        actions.found(code="x", name="新村", parent=cast.county, by=town_admin)
    with pytest.raises(access.NotAllowed):
        actions.create_post(unit=cast.bureau, name="新岗", powers=[], by=town_admin)
    with pytest.raises(access.NotAllowed):
        actions.appoint(post=post, user=cast.clerk, by=town_admin)
    with pytest.raises(access.NotAllowed):
        actions.relieve(holding=holding, by=town_admin)
    with pytest.raises(access.NotAllowed):
        actions.move(unit=cast.village, parent=cast.bureau, by=town_admin)
    with translation.override("en"), pytest.raises(access.NotAllowed, match="the whole tree"):
        actions.found(code="top", name="新省", parent=None, by=town_admin)


def test_an_admin_gives_a_person_a_post_and_takes_it_again(cast: Cast, town_admin: User) -> None:
    village = actions.found(code="q-l-n", name="新河村", parent=cast.town, by=town_admin)
    post = actions.create_post(unit=village, name="会计", powers=["enter"], by=town_admin)
    user = actions.open_account(
        username="xin", name="新会计", password="a-long-sentence-9", by=town_admin
    )
    holding = actions.appoint(post=post, user=user, by=town_admin, since=SINCE)
    assert access.may(user, Power.ENTER, village, TODAY)
    actions.relieve(holding=holding, by=town_admin, until=TODAY)
    assert not access.may(user, Power.ENTER, village, TODAY)
    with pytest.raises(ValidationError):
        actions.relieve(holding=holding, by=town_admin)


def test_a_post_is_held_once_at_a_time_by_one_person(cast: Cast) -> None:
    post = Post.objects.get(unit=cast.village)
    with pytest.raises(ValidationError):
        actions.appoint(post=post, user=cast.clerk, by=None, since=TODAY)


def test_a_post_cannot_be_left_before_it_was_taken(cast: Cast) -> None:
    holding = Holding.objects.get(user=cast.clerk)
    with pytest.raises(ValidationError):
        actions.relieve(holding=holding, by=None, until=SINCE - timedelta(days=1))


def test_a_power_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="fly"):
        actions.create_post(unit=cast.village, name="飞行员", powers=["fly"], by=None)


def test_a_weak_password_opens_no_account(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.open_account(username="weak", name="弱", password="12345678", by=None)


def test_closing_an_account_ends_its_posts(cast: Cast, town_admin: User) -> None:
    actions.close_account(user=cast.clerk, by=town_admin)
    assert not Holding.objects.filter(user=cast.clerk, until=None).exists()
    assert not User.objects.get(pk=cast.clerk.pk).is_active


def test_an_account_of_another_unit_is_not_closed(cast: Cast, town_admin: User) -> None:
    with pytest.raises(access.NotAllowed):
        actions.close_account(user=cast.lead, by=town_admin)
    assert Holding.objects.filter(user=cast.lead, until=None).exists()
