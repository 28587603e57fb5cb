"""What the tests of disclosure begin with: who enters, who reviews, and drafts of a village."""

from dataclasses import dataclass
from datetime import date

from sunledger.disclosure import actions
from sunledger.disclosure.models import Batch, Record, State
from sunledger.units.models import Power, Reach, Unit, User
from tests.answers import hand_on
from tests.cast import Cast, make_cast, person

PERIOD = "2024-03"
PAYEES = ("青泉商贸有限公司", "白溪建材有限公司", "双台农机合作社")


@dataclass(frozen=True)
class Story:
    """The cast with those who review."""

    cast: Cast
    clerk: User  # the village's: enters
    reviewer: User  # the town's: reviews for all its villages
    second_reviewer: User
    stranger: User  # another village's clerk

    @property
    def village(self) -> Unit:
        return self.cast.village

    def draft(self, rows: int = 3, period: str = PERIOD) -> Batch:
        """Return a draft, as reading a sheet leaves it."""
        batch = Batch.objects.create(
            unit=self.village,
            category="village-payments",
            category_version="2024-1",
            period=period,
            file_name="支出.csv",
            file_sha256=f"{rows:064x}",
            rows=rows,
            rows_read=rows + 1,
            totals={"CNY": sum(range(100, 100 * rows + 1, 100))},
            entered_by=self.clerk,
            entered_post=self.clerk.holdings.earliest("pk").post,
        )
        Record.objects.bulk_create(self.record(batch, number) for number in range(1, rows + 1))
        return batch

    def record(self, batch: Batch, number: int) -> Record:
        """Return one line of a sheet."""
        day = date(2024, 3, 1 + number % 28)
        payee, amount = PAYEES[number % 3], 100 * number
        values = {
            "paid_on": day.isoformat(),
            "payee": payee,
            "purpose": "道路维修",
            "amount": amount,
            "voucher": f"记-{number}",
        }
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

    def submitted(self, rows: int = 3) -> Batch:
        """Return a sheet that waits for review."""
        return hand_on(batch=self.draft(rows), by=self.clerk)

    def published(self, rows: int = 3) -> Batch:
        """Return a published sheet."""
        batch = actions.publish(batch=self.submitted(rows), by=self.reviewer)
        assert batch.state == State.PUBLISHED
        return batch


def make_story() -> Story:
    """Return the story's beginning, fresh in the database."""
    cast = make_cast()
    below = Reach.BELOW
    return Story(
        cast=cast,
        clerk=cast.clerk,
        reviewer=person("reviewer", "镇审核", cast.town, Power.REVIEW, reach=below),
        second_reviewer=person("reviewer2", "镇复核", cast.town, Power.REVIEW, reach=below),
        stranger=person("stranger", "邻村会计", cast.hamlet, Power.ENTER, Power.REVIEW),
    )
