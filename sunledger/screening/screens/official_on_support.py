"""Public servant on a needs-tested scheme

A person in a salaried public post is paid, in the same months, support that is meant for those
without sufficient means.

Why it matters
    Whoever has a salary from the public seldom is in need; whoever works in an office can see to it
    that a name stands on a list.

Innocent reasons
    The person had left, and the staff register was not brought up to date. A temporary or welfare
    post. A serious illness for which the scheme allows it. A number that belongs to a namesake.

Source
    Common to all comparisons of support with payrolls; one of the first done everywhere.
"""

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    NOT_TESTED,
    READ,
    added_up,
    one_each,
    scheme_named,
    whole_month,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """公职人员领取困难补助

在职领工资的公职人员，同期领取按家庭经济状况发放的补助。

为什么重要
    有财政工资的人很少属于困难对象；在机关里的人，却容易让名字上名册。

清白的理由
    已离职而人员库未更新；临时岗位或公益性岗位；政策允许的重病情形；号码属于同名的他人。

来源
    补助名册与工资名册比对，各地普遍开展。
"""

LAW = Text(
    "Interim Measures for Social Assistance (State Council Order 649, 2014)",
    "《社会救助暂行办法》（国务院令第649号，2014年）",
)

SENTENCE = Text(
    "{body_name} paid {scheme_name} to {name} {times:times} from {first:month} to {last:month}, "
    "{sum:money} in all, while the staff register shows a salaried post ({post}) at {unit}.",
    "{first:month}至{last:month}，{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；"
    "同期人员库显示其在{unit}任职（{post}）。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
APART = ["person"]
REASONS = {"came back": CAME_BACK, "no rules": NO_RULES, "not tested": NOT_TESTED}
SETTINGS: dict[str, Setting] = {}

# A temporary or welfare post is a form of help; cadres of villages have a screen of their own.
_SALARIED = ("official", "staff")


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back and what no means test decides."""
    ruled = set_aside(
        with_rules(benefits, schemes, "needs_tested"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("needs_tested").is_null(),
            "not tested": col("needs_tested") == 0,
        },
    )
    return ruled.drop("needs_tested")


def narrow(benefits: Frame, posts: Frame) -> Frame:
    """Return the persons who are paid anything and hold a salaried post at any time."""
    held = posts.filter(col("kind").is_in(_SALARIED)).select("person")
    return benefits.select("person").join(held, on="person", how="semi")


def flags(benefits: Frame, posts: Frame, schemes: Frame) -> Frame:
    """Return payments for months that the person spent in a salaried post."""
    held = posts.filter(col("kind").is_in(_SALARIED)).select(
        *("person", "since", "until"),
        beside_posts="code",
        unit=coalesce(col("body_name"), lit("—")),
        post=coalesce(col("title"), lit("—")),
        known_as="name",
    )
    rows = benefits.select(*READ).join(held, on="person").filter(whole_month())
    # Another name under one number is a question about the number.
    differs = (col("known_as") != col("name")).fill_null(value=False)
    rows = one_each(rows.filter(~differs), "beside_posts")
    return added_up(rows, "body", "scheme", "person").select(
        *("code", "lead", "body_name", "sum", "times", "first", "last"),
        *("unit", "post", "beside_posts"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        # The months of a whole quarter are no slip of the dates.
        strength=when(col("times") >= 3).then(lit(0.6)).otherwise(lit(0.4)),
    )


_PAID = """
    body   | scheme | person | name   | month   | amount
    大河镇 | 低保   | w      | 王秀英 | 2024-03 | 400
    大河镇 | 低保   | w      | 王秀英 | 2024-04 | 400
    大河镇 | 低保   | w      | 王秀英 | 2024-05 | 400
"""
_SCHEMES = """
    scheme | needs_tested
    低保   | yes
    高龄   | no
"""

EXAMPLES = [
    Example(
        "three months of a teacher in service",
        flagged=["王＊＊"],
        tables={
            "benefits": _PAID,
            "schemes": _SCHEMES,
            "posts": """
                body_name | person | name   | title | kind  | since      | until
                大河小学  | w      | 王秀英 | 教师  | staff | 2019-09-01 |
            """,
        },
    ),
    Example(
        "left in March, a welfare post, a namesake, and a scheme for everyone of an age",
        tables={
            "benefits": _PAID
            + """
                大河镇 | 低保 | l | 李桂兰 | 2024-05 | 400
                大河镇 | 低保 | z | 赵国强 | 2024-05 | 400
                大河镇 | 高龄 | s | 孙德福 | 2024-05 | 100
            """,
            "schemes": _SCHEMES,
            "posts": """
                body_name | person | name   | title  | kind     | since      | until
                大河小学  | w      | 王秀英 | 教师   | staff    | 2019-09-01 | 2024-03-31
                大河镇    | l      | 李桂兰 | 保洁员 | welfare  | 2023-01-01 |
                县财政局  | z      | 赵明   | 科员   | official | 2011-07-01 |
                县财政局  | s      | 孙德福 | 科员   | official | 2011-07-01 |
            """,
        },
    ),
    Example(
        "before the scheme began to look at income",
        tables={
            "benefits": _PAID,
            "schemes": """
                scheme | needs_tested | since      | until
                低保   | no           |            | 2024-06-01
                低保   | yes          | 2024-06-01 |
            """,
            "posts": """
                body_name | person | title | kind  | since
                大河小学  | w      | 教师  | staff | 2019-09-01
            """,
        },
    ),
    Example(
        "nobody known, and a scheme of which nobody knows whether need decides",
        cannot=["no person", "no rules"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 低保   |        | 2024-03 | 400
                大河镇 | 慰问   | w      | 2024-03 | 400
            """,
            "schemes": _SCHEMES,
            "posts": """
                person | kind
                w      | staff
            """,
        },
    ),
]
