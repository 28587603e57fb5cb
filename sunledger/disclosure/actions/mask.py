"""One press: a sheet that was refused for what is personal in it is taken with all of it masked."""

from django.db import transaction

from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions.gate import held, need
from sunledger.disclosure.drafts import delete_draft
from sunledger.disclosure.models import Batch, State, Upload, UploadState
from sunledger.disclosure.refusals import NotNow
from sunledger.units.models import Power, User


@transaction.atomic
def take_masked(*, upload: Upload, by: User) -> Batch:
    """Turn the masked lines of a sheet into a draft; what was masked stays noted beside them."""
    upload = held(upload)
    need(by, Power.ENTER, upload.unit)
    batch = upload.batch
    if upload.state != UploadState.OFFERED or batch is None:
        raise NotNow(gettext_noop("Nothing of this sheet waits to be masked."))
    batch.state = State.DRAFT
    batch.save(update_fields=["state"])
    upload.state = UploadState.TAKEN
    upload.problems = batch.rows_noted
    upload.save(update_fields=["state", "problems"])
    return batch


def give_up_offered(upload: Upload) -> None:
    """Forget the masked lines of an earlier sheet when another is handed in for the same."""
    offered = Upload.objects.filter(
        unit=upload.unit,
        category=upload.category,
        period=upload.period,
        state=UploadState.OFFERED,
    )
    for one in offered.select_related("batch"):
        if one.batch:
            delete_draft(one.batch)
    offered.update(state=UploadState.DROPPED, batch=None)
