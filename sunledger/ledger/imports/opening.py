"""The lines of a list become items, all in one transaction, in bulk.

The rules are those of `ledger.open_item`: a post that reaches the unit, nothing personal, no kind
in public that the world may not follow. They are looked up once for each unit and not once for each
line, so that six thousand lines take seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.ledger import chain, hindrances
from sunledger.ledger.imports import owners
from sunledger.ledger.imports.entry import Entry, Reading, kept_reading
from sunledger.ledger.imports.wishes import Wishes, kept_wishes
from sunledger.ledger.models import Import, Item, ListLine, Move, Step
from sunledger.ledger.refusals import NotAllowed, NotNow
from sunledger.ledger.steps import State
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

AT_ONCE = 500  # rows a statement
NAMED = 5  # names in a sentence before it says "and more"


@dataclass
class Opening:
    """What is opened from one list: the rules looked up once, the rows as they are made."""

    imported: Import
    by: User
    at: datetime
    steps: dict[int, int] = field(default_factory=dict)  # of each item, the last number

    @cached_property
    def on(self) -> date:
        """Return the day."""
        return timezone.localdate(self.at)

    @cached_property
    def reading(self) -> Reading:
        """Return what the list says."""
        return kept_reading(self.imported.reading or {})

    @cached_property
    def wishes(self) -> Wishes:
        """Return what is wanted of it."""
        return kept_wishes(self.imported.wishes)

    @cached_property
    def owners(self) -> owners.Owners:
        """Return whom it means."""
        reach = access.reachable(self.by, Power.ASSIGN, self.on)
        return owners.find(self.reading.entries, self.imported.unit, reach)

    @cached_property
    def checker(self) -> Unit | None:
        """Return who checks where the list names nobody."""
        return Unit.objects.filter(code=self.wishes.checker).first()

    @cached_property
    def known(self) -> dict[str, Item]:
        """Return the items that lines of this list have become before, by their keys."""
        lines = ListLine.objects.filter(unit=self.imported.unit).select_related("item")
        keys = [entry.key for entry in self.reading.entries]
        found: dict[str, Item] = {}
        for start in range(0, len(keys), AT_ONCE):
            for line in lines.filter(key__in=keys[start : start + AT_ONCE]):
                found[line.key] = line.item
        return found

    def units_of(self, entry: Entry) -> list[Unit]:
        """Return the units of an entry, the leading one first; the importer's where none is."""
        words = owners.words_of(entry, self.reading.entries)
        units = [unit for one in words if (unit := self.owners.unit(one))]
        return list(dict.fromkeys(units)) or [self.imported.unit]

    def post(self, unit: Unit) -> Post:
        """Return the post by which the person opens items of a unit, or refuse."""
        if unit.pk not in self._posts:
            self._posts[unit.pk] = access.post_for(self.by, Power.ASSIGN, unit, self.on)
        post = self._posts[unit.pk]
        if post is None:
            raise NotAllowed(_("Your post does not reach %(unit)s.") % {"unit": unit})
        return post

    @cached_property
    def _posts(self) -> dict[int, Post | None]:
        return {}


def open_items(opening: Opening) -> dict[int, Item]:
    """Open an item for every entry that is none yet; return the items by the entries' places."""
    see(opening)
    items = {
        place: opening.known[entry.key]
        for place, entry in enumerate(opening.reading.entries)
        if entry.key in opening.known
    }
    new = [place for place in range(len(opening.reading.entries)) if place not in items]
    for depth in _depths(opening.reading, new):
        made = {place: _item(opening, place, items) for place in depth}
        Item.objects.bulk_create(made.values(), AT_ONCE)
        items |= made
    _write_lines(opening, {place: items[place] for place in new})
    return {place: items[place] for place in new}


def all_items(opening: Opening, new: dict[int, Item]) -> dict[int, Item]:
    """Return the items of all entries, new or known before."""
    entries = enumerate(opening.reading.entries)
    return new | {p: opening.known[e.key] for p, e in entries if e.key in opening.known}


def step(opening: Opening, item: Item, move: Move, **more: Any) -> Step:
    """Return the next step of an item, not yet written."""
    number = opening.steps[item.pk] = opening.steps.get(item.pk, 0) + 1
    return Step(
        item=item,
        number=number,
        move=move,
        state=State.OPENED,
        by=opening.by,
        post=opening.post(item.unit),
        at=opening.at,
        **more,
    )


