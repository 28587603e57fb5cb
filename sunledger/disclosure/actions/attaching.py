"""A file beside the lines: attached while the sheet is being entered, or taken away again."""

from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from sunledger.core.cleancopy import clean
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.actions.gate import held, need, need_state, public_words
from sunledger.disclosure.models import Attachment, Batch, State
from sunledger.disclosure.refusals import GivenBefore, Incomplete
from sunledger.units.models import Power, User

_MOST = 20  # beside one sheet


def attach(*, batch: Batch, title: str, file_name: str, content: bytes, by: User) -> Attachment:
    """Attach a file; what is kept is written anew from it, and of the original only its hash."""
    need(by, Power.ENTER, batch.unit)
    title = public_words(title)
    _need_size(content)
    copy = clean(content, _plain(file_name))  # seconds of work: before anything is held
    with transaction.atomic():
        batch = held(batch)
        post = need(by, Power.ENTER, batch.unit)
        need_state(batch, State.DRAFT, State.RETURNED)
        _need_place(batch)
        attachment = Attachment(
            batch=batch,
            title=title[:120],
            kind=copy.kind,
            content=copy.content,
            size=len(copy.content),
            sha256=sha256(copy.content).hexdigest(),
            original_sha256=sha256(content).hexdigest(),
            removed=list(copy.removed),
            by=by,
            post=post,
        )
        try:
            with transaction.atomic():
                attachment.save(force_insert=True)
        except IntegrityError:
            raise GivenBefore(gettext_noop("This very file is attached already.")) from None
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: User) -> None:
    """Take a file away again, before the sheet is handed on."""
    batch = held(attachment.batch)
    need(by, Power.ENTER, batch.unit)
    need_state(batch, State.DRAFT, State.RETURNED)
    attachment.delete()


def _need_place(batch: Batch) -> None:
    """Refuse a file that would stand instead of lines, and one too many."""
    if not batch.rows:
        raise Incomplete(
            gettext_noop(
                "A file never stands instead of the lines. Hand the lines in first; then attach "
                "the picture to them."
            )
        )
    if batch.attachments.count() >= _MOST:
        sentence = gettext_noop("A sheet has at most %(most)s attachments.")
        raise Incomplete(sentence, most=str(_MOST))


def _need_size(content: bytes) -> None:
    """Refuse an empty file, and one that is too large to look at."""
    if not content:
        raise Incomplete(gettext_noop("The file is empty."))
    if len(content) > settings.SUNLEDGER_EVIDENCE_LIMIT:
        sentence = gettext_noop("The file has %(size)s MB; an attachment may have %(limit)s MB.")
        limit = settings.SUNLEDGER_EVIDENCE_LIMIT >> 20
        raise Incomplete(sentence, size=str(len(content) >> 20), limit=str(limit))


def _plain(file_name: str) -> str:
    """Return a name that a sentence may repeat."""
    ending = file_name.rpartition(".")[2][:8]
    kept = "".join(sign for sign in ending if sign.isalnum() and sign.isascii())
    return f"file.{kept.lower()}" if kept else "file"
