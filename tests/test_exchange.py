"""Books of another site: taken in whole or not at all, shown as theirs, and proven to be."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sunledger.core import note
from sunledger.disclosure import actions, restate
from sunledger.disclosure.exchange import check, opening, origin
from sunledger.disclosure.exchange.export import Wish, export
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.exchange.taking import Result, take_in
from sunledger.disclosure.models import (
    Batch,
    Correction,
    Exemption,
    Line,
    Origin,
    Record,
    Sum,
    Taken,
    Visibility,
)
from sunledger.disclosure.models.shape import digest_of
from sunledger.disclosure.refusals import NotNow
from sunledger.seal import log
from sunledger.seal.verify import check_facts, check_log
from sunledger.units.models import Power, Reach, Unit, User
from tests.cast import person
from tests.disclosure_story import Story, make_story
from tests.exchange_files import SHAPE, SIGNER, STRANGER, Book, Log, code
from tests.pages_world import at
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db
LATER = "later.zip"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    """Let this site have a key of its own."""
    settings.HOME = tmp_path / "home"


@pytest.fixture
def town() -> Unit:
    """What the town of the other site is here."""
    county = Unit.objects.create(code="c", name="县")
    return Unit.objects.create(code="c-t", name="东山镇", parent=county)


@pytest.fixture
def there() -> Log:
    """The log of the other site: something of others, then a sheet."""
    found = Log()
    found.say("result", {"item": "x"}, ours=False)
    found.sheet("one", 3)
    return found


def take(book: Book, folder: Path, unit: Unit, name: str = "books.zip") -> Result:
    """Take a file in, as the log that is trusted."""
    key = None if Origin.objects.exists() else SIGNER.key
    return take_in(file=book.write(folder / name), unit=unit, key=key)


def refused(book: Book, folder: Path, unit: Unit) -> str:
    """Return the sentence by which a file is refused; nothing of it is left."""
    before = everything()
    with pytest.raises(NotExchange) as found:
        take(book, folder, unit)
    assert everything() == before
    return str(found.value)


def everything() -> dict[str, int]:
    """Return how much there is of all that an import touches."""
    tables = (Batch, Record, Line, Sum, Correction, Exemption, Taken, Origin, Unit, User)
    return {one.__name__: one.objects.count() for one in tables} | {"log": log.size()}


def is_whole() -> bool:
    """Whether our log is whole, and our rows say what was said."""
    found = [*check_log(), *check_facts(restate.restated(), restate.WHATS)]
    assert found == []
    return True


def test_books_are_taken_in_as_those_of_that_unit_and_found_like_all_others(
    there: Log, town: Unit, tmp_path: Path, client: Client
) -> None:
    result = take(Book(there), tmp_path, town)
    assert dict(result.taken) == {"batch": 1, "published": 3}
    batch = Batch.objects.get(code=code("sheet one"))
    assert (batch.unit.code, batch.unit.parent, batch.rows) == ("t-v", town, 3)
    assert batch.state == "published"
    assert batch.records.get(number=1).values["payee"] == "白溪建材有限公司"
    page = client.get(at("sheet", batch.code)).content.decode()
    assert "there.example" in page
    assert at("sheet_origin", batch.code) in page
    table = client.get(at("table_of", "village-payments", "t-v")).content.decode()
    assert "白溪建材有限公司" in table
    found = client.get(at("search"), {"q": "双台农机"}).content.decode()
    assert code("line one 2") in found
    record = client.get(at("record", code("line one 1"))).content.decode()
    assert "there.example" in record
    assert is_whole()


def test_the_proof_of_the_origin_can_be_checked_by_anyone(
    there: Log, town: Unit, tmp_path: Path, client: Client
) -> None:
    take(Book(there), tmp_path, town)
    for name, what in (("sheet_origin", "sheet one"), ("record_origin", "line one 1")):
        proof = client.get(at(name, code(what))).json()
        assert proof["holds"] is True
        head = note.read_checkpoint(note.opened(proof["checkpoint"], SIGNER.key))
        assert head.root == there.root(5)
        assert there.entries[proof["entry"]].hex() == proof["digest"]


def test_the_same_file_twice_changes_nothing(there: Log, town: Unit, tmp_path: Path) -> None:
    there.correct("one", 1, "白溪水务有限公司")
    take(Book(there), tmp_path, town)
    before = everything()
    result = take(Book(there), tmp_path, town)
    assert (dict(result.taken), result.known) == ({}, 2)
    assert everything() == before


def test_a_later_file_brings_what_is_new_and_changes_what_was_changed_there(
    there: Log, town: Unit, tmp_path: Path, client: Client
) -> None:
    take(Book(there), tmp_path, town)
    there.correct("one", 1, "白溪水务有限公司")
    there.sheet("two", 2, period="2024-04")
    there.withdraw("two")
    there.exempt()
    result = take(Book(there, seen=5), tmp_path, town)
    assert dict(result.taken) == {
        "corrected": 1,
        "batch": 1,
        "published": 2,
        "withdrawn": 1,
        "exempted": 1,
    }
    page = client.get(at("record", code("line one 1"))).content.decode()
    assert "白溪水务有限公司" in page
    assert "白溪建材有限公司" in page  # the old value stays visible
    gone = Batch.objects.get(code=code("sheet two"))
    assert (gone.state, gone.withdrawn_reason) == ("withdrawn", "整张表有误")
    assert not Line.objects.filter(batch=gone, standing=True).exists()
    assert "无公章使用" in client.get(at("exemptions")).content.decode()
    assert is_whole()


def test_a_log_is_trusted_once_by_its_key_and_by_no_other(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    file = Book(there).write(tmp_path / "books.zip")
    with pytest.raises(NotExchange, match="Nobody here trusts the log"):
        take_in(file=file, unit=town)
    with pytest.raises(NotExchange, match="another key"):
        take_in(file=file, unit=town, key=STRANGER.key)
    take_in(file=file, unit=town, key=SIGNER.key)
    assert "another key" in refused(Book(there, signer=STRANGER), tmp_path, town)
    # Another's file that says it is of the trusted key is not signed by it.
    posing = Book(there, signer=STRANGER, key=str(SIGNER.key)).write(tmp_path / "posing.zip")
    with pytest.raises(note.NotSigned):
        take_in(file=posing, unit=town)


def test_an_older_log_a_forked_one_and_one_that_shows_nothing_are_refused(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    there.exempt()
    take(Book(there), tmp_path, town)
    assert "older than what was taken in" in refused(Book(there, size=5), tmp_path, town)
    forked = Log()
    forked.say("result", {"item": "y"}, ours=False)
    forked.sheet("one", 3)
    forked.exempt()
    assert "was rewritten" in refused(Book(forked), tmp_path, town)
    forked.sheet("two", 1, period="2024-04")
    assert "was rewritten" in refused(Book(forked, seen=6), tmp_path, town)
    there.sheet("two", 1, period="2024-04")
    assert "--seen 6" in refused(Book(there), tmp_path, town)
    assert "--seen 6" in refused(Book(there, seen=3), tmp_path, town)
    assert take(Book(there, seen=6), tmp_path, town).taken["batch"] == 1


def test_books_with_a_gap_are_refused_and_stay_those_of_one_unit(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    take(Book(there), tmp_path, town)
    there.exempt()
    there.sheet("two", 1, period="2024-04")
    assert "is missing" in refused(Book(there, seen=5, first=6), tmp_path, town)
    assert "as those of c-t before" in refused(Book(there, seen=5), tmp_path, town.parent or town)
    assert take(Book(there, seen=5, first=5), tmp_path, town).taken["exempted"] == 1


def test_a_line_with_what_is_personal_is_held_back_alone_and_nowhere_kept(
    town: Unit, tmp_path: Path, client: Client
) -> None:
    there = Log()
    there.sheet("one", 3)
    mobile = "138" + "00138000"
    batch = there.sheet("two", 2, period="2024-04", values={"purpose": f"联系 {mobile}"})
    there.correct("one", 1, f"张三 {mobile}", "purpose")
    result = take(Book(there), tmp_path, town)
    assert sum(result.held.values()) == 3
    assert Batch.objects.get(code=code("sheet two")).rows == 0
    assert Batch.objects.get(code=code("sheet one")).rows == 3
    assert not Taken.objects.filter(body__contains=mobile).exists()
    assert mobile not in str(list(Record.objects.values_list("values", flat=True)))
    held = Taken.objects.filter(entry__gt=batch, what="published")
    assert {(bytes(one.salt), one.body) for one in held} == {(b"", "")}
    page = client.get(f"/en{at('sheet', code('sheet two'))}").content.decode()
    assert "2 lines were held back here" in page
    assert is_whole()


def test_a_sheet_whose_category_is_another_here_is_held_back(town: Unit, tmp_path: Path) -> None:
    fields = [
        one | ({"kind": "whole"} if one["name"] == "voucher" else {}) for one in SHAPE["fields"]
    ]
    other = SHAPE | {"fields": fields}
    there = Log()
    there.sheet("one", 1, shape=digest_of(other), values={"voucher": 7})
    shapes = [{"digest": digest_of(other), "content": other}]
    result = take(Book(there, shapes=shapes), tmp_path, town)
    assert (dict(result.taken), sum(result.held.values())) == ({}, 1)
    assert not Batch.objects.exists()
    assert is_whole()


def test_what_was_forgotten_there_is_forgotten_here_and_not_taken_in_anew(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    take(Book(there), tmp_path, town)
    there.forget("one")
    result = take(Book(there, seen=5), tmp_path, town)
    assert dict(result.taken) == {"erased": 1}
    assert Batch.objects.get().forgotten_on == date(2024, 3, 4)
    assert not Taken.objects.filter(what="published").exclude(body="").exists()
    assert is_whole()


def test_a_sheet_of_which_persons_were_forgotten_before_is_held_back(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    there.forget("one")
    there.sheet("two", 1, period="2024-04")
    result = take(Book(there), tmp_path, town)
    assert (result.taken["batch"], sum(result.held.values())) == (1, 2)
    assert list(Batch.objects.values_list("code", flat=True)) == [code("sheet two")]
    assert is_whole()


def test_nobody_here_can_change_the_books_of_another_site(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    take(Book(there), tmp_path, town)
    powers = (Power.ENTER, Power.REVIEW)
    above = person("above", "县审核", town.parent or town, *powers, reach=Reach.BELOW)
    batch = Batch.objects.get()
    with pytest.raises(NotNow, match="Only there can they be changed"):
        actions.withdraw(batch=batch, reason="不要了", by=above)
    with pytest.raises(NotNow, match="Only there can they be changed"):
        actions.ask_correction(
            record=batch.records.get(number=1), field="payee", new="甲", reason="误", by=above
        )
    withdrawn = {
        "state": "withdrawn",
        "withdrawn_reason": "x",
        "withdrawn_by": above,
        "withdrawn_at": timezone.now(),
        "withdrawn_leaf": 0,
    }
    for change in (
        lambda: Batch.objects.filter(pk=batch.pk).update(**withdrawn),
        lambda: Taken.objects.filter(what="batch").update(entry=99),
        lambda: Taken.objects.all().delete(),
        lambda: Origin.objects.update(key="x"),
        lambda: Origin.objects.update(size=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disclosure_record SET party = 'x' WHERE number = 1",
        "UPDATE disclosure_taken SET body = replace(body, '道路', '房屋') WHERE what = 'published'",
        "UPDATE disclosure_batch SET period = '2023-01'",
        "DELETE FROM disclosure_taken WHERE what = 'published'",
        "UPDATE disclosure_origin SET key = 'x'",
    ],
)
def test_changing_behind_our_back_what_was_taken_in_is_noticed(
    there: Log, town: Unit, tmp_path: Path, change: str
) -> None:
    take(Book(there), tmp_path, town)
    assert is_whole()
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(change)
    assert check_facts(restate.restated(), restate.WHATS) != []


def test_an_export_holds_what_is_public_with_its_proofs_and_nothing_else(tmp_path: Path) -> None:
    story: Story = make_story()
    shown = story.published(4)
    record = shown.records.get(number=1)
    asked = actions.ask_correction(
        record=record, field="payee", new="白溪水务有限公司", reason="名称有误", by=story.clerk
    )
    actions.correct(correction=asked, by=story.reviewer)
    hidden = story.submitted(2)
    Batch.objects.filter(pk=hidden.pk).update(visibility=Visibility.RESIDENTS)
    actions.publish(batch=hidden, by=story.reviewer)
    story.submitted(5)
    file = tmp_path / "out.zip"
    file.write_bytes(b"".join(export(Wish(story.cast.town, below=True, seen=2))))
    with opening.opened(file) as book:
        found = check.contents(book)
        assert dict(found.counts) == {"batch": 1, "published": 4, "corrected": 1}
        assert list(found.units) == ["q-l", "q-l-d", "q-l-x"]
        assert book.goes_on_from(2, log.root(2))
        assert not book.goes_on_from(2, log.root(3))
        assert hidden.code not in "".join(told.body for told in check.tell(book, found))
    again = b"".join(export(Wish(story.cast.town, below=True, seen=2)))
    assert again == file.read_bytes()
    tomorrow = Wish(story.cast.town, below=True, since=date(2999, 1, 1))
    file.write_bytes(b"".join(export(tomorrow)))
    with opening.opened(file) as book:
        assert not check.contents(book).counts
        assert book.manifest.first == log.size()


def test_what_came_from_another_site_is_not_handed_on_and_our_own_not_taken_in(
    there: Log, town: Unit, tmp_path: Path
) -> None:
    take(Book(there), tmp_path, town)
    file = tmp_path / "own.zip"
    file.write_bytes(b"".join(export(Wish(town, below=True))))
    with opening.opened(file) as book:
        assert not check.contents(book).counts
        key = book.key
    with pytest.raises(NotExchange, match="this site's own books"):
        take_in(file=file, unit=town, key=key)


def test_anyone_can_take_a_unit_s_books_from_its_page(client: Client, tmp_path: Path) -> None:
    story = make_story()
    story.published(2)
    page = client.get(at("unit", "q-l-d")).content.decode()
    path = at("unit_books", "q-l-d")
    assert path in page
    file = tmp_path / "books.zip"
    file.write_bytes(b"".join(client.get(path, {"seen": "1"})))
    with opening.opened(file) as book:
        assert check.contents(book).counts["published"] == 2
        assert book.seen == 1
    for odd in ("-1", "x", "9" * 30, "²"):
        assert client.get(path, {"seen": odd}).status_code == 200


def test_a_sheet_of_ours_has_no_other_origin(client: Client) -> None:
    story = make_story()
    batch = story.published(1)
    assert origin.of_sheet(batch) is None
    assert client.get(at("sheet_origin", batch.code)).status_code == 404
    assert "origin" not in client.get(at("sheet", batch.code)).content.decode()
