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
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import merkle
from sunledger.seal import actions as seal
from sunledger.seal import fact, log
from sunledger.seal.models import Fact, Leaf, Node
from sunledger.seal.verify import check_log
from tests.seal_story import say_payments

pytestmark = pytest.mark.django_db


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


def test_postgresql_refuses_to_empty_the_log_at_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    say_payments(3)
    with (
        pytest.raises(DatabaseError, match="stays as it was said"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE seal_node")


def test_no_place_of_the_log_is_taken_twice_or_below_zero() -> None:
    say_payments(2)
    for index in (1, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Leaf.objects.create(index=index, entry=b"e", hash=b"h")
