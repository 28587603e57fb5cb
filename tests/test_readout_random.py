"""Whatever is done to a text, no offset leaves its words and nothing breaks."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunledger.decisions.reading.blocks import blocks_of
from sunledger.decisions.reading.document import Unreadable
from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from tests.readout_texts import marked_texts

TEXTS = [marked.text for marked in marked_texts()]
SIGNS = [
    "|",
    "。",
    "；",
    "，",
    "：",
    ":",
    ".",
    "“",
    "（",
    ")",
    "要",
    "将",
    "shall",
    "一是",
    "《",
    "😀",
    "第十三条",
    "会议强调，",
    "责任单位：",
    "Due:",
    "Action:",
]
SPACES = ["\n", "\n\n", " ", "\t", "\u3000", "\xa0", "\x00", "\r\n", "---\n", "a | b\nc | d\n"]
MARKS = [
    "**Action:** ",
    "- [ ] ",
    "\n(b) ",
    "commit-\ntee",
    "\nRESOLVED:\n(a) that ",
    "@ann: ",
    "03/04/25",
]
PIECES = st.sampled_from(
    [*SIGNS, *SPACES, *MARKS, "1. ", "• ", "by May 5, 2024", "9999年99月99日前"]
)
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _edited(text: str, edits: list[tuple[float, int, str]]) -> str:
    for place, gone, put in edits:
        at = int(place * len(text))
        text = text[:at] + put + text[at + gone :]
    return text


def _hold_file(content: bytes, name: str) -> None:
    """Read a file, or be refused with a sentence; what is read must hold."""
    try:
        document = read(content, name)
    except Unreadable as refused:
        sentence = str(refused)
    else:
        sentence = "read"
        for one in propose(document).directives:
            assert one.quotation == document.text[one.span.start : one.span.end]
        _hold(document.text)
    assert sentence


def _hold(text: str) -> None:
    document = document_of(text)
    found = propose(document)
    end = 0
    for one in found.directives:
        assert one.quotation == found.text[one.span.start : one.span.end]
        assert one.quotation.strip() == one.quotation != ""
        assert end <= one.span.start < one.span.end <= len(found.text)
        end = one.span.end
    for grey in document.boilerplate:
        assert 0 <= grey.start < grey.end <= len(text)
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row):
            assert 0 <= cell.start <= cell.end <= len(text)
    for block in blocks_of(document):
        assert len(block.body.words) == len(block.body.at)
        assert list(block.body.at) == sorted(set(block.body.at))
    found.as_json()


@FEW
@given(st.sampled_from(TEXTS), st.lists(EDIT, max_size=12))
def test_edits_never_move_an_offset_off_its_words(
    text: str, edits: list[tuple[float, int, str]]
) -> None:
    _hold(_edited(text, edits))


@FEW
@given(st.text(max_size=400))
def test_any_text_at_all_is_read(text: str) -> None:
    _hold(text)


@FEW
@given(
    st.sampled_from(TEXTS),
    st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-32", "big5", "cp1252", "shift_jis"]),
    st.binary(max_size=6),
    st.floats(0, 1),
)
def test_any_encoding_is_read_or_refused_with_a_sentence(
    text: str, encoding: str, noise: bytes, place: float
) -> None:
    content = text.encode(encoding, "replace")
    at = int(place * len(content))
    _hold_file(content[:at] + noise + content[at:], "notes.txt")


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "table",
        "tr",
        "td",
        "th",
        "li",
        "ul",
        "h1",
        "span",
        "br",
        "pre",
        "script",
        "style",
        "textarea",
        "title",
        "a",
    ]
)
ODD = ["&nbsp;", "&lt;", "&#0;", "&#x1F600;", "<!--", "-->", "<![CDATA[", "<", ">", "<%", "%>"]
MARKUP = st.lists(
    st.one_of(
        TAGS.map("<{}>".format),
        TAGS.map("</{}>".format),
        st.sampled_from(TEXTS),
        st.sampled_from([*ODD, "<?php", '<td colspan="x">']),
    ),
    max_size=14,
)


@FEW
@given(MARKUP)
def test_any_mark_up_is_read_or_refused_with_a_sentence(parts: list[str]) -> None:
    _hold_file(("<html><body>" + "".join(parts)).encode(), "page.html")


@FEW
@given(st.binary(max_size=300), st.sampled_from(["%PDF-1.4\n", "PK\x03\x04", ""]))
def test_any_bytes_are_read_or_refused_with_a_sentence(noise: bytes, start: str) -> None:
    for ending in (".pdf", ".docx", ".odt", ".html", ".md"):
        _hold_file(start.encode() + noise, "file" + ending)


@pytest.mark.parametrize("sign", ["（", "“", "|", "。", "1. ", "\n", "a, ", "要", "to be by the "])
def test_a_text_of_one_sign_only_takes_no_time_of_its_own(sign: str) -> None:
    _hold(sign * (4000 // len(sign)))


def test_all_printable_signs_are_read() -> None:
    _hold(string.printable * 3)
