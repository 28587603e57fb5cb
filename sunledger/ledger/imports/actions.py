"""Everything that is done with a list: hand it in, say whom it means, open it, give it up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunledger.core.workbook import open_sheets
from sunledger.jobs import actions as jobs
from sunledger.jobs.progress import Progress
from sunledger.ledger import papers
from sunledger.ledger.imports import founding, hanging, opening, reading
from sunledger.ledger.imports.opening import Opening
from sunledger.ledger.imports.wishes import Wishes, kept_wishes
from sunledger.ledger.models import Import
from sunledger.ledger.models.imported import Stage
from sunledger.ledger.refusals import Incomplete, NotNow
from sunledger.ledger.said import said
from sunledger.units import access
from sunledger.units.models import Power, Unit, User


@transaction.atomic
def receive(
    *,
    unit: Unit,
    title: str,
    files: Sequence[tuple[str, bytes]],
    by: User,
    wishes: Wishes | None = None,
    at: datetime | None = None,
) -> Import:
    """Take in a list, of one file or several, and let it be read."""
    at = at or timezone.now()
    access.need(by, Power.ASSIGN, unit, timezone.localdate(at))
    if not files or not all(content for _name, content in files):
        raise Incomplete(_("Choose a file that is not empty."))
    most = settings.SUNLEDGER_SHEET_BYTES
    if sum(len(content) for _name, content in files) > most:
        raise Incomplete(_("The files have more than %(most)s bytes together.") % {"most": most})
    imported = Import.objects.create(
        unit=unit,
        title=said(title, _("title"), limit=200),
        wishes=(wishes or Wishes()).kept(),
        by=by,
        at=at,
    )
    for name, content in files:
        digest = sha256(content).hexdigest()
        imported.files.create(name=papers.display_name(name), sha256=digest, content=content)
    imported.job = jobs.start(work="read-list", args={"code": imported.code}, by=by)
    imported.save()
    return imported


def read_list(progress: Progress, code: str) -> dict[str, Any]:
    """Read a list that was handed in."""
    imported = Import.objects.get(code=code)
    sheets = [
        sheet
        for file in imported.files.all()
        for sheet in open_sheets(bytes(file.content), file.name)
    ]
    wishes = kept_wishes(imported.wishes).for_reading(imported.title)
    found = reading.read(sheets, wishes)
    progress.step(len(found.fates))
    with transaction.atomic():
        imported.reading, imported.stage = found.kept(), Stage.READ
        imported.save(update_fields=["reading", "stage"])
    return found.counts


@transaction.atomic
def name_owners(*, imported: Import, means: Mapping[str, Unit], by: User) -> None:
    """Remember whom some words of the list mean."""
    today = timezone.localdate()
    access.need(by, Power.ASSIGN, imported.unit, today)
    for words, unit in means.items():
        access.need(by, Power.ASSIGN, unit, today)
        founding.remember(words, unit, imported.unit)


@transaction.atomic
def ask_opening(*, imported: Import, by: User, at: datetime | None = None) -> Import:
    """Let the items of a list be opened, once all of it can be."""
    _hold(imported)
    opening.see(
        Opening(imported, by, at or timezone.now()), founds=bool(imported.wishes.get("under"))
    )
    args = {"code": imported.code, "by": by.pk, "at": at.isoformat() if at else ""}
    imported.job = jobs.start(work="open-list", args=args, by=by)
    imported.save(update_fields=["job"])
    return imported


def open_list(progress: Progress, code: str, by: int, at: str = "") -> dict[str, Any]:
    """Open the items of a list."""
    imported = Import.objects.get(code=code)
    if imported.stage == Stage.OPENED:
        return {}  # the worker was lost after its last word
    moment = datetime.fromisoformat(at) if at else None
    return open_now(imported=imported, by=User.objects.get(pk=by), at=moment)


@transaction.atomic
def open_now(*, imported: Import, by: User, at: datetime | None = None) -> dict[str, int]:
    """Open all items of a list, or none."""
    _hold(imported)
    act = Opening(imported, by, at or timezone.now())
    under = Unit.objects.filter(code=act.wishes.under).first()
    if under is not None and act.owners.unknown:
        founding.found(act.owners.unknown, of=imported.unit, under=under, by=by)
        del act.owners  # looked up anew, with those that were founded
    new = opening.open_items(act)
    known = len(act.reading.entries) - len(new)
    earlier = hanging.hang(act, new, opening.all_items(act, new))
    imported.stage, imported.opened_at = Stage.OPENED, act.at
    imported.save(update_fields=["stage", "opened_at"])
    return {"opened": len(new), "known": known, "earlier": earlier}


@transaction.atomic
def drop(*, imported: Import, by: User) -> Import:
    """Give a list up before anything of it is opened."""
    access.need(by, Power.ASSIGN, imported.unit, timezone.localdate())
    _hold(imported, Stage.READ, Stage.READING)
    imported.stage = Stage.DROPPED
    imported.save(update_fields=["stage"])
    return imported


def _hold(imported: Import, *stages: Stage) -> None:
    """Hold a list until the transaction ends, and see that it can still be acted on."""
    imported.refresh_from_db(from_queryset=Import.objects.select_for_update())
    if imported.stage not in (stages or (Stage.READ,)):
        raise NotNow(_("This list is %(stage)s.") % {"stage": imported.get_stage_display()})
