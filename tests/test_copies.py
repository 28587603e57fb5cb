"""The same text given twice, or as somebody else's copy of it, opens nothing twice."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunledger.decisions import actions as decisions
from sunledger.decisions import adopting, confirming, intake
from sunledger.decisions.aliases import Meant
from sunledger.decisions.copies import alike, sentence_of, sentences_of
from sunledger.decisions.copies_known import Known, known
from sunledger.decisions.intake import Choice
from sunledger.decisions.models import Entry, EntryState, Meeting
from sunledger.ledger.models import Item
from sunledger.ledger.refusals import Incomplete
from tests.cast import Cast, at
from tests.confirming_story import ONE, TWO, choices_of, confirmed, entry_with
from tests.confirming_story import given as given_in

ENGLISH = """Minutes of the Harbour Oversight Board, 4 March 2024

The board agreed that the treasurer will publish the list of open contracts by 30 April 2024.
The audit office must check each payment above 5,000 against its voucher every quarter. It was
noted that the old pier had been repaired last year. The clerk shall write to all nine districts
and ask for their registers of leases by the end of May. Members spoke about the weather.
"""
QUOTING = """县审计局召开学习会，学习近期有关要求。

日前召开的县委常委会强调，柳河镇要在2024年4月30日前追回多付的路灯货款。

县审计局要求，各科室要在5月底前完成对三个乡镇的延伸审计，列出问题清单。\
综合科要每周汇总一次审计进展，报局长办公会。法规科要在6月10日前修订审计质量检查办法，印发各科室执行。\
各科室要逐项对照去年的整改台账，核查销号是否属实，对虚假销号的要退回重办。
"""
SYNDICATED = """【要闻】我县部署村级财务整治

来源：清河日报  记者 某某  编辑：某某

　　三月一日，清河县委常委会召开会议，传达学习全市基层监督工作会议精神，研究部署村级财务整治。\r
县委书记主持会议。\r
\r
　　会议强调，柳河镇要在２０２４年４月３０日前追回多付的路灯货款;县财政局要每季度通报一次各镇付款\r
凭证抽查情况。各镇要建立村级付款台账,逐笔登记收款人和凭证号。要进一步提高思想认识,切实增强责任感和紧迫感。\r
\r
　　会议要求，县财政局要在6月底前完成对全县50个村的账户清理。要对重复付款的村逐一约谈负责人。

