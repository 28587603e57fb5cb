"""A digest's mail says how many things wait and where, and not a word of what they are."""

from random import Random
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from sunledger.ledger import night
from sunledger.ledger.models import Digest, Item
from sunledger.web import mails
from tests.cast import TODAY, day
from tests.time_world import County, make_county, make_items

pytestmark = pytest.mark.django_db

# The whole mail, word by word: whoever changes it decides anew what a stranger may read.
CHINESE = """\
有 3 件事等您处理。

请登录查看：
https://open.example.org/

这封邮件只说这些，免得别人看到不该看的内容。
"""


@pytest.fixture
def county(db: None, settings: Any) -> County:
    settings.SUNLEDGER_ADDRESS = "https://open.example.org"
    county = make_county()
    for user in (county.cast.worker, county.cast.lead):
        user.email = f"{user.username}@example.org"
        user.save()
    return county


def digest(county: County, count: int = 3) -> Digest:
    """Return a digest of the worker's."""
    content = {"over": {"count": count, "items": [[1, -2]]}}
    return Digest.objects.create(user=county.cast.worker, day=TODAY, content=content)


def test_the_mail_word_by_word(county: County) -> None:
    sent = mails.message(digest(county))
    assert (sent.subject, sent.body) == ("阳光台账", CHINESE)
    assert sent.to == ["worker@example.org"]


def test_the_mail_says_nothing_of_any_item(county: County) -> None:
    make_items(county, Random(7), 40)
    night.go_round(day(9))
    sent, failed = mails.send(day(9))
    assert failed == 0
    assert len(mail.outbox) == sent > 0
    for one in mail.outbox:
        text = one.subject + str(one.body) + str(one.extra_headers)
        for item in Item.objects.select_related("unit"):
            assert item.code not in text
            assert item.title not in text
            assert str(item.unit) not in text


def test_nobody_gets_the_same_mail_twice(county: County) -> None:
    digest(county)
    assert mails.send(TODAY) == (1, 0)
    assert mails.send(TODAY) == (0, 0)
    assert len(mail.outbox) == 1


def test_who_has_no_address_or_no_account_any_more_gets_none(county: County) -> None:
    digest(county)
    Digest.objects.create(user=county.mayor, day=TODAY, content={})
    county.cast.worker.is_active = False
    county.cast.worker.save()
    assert mails.send(TODAY) == (0, 0)


def test_what_could_not_be_sent_is_sent_the_next_time(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest(county)

    def refuse(self: EmailBackend, messages: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert mails.send(TODAY) == (0, 1)
    assert mails.send(TODAY) == (1, 0)


def test_a_site_without_a_mail_server_or_an_address_sends_none(settings: Any) -> None:
    settings.SUNLEDGER_ADDRESS = "https://open.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not mails.can_be_sent()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mails.can_be_sent()
    settings.SUNLEDGER_ADDRESS = ""
    assert not mails.can_be_sent()
