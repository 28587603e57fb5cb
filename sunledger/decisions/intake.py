"""A text comes in: kept byte for byte, read in a confined process, its meetings confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.problem import Problem
from sunledger.decisions import actions, entries
from sunledger.decisions.gate import hold_meeting, need
from sunledger.decisions.intake_checks import personal_in
from sunledger.decisions.intake_child import Tell
from sunledger.decisions.intake_child import found as _found
from sunledger.decisions.models import Meeting, Part, Source, SourceState
from sunledger.decisions.offers import inside
from sunledger.jobs import actions as jobs
from sunledger.jobs.progress import Progress
from sunledger.ledger.papers import display_name
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import perhaps_said
from sunledger.units.models import Unit, User

WORK = "read-meeting"


@dataclass(frozen=True)
class Choice:
    """A stretch of a source as a person confirmed it: a meeting of its own, or a copy of one."""

    start: int
    end: int
    unit: Unit | None = None
    title: str = ""
    held_on: date | None = None
    body: str = ""
    chair: str = ""
    conveys: Sequence[str] = field(default_factory=tuple)
    same: Meeting | None = None


def give(
    *, unit: Unit, content: bytes, by: User, file_name: str = "", at: datetime | None = None
) -> Source:
    """Take a file or a pasted text in, and read it: a short one at once, a long one as a job."""
    at = at or timezone.now()
    need(by, unit, at)
    if not content.strip():
        raise Incomplete(_("Paste the words of the meeting, or choose a file."))
    if len(content) > (most := settings.SUNLEDGER_READOUT_BYTES):
        raise Incomplete(
            _("This file is larger than %(size)s MB. Give one text at a time.")
            % {"size": most >> 20}
        )
    with transaction.atomic():
        source = Source.objects.create(
            unit=unit,
            file_name=display_name(file_name) if file_name else "",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content=content,
            by=by,
            given_at=at,
        )
        source.job = jobs.start(work=WORK, args={"source": source.code}, by=by)
        source.save(update_fields=["job"])
    if len(content) <= settings.SUNLEDGER_READOUT_AT_ONCE and not content.startswith(b"%PDF"):
        jobs.run_here(source.job)
        source.refresh_from_db()
    return source


def read_source(progress: Progress, source: str) -> dict[str, Any]:
    """Read a source that was given; keep what it says, or the sentence that says why not."""
    row = Source.objects.defer(None).get(code=source)
    if row.state != SourceState.WAITING or row.content is None:
        return {"state": row.state}
    found = _found(bytes(row.content), row.file_name or "-", _told_to(progress))
    problem = _problem(found)
    with transaction.atomic():
        held = Source.objects.select_for_update().get(pk=row.pk)
        if held.state == SourceState.WAITING:
            _keep(held, found, problem)
        progress.save({"read": True})
    return {"state": held.state}


def _told_to(progress: Progress) -> Tell:
    """Return what hands on how far the reading is; it raises once the reading is to stop."""
    totals: list[int] = []

    def tell(done: int, of: int) -> None:
        if totals[-1:] != [of]:
            totals.append(of)
            progress.total(of)
        progress.step(done)

    return tell


@transaction.atomic
def drop(*, source: Source, by: User) -> Source:
    """Give up a source that no meeting stands on, and forget its words."""
    need(by, source.unit, None)
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.state not in (SourceState.WAITING, SourceState.READ):
        raise NotNow(_("This text is %(state)s already.") % {"state": source.get_state_display()})
    if source.job and not source.job.has_ended:
        jobs.stop(job=source.job)
    _forget(source, SourceState.DROPPED)
    return source


@transaction.atomic
def confirm(
    *, source: Source, choices: Sequence[Choice], by: User, at: datetime | None = None
) -> list[Meeting]:
    """Record the meetings that a person found in a source, and what the program proposed of each.

    A copy of a meeting that is there already is kept as a further source of it, and opens nothing.
    """
    at = at or timezone.now()
    source = Source.objects.select_for_update().get(pk=source.pk)
    need(by, source.unit, at)
    if source.state != SourceState.READ:
        raise NotNow(_("This text is %(state)s already.") % {"state": source.get_state_display()})
    _need_whole(source, choices)
    made = [_recorded(source, choice, by, at) for choice in choices]
    source.state = SourceState.KEPT
    source.save(update_fields=["state"])
    return made


def _recorded(source: Source, choice: Choice, by: User, at: datetime) -> Meeting:
    """Record one meeting with its proposals, or keep its words as a further source of another."""
    boilerplate = inside(source.found["boilerplate"], choice.start, choice.end)
    meeting = choice.same
    if meeting is not None:
        need(by, meeting.unit, at)
    else:
        if choice.held_on is None:
            raise Incomplete(_("Day of the meeting: say on which day, with its year."))
        meeting = actions.record_meeting(
            unit=choice.unit or source.unit,
            title=choice.title,
            held_on=choice.held_on,
            text=source.text[choice.start : choice.end],
            boilerplate=boilerplate,
            by=by,
            at=at,
        )
    Part.objects.create(
        source=source,
        meeting=meeting,
        start=choice.start,
        end=choice.end,
        is_copy=choice.same is not None,
        body=perhaps_said(choice.body, _("who met"), limit=200),
        chair=perhaps_said(choice.chair, _("who presided"), limit=100),
        conveys=[perhaps_said(one, _("what is conveyed"), limit=500) for one in choice.conveys],
        sentences=inside(source.found["sentences"], choice.start, choice.end),
        boilerplate=boilerplate,
        by=by,
        kept_at=at,
    )
    if choice.same is None:
        hold_meeting(meeting, by, at)
        entries.propose_all(meeting, _directives(source, choice), source.found)
    return meeting


def _directives(source: Source, choice: Choice) -> list[dict[str, Any]]:
    """Return what was proposed in a stretch, counted from its beginning."""
    mine = (one for one in source.found["directives"] if choice.start <= one["start"] < choice.end)
    moved = ({**one, "start": one["start"] - choice.start} for one in mine)
    return [{**one, "end": one["start"] + len(one["quotation"])} for one in moved]


def _need_whole(source: Source, choices: Sequence[Choice]) -> None:
    """Refuse stretches that leave words out or hold some twice, so that nothing is lost."""
    edges = [0, *(choice.end for choice in choices)]
    starts = [choice.start for choice in choices]
    if not choices or starts != edges[:-1] or edges[-1] != len(source.text):
        raise Incomplete(_("The meetings of a text cover all of it, one after the other."))


def _problem(found: dict[str, Any]) -> Problem | None:
    """Return why a text cannot be taken, if it cannot."""
    if "refused" in found:
        return Problem(found["refused"]["msgid"], found["refused"]["params"])
    return personal_in(found["text"])


def _keep(source: Source, found: dict[str, Any], problem: Problem | None) -> None:
    """Keep what a source says; of one that is refused nothing but the sentence that says why."""
    if problem:
        source.problem = {"msgid": problem.msgid, "params": problem.params}
        _forget(source, SourceState.REFUSED)
        return
    source.text = found.pop("text")
    source.found = found
    source.state = SourceState.READ
    source.save()


def _forget(source: Source, state: SourceState) -> None:
    source.content, source.text, source.found, source.state = None, "", {}, state
    source.save()
