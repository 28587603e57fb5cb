"""Fills an empty site with the made-up province, through the same actions that people use."""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from sunledger.demo import books as ordinary
from sunledger.demo import owing, registers, schemes, sources
from sunledger.demo.books import CATEGORY, Book
from sunledger.demo.people import People, settle
from sunledger.demo.province import Place, Province, build
from sunledger.demo.registers import Registers
from sunledger.demo.schemes import Truth
from sunledger.demo.sheets import sheet
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure import checks
from sunledger.disclosure.models import Batch
from sunledger.jobs import actions as jobs
from sunledger.units import tree
from sunledger.units.models import Unit, User
from sunledger.units.planting import Wishes
from sunledger.units.treefile import Entry

MONTHS = 6
DAHE = "990101001001"

Say = Callable[[str, int, int], None]  # what is being done, how many of how many


class NotFilled(Exception):
    """The site could not be filled; the sentence says why."""


@dataclass(frozen=True)
class Wish:
    """What demonstration is wanted: the same wish gives the same province."""

    on: date
    seed: int = 1
    size: int = 1
    password: str = ""  # one is made up where none is given

    @property
    def periods(self) -> list[str]:
        """The whole months before the day, the oldest first."""
        return ordinary.months_before(self.on, MONTHS)


@dataclass(frozen=True)
class Filled:
    """The site as it stands, and what nobody in it knows: the truth."""

    province: Province
    units: dict[str, Unit]
    people: People
    truths: Sequence[Truth]
    password: str
    held: Book  # the sheet of the village that will publish what came back
    registers: Registers  # what the offices hold about people and villages


def fill(wish: Wish, say: Say) -> Filled:
    """Found the province, publish its books, and return what was planted."""
    if Unit.objects.exists():
        raise NotFilled("This site has units already. The demonstration needs an empty site.")
    province = build(wish.seed, wish.size)
    say("founding units", 0, 1)
    units = _found(province)
    password = wish.password or secrets.token_urlsafe(9)
    since = date(wish.on.year - 2, 1, 1)
    people = settle(province, units, password, since)
    books, truths = schemes.plant(province, list(ordinary.books(province, wish.periods)))
    giving_back = next(truth.place for truth in truths if truth.scheme == "returned")
    held = next(book for book in books if _is(book, giving_back, wish.periods[-1]))
    owing.adopt(province, units, people, wish.periods)
    owing.be_exempt(units, people, wish.periods, wish.on)
    _publish([book for book in books if book is not held], wish, units, people, say)
    owing.report_none(province, units, people, wish.periods, wish.on)
    say("taking registers in", 0, 1)
    kept = registers.kept(province)
    sources.hold(kept, wish.on, units)
    truths = [*truths, *_in_registers(kept)]
    return Filled(province, units, people, truths, password, held, kept)


def _in_registers(kept: Registers) -> Iterator[Truth]:
    """Give what was planted in the registers, with the codes of its rows."""
    for one in kept.truths:
        screens = ", ".join(one.screens)
        yield Truth(one.kind, screens, "", one.rows, one.innocent, "in the registers")


def _is(book: Book, place: str, period: str) -> bool:
    """Whether it is the book of that body and month."""
    return book.place.code == place and book.period == period


def write_truth(truths: Sequence[Truth], folder: Path) -> Path:
    """Write what was planted, one JSON a line, where no page shows it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "truth.jsonl"
    lines = (json.dumps(asdict(truth), ensure_ascii=False) for truth in truths)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _found(province: Province) -> dict[str, Unit]:
    """Load the tree as it would come from a sheet."""
    tree.load(
        (
            Entry("province", line, place.code, place.name, place.parent, place.name_en, place.kind)
            for line, place in enumerate(province.places, start=2)
        ),
        Wishes(),
    )
    return {unit.code: unit for unit in Unit.objects.all()}


def _publish(
    books: list[Book], wish: Wish, units: dict[str, Unit], people: People, say: Say
) -> None:
    """Hand every book in, month by month; all are published but the one on its reviewer's desk."""
    timed = [(_moment(book, wish.on), book) for book in books]
    timed.sort(key=lambda one: (one[1].period, one[0], one[1].place.code))
    for number, (at, book) in enumerate(timed):
        say("publishing sheets", number, len(books))
        unit = units[book.place.code]
        if _is(book, DAHE, wish.periods[-1]):
            clerk = people.at(DAHE, "clerk")
            hand_on(enter(book, unit, clerk), clerk)
        else:
            publish(book, unit, people, at)
    say("publishing sheets", len(books), len(books))


def _moment(book: Book, on: date) -> datetime:
    """Return when the body published its book."""
    return owing.moment(book.place, CATEGORY[book.place.kind], book.period, on)


def publish(book: Book, unit: Unit, people: People, at: datetime) -> None:
    """Hand a book in and publish it: entered by one, reviewed by another."""
    clerk = people.at(book.place.code, "clerk")
    batch = hand_on(enter(book, unit, clerk), clerk)
    disclosure.publish(batch=batch, by=_reviewer(book.place, people), at=at)


def hand_on(batch: Batch, clerk: User) -> Batch:
    """Hand a sheet on for review; what the checks ask is answered as a clerk would."""
    asked = [one.check for one in checks.found_in(batch) if one.severity == "ask"]
    answers = dict.fromkeys(asked, "已与凭证核对，情况属实。")
    return disclosure.submit(batch=batch, by=clerk, answers=answers)


def enter(book: Book, unit: Unit, clerk: User) -> Batch:
    """Hand a book in as its file and return the draft that came of it."""
    name, content = sheet(book)
    upload = disclosure.receive(
        unit=unit,
        category=CATEGORY[book.place.kind],
        period=book.period,
        file_name=name,
        content=content,
        by=clerk,
    )
    assert upload.job is not None  # noqa: S101 - a received sheet always has its job
    jobs.run_here(upload.job)
    upload.refresh_from_db()
    if upload.batch is None:
        raise NotFilled(f"{name} was not read: {upload.problems}")
    return upload.batch


def _reviewer(place: Place, people: People) -> User:
    """Return who reviews a body's sheets: the town a village's, the county the others'."""
    if place.kind == "village":
        return people.at(place.parent, "reviewer")
    return people.at(place.parent, "publisher")