（责任编辑：某某）  分享到： 微信 微博  返回顶部
"""


def likes(text: str) -> list[Known]:
    """Return the meetings that are like a text."""
    return known(text, (), (), Meeting.objects.all())


def adopted(cast: Cast, meeting: Meeting) -> list[Item]:
    """Confirm all that can be confirmed and open it."""
    for entry in meeting.entries.filter(kind="task", state="open"):
        given = confirming.Said(due=entry.due)
        if entry.owners.exists():
            confirming.accept(entry=entry, given=given, by=cast.lead, at=at())
    return adopting.adopt_confirmed(meeting=meeting, by=cast.lead, at=at())


@pytest.mark.parametrize("copy", [ONE, SYNDICATED], ids=["the same", "syndicated"])
def test_a_copy_is_kept_as_a_further_source_and_opens_nothing(cast: Cast, copy: str) -> None:
    (meeting,) = confirmed(cast)
    opened = adopted(cast, meeting)
    source = given_in(cast, copy, "转载.html" if copy != ONE else "")
    (like,) = likes(source.text)
    assert like.is_same
    assert like.meeting == meeting
    (choice,) = choices_of(source)
    same = Choice(choice.start, choice.end, same=like.meeting)
    assert intake.confirm(source=source, choices=[same], by=cast.lead, at=at()) == [meeting]
    assert [part.is_copy for part in meeting.parts.all()] == [False, True]
    assert (Meeting.objects.count(), Item.objects.count()) == (1, len(opened))


def test_it_is_said_how_many_directives_are_there_already(cast: Cast) -> None:
    (meeting,) = confirmed(cast)
    words = [one.quotation for one in meeting.proposals.all()]
    (like,) = known(SYNDICATED, (), [*words, "县医院要在七月底前公布药品采购的全部价格"],
                    Meeting.objects.all())  # fmt: skip
    assert (like.there, like.of) == (6, 7)


def test_even_as_a_meeting_of_its_own_nothing_opens_twice_unless_a_person_says_new(
    cast: Cast,
) -> None:
    (meeting,) = confirmed(cast)
    opened = len(adopted(cast, meeting))
    (again,) = confirmed(cast, SYNDICATED)
    twin = entry_with(again, "追回多付")
    with pytest.raises(Incomplete):
        confirming.accept(entry=twin, by=cast.lead, at=at())
    assert confirming.accept_plain(meeting=again, by=cast.lead, at=at())[0].kind == "exhortation"
    decision = entry_with(meeting, "追回多付").decisions.get()
    filled = confirming.Said(owner=Meant((cast.town,)), due=None)
    kept = confirming.accept(entry=twin, given=filled, by=cast.lead, at=at())
    assert (kept.state, kept.owner_seen) == (EntryState.OPEN, True)
    linked = confirming.call_same(entry=twin, decision=decision, by=cast.lead, at=at())
    assert (linked.state, linked.same_as) == (EntryState.SAME, decision)
    new = entry_with(again, "约谈")
    confirming.call_new(entry=new, by=cast.lead, at=at())
    confirming.accept(entry=new, by=cast.lead, at=at())
    adopting.adopt_confirmed(meeting=again, by=cast.lead, at=at())
    assert Item.objects.count() == opened + 1


def test_two_copies_confirmed_at_once_open_what_they_share_once(cast: Cast) -> None:
    """What is confirmed before the other is adopted is looked at once more when it is opened."""
    meetings = [*confirmed(cast), *confirmed(cast, SYNDICATED)]
    for meeting in meetings:
        confirming.accept(entry=entry_with(meeting, "追回多付"), by=cast.lead, at=at())
    adopting.adopt_confirmed(meeting=meetings[0], by=cast.lead, at=at())
    with pytest.raises(Incomplete, match="柳河镇要"):
        adopting.adopt_confirmed(meeting=meetings[1], by=cast.lead, at=at())
    assert Item.objects.count() == 1


def test_a_text_that_only_quotes_another_is_told_apart(cast: Cast) -> None:
    confirmed(cast)
    (like,) = likes(QUOTING)
    assert not like.is_same
    assert 0 < like.of_new < 0.4


def test_another_meeting_is_like_none(cast: Cast) -> None:
    confirmed(cast)
    assert likes(TWO) == []
    assert likes(ENGLISH) == []


def test_an_excerpt_is_the_same_meeting(cast: Cast) -> None:
    (meeting,) = confirmed(cast)
    (like,) = likes(ONE[ONE.index("会议要求") : ONE.index("上一篇")])
    assert like.is_same
    assert like.meeting == meeting


def test_a_copy_of_an_english_text_is_known_however_its_lines_break(cast: Cast) -> None:
    confirmed(cast, ENGLISH)
    wrapped = re.sub(r"(.{30}\S*) ", r"\1\n", " ".join(ENGLISH.split()))
    (like,) = likes("BREAKING: what the board decided\n\n" + wrapped.replace("treasurer will",
                    "treasurer is to"))  # fmt: skip
    assert like.is_same


def test_fingerprints_are_the_same_on_every_machine() -> None:
    assert sentence_of("柳河镇要追回多付的货款").keys == [
        327923625524487219,
        1395762317026099125,
        1524185041974585342,
        4688634464936619920,
    ]


SENTENCES = [
    "县水利局要在四月底前核查全部十二座小水库的维修合同",
    "县教育局要公开今年春季校服采购的中标价格和供货清单",
    "县交通局要在二十个工作日内退回多收的停车费",
    "各乡镇要把低保复核结果张贴到村民小组并留存照片",
    "县城管局要逐街公布占道经营的处罚依据和金额",
    "the harbour office must publish every lease it has signed since last spring",
    "the treasurer will report each quarter which of the nine districts is late",
    "all wards shall return their registers of lamps and meters by the end of June",
]
EDITS = st.sampled_from(["wide", "narrow", "spaces", "wrap", "points", "case", "word"])


def edited(words: str, how: str) -> str:
    """Return a sentence as another site may print it."""
    middle = len(words) // 2
    return {
        "wide": "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in words),
        "narrow": unicodedata.normalize("NFKC", words),
        "spaces": words.replace("，", "， ").replace(" ", "  "),
        "wrap": re.sub(r"(.{12}\S*?)(\s|(?<=[\u4e00-\u9fff]))", r"\1\n", words),
        "points": words.replace("，", ","),
        "case": words.upper(),
        "word": words[:middle] + words[middle + 1 :],
    }[how]


@settings(max_examples=150)
@given(st.sampled_from(SENTENCES), st.lists(EDITS, max_size=2))
def test_a_sentence_printed_elsewhere_is_the_same_sentence(words: str, how: list[str]) -> None:
    copy = words
    for one in how:
        copy = edited(copy, one)
    assert alike(sentence_of(words), sentence_of(copy)), copy


@given(st.permutations(SENTENCES))
def test_sentences_of_other_matters_are_never_alike(some: list[str]) -> None:
    assert not alike(sentence_of(some[0]), sentence_of(some[1]))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_has_its_sentences_in_place(text: str) -> None:
    last = 0
    for one in sentences_of(text):
        assert last <= one.start < one.end <= len(text)
        assert not text[one.start].isspace()
        last = one.end


@pytest.mark.parametrize("number", ["02", "03", "06", "16", "22", "47"])
def test_the_shared_texts_are_known_again_and_told_apart(
    cast: Cast, shared: Path, number: str
) -> None:
    texts = {
        file.stem: file.read_text(encoding="utf-8").partition("\n")[2]
        for file in (shared / "readouts" / "files").glob("*.txt")
    }
    whole = decisions_of(cast, texts[number])
    (like, *_others) = likes("Another headline\n\n" + re.sub(r"[ \n]+", "\n", texts[number]))
    assert like.meeting == whole
    assert like.is_same
    for other, text in texts.items():
        assert other == number or not any(one.is_same for one in likes(text)), other


def decisions_of(cast: Cast, text: str) -> Meeting:
    """Record a text as one meeting."""
    return decisions.record_meeting(
        unit=cast.county, title="会", held_on=at().date(), text=text, by=cast.lead, at=at()
    )


def test_nothing_is_lost_of_what_was_given_as_a_copy(cast: Cast) -> None:
    (meeting,) = confirmed(cast)
    before = Entry.objects.count()
    source = given_in(cast, SYNDICATED)
    same = Choice(0, len(source.text), same=meeting)
    intake.confirm(source=source, choices=[same], by=cast.lead, at=at())
    assert Entry.objects.count() == before
    source.refresh_from_db()
    assert source.text == SYNDICATED.replace("\r\n", "\n")
