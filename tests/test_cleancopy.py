"""What is published of a file is what people see in it; nothing that was planted comes through."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from sunledger.core.cleancopy import Bounds, Clean, NoCopy, clean, taken
from sunledger.core.cleancopy.kinds import copied
from sunledger.core.cleancopy.program import said
from sunledger.decisions.reading.reader import read
from tests import copy_files
from tests.copy_files import PLANTED, everything_in

PIXELS = 50_000_000
TOLD = {
    "photograph.jpg": copy_files.photograph,
    "drawing.png": copy_files.drawing,
    "picture.webp": copy_files.webp,
    "report.pdf": copy_files.pdf,
    "letter.docx": copy_files.docx,
    "letter.odt": copy_files.odt,
    "table.xlsx": copy_files.xlsx,
}


def made(content: bytes, name: str = "a") -> Clean:
    """Return a copy, made in this process."""
    return copied(content, name, PIXELS)


def refusal(content: bytes) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(NoCopy) as refused:
        made(content, "档案")
    return str(refused.value)


def same(one: bytes, other: Image.Image) -> bool:
    """Whether a picture looks as another, as near as writing it anew allows."""
    picture = Image.open(io.BytesIO(one)).convert("RGB")
    assert picture.size == other.size
    away = ImageStat.Stat(ImageChops.difference(picture, other.convert("RGB"))).mean
    return max(away) < 4


@pytest.mark.parametrize("name", TOLD)
def test_nothing_that_was_planted_is_anywhere_in_the_copy(name: str) -> None:
    before = TOLD[name]()
    assert PLANTED.encode() in everything_in(before)
    copy = made(before, name)
    assert PLANTED.encode() not in everything_in(copy.content)
    assert copy.removed
    assert not any(PLANTED in what for what in copy.removed)
    assert copy.ending == "." + name.rpartition(".")[2]


@pytest.mark.parametrize("name", TOLD)
def test_the_same_file_gives_the_same_copy_and_a_copy_gives_itself_once_more(name: str) -> None:
    content = TOLD[name]()
    assert made(content).content == made(content).content
    again = made(made(content).content)
    assert not {"comments", "author, title and programs"} & set(again.removed) or name.endswith("x")


def test_a_photograph_looks_as_before_and_says_when_it_was_taken() -> None:
    copy = made(copy_files.photograph())
    assert same(copy.content, copy_files.pixels())
    assert copy.taken == "2024-03-05 14:22:10 +08:00"
    assert copy.kind == "JPEG"
    assert not Image.open(io.BytesIO(copy.content)).getexif()
    assert copy.content.endswith(b"\xff\xd9")


def test_a_photograph_taken_sideways_stands_upright() -> None:
    copy = made(copy_files.photograph(turned=6))
    assert same(copy.content, copy_files.pixels().transpose(Image.Transpose.ROTATE_270))


def test_what_is_seen_through_has_no_colour() -> None:
    copy = Image.open(io.BytesIO(made(copy_files.drawing()).content))
    assert copy.mode == "RGBA"
    assert copy.getpixel((2, 2)) == (0, 0, 0, 0)
    assert copy.getpixel((40, 30)) == copy_files.pixels().convert("RGBA").getpixel((40, 30))


def test_a_pdf_opens_with_the_same_words_and_the_same_picture() -> None:
    before = PdfReader(io.BytesIO(copy_files.pdf()))
    copy = PdfReader(io.BytesIO(made(copy_files.pdf()).content))
    assert [page.extract_text() for page in copy.pages] == ["The work is done"]
    assert copy.pages[0].mediabox == before.pages[0].mediabox
    pictures = [page.images[0].image for page in (before.pages[0], copy.pages[0])]
    assert pictures[0] is not None
    assert pictures[1] is not None
    assert pictures[0].tobytes() == pictures[1].tobytes()
    assert not copy.metadata
    assert set(copy.root_object) == {"/Type", "/Pages"}


@pytest.mark.parametrize("note", ["/Square", "/Stamp", "/FreeText", "/Redact", "/Ink"])
def test_a_pdf_with_something_lying_over_a_page_is_refused_with_the_page(note: str) -> None:
    assert "page 1" in refusal(copy_files.pdf_with(note))


def test_letters_read_as_before() -> None:
    for make, ending in ((copy_files.docx, "docx"), (copy_files.odt, "odt")):
        before, copy = make(), made(make())
        text = read(copy.content, f"a.{ending}").text
        assert text == read(before, f"a.{ending}").text.replace(PLANTED, "")
        assert "工作已经完成。" in text
        assert "工作已经完成。" in copy.words


def test_a_letter_names_no_part_that_is_gone() -> None:
    with zipfile.ZipFile(io.BytesIO(made(copy_files.docx()).content)) as parts:
        names = parts.namelist()
        told = b"".join(parts.read(name) for name in names if "rels" in name or "Types" in name)
        assert parts.testzip() is None
        assert "word/media/a.jpeg" in names
        assert b"media/a.jpeg" in told
    for gone in (b"comments", b"customXml", b"docProps", b"people"):
        assert gone not in told
        assert not any(gone.decode() in name for name in names)


@pytest.mark.parametrize("change", ["ins", "del", "moveFrom", "rPrChange"])
def test_a_letter_with_tracked_changes_is_refused(change: str) -> None:
    body = f"<w:p><w:{change}><w:r><w:t>x</w:t></w:r></w:{change}></w:p>"
    assert "tracked changes" in refusal(copy_files.docx(body))


def test_what_hides_in_an_office_file_is_refused() -> None:
    vanish = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"
    assert "hidden words" in refusal(copy_files.docx(vanish))
    assert "macros" in refusal(copy_files.docx(word__vbaProject="x"))
    assert "other files" in refusal(copy_files.docx(word__embeddings__a="x"))
    assert "hidden" in refusal(copy_files.xlsx(hidden=True))
    assert "tracked changes" in refusal(copy_files.odt("<text:tracked-changes/>"))


def test_a_workbook_keeps_its_values_and_no_formula() -> None:
    copy = made(copy_files.xlsx())
    assert "修路\t4900.5" in copy.words
    assert "9801" in copy.words
    assert b"B2*2" not in everything_in(copy.content)


@pytest.mark.parametrize("words", ["Call 13812345678", "ID 11010519491231002X"])
def test_a_number_of_a_person_in_the_words_is_refused_with_its_place(words: str) -> None:
    assert "page 1" in refusal(copy_files.pdf(words))
    paragraph = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    assert "paragraph or row 2" in refusal(copy_files.docx(paragraph))
    assert "paragraph or row 2" in refusal(f"first\n{words}".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!DOCTYPE html><p>a",
        b"  <html><body>a",
        b"a,b\n<script>alert(1)</script>",
        b"GIF89a\x01\0\x01\0",
        b"II*\0\x08\0\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"\0\x01\x02\x03",
        b"",
    ],
)
def test_what_a_browser_or_another_program_would_run_is_never_a_copy(content: bytes) -> None:
    assert refusal(content)


def test_plain_text_stays_as_it_is_without_signs_that_nobody_sees() -> None:
    assert (
        made("事项,金额\r\n修路,-12.5\r\n".encode()).content
        == "事项,金额\r\n修路,-12.5\r\n".encode()
    )
    assert made("修路".encode("gb18030")).content == "修路".encode()
    assert made("修\u202e路\u200b".encode()).content == "修路".encode()


def test_a_picture_with_too_many_pixels_is_refused_by_its_head() -> None:
    assert "30000 × 30000" in refusal(copy_files.flood())


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    assert "300 MB" in refusal(copy_files.bomb())


@pytest.mark.parametrize("name", TOLD)
def test_a_file_that_is_cut_off_is_refused(name: str) -> None:
    whole = TOLD[name]()
    half = whole[: len(whole) // 3]
    about, copy = said("copy", half, name, PIXELS)
    assert about.get("refused") or PLANTED.encode() not in everything_in(copy)


def test_a_process_of_its_own_makes_the_copy_within_bounds() -> None:
    content = copy_files.photograph()
    assert clean(content, "../a\0\u202e.jpg").content == made(content).content
    assert taken(content) == "2024-03-05 14:22:10 +08:00"
    assert taken(b"text") == ""
    assert taken(b"\xff\xd8\xffnothing") == ""
    large = io.BytesIO()
    copy_files.pixels((5000, 4000)).save(large, "JPEG")
    with pytest.raises(NoCopy, match="takes too much"):
        clean(large.getvalue(), "a.jpg", Bounds(memory=60 << 20))
    with pytest.raises(NoCopy, match="pixels"):
        clean(content, "a.jpg", Bounds(pixels=100))


HEADS = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"%PDF-1.4\n", b"PK\x03\x04"]


@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_whatever_comes_is_copied_or_refused_with_a_sentence(head: bytes, rest: bytes) -> None:
    about, _copy = said("copy", head + rest, "a", PIXELS)
    assert about.get("kind") or about["refused"]["msgid"].endswith(".")


@given(st.sampled_from(sorted(TOLD)), st.integers(0), st.binary(min_size=1, max_size=8))
def test_a_file_with_a_scratch_never_lets_through_what_was_planted(
    name: str, place: int, scratch: bytes
) -> None:
    whole = bytearray(WHOLE[name])
    place %= len(whole)
    whole[place : place + len(scratch)] = scratch
    about, copy = said("copy", bytes(whole), name, PIXELS)
    assert "refused" in about or PLANTED.encode() not in everything_in(copy)


WHOLE = {name: make() for name, make in TOLD.items()}
