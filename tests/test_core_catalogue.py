"""A catalogue is its files; a file that is wrong is refused in one sentence that names it."""

import dataclasses
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Literal

import pydantic
import pytest

from sunledger.core import texttable
from sunledger.core.catalogue import CatalogueError, load


@dataclasses.dataclass(frozen=True)
class Stage:
    name: str
    days: int = 10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Plan:
    code: str
    title: str
    kind: Literal["open", "closed"] = "open"
    starts: date
    ends: date | None = None
    first: Stage | None = None
    stages: list[Stage] = field(default_factory=list)
    named: dict[str, Stage] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ends and self.starts > self.ends:
            raise ValueError(f"starts {self.starts} after it ends {self.ends}")


@pydantic.dataclasses.dataclass(frozen=True)
class Short:
    title: str


GOOD = 'title = "万件"\nstarts = 2024-01-01\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "drives" / "catalogue"
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, text: str, name: str = "oops.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_file_is_an_entry_under_its_own_name(shelf: Path) -> None:
    put(shelf, GOOD, "b.toml")
    put(shelf, GOOD + 'code = "a"\nwords = { any = "word" }\n[[stages]]\nname = "one"', "a.toml")
    put(shelf, "not a catalogue file", "README.md")
    plans = load(shelf, Plan)
    assert list(plans) == ["a", "b"]
    assert plans["a"].stages == [Stage("one")]
    assert plans["a"].words == {"any": "word"}
    assert plans["b"].code == "b"
    assert plans["b"].starts == date(2024, 1, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        plans["b"].title = "other"  # type: ignore[misc]


def test_an_empty_shelf_is_no_error_and_no_shelf_is_one(shelf: Path) -> None:
    assert load(shelf, Plan) == {}
    with pytest.raises(CatalogueError, match="there is no such folder"):
        load(shelf / "none", Plan)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD + "ends = 2023-12-31", "starts 2024-01-01 after it ends 2023-12-31"),
        (GOOD + 'colour = "red"', "“colour” is not a word of this catalogue"),
        (GOOD + 'first = { name = "a", day = 3 }', "“first.day” is not a word"),
        (GOOD + '[[stages]]\nname = "a"\n[[stages]]\nname = "b"\nday = 3', "“stages.2.day” is"),
        (GOOD + '[named.x]\nname = "a"\nday = 3', "“named.x.day” is not a word"),
        (GOOD + 'code = "other"', "the code “other” is not the file's name"),
        (GOOD + 'kind = "ajar"', "kind: Input should be 'open' or 'closed'"),
        (GOOD + 'first = { name = "a", days = "x" }', "first.days: Input should be a valid"),
        ('title = "a"', "starts: Field required"),
        ("title = ", "Invalid value (at"),
        (GOOD + GOOD, "Cannot overwrite a value"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(
    shelf: Path, text: str, sentence: str
) -> None:
    put(shelf, text)
    with pytest.raises(CatalogueError) as error:
        load(shelf, Plan)
    assert str(error.value).startswith("drives/catalogue/oops.toml: ")
    assert sentence in str(error.value)


def test_a_file_in_another_encoding_is_named(shelf: Path) -> None:
    (shelf / "oops.toml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"drives/catalogue/oops\.toml: "):
        load(shelf, Plan)


def test_a_dataclass_of_pydantic_is_held_to_its_words_too(shelf: Path) -> None:
    put(shelf, 'title = "a"')
    assert load(shelf, Short) == {"oops": Short("a")}
    put(shelf, 'title = "a"\nmore = 1')
    with pytest.raises(CatalogueError, match="“more” is not a word"):
        load(shelf, Short)


# --- tables written as text -------------------------------------------------------------------


def test_a_table_written_as_text_is_a_row_a_line() -> None:
    rows = texttable.read("""
        code | payee   |   amount
        ---- | ------- | -------:
        p1   | 甲公司  |   90,000

        p2   |         | -5
    """)
    assert rows == [
        {"code": "p1", "payee": "甲公司", "amount": "90,000"},
        {"code": "p2", "payee": "", "amount": "-5"},
    ]


def test_a_table_without_rows_or_words_is_empty() -> None:
    assert texttable.read("code | payee") == []
    assert texttable.read("") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a | b\n1", "The row “1” has 1 cells; the heading “a | b” has 2."),
        ("a | b\n1 | 2 | 3", "has 3 cells"),
        ("a | a\n1 | 2", "needs a name of its own for each column"),
        ("a | \n1 | 2", "needs a name of its own for each column"),
    ],
)
def test_a_table_whose_rows_do_not_fit_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(texttable.TableError) as error:
        texttable.read(text)
    assert sentence in str(error.value)
