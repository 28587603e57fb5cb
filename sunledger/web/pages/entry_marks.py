"""The mark that a page of entry carries: its code, made before anything is sent, and its hour.

Signed, since the minutes of a unit are counted from it; the page sent twice hands in once by it.
"""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from sunledger.core.codes import new_code
from sunledger.core.periods import period_of
from sunledger.disclosure.actions.typed import Opened
from sunledger.disclosure.category import CATEGORIES, Category
from sunledger.disclosure.models import Upload, UploadState
from sunledger.disclosure.shape import PERIODS
from sunledger.jobs import actions as jobs
from sunledger.jobs.actions import NotNow

_SALT = "sunledger.entry"


def new_mark() -> str:
    """Return the mark of a page that is opened now."""
    return signing.dumps({"code": new_code(), "at": timezone.now().timestamp()}, salt=_SALT)


def mark_of(opened: Opened) -> str:
    """Return the mark of a page that was opened before."""
    return signing.dumps({"code": opened.code, "at": opened.at.timestamp()}, salt=_SALT)


def read_mark(text: str) -> Opened:
    """Return what a mark says; one that is not ours counts as opened now."""
    kept = timedelta(days=settings.SUNLEDGER_ENTRY["kept_days"])
    try:
        said = signing.loads(text, salt=_SALT, max_age=kept)
    except signing.BadSignature:
        return Opened(new_code(), timezone.now())
    return Opened(
        said["code"], datetime.fromtimestamp(said["at"], tz=timezone.get_current_timezone())
    )


def last_period(code: str, on: date) -> str:
    """Return the latest period of a category that is over, which is likely to be meant."""
    shape: Category | None = CATEGORIES.get(code)
    if shape is None or shape.period == "once":
        return ""
    kind = PERIODS[shape.period]
    running = period_of(on, kind)
    if kind == "daily":
        return running.word
    return period_of(running.start - timedelta(days=1), kind).word


def read_now(upload: Upload) -> Upload:
    """Read a small table at once, unless a worker was quicker."""
    if upload.job and upload.state == UploadState.WAITING:
        with contextlib.suppress(NotNow):
            jobs.run_here(upload.job)
    upload.refresh_from_db()
    return upload
