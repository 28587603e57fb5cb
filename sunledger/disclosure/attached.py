"""What lies beside the lines of a sheet, as the world and the seal are told of it."""

from hashlib import sha256
from pathlib import PurePath
from typing import Any, TypedDict

from django.db.models import Exists, OuterRef, QuerySet

from sunledger.disclosure.models import Attachment, Batch, State, Visibility


class Attached(TypedDict):
    """An attachment as the world sees it."""

    code: str
    title: str
    kind: str
    size: int
    file_name: str
    sha256: str
    original_sha256: str


def attached(batch: Batch) -> list[Attached]:
    """Return what is attached to a sheet, without the bytes."""
    return [
        {
            "code": one.code,
            "title": one.title,
            "kind": one.kind,
            "size": one.size,
            "file_name": one.file_name,
            "sha256": one.sha256,
            "original_sha256": one.original_sha256,
        }
        for one in batch.attachments.defer("content").select_related("batch")
    ]


def attached_facts(batch: Batch) -> dict[str, Any]:
    """Return what is said of a sheet's attachments; of none, nothing. Hashes are counted anew."""
    if not getattr(batch, "has_files", True):
        return {}
    said = [
        {
            "title": one.title,
            "kind": one.kind,
            "copy": sha256(bytes(one.content)).hexdigest() if one.content else one.sha256,
            "original": one.original_sha256,
        }
        for one in batch.attachments.all()
    ]
    return {"attachments": said} if said else {}


def knowing_files(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Return the sheets, each knowing whether anything is attached to it."""
    return batches.annotate(has_files=Exists(Attachment.objects.filter(batch=OuterRef("pk"))))


def is_open(attachment: Attachment) -> bool:
    """Whether everyone may read it: its sheet is published, and for all."""
    batch = attachment.batch
    return batch.state == State.PUBLISHED and batch.visibility == Visibility.PUBLIC


def public_name(batch: Batch) -> str:
    """Return a name for the file of a sheet, without a word that its clerk wrote into the name.

    A file that is called after the person whom it is about would name them for ever.
    """
    ending = PurePath(batch.file_name).suffix.lower()
    known = ending if ending in (".csv", ".xlsx", ".xls", ".ods", ".xlsb", ".xml", ".html") else ""
    return f"{batch.category}-{batch.period}{known}" if batch.file_name else ""
