"""Words that several screens share: keys, reasons to set a row aside, and how to say them."""

from collections.abc import Mapping
from dataclasses import dataclass

from narwhals import Expr, String, col, concat_str, lit, when
from narwhals import len as count

from sunledger.screening.payee import PERSON, PUBLIC, WITHHELD
from sunledger.screening.screen import Reason
from sunledger.screening.shapes import Frame
from sunledger.screening.words import Text

PASSED_OVER = {
    "copied": Reason(
        Text(
            "The row repeats one of a sheet published twice; the sheet is asked about elsewhere.",
            "该行与重复公布的表相同；整张表另行提问。",
        )
    ),
    "money back": Reason(
        Text("The amount is zero or came back.", "金额为零，或属退回、冲销。"),
    ),
    "withheld": Reason(
        Text("The payee is withheld or masked.", "收款方未公开或已遮蔽。"),
    ),
    "person": Reason(
        Text(
            "The payee is a private person; this screen asks about organisations.",
            "收款方为个人；本项只看单位。",
        )
    ),
    "public": Reason(
        Text(
            "The payee is itself a public body: a transfer, not a purchase.",
            "收款方本身是公共机构，属拨转而非采购。",
        )
    ),
}


CAME_BACK = Reason(
    Text("The payment came back: what was paid was booked off again.", "款项已退回或冲销。"),
)


@dataclass(frozen=True)
class Returned:
    """Rows that agree in these columns, where what was paid and what came back is nought."""

    same: tuple[str, ...]


def came_back(*same: str) -> Returned:
    """Tell, as a condition of `set_aside`, what came back, by the columns that name one payment."""
    return Returned(same)


def _marked(rows: Frame, returned: Returned, mark: str) -> Frame:
    """Add whether a row came back.

    Hardly anything ever does: only payments of which a part came back are added up.
    """
    same = list(returned.same)
    back = rows.filter(col("amount") <= 0).group_by(*same).agg(back=count())
    paid = rows.join(back, on=same).group_by(*same).agg(net=col("amount").sum())
    gone = paid.filter(col("net") <= 0).select(*same, lit(1).alias(mark))
    rows = rows.join(gone, on=same, how="left")
    return rows.with_columns(
        (~col(mark).is_null() | (col("amount") <= 0).fill_null(value=False)).alias(mark)
    )


def holds(day: Expr) -> Expr:
    """Whether the day is in the time from `since` to before `until`; open where one is missing."""
    began = col("since").is_null() | (col("since") <= day)
    return began & (col("until").is_null() | (day < col("until")))


def masked(name: str) -> Expr:
    """Return a person's name as a sentence may show it: the first character of it."""
    shown = concat_str([col(name).str.slice(0, 1), lit("＊＊")])
    return when(col(name).is_null()).then(lit("＊＊＊")).otherwise(shown)


def passed_over(*names: str) -> dict[str, Expr]:
    """Return the conditions under which a row is passed over for each of those reasons."""
    conditions = {
        "copied": ~col("copy_of").is_null(),
        "money back": col("amount") <= 0,
        "withheld": col("payee_kind") == WITHHELD,
        "person": col("payee_kind") == PERSON,
        "public": col("payee_kind") == PUBLIC,
    }
    return {name: conditions[name] for name in names}


def set_aside(rows: Frame, reasons: Mapping[str, Expr | Returned]) -> Frame:
    """Add the column aside: the first reason that holds for a row, or nothing."""
    aside: Expr = lit(None, String)
    marks: list[str] = []
    for name, holds in reversed(list(reasons.items())):
        condition = holds
        if isinstance(condition, Returned):
            marks.append(f"returned {len(marks)}")
            rows = _marked(rows, condition, marks[-1])
            condition = col(marks[-1])
        aside = when(condition).then(lit(name)).otherwise(aside)
    rows = rows.with_columns(aside=aside)
    return rows.drop(*marks) if marks else rows


def span(first: str, last: str) -> Expr:
    """Return two texts as from – to; one of them where they are the same."""
    both = concat_str([col(first), col(last)], separator=" – ")
    return when(col(first) == col(last)).then(col(first)).otherwise(both)


def key(*names: str) -> Expr:
    """Return columns joined into one text that tells apart what they tell apart."""
    return concat_str(
        [col(name).cast(String).fill_null("") for name in names],
        separator="\N{SYMBOL FOR UNIT SEPARATOR}",
    )
