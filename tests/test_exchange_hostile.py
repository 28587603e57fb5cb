"""Files that somebody changed, or made to do harm: refused with a sentence, and nothing is kept."""

import contextlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sunledger.core.problem import Refused
from sunledger.disclosure.exchange import check, facts, form, opening
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.exchange.taking import take_in
from sunledger.disclosure.models import Batch, Origin, Record, Shape, Taken
from sunledger.seal import fact, log
from sunledger.units.models import Unit, User
from tests.exchange_files import SHAPE, SIGNER, STRANGER, UNITS, Book, Log, as_line, code

Edit = Callable[[str, list[str]], list[str]]


def sheets(*, rows: int = 3, **other: Any) -> Log:
    found = Log()
    found.say("result", {"item": "x"}, ours=False)
    found.sheet("one", rows, **other)
    return found


def why(book: Book, folder: Path) -> str:
    """Return the sentence by which a file is refused that the right key has signed."""
    file = book.write(folder / "books.zip")
    with pytest.raises(Refused) as found, opening.opened(file, SIGNER.key) as there:
        check.contents(there)
    return str(found.value)


def told(file: Path) -> list[str]:
    """Return what a file says, or raise Refused."""
    with opening.opened(file, SIGNER.key) as book:
        found = check.contents(book)
        bodies = [f"{one.entry} {one.body}" for one in check.tell(book, found)]
        return [*map(str, found.units.values()), *found.shapes, *bodies]


def on(name: str, change: Callable[[list[str]], list[str]]) -> Edit:
    """Return what changes one part and leaves the others."""
    return lambda part, lines: change(lines) if part == name else lines


# --- Changed after it was signed


