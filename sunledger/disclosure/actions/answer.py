"""Somebody says what a sheet's headings mean; it is read on, and remembered for the next time."""

from django.db import transaction

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions.gate import held, need
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Mapping, Upload, UploadState
from sunledger.disclosure.refusals import Incomplete, NotNow
from sunledger.jobs import actions as jobs
from sunledger.units.models import Power, User

_GONE = gettext_noop(
    "The item “%(code)s” was taken out of its pack while the sheet waited. Give the sheet up, and "
    "hand it in under another item if it is still to be published."
)


@transaction.atomic
def forget(*, upload: Upload, by: User) -> None:
    """Forget what was remembered of such headings; the next file of the kind is asked about."""
    need(by, Power.ENTER, upload.unit)
    same = Mapping.objects.filter(unit=upload.unit, category=upload.category)
    same.filter(columns=upload.mapping, sheets=upload.sheets).delete()


@transaction.atomic
def answer(*, upload: Upload, mapping: dict[str, str], sheets: list[str], by: User) -> Upload:
    """Say which sheets are meant and which heading is which field; the reading goes on."""
    upload = held(upload)
    need(by, Power.ENTER, upload.unit)
    if upload.state != UploadState.ASKED:
        raise NotNow(gettext_noop("This sheet was read already."))
    if upload.category not in CATEGORIES:
        raise NotNow(_GONE, code=upload.category)
    asked = [one["name"] for one in upload.question.get("sheets", [])]
    if len(asked) > 1 and not sheets:
        raise Incomplete(gettext_noop("Choose at least one sheet of the file."))
    upload.mapping = {heading: field for heading, field in mapping.items() if field}
    upload.sheets = sheets if len(asked) > 1 else []
    upload.state = UploadState.WAITING
    upload.question = {}
    upload.job = jobs.start(work="read-sheet", args={"upload": upload.code}, by=by)
    upload.save()
    return upload
