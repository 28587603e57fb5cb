"""Codes that people copy by hand, and archives that people bring: small mistakes are noticed."""

import io
import zipfile

import pytest

from sunledger.core.checked import SIGNS, read_checked, with_check
from sunledger.core.rows import BadFile
from sunledger.core.unpacked import is_archive, unpack

NUMBERS = (0, 1, 30, 31, 104_729, 28_629_150)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_code_comes_back_however_it_is_written(number: int) -> None:
    code = with_check(number)
    assert read_checked(code) == number
    assert read_checked(f" {code.lower().replace('-', ' ')} ") == number
    assert read_checked(code.replace("0", "o").replace("1", "i")) == number


@pytest.mark.parametrize("number", NUMBERS)
def test_one_wrong_sign_and_two_swapped_are_noticed(number: int) -> None:
    signs = with_check(number).replace("-", "")
    for place, right in enumerate(signs):
        for wrong in SIGNS:
            if wrong != right:
                assert read_checked(signs[:place] + wrong + signs[place + 1 :]) is None
    for place in range(len(signs) - 1):
        one, other = signs[place], signs[place + 1]
        swapped = signs[:place] + other + one + signs[place + 2 :]
        assert one == other or read_checked(swapped) is None


def test_what_is_no_code_is_none() -> None:
    assert [read_checked(text) for text in ("", "1", "大河村", "0000", "a b")] == [None] * 5


def archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    return held.getvalue()


def names(content: bytes, files: int = 10) -> list[str]:
    return [one.path for one in unpack(content, "a.zip", files=files, size=1 << 20)]


def test_no_name_leads_out_of_an_archive() -> None:
    wicked = archive({"../../etc/passwd": b"a", "/etc/b.csv": b"b", "c\\..\\d.csv": b"c"})
    assert names(wicked) == ["etc/passwd", "etc/b.csv", "c/d.csv"]


def test_what_a_computer_left_in_an_archive_is_left_out() -> None:
    left = archive({"__MACOSX/._a.csv": b"a", ".DS_Store": b"b", "~$a.xlsx": b"c", "a.csv": b"d"})
    assert names(left) == ["a.csv"]


def test_names_of_a_chinese_windows_are_read_as_they_were_meant() -> None:
    name = "大河村/三月.csv"
    content = archive({"x" * len(name.encode("gb18030")): b"a"})
    content = content.replace(b"x" * len(name.encode("gb18030")), name.encode("gb18030"))
    assert names(content) == [name]


def test_too_many_files_and_a_size_that_lies_are_refused() -> None:
    with pytest.raises(BadFile, match="holds 3 files"):
        names(archive({f"{n}.csv": b"a" for n in range(3)}), files=2)
    size = (2 << 20) + 12_345
    honest = archive({"a.csv": bytes(size)})
    with pytest.raises(BadFile, match="would unfold"):
        names(honest)
    lie = honest.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(BadFile, match=r"damaged|would unfold"):
        names(lie)


def test_a_workbook_is_no_archive() -> None:
    assert is_archive(archive({"a.csv": b""}))
    assert not is_archive(archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}))
    assert not is_archive(b"PK\x03\x04 and nothing more")
    assert not is_archive(b"a,b\n")
