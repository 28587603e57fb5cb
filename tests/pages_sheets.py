"""One of everything that is published or on its way there, for the tests of the pages."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from sunledger.core.codes import new_code
from sunledger.core.unpacked import Packed
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.actions.bundle import give
from sunledger.disclosure.actions.exemption import Wish
from sunledger.disclosure.actions.typed import Opened
from sunledger.disclosure.blanks import code_of, print_blank
from sunledger.disclosure.models import Batch, Record, Upload
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from tests.answers import hand_on
from tests.cast import TODAY
from tests.disclosure_story import Story

SHEET = "日期,凭证号,收款人,用途,金额\n2024-04-03,记-1,青泉商贸有限公司,水泥,{amount}\n"


def sheets(story: Story) -> dict[str, str]:
    """Return the codes of a published sheet, a waiting one, a draft, a correction, an upload."""
    public = story.published()
    record = Record.objects.filter(batch=public).order_by("number")[0]
    made = _correction(record, "purpose", "村道维修", story)
    disclosure.correct(correction=made, by=story.reviewer)
    asked = _correction(record, "amount", "80.00", story)
    waiting = hand_on(batch=_read(story, "2024-04", "30.00"), by=story.clerk)
    refused = _receive(story, "2024-06", "about 30")
    draft = _read(story, "2024-05", "31.00")
    work(refused.job)
    return {
        "batch": public.code,
        "record": record.code,
        "waiting": waiting.code,
        "draft": draft.code,
        "attached": _attached(draft, story),
        "correction": asked.code,
        "upload": refused.code,
        "bundle": _bundle(story),
        "blank": code_of(print_blank(story.village, "village-payments", "2024-09")),
        "job": refused.job.code if refused.job else "",
    }


def _bundle(story: Story) -> str:
    """Return the code of many files, one of which nobody can tell what it is."""
    sheet = SHEET.format(amount="32.00").encode()
    files = [Packed("2024-09 支出.csv", sheet), Packed("某表.csv", b"a,b\n1,2\n")]
    opened = Opened(new_code(), timezone.now())
    return give(files=files, opened=opened, by=story.clerk).code


def _attached(draft: Batch, story: Story) -> str:
    """Return the code of a file beside a draft."""
    given = {"title": "合同首页", "file_name": "a.txt", "content": "路面硬化".encode()}
    return disclosure.attach(batch=draft, by=story.clerk, **given).code  # type: ignore[arg-type]


def _receive(story: Story, period: str, amount: str) -> Upload:
    return disclosure.receive(
        unit=story.village,
        category="village-payments",
        period=period,
        file_name=f"{period}.csv",
        content=SHEET.format(amount=amount).encode(),
        by=story.clerk,
    )


def _read(story: Story, period: str, amount: str) -> Batch:
    """Return a draft, read from a sheet."""
    return batch_of(_receive(story, period, amount))


def batch_of(upload: Upload) -> Batch:
    """Return the draft that a sheet becomes."""
    work(upload.job)
    upload.refresh_from_db()
    assert upload.batch, upload.problems
    return upload.batch


def work(job: Job | None) -> None:
    """Do a waiting job, as the worker would."""
    assert job
    assert jobs.run_here(job).state == "done", job.error


def _correction(record: Record, field: str, new: str, story: Story) -> Any:
    return disclosure.ask_correction(
        record=record, field=field, new=new, reason="凭证写错", by=story.clerk
    )


def owed(story: Story) -> dict[str, str]:
    """Return the codes of a pack that the town has adopted, and of an exemption asked for."""
    story.village.kind = "village"
    story.village.save()
    adoption = disclosure.adopt(
        unit=story.cast.town, pack="village", since=TODAY.replace(day=1), by=story.reviewer
    )
    until = timezone.localdate() + timedelta(days=30)
    wish = Wish("village-seal-log", "2024-04", "ongoing", "印章正在换发。", until=until)
    asked = disclosure.ask_exemption(unit=story.village, wish=wish, by=story.clerk)
    return {"adoption": adoption.code, "exemption": asked.code}
