"""`sunledger readout`: what it prints, and what it says where it cannot read."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tests import readout_files as files

TEXT = "2024年3月5日，县政府召开常务会议。会议强调，各镇要于4月30日前公开不少于20笔支出。"


def _said(*words: str) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("readout", *words, stdout=out)
    return out.getvalue()


def test_it_prints_what_the_scorer_reads(tmp_path: Path) -> None:
    file = tmp_path / "readout.txt"
    file.write_text(TEXT, encoding="utf-8")
    said = json.loads(_said(str(file), "--json"))
    (task,) = said["directives"]
    assert said["text"][task["start"] : task["end"]] == task["quotation"]
    assert (task["responsible"], task["kind"]) == ("各镇", "task")
    assert task["deadline"] == {"text": "4月30日前", "iso": "2024-04-30", "type": "date"}
    assert task["targets"] == [20.0]
    assert said["boilerplate"] == []
    assert said["meetings"][0]["date_iso"] == "2024-03-05"


def test_it_prints_lines_for_people(tmp_path: Path) -> None:
    file = tmp_path / "readout.txt"
    file.write_text(TEXT, encoding="utf-8")
    said = _said(str(file))
    assert "1. 各镇要于4月30日前公开不少于20笔支出" in said
    assert "4月30日前 = 2024-04-30" in said


def test_it_reads_what_is_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert json.loads(_said("-", "--json"))["text"] == TEXT


def test_it_says_that_nothing_was_found(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text("The bridge is old. It was built in 1950.", encoding="utf-8")
    assert "No directive was found." in _said(str(file))


def test_a_scanned_pdf_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(files.pdf([]))
    with pytest.raises(CommandError, match="pictures of pages and no words"):
        _said(str(file))
