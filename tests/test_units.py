"""The tree of units: any depth, always in one piece, found by branch through an index."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core.problem import Refused
from sunledger.units import actions, paths
from sunledger.units.models import Unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def codes(units: object) -> list[str]:
    """Return the codes of some units."""
    return [unit.code for unit in units]  # type: ignore[attr-defined]


def check_the_tree() -> None:
    """Assert that every path is the way from the top, whatever was done to the tree."""
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else ""
        assert unit.path == f"{above}{unit.code}/"
        assert unit.depth == len(codes(Unit.objects.above(unit)))


def test_a_branch_is_a_unit_and_all_below_it(cast: Cast) -> None:
    assert codes(Unit.objects.below(cast.town)) == ["q-l", "q-l-d", "q-l-x"]
    assert codes(Unit.objects.below(cast.village)) == ["q-l-d"]
    assert Unit.objects.below(cast.county).count() == 5


def test_those_above_come_from_the_top(cast: Cast) -> None:
    assert codes(Unit.objects.above(cast.village)) == ["q", "q-l"]
    assert codes(Unit.objects.above(cast.county)) == []


@given(st.lists(st.text("ab09-_Z", min_size=1, max_size=4), unique=True, min_size=2, max_size=8))
def test_only_what_lies_below_is_in_the_branch(names: list[str]) -> None:
    """The stretch of the index holds exactly the paths that begin with the unit's path."""
    first, *others = names
    branch = paths.path_of(first, "top/")
    condition: dict[str, str] = dict(paths.branch(branch).children)  # type: ignore[arg-type]
    low, high = condition["path__gte"], condition["path__lt"]
    below = [paths.path_of(name, branch) for name in others]
    beside = [paths.path_of(name, "top/") for name in others] + ["top/"]
    assert all(low <= path < high for path in [branch, *below])
    assert not any(low <= path < high for path in beside)


def test_a_branch_is_found_by_an_index(cast: Cast) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # five rows are read faster without any index
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Unit.objects.below(cast.town).order_by().explain()
    assert "INDEX" in plan.upper()
    assert "path>?" in plan or "Index Cond" in plan


def test_moving_a_unit_takes_all_below_with_it(cast: Cast) -> None:
    actions.move(unit=cast.town, parent=cast.bureau, by=None)
    cast.village.refresh_from_db()
    assert codes(Unit.objects.above(cast.village)) == ["q", "q-b", "q-l"]
    assert codes(Unit.objects.below(cast.bureau)) == ["q-b", "q-l", "q-l-d", "q-l-x"]
    check_the_tree()
    actions.move(unit=cast.town, parent=cast.county, by=None)
    assert codes(Unit.objects.below(cast.bureau)) == ["q-b"]
    check_the_tree()


def test_a_unit_cannot_move_under_itself_or_what_lies_below_it(cast: Cast) -> None:
    for parent in (cast.town, cast.village):
        with pytest.raises(actions.CannotMove):
            actions.move(unit=cast.town, parent=parent, by=None)
    check_the_tree()


def test_a_changed_code_changes_every_path_below(cast: Cast) -> None:
    cast.town.code = "q-neu"
    cast.town.save()
    assert codes(Unit.objects.above(Unit.objects.get(code="q-l-d"))) == ["q", "q-neu"]
    check_the_tree()


def test_not_even_the_database_lets_a_unit_lie_under_itself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=cast.town.pk).update(parent=cast.town)


def test_a_tree_has_as_many_levels_as_it_needs() -> None:
    unit = None
    for level in range(40):
        unit = actions.found(code=f"level{level}", name=f"第{level}层", parent=unit, by=None)
    assert unit is not None
    assert unit.depth == 39
    check_the_tree()


def test_a_path_that_could_not_be_kept_is_refused() -> None:
    with pytest.raises(Refused, match="too deep"):
        paths.path_of("c" * 32, "x/" * 990)


def test_a_code_is_made_of_plain_signs() -> None:
    with pytest.raises(ValidationError):
        actions.found(code="大河", name="大河村", parent=None, by=None)


def test_a_unit_is_named_in_the_readers_language(cast: Cast) -> None:
    with translation.override("en"):
        assert str(cast.village) == "Dahe Village"
    with translation.override("zh-hans"):
        assert str(cast.village) == "大河村"
