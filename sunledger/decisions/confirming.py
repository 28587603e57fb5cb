"""What a person does with the entries of a meeting, one act after the other; each can be undone.

`turn` is the entry's turn as the person saw it: whoever acts on an older one is told so.
"""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from sunledger.decisions import aliases, spans
from sunledger.decisions.aliases import Meant
from sunledger.decisions.copies_known import twins
from sunledger.decisions.models import (
    Decision,
    Entry,
    EntryKind,
    EntryState,
    Meeting,
    Recurs,
    State,
)
from sunledger.decisions.quotation import Place
from sunledger.decisions.turns import Turn
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.units.models import User

# Where an owner was found that a person need not look at apart.
WRITTEN = ("explicit", "table", "context")
DATED = ("date", "span", "period_end")


class Who(TypedDict, total=False):
    """Who acts on what, and when."""

    turn: int | None
    at: datetime | None


class Said(TypedDict, total=False):
    """What a person fills in of an entry."""

    owner: Meant
    due: date | None
    recurs: str
    target: str


def settle(*, entry: Entry, by: User, given: Said, **who: Unpack[Who]) -> Entry:
    """Say whose it is, by when, and what it aims at; what a person filled in was looked at."""
    with Turn(entry.meeting, "settle", by, who.get("at")) as turn:
        return _settle(turn, turn.entry(entry, who.get("turn")), given)


