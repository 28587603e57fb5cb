"""Files that are something else than JSON in UTF-8: refused by what they are, or read."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.ocds.reading import Reading
from tests.test_ocds_hostile import release

LINES = b"".join(json.dumps(release(f"p{number}")).encode() + b"\n" for number in range(3))


def zipped(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, LINES)
    return held.getvalue()


def tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        one = tarfile.TarInfo("2024.json")
        one.size = len(LINES)
        archive.addfile(one, io.BytesIO(LINES))
    return held.getvalue()


def workbook() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet().write(0, 0, "ocid")
    return held.getvalue()


def open_document() -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", kind)
    return held.getvalue()


UNPACK = "Unpack it, and give the JSON files"
ASK = "ask the publisher for them in that form"
FILES = {
    "zip": (zipped("2024/发布.json"), f"the first file in it is “2024/发布.json”. {UNPACK}"),
    "empty zip": (b"PK\x05\x06" + bytes(18), f"zip archive; the first file in it is –. {UNPACK}"),
    "zip cut off": (zipped("2024.json")[:33], "the first file in it is “202”"),
    "xlsx": (workbook(), f"(.xlsx). Data of the Open Contracting Data Standard are JSON: {ASK}"),
    "ods": (open_document(), "another kind (.ods)"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ".xls"),
    "tar": (tar(), f"This is an archive (tar). {UNPACK}"),
    "tar in gzip": (gzip.compress(tar()), f"This is an archive (tar). {UNPACK}"),
    "gzip twice": (gzip.compress(gzip.compress(LINES)), "packed with gzip twice. Unpack it once"),
    "bzip2": (bz2.compress(LINES), "packed with bzip2. Unpack it first"),
    "xz": (lzma.compress(LINES), "packed with xz"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "an archive (7z)"),
    "Parquet": (b"PAR1" + bytes(64), "another kind (Parquet)"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "another kind (PDF)"),
    "a page": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>Not found", "a page of the web or XML"),
}  # fmt: skip


@pytest.mark.parametrize(("held", "words"), FILES.values(), ids=FILES)
def test_what_is_no_json_is_refused_by_what_it_is(tmp_path: Path, held: bytes, words: str) -> None:
    contents = [Content(LINES, "good.jsonl"), Content(held, "odd")]
    reading = Reading(contents)
    assert len(list(reading.processes())) == 3
    found = flat.write(contents, tmp_path)
    for report in (reading.report, found.report):
        (refused,) = report.refused
        assert str(refused.place) == "odd"
        assert words in str(refused.problem)
        assert report.processes == 3


def test_the_command_says_so_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "2024.zip"
    file.write_bytes(zipped("a.json"))
    for language, words in (("en", "2024.zip: This is a zip archive"), ("zh-hans", "zip 压缩包")):
        out = io.StringIO()
        with override(language), pytest.raises(CommandError):
            call_command("ocds", str(file), stdout=out)
        assert words in out.getvalue()
    broken = tmp_path / "a.json.gz"
    broken.write_bytes(gzip.compress(LINES)[:20])
    with override("zh-hans"), pytest.raises(CommandError, match="损坏"):
        call_command("ocds", str(broken))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without mark", "with mark"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_signs_of_two_and_four_bytes_are_read(
    tmp_path: Path, encoding: str, mark: str, indent: int | None
) -> None:
    """JSON begins with a sign of ASCII: the zeros beside it tell how many bytes a sign takes."""
    releases = [release(f"p{number}", tender={"title": "道路 😀"}) for number in range(3)]
    for given in (releases, {"releases": releases}, releases[0]):
        held = (mark + json.dumps(given, ensure_ascii=False, indent=indent)).encode(encoding)
        contents = [Content(held, "a")]
        reading = Reading(contents)
        titles = {one.value["tender"]["title"] for one in reading.processes()}
        assert (titles, reading.report.refused) == ({"道路 😀"}, [])
        found = flat.write(contents, tmp_path / "tables")
        assert (found.report.processes, found.report.refused) == (reading.report.processes, [])
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in releases)
    reading = Reading([Content((mark + lines).encode(encoding), "a")])
    assert len(list(reading.processes())) == 3


def test_gzip_that_unfolds_to_more_than_any_file_is_refused(tmp_path: Path) -> None:
    """A hundred megabytes of spaces in a hundred kilobytes."""
    bomb = gzip.compress(b"[" + b" " * (100 << 20) + b"]")
    reading = Reading([Content(bomb, "a.json.gz")])
    assert list(reading.processes()) == []
    found = flat.write([Content(bomb, "a.json.gz")], tmp_path)
    for report in (reading.report, found.report):
        assert "would unfold to more than" in str(report.refused[0].problem)
