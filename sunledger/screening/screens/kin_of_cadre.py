"""Village cadre or declared kin on a needs-tested scheme

A cadre of a village, or somebody whom a cadre of the same village has declared as kin, is paid
support that depends on need.

Why it matters
    Whoever keeps the list decides about their own. The rules do not forbid it; they ask that such
    cases are declared, decided by others, and looked at once more. This asks for that look.

Innocent reasons
    Kin of cadres are poor as others are, and a village cadre's allowance is small. The relation was
    declared and the cadre stood aside. The post began afterwards.

Source
    The rules on assessment ask for a register of applicants who are near relatives of those who
    decide. The answer is a check of need, never of conduct.
"""

from narwhals import Int64, coalesce, col, concat, lit

from sunledger.screening.screen import Example, Frame, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    NOT_TESTED,
    added_up,
    one_each,
    scheme_named,
    whole_month,
    with_rules,
)
from sunledger.screening.vocabulary import CAME_BACK, came_back, masked, set_aside

CHINESE = """村干部及其申报亲属领取困难补助

村干部本人，或同村干部申报的亲属，领取按家庭经济状况发放的补助。

为什么重要
    管名册的人在决定自家人的事。规定并不禁止，只要求备案、由他人审批、再核一次。这里请的就是再核一次。

清白的理由
    干部的亲属也有真困难的，村干部补贴本身不高；已备案且本人回避；任职在后。

来源
    低保审核办法要求对经办人员和村干部近亲属单独备案。答复是核对是否符合条件，不是追究作风。
"""

LAW = Text(
    "Interim Measures for Social Assistance (State Council Order 649, 2014)",
    "《社会救助暂行办法》（国务院令第649号，2014年）",
)

SENTENCE = {
    "cadre": Text(
        "{body_name} paid {scheme_name} {times:times} to {name}, {sum:money} in all, who was a "
        "cadre ({post}) of a village in those months. Please check the need once more.",
        "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；本人同期任村干部（{post}）。"
        "请再核一次是否符合条件。",
    ),
    "kin": Text(
        "{body_name} paid {scheme_name} {times:times} to {name}, {sum:money} in all, whom a cadre "
        "({post}) of the village has declared as kin. Please check the need once more.",
        "{body_name}向{name}发放{scheme_name}{times:times}，合计{sum:money}；此人是村干部（{post}）申报的亲属。"
        "请再核一次是否符合条件。",
    ),
}

NEEDS = {"benefits": ["body", "scheme", "person", "month", "amount"]}
OPTIONAL = ["kin"]
ALONE = ["person"]
REASONS = {"came back": CAME_BACK, "no rules": NO_RULES, "not tested": NOT_TESTED}
SETTINGS: dict[str, Setting] = {}


def asides(benefits: Frame, schemes: Frame) -> Frame:
    """Set aside what came back and what no means test decides."""
    return set_aside(
        with_rules(benefits, schemes, "needs_tested"),
        {
            "came back": came_back("person", "scheme", "month"),
            "no rules": col("needs_tested").is_null(),
            "not tested": col("needs_tested") == 0,
        },
    ).drop("needs_tested")


def flags(benefits: Frame, posts: Frame, schemes: Frame, kin: Frame) -> Frame:
    """Return payments to cadres, and to kin of cadres of the same village who did not recuse."""
    cadres = posts.filter(col("kind") == "cadre").select(
        *("person", "since", "until"),
        beside_posts="code",
        post=coalesce(col("title"), lit("—")),
        of_village="village",
    )
    own = benefits.join(cadres, on="person").filter(whole_month())
    own = one_each(own, "beside_posts")
    near = kin.filter(col("recused").fill_null(0) == 0)
    near = near.select(person="relative", holder="person").join(
        cadres.rename({"person": "holder"}), on="holder"
    )
    theirs = benefits.join(near, on="person").filter(
        whole_month(), (col("village") == col("of_village")).fill_null(value=True)
    )
    theirs = theirs.join(own.select("code"), on="code", how="anti")
    theirs = one_each(theirs, "beside_posts")
    return concat([_leads("cadre", own), _leads("kin", theirs)])


def _leads(kind: str, rows: Frame) -> Frame:
    """Return the payments of one kind, a lead a person and scheme."""
    rows = rows.with_columns(kind=lit(kind))
    return added_up(rows, "kind", "body", "scheme", "person").select(
        *("code", "lead", "kind", "body_name", "times", "sum", "post", "beside_posts"),
        scheme_name=scheme_named(),
        name=masked("name"),
        subject=masked("name"),
        figure=col("amount").cast(Int64),
        strength=lit(0.3),
    )


_PAID = """
    body   | scheme | person | name   | village | month   | amount
    大河镇 | 低保   | c      | 曹国庆 | v1      | 2024-03 | 400
    大河镇 | 低保   | m      | 马玉芬 | v1      | 2024-03 | 400
"""
_SCHEMES = """
    scheme | needs_tested
    低保   | yes
"""

EXAMPLES = [
    Example(
        "a village's bookkeeper, and the mother whom he declared",
        flagged=["曹＊＊", "马＊＊"],
        tables={
            "benefits": _PAID,
            "schemes": _SCHEMES,
            "posts": """
                person | title  | kind  | village | since
                c      | 村会计 | cadre | v1      | 2021-03-01
            """,
            "kin": """
                person | relative | relation
                c      | m        | parent
            """,
        },
    ),
    Example(
        "stood aside; kin of a cadre elsewhere; a cadre only afterwards",
        tables={
            "benefits": _PAID
            + """
                大河镇 | 低保 | n | 倪小花 | v1 | 2024-03 | 400
            """,
            "schemes": _SCHEMES,
            "posts": """
                person | title  | kind  | village | since
                c      | 村会计 | cadre | v1      | 2024-05-01
                d      | 村主任 | cadre | v1      | 2021-03-01
                e      | 村主任 | cadre | v2      | 2021-03-01
            """,
            "kin": """
                person | relative | relation | recused
                d      | m        | parent   | yes
                e      | n        | child    | no
            """,
        },
    ),
    Example(
        "a scheme that the rules do not know",
        cannot=["no rules"],
        tables={
            "benefits": """
                body   | scheme | person | month   | amount
                大河镇 | 慰问   | c      | 2024-03 | 400
            """,
            "schemes": _SCHEMES,
            "posts": """
                person | kind
                c      | cadre
            """,
        },
    ),
]
