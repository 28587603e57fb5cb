"""Every form of file becomes one text, and every directive is a stretch of that text."""

from collections.abc import Callable

import pytest

from sunledger.decisions.reading.document import Unreadable
from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from tests import readout_files as files

MINUTES = ["Dahe Parish Council", "Minutes of the meeting held on 3 June 2024"]
ROWS = [["Action", "Owner", "Due"], ["Publish the register", "Clerk", "30 June 2024"]]
HTML = """<html><head><title>x</title><script>var must = "The clerk must hide";</script></head>
<body><div>首页</div><p>会议<b>强调</b>，各镇&nbsp;要按月公开账目。</p>
<table><tr><th>工作任务</th><th>责任单位</th></tr><tr><td>建立<i>台账</i></td><td>县财政局</td></tr></table>
</body></html>"""


def _quotations(content: bytes, name: str) -> list[str]:
    found = propose(read(content, name))
    for one in found.directives:
        assert found.text[one.span.start : one.span.end] == one.quotation
    return [one.quotation for one in found.directives]


@pytest.mark.parametrize("make", [files.docx, files.odt])
def test_a_table_in_a_word_file_gives_task_owner_and_day(
    make: Callable[[list[str], list[list[str]]], bytes],
) -> None:
    found = propose(read(make(MINUTES, ROWS), "minutes"))
    (task,) = found.directives
    assert (task.quotation, task.owner.text) == ("Publish the register", "Clerk")
    assert task.deadline is not None
    assert task.deadline.iso == "2024-06-30"


def test_what_was_struck_out_in_a_word_file_is_not_read() -> None:
    assert "struck" not in read(files.docx(MINUTES, ROWS), "minutes.docx").text


def test_html_is_read_without_its_scripts_and_with_its_tables() -> None:
    assert _quotations(HTML.encode(), "page.html") == ["各镇 要按月公开账目", "建立台账"]


def test_html_in_an_old_encoding_is_read_as_it_says_of_itself() -> None:
    page = HTML.replace("<head>", '<head><meta charset="gb2312">')
    assert "各镇 要按月公开账目" in _quotations(page.encode("gb18030"), "page.html")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_in_whatever_encoding_it_came(encoding: str) -> None:
    text = "会议强调，各镇要按月公开账目，接受群众监督。\r\n会议要求，县财政局要制定公开目录。"
    assert _quotations(text.encode(encoding), "readout.txt") == [
        "各镇要按月公开账目，接受群众监督",
        "县财政局要制定公开目录",
    ]


def test_a_pdf_is_read_and_its_broken_lines_are_joined() -> None:
    lines = [
        "EXECUTIVE ORDER No. 3",
        "It is hereby ordered:",
        "1. The Department of Finance shall publish every payment above five hundred dollars with",
        "the name of the payee no later than June 30, 2024.",
        "2. The Department of Health shall report to the Mayor every quarter on what it spent and",
        "on whom it was spent.",
    ]
    first, second = _quotations(files.pdf(lines), "order.pdf")
    assert first.startswith("The Department of Finance shall publish")
    assert first.endswith("no later than June 30, 2024")
    assert second.endswith("on whom it was spent")


def test_a_scanned_pdf_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match=r"scan\.pdf holds pictures .* text recognition"):
        read(files.pdf([]), "scan.pdf")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.4 broken", "a.pdf", "damaged or locked"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "a.doc", "Save it as .docx"),
        (b"  \n ", "a.txt", "no words"),
        (b"\x00" * 400, "a.bin", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, name: str, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        read(content, name)


def test_a_word_file_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="x">&a;</w:document>'
    with pytest.raises(Unreadable, match="damaged"):
        read(files._zip({"word/document.xml": bomb}), "bomb.docx")


def test_the_words_of_a_site_are_marked_and_stay() -> None:
    text = (
        "Home > News > Notices\nby admin\nThe clerk must publish the list.\nLeave a Comment\nSpam"
    )
    document = document_of(text)
    grey = [text[one.start : one.end] for one in document.boilerplate]
    assert grey == ["Home > News > Notices\nby admin", "Leave a Comment\nSpam"]
    assert document.text == text


def test_several_meetings_in_one_text_are_kept_apart() -> None:
    text = (
        "On March 3, the Dahe Town Committee held a meeting of all staff. Wang Ping presided over "
        "the meeting. The meeting emphasized that it is necessary to publish the accounts.\n\n"
        "On March 4, the Xihe Town Committee held a meeting of all staff. Li An presided over the "
        "meeting. The meeting emphasized that it is necessary to check every voucher."
    )
    found = propose(document_of(text))
    assert [one.body for one in found.meetings] == ["Dahe Town Committee", "Xihe Town Committee"]
    owners = [one.owner.text for one in found.directives]
    assert owners == ["Dahe Town Committee", "Xihe Town Committee"]


def test_a_year_that_the_text_does_not_give_is_not_guessed() -> None:
    found = propose(document_of("会议要求，各镇要于6月20日前报送清单，比2017年提前十天。"))
    assert found.directives[0].deadline is not None
    assert found.directives[0].deadline.iso is None


def test_a_deadline_takes_its_year_from_the_meeting() -> None:
    found = propose(
        document_of("2024年3月5日，县政府召开常务会议。会议要求，各镇要于6月20日前报送清单。")
    )
    assert found.directives[0].deadline is not None
    assert found.directives[0].deadline.iso == "2024-06-20"