def accept(*, entry: Entry, by: User, given: Said | None = None, **who: Unpack[Who]) -> Entry:
    """Confirm an entry, with what was filled in; an exhortation is kept and opens no item.

    Where what was filled in shows that the ledger has it already, that is kept and the entry stays
    open: the person sees what it is like, and says whether it is the same.
    """
    with Turn(entry.meeting, "accept", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        if given is not None and held.kind == EntryKind.TASK:
            _settle(turn, held, given)
            if not held.is_new and twins([held]):
                return held
        return _accept(turn, held)


def accept_plain(*, meeting: Meeting, by: User, at: datetime | None = None) -> list[Entry]:
    """Confirm all at once that need no look: never an implied owner, nor a computed date."""
    with Turn(meeting, "accept-plain", by, at) as turn:
        plain = [entry for entry in meeting.entries.filter(state="open") if is_plain(entry)]
        found = twins(plain)
        return [
            _accept(turn, turn.entry(entry, None)) for entry in plain if not found.get(entry.pk)
        ]


def is_plain(entry: Entry) -> bool:
    """Whether an entry can be confirmed together with others."""
    if entry.state != EntryState.OPEN:
        return False
    return entry.kind == EntryKind.EXHORTATION or not why_not(entry)


def why_not(entry: Entry) -> str:
    """Return what a person has to look at before a task is confirmed, or nothing."""
    if not entry.owners.all():
        return _("Whose it is: choose a unit.")
    if not entry.owner_seen and entry.owner_how not in WRITTEN:
        return _("The words do not say whose it is. Look at the unit, and confirm it.")
    if entry.due and not entry.due_seen:
        return _("The day was computed. Look at it, and confirm it.")
    if entry.due_text and not entry.due and not entry.due_seen and _is_dated(entry):
        return _("The text says “%(words)s” and no year. Write the day.") % {
            "words": entry.due_text
        }
    return ""


def has_twins() -> str:
    """Return what is said of an entry that the ledger has already."""
    return _("The ledger has the same or nearly the same. Say whether this is the same, or new.")


def exhort(*, entry: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Mark it as an exhortation: it is kept, and opens no item."""
    with Turn(entry.meeting, "exhort", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        held.kind, held.state = EntryKind.EXHORTATION, EntryState.EXHORTATION
        return turn.save(held)


def make_task(*, entry: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Mark it as a task, to be confirmed."""
    with Turn(entry.meeting, "task", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        held.kind, held.state = EntryKind.TASK, EntryState.OPEN
        return turn.save(held)


def reject(*, entry: Entry, reason: str, by: User, **who: Unpack[Who]) -> Entry:
    """Say that it is no directive, or none of ours, and why."""
    with Turn(entry.meeting, "reject", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        held.state, held.reason = EntryState.REJECTED, said(reason, _("reason"))
        return turn.save(held)


def take_back(*, entry: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Look at an entry once more that was confirmed, rejected or set aside."""
    with Turn(entry.meeting, "take-back", by, who.get("at")) as turn:
        held = turn.entry(entry, who.get("turn"))
        held.state, held.reason, held.same_as = EntryState.OPEN, "", None
        return turn.save(held)


def respan(*, entry: Entry, start: int, end: int, by: User, **who: Unpack[Who]) -> Entry:
    """Let an entry stand on other words."""
    with Turn(entry.meeting, "respan", by, who.get("at")) as turn:
        held = _undecided(turn.entry(entry, who.get("turn")))
        return _placed(turn, held, spans.fitting(turn.meeting.text, start, end))


def split(*, entry: Entry, place: int, by: User, **who: Unpack[Who]) -> tuple[Entry, Entry]:
    """Make two entries of one; both know what was proposed."""
    with Turn(entry.meeting, "split", by, who.get("at")) as turn:
        held = _undecided(turn.entry(entry, who.get("turn")))
        first, second = spans.halves(turn.meeting.text, Place(held.start, held.end), place)
        proposals, owners = list(held.proposals.all()), list(held.owners.all())
        other = Entry.objects.get(pk=held.pk)
        other.pk, other.code = None, Entry._meta.get_field("code").get_default()
        other.turn, other.start, other.end = 1, second.start, second.end
        other.quotation = turn.meeting.text[second.start : second.end]
        other._state.adding = True
        _placed(turn, held, first)
        turn.add(other)
        other.proposals.set(proposals)
        other.owners.set(owners)
        return held, other


def merge(*, entry: Entry, other: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Make one entry of two, on all words from the first to the last."""
    with Turn(entry.meeting, "merge", by, who.get("at")) as turn:
        held = _undecided(turn.entry(entry, who.get("turn")))
        if other.pk == held.pk:
            raise Incomplete(_("Choose another entry to join with this one."))
        second = _undecided(turn.entry(other, None))
        place = Place(min(held.start, second.start), max(held.end, second.end))
        if not held.owners.exists():
            held.owners.set(second.owners.all())
            held.owner_text, held.owner_how = second.owner_text, second.owner_how
            held.owner_seen, held.group = second.owner_seen, second.group
        if not held.due:
            held.due, held.due_text = second.due, second.due_text
            held.recurs, held.due_seen = second.recurs, second.due_seen
        held.target = "; ".join(dict.fromkeys(filter(None, (held.target, second.target))))
        held.proposals.add(*second.proposals.all())
        second.state = EntryState.GONE
        turn.save(second)
        return _placed(turn, held, spans.fitting(turn.meeting.text, *place))


def add(*, meeting: Meeting, start: int, end: int, by: User, at: datetime | None = None) -> Entry:
    """Add an entry on words that the program passed over."""
    with Turn(meeting, "add", by, at) as turn:
        place = spans.fitting(meeting.text, start, end)
        words = meeting.text[place.start : place.end]
        same = meeting.entries.filter(start=place.start, end=place.end)
        if same.exclude(state=EntryState.GONE).exists():
            raise NotNow(_("There is an entry on these words already."))
        return turn.add(
            Entry(
                meeting=meeting,
                quotation=words,
                start=place.start,
                end=place.end,
                kind=EntryKind.TASK,
                owner_how="none",
            )
        )


def call_same(*, entry: Entry, decision: Decision, by: User, **who: Unpack[Who]) -> Entry:
    """Say that the ledger has it already: it is linked, and opens nothing."""
    with Turn(entry.meeting, "same", by, who.get("at")) as turn:
        held = _undecided(turn.entry(entry, who.get("turn")))
        if decision.state != State.ADOPTED:
            raise NotNow(_("That directive was not adopted. Choose one that was."))
        held.state, held.same_as = EntryState.SAME, decision
        return turn.save(held)


def call_new(*, entry: Entry, by: User, **who: Unpack[Who]) -> Entry:
    """Say that it is something new, though the ledger has something like it."""
    with Turn(entry.meeting, "new", by, who.get("at")) as turn:
        held = _undecided(turn.entry(entry, who.get("turn")))
        held.is_new = True
        return turn.save(held)


def _settle(turn: Turn, entry: Entry, given: Said) -> Entry:
    """Write what was filled in; the words of the text mean these owners from now on."""
    _undecided(entry)
    if "owner" in given:
        meant = given["owner"]
        if not meant.units:
            raise Incomplete(_("Whose it is: choose a unit."))
        entry.owners.set(meant.units)
        entry.group, entry.owner_seen = meant.group, True
        _learn(turn, entry, meant)
    if "due" in given:
        if given["due"] != entry.due:
            entry.is_late = None
        entry.due, entry.due_seen = given["due"], True
        entry.recurs = Recurs(given.get("recurs", "")).value
    if "target" in given:
        entry.target = perhaps_said(given["target"], _("target"))
    return turn.save(entry)


def _learn(turn: Turn, entry: Entry, meant: Meant) -> None:
    """Remember the owner's name, and suggest it wherever else in the meeting it stands."""
    if not entry.owner_text or entry.owner_how == "implied":
        return
    unit = turn.meeting.unit
    aliases.remember(words=entry.owner_text, means=meant, unit=unit, by=turn.by, at=turn.at)
    others = turn.meeting.entries.filter(
        state=EntryState.OPEN, owner_text=entry.owner_text, owner_seen=False
    )
    for other in others.exclude(pk=entry.pk):
        if not other.owners.exists():
            held = turn.entry(other, None)
            held.owners.set(meant.units)
            held.group = meant.group
            turn.save(held)


def _accept(turn: Turn, entry: Entry) -> Entry:
    """Confirm an entry that can be."""
    _undecided(entry)
    if entry.kind == EntryKind.EXHORTATION:
        entry.state = EntryState.EXHORTATION
        return turn.save(entry)
    if sentence := why_not(entry):
        raise Incomplete(sentence)
    if not entry.is_new and twins([entry]):
        raise Incomplete(has_twins())
    entry.state = EntryState.CONFIRMED
    return turn.save(entry)


def _placed(turn: Turn, entry: Entry, place: Place) -> Entry:
    """Let an entry stand on a stretch of the text."""
    entry.start, entry.end = place
    entry.quotation = turn.meeting.text[place.start : place.end]
    return turn.save(entry)


def _undecided(entry: Entry) -> Entry:
    """Refuse an entry that was rejected or set aside."""
    if not entry.is_undecided:
        raise NotNow(
            _("This directive is %(state)s. Take it back first.")
            % {"state": entry.get_state_display()}
        )
    return entry


def _is_dated(entry: Entry) -> bool:
    """Whether the words of the deadline are those of a day or the end of a period."""
    types = [
        (proposal.fields.get("deadline") or {}).get("type") for proposal in entry.proposals.all()
    ]
    return any(one in DATED for one in types)
