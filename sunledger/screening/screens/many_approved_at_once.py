"""Many approved on one day

One post approved twenty persons or more of one village for a scheme on a single day, and the day is
no yearly review.

Why it matters
    Need does not come to twenty families of one village on one day. A pile that is signed at once
    was not read, or was made up at once.

Innocent reasons
    The yearly review, which is passed over where the list says so. Records moved into a new system
    under one date; a day on which very many villages are entered is passed over. A new scheme, a
    flood, a meeting held once a quarter.

Source
    Our own; approvals in batches are a finding in several audit reports.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import place_named, scheme_named, with_distinct
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """一天批准许多人

同一岗位在一天之内为一个村批准了二十人以上的同一补助，且当天不是年度复核。

为什么重要
    不会有二十户人家在同一天变困难。一叠材料一次签完，要么没有看，要么是一次编成的。

清白的理由
    年度复核（名册注明的已排除）；数据迁移统一落款（同一天涉及很多村的已排除）；
    新政策启动、受灾、每季一次的评审会。

来源
    自拟；批量审批见于多份审计报告。
"""

SENTENCE = Text(
    "{approver} of {body_name} approved {persons} persons of {place} for {scheme_name} on "
    "{approved_on}.",
    "{body_name}{approver}于{approved_on}一天之内为{place}批准{persons}人享受{scheme_name}。",
)

NEEDS = {"awards": ["body", "person", "approver", "approved_on", "village"]}
APART = ["approver"]
REASONS = {
    "review": Reason(Text("The approval belongs to the yearly review.", "属年度复核。")),
}

SETTINGS = {
    "persons": Setting(
        Text(
            "persons of one village and day from which it is asked about", "一村一天达到几人起提问"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "villages": Setting(
        Text("villages on one day beyond which it is a moving of records", "视为数据迁移的村数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(awards: Frame) -> Frame:
    """Set aside the yearly review."""
    return set_aside(awards, {"review": (col("review") == 1).fill_null(value=False)})


def flags(awards: Frame, *, persons: int = 20, villages: int = 10) -> Frame:
    """Return the approvals of days on which one post approved too many of one village."""
    day = ["body", "approver", "approved_on"]
    spread = awards.group_by(*day).agg(villages=col("village").n_unique())
    spread = spread.filter(col("villages") <= villages)
    same = [*day, "scheme", "village"]
    counted = awards.group_by(*same).agg(persons=col("person").n_unique())
    counted = counted.filter(col("persons") >= persons).join(spread, on=day)
    rows = keep(awards.join(counted, on=same))
    # What somebody approves like this every month is a meeting, and says less.
    rows = with_distinct(rows, "days", "approved_on", "body", "approver", "scheme", "village")
    return rows.select(
        *("code", "body_name", "approver", "approved_on", "persons"),
        place=place_named(),
        scheme_name=scheme_named(),
        lead=key(*same),
        subject=coalesce(col("approver"), lit("—")),
        figure=col("amount").fill_null(0).cast(Int64),
        strength=when(col("days") >= 4).then(lit(0.2)).otherwise(lit(0.4)),
    )


def _batch(person: str, village: str, day: str, review: str = "") -> str:
    """Return twenty approvals of one day."""
    return "\n".join(
        f"大河镇 | 低保 | {person}{n} | {village} | 民政办主任 | {day} | {review} | 400"
        for n in range(20)
    )


_HEAD = "body | scheme | person | village | approver | approved_on | review | amount\n"

EXAMPLES = [
    Example(
        "twenty persons of one village on one day",
        flagged=["民政办主任"],
        tables={"awards": _HEAD + _batch("a", "v1", "2024-03-08")},
    ),
    Example(
        "nineteen; a yearly review",
        tables={
            "awards": _HEAD
            + _batch("a", "v1", "2024-03-08").rsplit("\n", 1)[0]
            + "\n"
            + _batch("b", "v1", "2024-06-08", "yes")
        },
    ),
    Example(
        "records of eleven villages entered under one date",
        tables={
            "awards": _HEAD + "\n".join(_batch(f"p{n}-", f"v{n}", "2024-01-01") for n in range(11))
        },
    ),
    Example(
        "an approval that names no post",
        cannot=["no approver"],
        tables={
            "awards": """
                body   | scheme | person | village | approved_on | amount
                大河镇 | 低保   | a      | v1      | 2024-03-08  | 400
            """,
        },
    ),
]
