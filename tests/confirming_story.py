"""Made-up readouts, and the way from one of them to entries that a person can work on."""

from dataclasses import dataclass
from datetime import date

from sunledger.decisions import intake
from sunledger.decisions.intake import Choice
from sunledger.decisions.models import Entry, Meeting, Source
from sunledger.decisions.offers import offers_of
from tests.cast import Cast, at, make_cast

HELD = date(2024, 3, 1)

ONE = """清河县召开村级财务整治推进会

发布时间：2024-03-02  来源：清河县融媒体中心

3月1日，清河县委常委会召开会议，传达学习全市基层监督工作会议精神，研究部署村级财务整治。县委书记主持会议。

会议强调，柳河镇要在2024年4月30日前追回多付的路灯货款；县财政局要每季度通报一次各镇付款凭证抽查情况。\
各镇要建立村级付款台账，逐笔登记收款人和凭证号。要进一步提高思想认识，切实增强责任感和紧迫感。

会议要求，县财政局要在6月底前完成对全县50个村的账户清理。要对重复付款的村逐一约谈负责人。

上一篇：我县春耕备耕有序推进
"""

TWO = """3月4日，清河县纪委常委会召开会议，传达学习县委常委\
会会议精神。会议强调，柳河镇要在4月底前核对所有路灯合同。\
县财政局要建立核对台账，每月报送进展。

3月5日，清河县政府办公室召开主任办公会议，传达学习县委常委会会议精神。会议要求，县财政局要在5月15日前印发付款凭证样式。\
柳河镇要公开全部村的付款凭证。
"""


@dataclass(frozen=True)
class Confirmed:
    """The cast, and a meeting whose text was given in."""

    cast: Cast
    meeting: Meeting


def make_confirmed() -> Confirmed:
    """Return what many tests begin with, fresh in the database."""
    cast = make_cast()
    (meeting,) = confirmed(cast)
    return Confirmed(cast, meeting)


def given(cast: Cast, text: str = ONE, name: str = "") -> Source:
    """Give a text in, and return the source once it is read."""
    return intake.give(
        unit=cast.county, content=text.encode(), file_name=name, by=cast.lead, at=at()
    )


def choices_of(source: Source, held_on: date = HELD) -> list[Choice]:
    """Confirm the meetings as they are offered."""
    return [
        Choice(
            one.start,
            one.end,
            title=one.title or "会议",
            held_on=held_on,
            body=one.body,
            chair=one.chair,
            conveys=one.conveys,
        )
        for one in offers_of(source.text, source.found)
    ]


def confirmed(cast: Cast, text: str = ONE) -> list[Meeting]:
    """Give a text in and confirm its meetings."""
    source = given(cast, text)
    return intake.confirm(source=source, choices=choices_of(source), by=cast.lead, at=at())


def entry_with(meeting: Meeting, words: str) -> Entry:
    """Return the live entry with these words in it."""
    return Entry.objects.live().get(meeting=meeting, quotation__contains=words)
