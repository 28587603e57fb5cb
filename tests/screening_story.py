"""What the tests of screening begin with: a village that published one invoice twice."""

from dataclasses import dataclass, field

from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.models import Batch, Record
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
from sunledger.jobs.models import State as JobState
from sunledger.screening import actions as screening
from sunledger.screening.models import Lead, Run
from sunledger.units.models import Power, User
from tests.answers import hand_on
from tests.cast import person
from tests.disclosure_story import Story as Sheets
from tests.disclosure_story import make_story as make_sheets

JIA = "东岭建筑工程有限公司"
# day, voucher, payee, purpose, amount in fen
MAY = [
    ("2024-05-06", "FP-04417", JIA, "村道维修", 4900_00),
    ("2024-05-07", "FP-00031", "青泉商贸有限公司", "办公用品", 310_00),
    ("2024-05-08", "", "王*", "公益用工", 270_00),
]
JUNE = [
    ("2024-06-11", "FP-04417", JIA, "村道维修", 4900_00),
    ("2024-06-12", "FP-00044", "青泉商贸有限公司", "办公用品", 280_00),
]
BACK = [("2024-07-02", "SK-00007", JIA, "退回重复付款", -4900_00)]
Lines = list[tuple[str, str, str, str, int]]


@dataclass
class Story:
    """The people, and the sheets they publish."""

    sheets: Sheets
    officer: User  # the county's: screens, opens, assigns, closes
    outsider: User  # the neighbouring village's, who may screen there
    batches: dict[str, Batch] = field(default_factory=dict)

    def publish(self, period: str, lines: Lines) -> Batch:
        """Publish a sheet of the village."""
        batch = Batch.objects.create(
            unit=self.sheets.village,
            category="village-payments",
            category_version="2024-1",
            period=period,
            file_name=f"{period}.csv",
            file_sha256=f"{len(self.batches) + 1:064x}",
            rows=len(lines),
            rows_read=len(lines) + 1,
            totals={"CNY": sum(line[-1] for line in lines)},
            entered_by=self.sheets.clerk,
            entered_post=self.sheets.clerk.holdings.earliest("pk").post,
        )
        Record.objects.bulk_create(
            self._record(batch, number, line) for number, line in enumerate(lines, 1)
        )
        hand_on(batch=batch, by=self.sheets.clerk)
        self.batches[period] = disclosure.publish(batch=batch, by=self.sheets.reviewer)
        return self.batches[period]

    def _record(self, batch: Batch, number: int, line: tuple[str, str, str, str, int]) -> Record:
        day, voucher, payee, purpose, amount = line
        values = {"paid_on": day, "payee": payee, "purpose": purpose, "amount": amount}
        if voucher:
            values["voucher"] = voucher
        return Record(
            batch=batch,
            unit=batch.unit,
            category=batch.category,
            number=number,
            line=number + 1,
            values=values,
            amount=amount,
            currency="CNY",
            day=day,
            party=payee,
        )

    def run(self, *asked: str) -> Run:
        """Run the screen for double payments, or others, over the county, here and now."""
        asked = asked or ("duplicate_payments",)
        run = screening.start_run(unit=self.sheets.cast.county, by=self.officer, asked=asked)
        job = do(run)
        assert job.state == JobState.DONE, job.failure
        run.refresh_from_db()
        return run

    def lead(self) -> Lead:
        """Return the one lead there is."""
        return Lead.objects.get()


def do(run: Run) -> Job:
    """Do the work of a run here and now."""
    assert run.job is not None
    return jobs.run_here(run.job)


def make_story() -> Story:
    """Return the story with its two sheets published."""
    sheets = make_sheets()
    story = Story(
        sheets=sheets,
        officer=sheets.cast.lead,
        outsider=person("outsider", "邻村监督", sheets.cast.hamlet, Power.SCREEN, Power.ASSIGN),
    )
    story.publish("2024-05", MAY)
    story.publish("2024-06", JUNE)
    return story