def see(opening: Opening, *, founds: bool = False) -> None:
    """Refuse a list with a refused row, an unknown owner, or a public kind that is none."""
    if refused := opening.reading.refused:
        lines = ", ".join(str(fate.line) for fate in refused[:NAMED])
        sentence = _("%(count)s rows are refused (lines %(lines)s). Mend the sheet first.")
        raise NotNow(sentence % {"count": len(refused), "lines": lines})
    if not opening.reading.entries:
        raise NotNow(_("The list holds nothing that could become an item."))
    unknown = opening.owners.unknown
    if unknown and not founds:
        names = "; ".join(owners.shown(words) for words in unknown[:NAMED])
        sentence = _("%(count)s owners are not known: %(names)s. Say who is meant.")
        raise NotNow(sentence % {"count": len(unknown), "names": names})
    wishes = opening.wishes
    if wishes.public and (why := hindrances.why_not_followed(Item(kind=wishes.kind))):
        raise NotNow(why)


def _depths(reading: Reading, new: Sequence[int]) -> Iterator[list[int]]:
    """Give the places of new entries level by level, wholes before their parts."""
    level: dict[int, int] = {}
    for place in sorted(new, key=lambda one: reading.entries[one].depth):
        parent = reading.entries[place].parent
        level[place] = 0 if parent is None else level.get(parent, -1) + 1
    for depth in range(max(level.values(), default=-1) + 1):
        yield [place for place in new if level[place] == depth]


def _item(opening: Opening, place: int, items: dict[int, Item]) -> Item:
    """Return the item of an entry, not yet written."""
    entry, wishes = opening.reading.entries[place], opening.wishes
    unit = opening.units_of(entry)[0]
    opening.post(unit)
    return Item(
        source=f"list:{opening.imported.code}",
        parent=items[entry.parent] if entry.parent is not None else None,
        title=entry.title,
        problem=entry.words("problem") or entry.title,
        target=entry.words("target"),
        basis=_basis(entry),
        measures=entry.words("measures"),
        drive=wishes.drive,
        batch=(entry.words("batch") or wishes.batch)[:40] or None,
        theme=(entry.words("theme") or wishes.theme)[:40],
        kind=wishes.kind,
        unit=unit,
        doer=unit,
        checker=_checker(opening, entry, unit),
        starts_on=date.fromisoformat(entry.starts) if entry.starts else None,
        due=date.fromisoformat(entry.due) if entry.due else None,
        milestone_due=min(
            (date.fromisoformat(day) for day, _title in entry.milestones), default=None
        ),
        needs=list(wishes.needs),
        public=wishes.public,
        opened_on=opening.on,
        opened_by=opening.by,
        currency=wishes.currency,
        found_amount=entry.found,
    )


def _basis(entry: Entry) -> str:
    """Return on what an item stands: its basis, and what else the line says of its coming."""
    said = {
        "": entry.words("basis"),
        _("batch"): entry.words("batch"),
        _("view of whoever raised it"): entry.words("view"),
        _("state in the report"): entry.words("status"),
    }
    named = (f"{name}: {words}" if name else words for name, words in said.items() if words)
    return "\n".join(named)


def _checker(opening: Opening, entry: Entry, unit: Unit) -> Unit | None:
    """Return who checks an item; one who may not is refused where the list itself names it."""
    named = next((opening.owners.unit(words) for words in owners.checkers(entry)), None)
    checker = named or opening.checker
    if checker is None:
        return None
    why = chain.why_not_checker(unit, unit, checker)
    if why and named:
        raise NotNow(_("Line %(line)s: %(why)s") % {"line": entry.line, "why": why})
    return None if why else checker


def _write_lines(opening: Opening, new: dict[int, Item]) -> None:
    """Write that each item was opened, and from which line of the list."""
    steps = [step(opening, item, Move.OPEN) for item in new.values()]
    Step.objects.bulk_create(steps, AT_ONCE)
    entries = opening.reading.entries
    ListLine.objects.bulk_create(
        (
            ListLine(
                imported=opening.imported,
                unit=opening.imported.unit,
                key=entries[place].key,
                sheet=entries[place].sheet[:200],
                line=entries[place].line,
                number=entries[place].number[:40],
                reference=entries[place].words("reference")[:80],
                item=item,
            )
            for place, item in new.items()
        ),
        AT_ONCE,
    )
