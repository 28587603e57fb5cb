"""Who changes, cuts or invents behind our back is found out, and the place is named."""

from datetime import UTC, datetime

import pytest
from django.db.models import F

from sunledger.core import merkle
from sunledger.seal import fact, log
from sunledger.seal.models import Fact, Leaf, Node
from sunledger.seal.verify import Restated, check_facts, check_log
from tests.seal_story import payments, say_payments, sentences
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


def test_a_log_left_alone_has_nothing_to_find() -> None:
    say_payments(2050)
    assert check_log() == []
    assert check_facts(payments(2050)) == []


@pytest.mark.parametrize("index", [0, 7, 8, 2049])
def test_a_changed_entry_is_named(index: int) -> None:
    say_payments(2050)
    with unguarded():
        Leaf.objects.filter(index=index).update(entry=b"x" * 32)
    assert {finding.leaf for finding in check_log()} == {index}
    assert f"Entry {index} and its hash do not fit: one was changed." in sentences(check_log())


@pytest.mark.parametrize("index", [0, 7, 8, 2049])
def test_a_changed_hash_is_named(index: int) -> None:
    say_payments(2050)
    with unguarded():
        Leaf.objects.filter(index=index).update(hash=b"x" * 32)
    assert sentences(check_log()) == [f"Entry {index} and its hash do not fit: one was changed."]


def test_an_entry_changed_with_its_hash_is_named_by_its_fact_and_by_the_tree() -> None:
    say_payments(9)
    entry = b"x" * 32
    with unguarded():
        Leaf.objects.filter(index=3).update(entry=entry, hash=merkle.leaf_hash(entry))
    told = sentences(check_log())
    assert told[0] == "Entry 3 is not the digest of its fact: one was changed."
    assert "The hash over entries 2 to 3 is not the one they give." in told


def test_a_changed_fact_is_named_even_with_everything_above_it_made_to_fit() -> None:
    """Who rewrites all of it still cannot give the root that others have seen."""
    say_payments(9)
    seen = log.root()
    with unguarded():
        said = Fact.objects.get(leaf=3)
        Fact.objects.filter(leaf=3).update(body=said.body.replace("300", "900"))
    assert sentences(check_log()) == ["Entry 3 is not the digest of its fact: one was changed."]
    with unguarded():
        rewrite(Fact.objects.get(leaf=3))
    assert check_log() == []
    assert log.root() != seen
    assert sentences(check_facts(payments(9))) == [
        "record r3 is not as it was said (entry 3): values {'amount': 900} → {'amount': 300}."
    ]


def rewrite(said: Fact) -> None:
    """Make everything above a changed fact fit."""
    entry = fact.digest(bytes(said.salt), said.body)
    Leaf.objects.filter(index=said.leaf_id).update(entry=entry, hash=merkle.leaf_hash(entry))
    hashes = [bytes(whole) for whole in Leaf.objects.values_list("hash", flat=True)]
    for level, index, whole in merkle.grow(0, [], hashes):
        Node.objects.filter(level=level, index=index).update(hash=whole)


def test_a_changed_or_lost_node_is_named() -> None:
    say_payments(2050)
    with unguarded():
        Node.objects.filter(level=3, index=2).update(hash=b"x" * 32)
        Node.objects.filter(level=1, index=1000)._raw_delete("default")
    assert sentences(check_log()) == [
        "The hash over entries 16 to 23 is not the one they give.",
        "The hash over entries 2000 to 2001 is not the one they give.",
    ]


def test_an_entry_cut_from_the_middle_is_named() -> None:
    say_payments(9)
    with unguarded():
        Fact.objects.filter(leaf=4)._raw_delete("default")
        assert sentences(check_log()) == ["Entry 4 has lost its fact."]
        Leaf.objects.filter(index=4)._raw_delete("default")
    assert sentences(check_log()) == ["Entry 4 is missing: the log was cut."]


def test_entries_cut_from_the_end_are_named() -> None:
    say_payments(9)
    with unguarded():
        Fact.objects.filter(leaf__gte=6)._raw_delete("default")
        Leaf.objects.filter(index__gte=6)._raw_delete("default")
    assert sentences(check_log()) == ["The log had an entry 7 once: its end was cut off."]
    told = sentences(check_facts(payments(9)))
    assert told[0] == "record r6 was never said: it is not in the log."


def test_two_entries_that_changed_places_are_named() -> None:
    say_payments(4)
    with unguarded():
        Fact.objects.filter(leaf=1).update(leaf=F("leaf") + 100)
        Fact.objects.filter(leaf=2).update(leaf=1)
        Fact.objects.filter(leaf=101).update(leaf=2)
    assert {finding.leaf for finding in check_log()} == {1, 2}


def test_a_fact_filed_under_another_kind_or_time_is_named() -> None:
    say_payments(3)
    with unguarded():
        Fact.objects.filter(leaf=1).update(what="withdrawn")
        Fact.objects.filter(leaf=2).update(said_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert sentences(check_log()) == [
        "The fact at entry 1 is filed under another kind or time.",
        "The fact at entry 2 is filed under another kind or time.",
    ]


def test_a_row_that_says_another_thing_today_is_named_with_what_changed() -> None:
    say_payments(3)
    rows = payments(3)
    rows[1] = Restated(1, "published", {"record": "r1", "values": {"amount": 1}}, "record r1")
    assert sentences(check_facts(rows)) == [
        "record r1 is not as it was said (entry 1): values {'amount': 100} → {'amount': 1}."
    ]


def test_a_row_that_is_gone_is_named() -> None:
    say_payments(3)
    told = check_facts([payments(3)[0], payments(3)[2]])
    assert [finding.leaf for finding in told] == [1]
    assert "has no row any more: published {'record': 'r1'" in str(told[0])


def test_a_kind_of_which_every_row_is_gone_is_named_when_asked_for() -> None:
    say_payments(1)
    assert check_facts([]) == []
    assert [finding.leaf for finding in check_facts([], ["published"])] == [0]


def test_an_invented_row_is_named() -> None:
    say_payments(2)
    rows = [
        *payments(2),
        Restated(None, "published", {}, "record x"),
        Restated(7, "published", {}, "record y"),
        Restated(1, "published", {"record": "r1", "values": {"amount": 100}}, "record z"),
    ]
    assert sentences(check_facts(rows)) == [
        "record x was never said: it is not in the log.",
        "record y was never said: it is not in the log.",
        "record z leans on entry 1, which is another row's.",
    ]


def test_a_row_of_another_kind_than_was_said_is_named() -> None:
    say_payments(1)
    row = Restated(0, "withdrawn", {"record": "r0", "values": {"amount": 0}}, "batch b")
    assert sentences(check_facts([row])) == [
        "batch b is not as it was said (entry 0): published → withdrawn."
    ]


def test_a_row_that_now_holds_a_floating_number_is_named_not_tripped_over() -> None:
    say_payments(1)
    row = Restated(0, "published", {"record": "r0", "values": {"amount": 0.5}}, "record r0")
    assert "cannot hold the float 0.5" in str(check_facts([row])[0])


def test_a_fact_spoilt_beyond_reading_is_named_not_tripped_over() -> None:
    say_payments(1)
    with unguarded():
        Fact.objects.update(body="not json")
    assert check_log()[0].leaf == 0
    assert check_facts(payments(1))[0].leaf == 0
    assert check_facts([], ["published"])[0].leaf == 0
