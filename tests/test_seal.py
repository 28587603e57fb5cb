"""What has been said in public stays said, in order, and anyone can check it."""

import hashlib
import json
import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    transaction,
)
from django.db.models import F, Model
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import merkle
from sunledger.seal import actions as seal
from sunledger.seal import fact, log
from sunledger.seal.models import Fact, Leaf, Node
from sunledger.seal.verify import Finding, Restated, check_facts, check_log
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


def say_payments(count: int) -> list[int]:
    many = [{"record": f"r{place}", "values": {"amount": place * 100}} for place in range(count)]
    return seal.say_many("published", many)


def payments(count: int) -> list[Restated]:
    return [
        Restated(
            leaf=place,
            what="published",
            facts={"values": {"amount": place * 100}, "record": f"r{place}"},
            label=f"record r{place}",
        )
        for place in range(count)
    ]


def sentences(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def test_facts_are_said_one_after_another() -> None:
    assert seal.say("opened", item="a") == 0
    assert say_payments(3) == [1, 2, 3]
    assert seal.say("result", item="a", recovered=4900_00) == 4
    assert log.size() == 5
    assert list(Fact.objects.values_list("what", flat=True)) == [
        "opened",
        *["published"] * 3,
        "result",
    ]


def test_saying_nothing_is_allowed_and_changes_nothing() -> None:
    say_payments(3)
    before = log.root()
    assert seal.say_many("published", []) == []
    assert (log.size(), log.root()) == (3, before)


def test_the_entry_is_the_salted_digest_of_the_exact_text() -> None:
    seal.say("published", record="r1", values={"payee": "大河村", "amount": 100})
    said, leaf = Fact.objects.get(), Leaf.objects.get()
    told = json.loads(said.body)
    assert told["facts"] == {"record": "r1", "values": {"payee": "大河村", "amount": 100}}
    assert said.body == json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(bytes(said.salt) + said.body.encode()).digest()
    assert bytes(leaf.entry) == digest
    assert bytes(leaf.hash) == hashlib.sha256(b"\x00" + digest).digest()
    assert len(bytes(said.salt)) == 16


def test_the_same_fact_said_twice_leaves_two_different_entries() -> None:
    seal.say_many("published", [{"record": "r1"}, {"record": "r1"}])
    first, second = Leaf.objects.values_list("entry", flat=True)
    assert bytes(first) != bytes(second)


def test_a_fact_has_no_floating_numbers_and_says_where_one_was() -> None:
    with pytest.raises(fact.NotSayable, match=r"float 0\.1 \(it\.facts\.values\.amount\)"):
        seal.say("published", values={"amount": 0.1})
    with pytest.raises(fact.NotSayable, match="names are text"):
        seal.say("published", values={1: "a"})
    with pytest.raises(fact.NotSayable, match="half a character"):
        seal.say("published", payee="\ud83d")
    with pytest.raises(fact.NotSayable, match="short name"):
        seal.say("x" * 41, payee="a")
    assert log.size() == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_a_fact_has_one_text_whatever_order_it_is_told_in(facts: dict[str, Any]) -> None:
    turned = dict(reversed(facts.items()))
    text = fact.canonical(facts)
    assert text == fact.canonical(turned) == fact.canonical(json.loads(text))
    assert text.encode()


def test_days_and_moments_are_told_as_text() -> None:
    at = datetime(2024, 3, 4, 13, 0, tzinfo=UTC)
    told = fact.canonical({"on": date(2024, 3, 4), "at": at})
    assert told == '{"at":"2024-03-04T13:00:00.000000Z","on":"2024-03-04"}'


@pytest.mark.django_db(transaction=True)
def test_a_fact_can_only_be_said_together_with_what_it_is_about() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="atomic"):
        seal.say("published", record="r1")


@pytest.mark.django_db(transaction=True)
def test_a_fact_said_in_a_transaction_that_fails_was_never_said() -> None:
    with transaction.atomic():
        say_payments(3)
        transaction.set_rollback(True)
    assert (log.size(), Node.objects.count(), Fact.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_people_who_speak_at_once_speak_one_after_another() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time by itself")
    failures: list[Exception] = []

    def speak(name: str) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    seal.say_many("published", [{"by": name}] * 3)
        except Exception as error:  # a thread's own failure would be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=speak, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (log.size(), check_log()) == (120, [])


def test_the_root_and_the_proofs_are_those_of_the_tree_over_the_entries() -> None:
    for count in (1, 2, 5, 13, 30):
        say_payments(count)
    entries = [bytes(entry) for entry in Leaf.objects.values_list("entry", flat=True)]
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    roots = [merkle.root(hashes[:size]) for size in range(len(entries) + 1)]
    assert [log.root(size) for size in range(52)] == roots
    assert log.root() == roots[-1]
    for index in (0, 1, 31, 49, 50):
        proof = log.inclusion(index)
        assert merkle.is_included(entries[index], index, 51, proof, roots[51])
    for old in (1, 2, 32, 50, 51):
        proof = log.consistency(old, 51)
        assert merkle.is_consistent(old, 51, roots[old], roots[51], proof)


def test_a_size_that_the_log_never_had_is_refused() -> None:
    say_payments(3)
    with pytest.raises(ValueError, match="The log has 3 entries, not 4"):
        log.root(4)
    with pytest.raises(ValueError, match="has no entry 3"):
        log.inclusion(3)


@pytest.mark.parametrize("model", [Leaf, Node, Fact])
def test_the_database_refuses_to_change_or_forget_what_was_said(model: type[Model]) -> None:
    say_payments(3)
    field = {Leaf: "entry", Node: "hash", Fact: "salt"}[model]
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        model._default_manager.update(**{field: b"x" * 32})
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        model._default_manager.all()._raw_delete("default")
    assert check_log() == []


def test_no_place_of_the_log_is_taken_twice_or_below_zero() -> None:
    say_payments(2)
    for index in (1, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Leaf.objects.create(index=index, entry=b"e", hash=b"h")


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