@pytest.mark.parametrize(
    "change",
    [
        on(form.FACTS, lambda lines: lines[:-1]),
        on(form.FACTS, lambda lines: lines[1:]),
        on(form.FACTS, lambda lines: [*lines, lines[-1]]),
        on(form.FACTS, lambda lines: lines[::-1]),
        on(form.FACTS, lambda lines: [one.replace("青泉", "白泉") for one in lines]),
        on(form.FACTS, lambda lines: [one.replace('"', " ", 1) for one in lines]),
        on(form.FACTS, lambda lines: []),
        on(form.UNITS, lambda lines: [one.replace("石桥", "桥石") for one in lines]),
        on(form.SHAPES, lambda lines: [*lines, *lines]),
        on(form.LOG, lambda lines: [as_line(json.loads(lines[0]) | {"seen": 1})]),
        on(form.PACKAGE, lambda lines: ["{}\n"]),
        on(form.CHECKPOINT, lambda lines: [lines[0], "9\n", *lines[2:]]),
        on(form.MANIFEST, lambda lines: [one.replace("entries 0", "entries 1") for one in lines]),
    ],
)
def test_what_was_changed_after_it_was_signed_is_refused(change: Edit, tmp_path: Path) -> None:
    assert why(Book(sheets(), after=change), tmp_path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
@example(place=0.0, byte=1)
def test_one_changed_byte_is_refused_or_changes_nothing_that_is_read(
    tmp_path: Path, place: float, byte: int
) -> None:
    file = Book(sheets()).write(tmp_path / "books.zip")
    before, content = told(file), bytearray(file.read_bytes())
    content[int(place * len(content))] ^= byte
    file.write_bytes(content)
    with contextlib.suppress(Refused):
        assert told(file) == before


def test_a_part_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Its size and its place in the file are as they were: only reading it tells."""
    file, other = Book(sheets()).write(tmp_path / "books.zip"), tmp_path / "other.zip"
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(other, "w") as changed:
        for one in parts.namelist():
            content = parts.read(one)
            changed.writestr(one, b"\xbc" + content[1:] if one == form.SHAPES else content)
    with pytest.raises(Refused):
        told(other)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 2000), size=st.integers(1, 400), junk=st.binary(max_size=60))
def test_a_stretch_cut_out_or_put_in_is_refused_or_changes_nothing(
    tmp_path: Path, cut: int, size: int, junk: bytes
) -> None:
    file = Book(sheets()).write(tmp_path / "books.zip")
    before, content = told(file), file.read_bytes()
    start = cut % len(content)
    file.write_bytes(content[:start] + junk + content[start + size :])
    with contextlib.suppress(Refused):
        assert told(file) == before


# --- Signed, but not what the log has


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_fact_that_the_log_does_not_have_is_refused_even_if_it_is_signed(
    tmp_path: Path, data: st.DataObject
) -> None:
    there = sheets()
    place = data.draw(st.integers(0, len(there.said) - 1))
    name = data.draw(st.sampled_from(["body", "salt", "path", "entry"]))

    def forged(lines: list[str]) -> list[str]:
        line = json.loads(lines[place])
        if name == "body":
            said = json.loads(line["body"])
            said["facts"]["period"] = "2024-05"
            line["body"] = fact.canonical(said)
        elif name == "salt":
            line["salt"] = data.draw(st.binary(min_size=0, max_size=20)).hex()
        elif name == "entry":
            line["entry"] += data.draw(st.sampled_from([-1, 1, 7, 10**20]))
        else:
            step = data.draw(st.integers(0, len(line["path"]) - 1))
            line["path"][step] = data.draw(st.binary(min_size=32, max_size=32)).hex()
        return [*lines[:place], as_line(line), *lines[place + 1 :]]

    assert why(Book(there, before=on(form.FACTS, forged)), tmp_path)


# --- In the log and signed, and yet not to be taken


def saying(what: str, **facts: Any) -> Log:
    """Return a log that says one odd thing."""
    found = Log()
    found.say(what, facts)
    return found


def saying_text(body: str) -> Log:
    found = Log()
    found.say_text(body)
    return found


DEEP = '{"facts":' + '{"a":' * 5000 + "1" + "}" * 5001
ODD: dict[str, Callable[[], Log]] = {
    "a line that lacks": lambda: sheets(rows=3, line={"number": 1}),
    "more lines than are there": lambda: _with_rows(4),
    "a line of another sheet": lambda: sheets(line={"batch": code("other")}),
    "a line of another unit": lambda: sheets(line={"unit": "t"}),
    "a unit that is not in the list": lambda: sheets(unit="x"),
    "a sheet for residents": lambda: sheets(visibility="residents"),
    "a field that is not in its category": lambda: sheets(values={"secret": "x"}),
    "a number instead of words": lambda: sheets(values={"voucher": 7}),
    "an amount as true": lambda: sheets(values={"amount": True}),
    "an amount beyond counting": lambda: sheets(values={"amount": 10**40}),
    "a day that is none": lambda: sheets(values={"paid_on": "2024-02-31"}),
    "a sum that is not in the values": lambda: sheets(line={"amount": 1}),
    "a party that is not in the values": lambda: sheets(line={"party": "他人"}),
    "a currency that is none": lambda: sheets(line={"currency": "XXQ"}),
    "a category that is not with it": lambda: sheets(shape="0" * 64),
    "another category than its shape": lambda: sheets(category="village-seal-log"),
    "a period that is none": lambda: sheets(period="../../etc"),
    "a code that leads elsewhere": lambda: sheets(batch="../x"),
    "a line without a sheet": lambda: saying("published", **Log.line("one", 1, {})),
    "a kind that no unit says": lambda: saying("result", item="x"),
    "a sign that no text holds": lambda: sheets(values={"purpose": "a\x00b"}),
    "a text that is no JSON": lambda: saying_text("{"),
    "a text that is too deep": lambda: saying_text(DEEP),
    "a text that is not the exact one": lambda: saying_text('{"what": "batch"}'),
    "half a sign": lambda: saying_text('{"facts":{"a":"\\ud800"},"said_at":"x","what":"batch"}'),
    "no number": lambda: saying_text('{"facts":{"a":NaN},"said_at":"x","what":"batch"}'),
}


def _with_rows(rows: int) -> Log:
    found = Log()
    found.sheet("one", 3)
    found.said = []
    found.entries = []
    found.sheet("one", rows)
    found.said, found.entries = found.said[:rows], found.entries[:rows]
    return found


@pytest.mark.parametrize("odd", ODD)
def test_what_no_honest_site_says_is_refused_though_it_stands_in_its_log(
    odd: str, tmp_path: Path
) -> None:
    assert why(Book(ODD[odd]()), tmp_path)


@pytest.mark.parametrize(
    "units",
    [
        [],
        [UNITS[1]],
        [UNITS[0], UNITS[0], UNITS[1]],
        [UNITS[0], UNITS[1] | {"parent": "nobody"}],
        [UNITS[0], UNITS[1] | {"parent": ""}],
        [UNITS[0], UNITS[1] | {"code": "../x"}],
        [UNITS[0], UNITS[1] | {"name": "x" * 5000}],
        [UNITS[0], UNITS[1] | {"name": "石\n桥"}],
        [UNITS[0], UNITS[1] | {"kind": None}],
    ],
)
def test_a_list_of_units_that_is_no_tree_is_refused(
    units: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert "no tree" in why(Book(sheets(), units=units), tmp_path)


@pytest.mark.parametrize(
    "shape",
    [
        {"digest": "0" * 64, "content": SHAPE},
        {"digest": "x", "content": []},
        {"content": {"code": "a"}},
        {"digest": "x"},
    ],
)
def test_a_shape_that_is_none_is_refused(shape: dict[str, Any], tmp_path: Path) -> None:
    assert "shape" in why(Book(sheets(), shapes=[shape]), tmp_path)


def test_units_below_are_only_in_books_that_say_so(tmp_path: Path) -> None:
    assert "no tree" in why(Book(sheets(), below=False), tmp_path)


# --- No archive, or one that does harm


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as there:
        return {name: there.read(name) for name in there.namelist()}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive" * 100])
def test_a_file_that_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.zip"
    file.write_bytes(content)
    with pytest.raises(NotExchange), opening.opened(file):
        pass


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/passwd", "a/b.txt", "FACTS.jsonl", "x\\y"])
def test_an_archive_with_another_file_in_it_is_refused(name: str, tmp_path: Path) -> None:
    parts = parts_of(Book(sheets()).write(tmp_path / "books.zip"))
    file = archive(tmp_path / "odd.zip", parts | {name: b"x"})
    with pytest.raises(NotExchange, match="other files"), opening.opened(file):
        pass
    assert [one.name for one in tmp_path.parent.glob("evil*")] == []


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    file = Book(sheets()).write(tmp_path / "books.zip")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as there:
        there.writestr(form.FACTS, b"x\n")
    with pytest.raises(NotExchange, match="other files"), opening.opened(file):
        pass


@pytest.mark.parametrize("name", [form.FACTS, form.LOG, form.MANIFEST])
def test_a_bomb_is_refused_before_it_unfolds(name: str, tmp_path: Path) -> None:
    parts = parts_of(Book(sheets()).write(tmp_path / "books.zip"))
    file = archive(tmp_path / "bomb.zip", parts | {name: b"0" * (32 << 20)})
    with pytest.raises(NotExchange, match="beyond measure"), opening.opened(file):
        pass


def test_a_part_that_says_another_size_than_it_has_is_refused(tmp_path: Path) -> None:
    file = Book(sheets()).write(tmp_path / "books.zip")
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as there:
        size = there.getinfo(form.FACTS).file_size
    place = content.rfind(size.to_bytes(4, "little"))  # in the list at the end
    content[place : place + 4] = (size // 2).to_bytes(4, "little")
    file.write_bytes(content)
    with pytest.raises(NotExchange), opening.opened(file) as book:
        check.contents(book)


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    long = on(form.FACTS, lambda lines: [" " * (2 << 20) + lines[0], *lines[1:]])
    assert why(Book(sheets(), before=long), tmp_path)


def test_a_later_form_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "VERSION", 2)
    assert "later form" in why(Book(sheets()), tmp_path)


# --- Nothing half kept


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["a code of ours", "a unit of ours", "a line's code twice"])
def test_what_is_found_wrong_in_the_middle_leaves_nothing_behind(
    odd: str, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path / "home"
    town = Unit.objects.create(code="t", name="东山镇")
    other = Unit.objects.create(code="o", name="他处")
    there = sheets()
    there.sheet("two", 2, period="2024-04")
    if odd == "a unit of ours":
        Unit.objects.create(code="t-v", name="石桥村", parent=other)
    elif odd == "a line's code twice":
        there.sheet("three", 2, period="2024-05", line={"record": code("line one 1")})
    else:
        clerk = User.objects.create(username="clerk", name="甲")
        Batch.objects.create(
            code=code("sheet two"),
            unit=other,
            category="village-payments",
            category_version="1",
            period="2024-01",
            entered_by=clerk,
        )
    tables = (Batch, Record, Shape, Taken, Origin, Unit, User)
    before = [one.objects.count() for one in tables]
    with pytest.raises(Refused):
        take_in(file=Book(there).write(tmp_path / "b.zip"), unit=town, key=SIGNER.key)
    assert [one.objects.count() for one in tables] == before
    assert log.size() == 0


# --- What the documents say of it

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "check_the_books.py"
PAGE = SCRIPT.with_name("read-an-exchange-file.md").read_text(encoding="utf-8")


def checked(file: Path, key: str = str(SIGNER.key)) -> subprocess.CompletedProcess[str]:
    """Run the script of the documents with nothing but Python."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(file), key]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_of_the_documents_needs_nothing_but_python(tmp_path: Path) -> None:
    done = checked(Book(sheets(), seen=2).write(tmp_path / "books.zip"))
    assert (done.returncode, done.stdout) == (0, "All is well: batch 1, published 3\n")
    other = checked(Book(sheets(), signer=STRANGER).write(tmp_path / "other.zip"))
    assert "not signed" in other.stderr
    changed = on(form.FACTS, lambda lines: [one.replace("青泉", "白泉") for one in lines])
    done = checked(Book(sheets(), after=changed).write(tmp_path / "after.zip"))
    assert "facts.jsonl is not as it was signed" in done.stderr
    done = checked(Book(sheets(), before=changed).write(tmp_path / "before.zip"))
    assert "is not in the log" in done.stderr


def test_the_page_names_every_part_every_kind_and_every_name_of_the_form() -> None:
    for part in form.PARTS:
        assert f"| `{part}` |" in PAGE
    names = {"correction", "exemption", "granted_by", "granted_by_unit", "remains", "on", "why"}
    for kind, shape in facts.KINDS.items():
        assert f"| `{kind}` |" in PAGE
        for name in shape.model_fields:
            assert f"`{name}`" in PAGE or name in names, name
    assert f"form {form.VERSION}" in PAGE
    assert f"{form.FIRST_LINE} {form.VERSION}" in PAGE
    assert (form.RATIO, form.SMALL, form.LINE) == (200, 256 << 10, 1 << 20)
    assert (form.MOST_SHAPES, form.MOST_UNITS) == (5_000, 1_000_000)
