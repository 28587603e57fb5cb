"""Lists of persons or firms, from any spreadsheet: which column is what, by its heading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sunledger.core.problem import gettext_noop
from sunledger.core.rows import BadFile, Cell, Row
from sunledger.core.workbook import open_sheets

# Headings that say what a column is; all others are what --map says, or are left away.
KNOWN = {
    "name": "name 姓名 名称 名字 单位名称 企业名称 公司名称 供应商 供应商名称 supplier vendor "
    "surname payee 收款单位（人） 收款单位(人) 收款单位 收款单位名称 收款人 收款方 "
    "中标单位 中标人 承建单位 施工单位",
    "given": "given first_name given_name forename 名",
    "born": "born dob birth_date date_of_birth birthdate 出生日期 出生年月 出生 生日",
    "place": "place village town city suburb 村 村居 所在村 住址 户籍地 地址村 village_name",
    "code": "code tax_id uscc 统一社会信用代码 信用代码 社会信用代码 组织机构代码 nif cif vat lei",
    "identity": "identity id_no 身份证号 身份证号码 公民身份号码 证件号码",
    "phone": "phone telephone tel 电话 手机 联系电话 手机号",
    "address": "address 地址 注册地址 联系地址",
    "postcode": "postcode zip 邮编 邮政编码",
    "email": "email e-mail 邮箱 电子邮箱",
}
_BY_HEADING = {word: kind for kind, words in KNOWN.items() for word in words.split()}
_TOP = 20  # lines among which the headings are looked for


@dataclass(frozen=True)
class Listed:
    """A list: its columns by what they are, and the line of the file on which each row stands."""

    columns: dict[str, list[str]]
    lines: list[int]

    def row(self, at: int) -> dict[str, str]:
        """Return one row, by columns."""
        return {name: values[at] for name, values in self.columns.items()}


def listed(file: Path, mapping: Mapping[str, str]) -> Listed:
    """Read the first sheet of a file that has headings known or told."""
    for sheet in open_sheets(file):
        rows = iter(sheet.rows)
        for _number, row in zip(range(_TOP), rows, strict=False):
            places = _places(row, mapping)
            if places:
                return _read(rows, places)
    raise BadFile(
        gettext_noop(
            "%(file)s: no heading says which column is a name or a code. "
            "Say it like --map “Vendor=name”."
        ),
        file=file.name,
    )


def headings_told(given: Iterable[str], kinds: Sequence[str]) -> dict[str, str]:
    """Return headings with what they are, as a command was told: HEADING=COLUMN."""
    found = {}
    for one in given:
        heading, equals, kind = one.rpartition("=")
        if not equals or kind not in kinds:
            raise CommandError(
                _("--map is written HEADING=COLUMN, with one of: %(known)s.")
                % {"known": ", ".join(kinds)}
            )
        found[" ".join(heading.split())] = kind
    return found


def _places(row: Row, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return which column is what; nothing where the row is none of headings."""
    found: dict[str, int] = {}
    headings = [_text(cell) for cell in row.cells]
    for told in (mapping, _BY_HEADING):
        for at, heading in enumerate(headings):
            kind = told.get(heading) or (told.get(heading.lower()) if told is _BY_HEADING else None)
            if kind and at not in found.values():
                found.setdefault(kind, at)
    return found if {"name", "code", "identity"} & set(found) else {}


def _read(rows: Iterator[Row], places: Mapping[str, int]) -> Listed:
    """Return the rows under the headings; empty ones are passed over."""
    columns: dict[str, list[str]] = {name: [] for name in places}
    lines = []
    for row in rows:
        texts = {
            name: _text(row.cells[at]) if at < len(row.cells) else "" for name, at in places.items()
        }
        if any(texts.values()):
            lines.append(row.line)
            for name, text in texts.items():
                columns[name].append(text)
    return Listed(columns, lines)


def _text(cell: Cell) -> str:
    """Return a cell as text; days as days, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
