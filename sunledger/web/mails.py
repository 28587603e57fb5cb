"""The mail that a digest becomes: how many things wait, and where; never what they are.

A mail passes through many hands. So it holds no content, code or subject of a case, and its own
subject says no more than the name of the program.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sunledger.ledger.models import Digest


def can_be_sent() -> bool:
    """Whether the site has a mail server, and an address to name in its mails."""
    return bool(settings.SUNLEDGER_ADDRESS) and not settings.EMAIL_BACKEND.endswith(
        "dummy.EmailBackend"
    )


def send(day: date) -> tuple[int, int]:
    """Send the mails of a day that were not sent; return how many went, and how many did not.

    Each is marked before it goes: a mail lost in a crash is a smaller harm than the same one twice.
    """
    sent = failed = 0
    connection = get_connection()
    for told in _waiting(day).iterator(500):
        if not _waiting(day).filter(pk=told.pk).update(mailed_at=timezone.now()):
            continue  # another clock has taken it
        try:
            message(told, connection).send()
            sent += 1
        except OSError:  # of which all errors of smtplib are
            Digest.objects.filter(pk=told.pk).update(mailed_at=None)
            failed += 1
            connection = get_connection()
    connection.close()
    return sent, failed


def message(told: Digest, connection: Any = None) -> EmailMessage:
    """Return the mail of a digest, in the language of the site."""
    count = sum(news["count"] for news in told.content.values())
    with translation.override(settings.LANGUAGE_CODE):
        words = {"count": count, "address": f"{settings.SUNLEDGER_ADDRESS}/"}
        body = render_to_string("mail/digest.txt", words).strip() + "\n"
        subject = translation.gettext("Sunledger")
    return EmailMessage(subject, body, to=[told.user.email], connection=connection)


def _waiting(day: date) -> QuerySet[Digest]:
    """Return the digests of a day that are to be mailed and are not."""
    reached = Digest.objects.filter(day=day, mailed_at=None, user__is_active=True)
    return reached.exclude(user__email="").select_related("user").order_by("pk")
