"""What the tests of own lines begin with: a list with numbers of persons, and slips made for it."""

from sunledger.disclosure import actions
from sunledger.disclosure.actions.mask import take_masked
from sunledger.disclosure.models import Batch, Upload, UploadState
from sunledger.disclosure.own import slips
from sunledger.jobs import actions as jobs
from tests.answers import hand_on
from tests.disclosure_story import Story

LIST = "village-subsidies"
# Made up; their check digits are right.
FIRST, SECOND, THIRD = "210101195001010010", "210101196002020020", "210101197003030030"
CARD = "6222020000000000018"
HEAD = "户主,补贴项目,补贴面积,补贴标准,补贴金额,身份证号\n"
LINES = (
    f"王小明,耕地地力保护补贴,2,100.00,200.00,{FIRST}\n"
    f"李红,耕地地力保护补贴,3,100.00,300.00,{SECOND}\n"
    f"王小刚,耕地地力保护补贴,4,100.00,400.00,{THIRD}\n"
)
SLIPS = f"姓名,身份证号,银行卡号\n王小明,{FIRST},{CARD}\n李红,{SECOND},\n"


def handed_in(story: Story, text: str = HEAD + LINES, period: str = "2024-03-05") -> Upload:
    """Return a sheet that was read, what is personal in it masked but not taken yet."""
    upload = actions.receive(
        unit=story.village,
        category=LIST,
        period=period,
        file_name="补贴.csv",
        content=text.encode(),
        by=story.clerk,
    )
    assert upload.job
    assert jobs.run_here(upload.job).state == "done", upload.job.error
    upload.refresh_from_db()
    return upload


def taken(story: Story, text: str = HEAD + LINES, period: str = "2024-03-05") -> Batch:
    """Return the draft that one press makes of such a sheet."""
    upload = handed_in(story, text, period)
    assert upload.state == UploadState.OFFERED, upload.problems
    return take_masked(upload=upload, by=story.clerk)


def shown(
    story: Story, text: str = HEAD + LINES, period: str = "2024-03-05", seen_by: str = "public"
) -> Batch:
    """Return such a sheet, published."""
    batch = hand_on(batch=taken(story, text, period), by=story.clerk)
    Batch.objects.filter(pk=batch.pk).update(visibility=seen_by)
    batch = actions.publish(batch=batch, by=story.reviewer)
    second = story.second_reviewer
    return actions.publish(batch=batch, by=second) if batch.state == "reviewed" else batch


def codes_of(story: Story, text: str = SLIPS) -> dict[str, str]:
    """Return the codes on the slips made of a list, by the name on each."""
    made = slips.make(
        unit=story.village, content=text.encode(), file_name="名单.csv", by=story.clerk
    )
    return {one.name: one.code for one in made.slips}
