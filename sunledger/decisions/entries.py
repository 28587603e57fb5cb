"""From what the program proposed to entries: who is suggested, which day, how often again."""

import calendar
import re
from datetime import date, timedelta
from typing import Any

from sunledger.decisions import copies
from sunledger.decisions.aliases import Meant, meant
from sunledger.decisions.models import Entry, EntryKind, Meeting, Proposal, Recurs
from sunledger.decisions.readout.deadlines import deadline_in
from sunledger.units.models import Unit

LONGEST = 500
_OFTEN = (
    (Recurs.WEEK, re.compile(r"周|星期|week", re.IGNORECASE)),
    (Recurs.QUARTER, re.compile(r"季|quarter", re.IGNORECASE)),
    (Recurs.HALF, re.compile(r"半年|half", re.IGNORECASE)),
    (Recurs.MONTH, re.compile(r"月|month", re.IGNORECASE)),
    (Recurs.YEAR, re.compile(r"年|year|annual", re.IGNORECASE)),
)
MONTHS = {Recurs.MONTH: 1, Recurs.QUARTER: 3, Recurs.HALF: 6, Recurs.YEAR: 12}
_YEAR = re.compile(r"\d{4}")


def propose_all(meeting: Meeting, directives: list[dict[str, Any]], found: dict[str, Any]) -> None:
    """Keep each directive as it was proposed, and make an entry of it for a person to confirm."""
    for directive in directives:
        fields = {
            name: value
            for name, value in directive.items()
            if name not in ("start", "end", "quotation")
        }
        suggested = suggestion(directive, meeting)
        deadline = directive.get("deadline") or {}
        due, recurs = when(deadline, found["language"], meeting.held_on)
        fields["suggested"] = sorted(unit.code for unit in suggested.units) if suggested else []
        fields["due"] = due and due.isoformat()
        proposal = Proposal.objects.create(
            meeting=meeting,
            quotation=directive["quotation"],
            start=directive["start"],
            end=directive["end"],
            fields=fields,
            rules=found["rules"],
        )
        entry = Entry.objects.create(
            meeting=meeting,
            quotation=directive["quotation"],
            start=directive["start"],
            end=directive["end"],
            kind=EntryKind(directive["kind"]),
            owner_text=(directive.get("responsible") or "")[:LONGEST],
            owner_how=directive["responsible_how"],
            group=suggested.group if suggested else None,
            due_text=deadline.get("text", "")[:LONGEST],
            due=due,
            recurs=recurs,
            due_seen=due is not None and is_exact(deadline),
            target="; ".join(one["text"] for one in directive["quantities"]),
            theme=directive["theme"][:40],
        )
        entry.proposals.set([proposal])
        entry.owners.set(suggested.units if suggested else ())


def suggestion(directive: dict[str, Any], meeting: Meeting) -> Meant | None:
    """Return who is suggested: who the words mean; where only the body itself, its unit."""
    words = directive.get("responsible") or ""
    found = meant(words, meeting.unit) if words else None
    if found is None and directive["responsible_how"] == "implied":
        return Meant((meeting.unit,))
    return found


def when(deadline: dict[str, Any], language: str, held_on: date) -> tuple[date | None, str]:
    """Return the day by which, and how often it comes again."""
    if not deadline:
        return None, Recurs.ONCE.value
    if deadline["type"] == "recurring":
        recurs = _recurs(deadline["text"])
        return first_due(recurs, held_on), recurs.value
    if iso := deadline.get("iso"):
        return (date.fromisoformat(iso) if len(iso) == 10 else None), Recurs.ONCE.value
    again = deadline_in(deadline["text"], language, held_on.isoformat())
    found = again.iso if again else None
    return (date.fromisoformat(found) if found else None), Recurs.ONCE.value


def is_exact(deadline: dict[str, Any]) -> bool:
    """Whether the words name the day with its year, so that nothing was computed."""
    return deadline.get("type") == "date" and bool(_YEAR.search(deadline["text"]))


def first_due(recurs: Recurs | str, held_on: date) -> date | None:
    """Return the last day of the period in which the meeting was held."""
    if recurs == Recurs.WEEK:
        return held_on + timedelta(days=6 - held_on.weekday())
    months = MONTHS.get(Recurs(recurs), 0)
    if not months:
        return None
    last = (held_on.month - 1) // months * months + months
    return date(held_on.year, last, calendar.monthrange(held_on.year, last)[1])


def owners_of(entry: Entry) -> list[Unit]:
    """Return the owners in the order of their codes."""
    return sorted(entry.owners.all(), key=lambda unit: unit.code)


def sentences_of(meeting: Meeting) -> list[list[int]]:
    """Return where the sentences of a meeting stand; of one typed in long ago, about where."""
    part = meeting.parts.filter(is_copy=False).first()
    if part:
        return list(part.sentences)
    return [[one.start, one.end] for one in copies.sentences_of(meeting.text)]


def _recurs(text: str) -> Recurs:
    return next((recurs for recurs, pattern in _OFTEN if pattern.search(text)), Recurs.ONCE)
