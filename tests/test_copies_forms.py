"""One text in every form it goes round in is known again; what only looks like it is not."""

import pytest

from sunledger.decisions.copies_known import Known, known
from sunledger.decisions.models import Meeting
from sunledger.decisions.reading.reader import read
from tests import readout_files as files
from tests.cast import Cast
from tests.test_copies import decisions_of

PARAGRAPHS = [
    "The Harbour Board met on 4 March 2024 and looked at the leases of the northern quay.",
    "The Board decided that the treasurer will publish the list of open leases by 30 April 2024.",
    "The estates office must check each lease against the register of owners before the summer.",
    "The clerk shall write to all nine districts and ask for the registers of their moorings.",
    "It was noted that the old pier was repaired last year for less than had been planned.",
]
ROWS = [
    ["Task", "Owner", "By when"],
    ["Publish the list of open leases of the northern quay", "Treasurer", "30 April 2024"],
    ["Write to the nine districts about their registers", "Clerk", "31 May 2024"],
]
WHOLE = "\n\n".join(PARAGRAPHS)


def likes(text: str) -> list[Known]:
    """Return the meetings that are like a text."""
    return known(text, (), (), Meeting.objects.all())


def _wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


FORMS = {
    "a site with navigation": (
        "page.html",
        (
            "<html><head><title>Harbour news</title></head><body><nav><a href=/>Home</a> "
            "<a href=/a>About us</a> <a href=/c>Contact</a></nav><h1>What the Board decided</h1>"
            + "".join(f"<div><p>{words}</p></div>" for words in PARAGRAPHS)
            + "<aside>You may also like: The regatta returns</aside>"
            "<footer>Privacy and cookies. All rights reserved.</footer></body></html>"
        ).encode(),
    ),
    "a PDF with broken lines": ("board.pdf", files.pdf(_wrapped(WHOLE, 34))),
    "Word with a table": ("board.docx", files.docx(PARAGRAPHS, ROWS)),
    "OpenDocument with a table": ("board.odt", files.odt(PARAGRAPHS, ROWS)),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_text_in_another_form_is_known_again(cast: Cast, form: str) -> None:
    meeting = decisions_of(cast, WHOLE)
    name, content = FORMS[form]
    document = read(content, name)
    (found,) = known(document.text, document.boilerplate, (), Meeting.objects.all())
    assert found.meeting == meeting
    assert found.is_same


def test_and_the_other_way_round(cast: Cast) -> None:
    for name, content in FORMS.values():
        meeting = decisions_of(cast, read(content, name).text)
        assert likes(WHOLE)[0].is_same
        meeting.prints.all().delete()


ONE_MACHINE = (
    "The meeting pointed out that all towns must deeply grasp the rectification of village "
    "accounts. The finance bureau should circulate the inspection of vouchers every quarter. "
    "It is necessary to recover the overpaid funds of the street lamps before the end of April."
)
ANOTHER_MACHINE = (
    "It was stressed at the session that every township has to thoroughly carry out the clean-up "
    "of rural bookkeeping. Each three months a bulletin on spot checks of receipts is to be "
    "issued by the bureau of finance. Money paid in excess for road lighting must be got back "
    "by late April."
)


def test_two_machine_translations_of_one_text_are_not_known_as_one(cast: Cast) -> None:
    """Fingerprints know words, not what they mean. This is a limit, and it is said in the docs."""
    decisions_of(cast, ONE_MACHINE)
    assert not any(one.is_same for one in likes(ANOTHER_MACHINE))


def test_half_of_it_quoted_in_another_text_is_told_apart(cast: Cast) -> None:
    decisions_of(cast, WHOLE)
    own = (
        "The fishermen's guild held its spring meeting in the net loft. "
        "The guild agreed that its treasurer will pay for new nets out of the winter collection. "
        "Members asked when the ice house opens again and who will hold the keys this year. "
        "The guild wants its own berth at the southern quay and will ask the county for it. "
        "The next outing was fixed for the first Sunday after the herring has come in."
    )
    (found,) = likes(f"{own}\n\nAs the Board had said: {PARAGRAPHS[1]} {PARAGRAPHS[2]}")
    assert not found.is_same
    assert found.of_new < 0.5


FORM = (
    "{body}于{day}召开专题会议，研究{matter}工作。会议听取了工作汇报。会议指出，{matter}工作取得了成效，但仍有不足。\n"
    "会议要求，{owner}要在{due}前{task}。{other}要{second}。各有关单位要提高认识，压实责任，确保各项任务落到实处。\n"
)
FILLED = [
    {
        "body": "大河县农业农村局", "day": "3月4日", "matter": "高标准农田管护", "owner": "建设股",
        "due": "4月底", "task": "逐块核对六个乡镇的沟渠破损清单并排出修复次序",
        "other": "财务股", "second": "把管护资金的拨付凭证逐笔贴到村务公开栏",
    },
    {
        "body": "西山区卫生健康局", "day": "9月18日", "matter": "家庭医生签约", "owner": "卫生科",
        "due": "10月15日", "task": "抽查三十名签约老人的随访记录并通报虚假签约",
        "other": "信息中心", "second": "停用重复录入的两套报表，合并成一张",
    },
]  # fmt: skip


def test_two_texts_of_one_form_with_other_content_are_no_copies(cast: Cast) -> None:
    one, other = (FORM.format(**words) for words in FILLED)
    decisions_of(cast, one)
    assert not any(found.is_same for found in likes(other))


def test_two_english_texts_of_one_form_are_no_copies(cast: Cast) -> None:
    form = (
        "Minutes of the meeting held at the {place}. Present: the chair and all members. "
        "Apologies were noted and the minutes of the last meeting were agreed as a true record. "
        "Action: {owner} to {task} by {due}. Action: {other} to {second}. "
        "There being no other business the meeting closed."
    )
    decisions_of(
        cast,
        form.format(
            place="boat house", owner="the warden", due="1 June", other="the clerk",
            task="count the buoys along the eastern channel and list those that lost their chain",
            second="ask the insurer whether the storm of last winter is covered by the policy",
        ),
    )  # fmt: skip
    text = form.format(
        place="grange", owner="the bursar", due="3 October", other="the porter",
        task="find three offers for the heating of the long hall and lay them before the members",
        second="have the locks of the north stair changed and keep a list of who holds a key",
    )  # fmt: skip
    assert not any(found.is_same for found in likes(text))
