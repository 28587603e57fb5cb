"""Moved in shortly before the award

Somebody moved into a household register within six months before the household was granted support,
and it was neither marriage, birth nor care.

Why it matters
    A register that is moved for the sake of an award brings persons on the list who are poor on
    paper only, or more heads than the household has.

Innocent reasons
    Marriage, birth and care, which are passed over. A child who comes home from work elsewhere. A
    register that follows a house that was moved for everyone. A reason that was not entered.

Source
    Known from support, relocation and compensation alike.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit
from narwhals import len as count

from sunledger.screening.derive import day_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import place_named, scheme_named
from sunledger.screening.vocabulary import set_aside

CHINESE = """获批前刚迁入户口

某户获批补助前六个月内有人迁入该户，且不是因婚姻、出生或照料。

为什么重要
    为了补助而迁的户口，让只在纸上贫困的人上名册，或让一户的人头变多。

清白的理由
    结婚、出生、照料（已排除）；在外子女回乡；整村搬迁户口随房；迁移事由未录入。

来源
    补助、搬迁、征地补偿中都见过。
"""

SENTENCE = Text(
    "{body_name} granted {scheme_name} to a household of {place} on {approved_on}. Persons "
    "who had moved into its register since {since}: {moved}.",
    "{body_name}于{approved_on}批准{place}一户享受{scheme_name}；自{since}起有{moved}人迁入该户。",
)

NEEDS = {"awards": ["body", "household", "approved_on"]}
APART = ["household"]
REASONS = {
    "review": Reason(
        Text("The approval renews an earlier one.", "属年度复核，不是新批。"),
    ),
}

SETTINGS = {
    "days": Setting(
        Text("days before the award in which moving in counts", "获批前多少天内的迁入计入"),
        since=date(2024, 1, 1),
        source=Text("Our own: half a year.", "自定：半年。"),
        kind="days",
    ),
    "most": Setting(
        Text(
            "persons who moved in beyond which it is a collective household", "视为集体户的迁入人数"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_LAWFUL = ("marriage", "birth", "care")


def asides(awards: Frame) -> Frame:
    """Set aside yearly reviews."""
    return set_aside(awards, {"review": (col("review") == 1).fill_null(value=False)})


def flags(awards: Frame, household_moves: Frame, *, days: int = 183, most: int = 10) -> Frame:
    """Return the awards to households into which somebody had just moved."""
    why = coalesce(col("why"), lit("other"))
    moves = household_moves.filter(~col("moved_on").is_null(), ~why.is_in(_LAWFUL))
    moves = moves.select(
        "household",
        mover="person",
        moved_on="moved_on",
        moved_day=day_number(col("moved_on")),
        beside="code",
    )
    rows = awards.join(moves, on="household").with_columns(day=day_number(col("approved_on")))
    near = (col("moved_day") <= col("day")) & (col("moved_day") >= col("day") - days)
    rows = keep(rows.filter(near))
    found = rows.group_by("code").agg(
        moved=col("mover").n_unique(),
        since=col("moved_on").min(),
        beside_household_moves=col("beside").min(),
        pairs=count(),
    )
    found = found.filter(col("moved") <= most)
    return awards.join(found, on="code").select(
        *("code", "body_name", "approved_on", "moved", "since", "beside_household_moves"),
        place=place_named(),
        scheme_name=scheme_named(),
        lead="code",
        subject=place_named(),
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(0.35),
    )


EXAMPLES = [
    Example(
        "moved in in January, granted in March",
        flagged=["柳树村"],
        tables={
            "awards": """
                body   | scheme | person | household | village_name | approved_on | amount
                大河镇 | 低保   | w      | h1        | 柳树村       | 2024-03-08  | 400
            """,
            "household_moves": """
                person | household | moved_on   | why
                w      | h1        | 2024-01-15 | other
            """,
        },
    ),
    Example(
        "a marriage; two years before; a yearly review",
        tables={
            "awards": """
                body   | scheme | household | approved_on | review | amount
                大河镇 | 低保   | h1        | 2024-03-08  | no     | 400
                大河镇 | 低保   | h2        | 2024-03-08  | no     | 400
                大河镇 | 低保   | h3        | 2024-03-08  | yes    | 400
            """,
            "household_moves": """
                person | household | moved_on   | why
                w      | h1        | 2024-01-15 | marriage
                l      | h2        | 2022-01-15 | other
                z      | h3        | 2024-01-15 | other
            """,
        },
    ),
    Example(
        "an award without its household",
        cannot=["no household"],
        tables={
            "awards": """
                body   | scheme | person | approved_on | amount
                大河镇 | 低保   | w      | 2024-03-08  | 400
            """,
            "household_moves": """
                person | household | moved_on
                w      | h1        | 2024-01-15
            """,
        },
    ),
]
