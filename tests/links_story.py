"""What the tests of links begin with: one firm that a village paid twice under two spellings."""

from dataclasses import dataclass

from sunledger.screening import proposing
from sunledger.screening.models import Link
from sunledger.screening.proposing import Proposed
from sunledger.units.models import Power, Reach, User
from tests.cast import at, person
from tests.disclosure_story import make_story as make_sheets
from tests.screening_story import MAY, Story

JIA = "东岭建筑工程有限公司"
JIA_AGAIN = "东岭建筑工程有限责任公司"
JIA_TRADITIONAL = "東嶺建築工程有限責任公司"
JIA_HERE = "清河县东岭建筑工程有限公司"
JUNE = [
    ("2024-06-11", "FP-04417", JIA_AGAIN, "村道维修", 4900_00),
    ("2024-06-12", "FP-00044", "青泉商贸有限公司", "办公用品", 280_00),
    ("2024-06-13", "", "张德海", "公益用工", 260_00),
    ("2024-06-14", "", "张德诲", "公益用工", 260_00),
]
GROUND = "营业执照上是同一家。"


@dataclass
class Links:
    """The people, the sheets, and the links."""

    story: Story
    second: User  # another of the county's who screens

    @property
    def officer(self) -> User:
        return self.story.officer

    def propose(self, days: int = 0) -> Proposed:
        """Look for links over the county, so many days from today."""
        return proposing.propose(self.story.sheets.cast.county, self.officer, at(days))

    def of(self, left: str, right: str) -> Link:
        """Return the link of two names."""
        return next(one for one in Link.objects.all() if {one.left, one.right} == {left, right})

    def one(self) -> Link:
        """Return the link of the firm's two spellings."""
        return self.of(JIA, JIA_AGAIN)

    def pay(self, period: str, *payees: str) -> None:
        """Publish a sheet that pays these."""
        lines = [
            (f"{period}-{n:02}", f"FP-9{period[-2:]}{n:02}", payee, "材料", 1000_00 + n * 100)
            for n, payee in enumerate(payees, 1)
        ]
        self.story.publish(period, lines)


def make_links() -> Links:
    """Return the story with two sheets published, before anybody looked for links."""
    sheets = make_sheets()
    outsider = person("outsider", "邻村监督", sheets.cast.hamlet, Power.SCREEN)
    story = Story(sheets=sheets, officer=sheets.cast.lead, outsider=outsider)
    story.publish("2024-05", MAY)
    story.publish("2024-06", JUNE)
    second = person("second", "县纪委", sheets.cast.county, Power.SCREEN, reach=Reach.BELOW)
    return Links(story, second)
