"""Household of a public servant on a needs-tested scheme

Somebody who shares a household register with the holder of a public post is paid support that
depends on the means of the household, and no relation was declared.

Why it matters
    A salary counts among the means of the household. Where it was left out, either the office did
    not compare, or somebody knew how to have it left out.

Innocent reasons
    A collective household in which strangers are registered. A grown child who lives elsewhere and
    whose register was not split. A disabled adult who is lawfully assessed alone. A relation that
    was declared in another place.

Source
    The Interim Measures count the household as a whole; comparisons with the staff register are
    done in many provinces.
"""

from datetime import date

from narwhals import Int64, coalesce, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    NOT_TESTED,
    READ,
    UNREGISTERED,
    added_up,
    one_each,
    scheme_named,
    whole_month,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """公职人员同户家人领取困难补助

与公职人员登记在同一户的人，领取按家庭经济状况发放的补助，而且没有申报备案。

为什么重要
    工资是家庭收入的一部分。漏算了，不是没有比对，就是有人知道怎样绕过比对。

清白的理由
    集体户；成年子女另住而未分户；依法单独认定的重度残疾人；亲属关系已在别处申报备案。

来源
    救助办法以家庭为单位认定；与人员库比对在许多省份开展。
"""

LAW = Text(
    "Interim Measures for Social Assistance (State Council Order 649, 2014)",
    "《社会救助暂行办法》（国务院令第649号，2014年）",
)

SENTENCE = Text(
    "{body_name} paid {scheme_name} to {name} {times:times}, {sum:money} in all. The same "
    "household register holds somebody with a public post ({post}) at {unit}; no relation is "
    "declared.",
    "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
    "同一户内有人在{unit}任职（{post}），未见申报备案。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["kin"]
ALONE = ["person"]
REASONS = {
    "came back": CAME_BACK,
    "no rules": NO_RULES,
    "not tested": NOT_TESTED,
    "unregistered": UNREGISTERED,
}

SETTINGS = {
    "most": Setting(
        Text("persons in a household beyond which it is a collective one", "视为集体户的人数上限"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_POSTS = ("official", "staff", "cadre")


def asides(benefits: Frame, people: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, what no means test decides, and who has no household."""
    ruled = with_rules(benefits, schemes, "needs_tested")
    # The register is asked about those only of whom it matters.
    asked = keep(ruled.filter(col("needs_tested") == 1).group_by("person").agg(rows=count()))
    houses = people.filter(~col("household").is_null())
    houses = houses.join(asked, on="person", how="semi")
    known = keep(houses.group_by("person").agg(registered=count()))
    rows = ruled.join(known, on="person", how="left")
    return set_aside(
        rows,
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("needs_tested").is_null(),
            "not tested": col("needs_tested") == 0,
            "unregistered": col("registered").is_null(),
        },
    ).drop("needs_tested", "registered")


def narrow(people: Frame, posts: Frame, kin: Frame, *, most: int = 10) -> Frame:
    """Return the persons who live with the holder of a post, undeclared."""
    return _near(people, posts, kin, most).select("person")


def flags(
    benefits: Frame, people: Frame, posts: Frame, schemes: Frame, kin: Frame, *, most: int = 10
) -> Frame:
    """Return payments to those who live with the holder of a public post, undeclared."""
    rows = one_each(
        benefits.select(*READ)
        .join(keep(_near(people, posts, kin, most)), on="person")
        .filter(whole_month()),
        "beside_posts",
    )
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "sum", "times", "unit", "post", "beside_posts"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.45),
    )


def _near(people: Frame, posts: Frame, kin: Frame, most: int) -> Frame:
    """Return who shares a household with the holder of a post, with the post."""
    # Only the households of those who hold a post are looked at, as the register or they say.
    held = posts.filter(col("kind").is_in(_POSTS))
    theirs = people.join(held.select("person"), on="person", how="semi")
    homes = keep(concat([one.select("household") for one in (theirs, held)]))
    living = people.join(homes, on="household", how="semi")
    living = keep(living.group_by("person", "household").agg(rows=count()))
    sizes = living.group_by("household").agg(size=count()).filter(col("size") <= most)
    home = living.select("person", registered="household")
    held = held.join(home, on="person", how="left")
    held = held.select(
        *("since", "until"),
        holder="person",
        household=coalesce(col("registered"), col("household")),
        beside_posts="code",
        unit=coalesce(col("body_name"), lit("—")),
        post=coalesce(col("title"), lit("—")),
    )
    near = living.join(held, on="household").join(sizes, on="household")
    near = near.filter(col("person") != col("holder"))
    declared = kin.select(holder="person", person="relative")
    near = near.join(declared, on=["holder", "person"], how="anti")
    return near.select("person", "since", "until", "beside_posts", "unit", "post")


_SCHEMES = """
    scheme | needs_tested
    低保   | yes
"""
_PAID = """
    body   | scheme | person | name   | month   | amount
    大河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
    大河镇 | 低保   | w      | 王秀英 | 2024-05 | 400
"""
_HOME = """
    person | household
    w      | h1
    g      | h1
"""
_POST = """
    body_name | person | title | kind     | since
    县财政局  | g      | 科员  | official | 2011-07-01
"""

EXAMPLES = [
    Example(
        "mother of an official, in one household register",
        flagged=["王＊＊"],
        tables={"benefits": _PAID, "schemes": _SCHEMES, "people": _HOME, "posts": _POST},
    ),
    Example(
        "the relation is declared",
        tables={
            "benefits": _PAID,
            "schemes": _SCHEMES,
            "people": _HOME,
            "posts": _POST,
            "kin": """
                person | relative | relation | declared_on
                g      | w        | parent   | 2023-01-10
            """,
        },
    ),
    Example(
        "a collective household; and an official who came into the post afterwards",
        settings={"most": 2},
        tables={
            "benefits": _PAID
            + """
                大河镇 | 低保 | l | 李桂兰 | 2024-05 | 400
            """,
            "schemes": _SCHEMES,
            "people": _HOME
            + """
                l | h2
                k | h2
                m | h2
            """,
            "posts": """
                body_name | person | title | kind     | since
                县财政局  | g      | 科员  | official | 2024-06-01
                县财政局  | k      | 科员  | official | 2011-07-01
            """,
        },
    ),
    Example(
        "somebody who is in no register",
        cannot=["unregistered"],
        tables={
            "benefits": _PAID,
            "schemes": _SCHEMES,
            "people": """
                person | household
                g      | h1
            """,
            "posts": _POST,
        },
    ),
]
