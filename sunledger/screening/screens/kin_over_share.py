"""Kin of cadres among those who are paid

Of a village's recipients of a needs-tested scheme far more are cadres or their kin than of its
residents, beyond what chance gives, and at least five.

Why it matters
    One relative on the list may be poor as others are. That kin are a tenth of the village and half
    of the list is a question about how the list was made.

Innocent reasons
    A village in which nearly everyone has one surname and is kin. Small numbers. Kin who share one
    household that is really poor. Relations that were declared and decided by others.

Source
    A test of shares (binomial), here by a bound that never cries too early.
"""

from datetime import date

from narwhals import Float64, Int64, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.chance import least, surprise
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.support import (
    NO_RULES,
    NOT_TESTED,
    every_rule,
    place_named,
    scheme_named,
    with_rules,
)
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """领取人中干部亲属偏多

某村困难补助的领取人中，干部及其亲属所占比例远高于其在村民中的比例，超出偶然，且不少于五人。

为什么重要
    一个亲属上了名册，可能是真困难。亲属占全村一成、却占名册一半，就要问名册是怎么定的。

清白的理由
    一姓村，几乎家家是亲戚；人数太少；亲属同属一户，确实困难；已申报备案并由他人审批。

来源
    比例的二项检验；这里用一个不会过早报警的上界。
"""

SENTENCE = Text(
    "Of the {recipients} persons of {place} whom {body_name} pays {scheme_name}, {kin_paid} are "
    "cadres of the village or their kin ({of_list:share}); of the residents it is "
    "{of_village:share}.",
    "{body_name}在{place}发放{scheme_name}的{recipients}人中，有{kin_paid}人是村干部或其亲属"
    "（{of_list:share}）；在全村居民中这一比例为{of_village:share}。",
)

NEEDS = {"benefits": ["body", "scheme", "person", "village", "month", "amount"]}
OPTIONAL = ["kin"]
ALONE = ["village"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "no rules": NO_RULES,
    "not tested": NOT_TESTED,
    "no residents": Reason(
        Text("The register does not cover the village.", "人口登记不包括该村。"),
        applicable=True,
    ),
}

SETTINGS = {
    "chance": Setting(
        Text("the most that chance may explain", "偶然所能解释的上限"),
        since=date(2024, 1, 1),
        source=Text("Our own: once in a hundred villages.", "自定：百村之一。"),
        kind="share",
    ),
    "cases": Setting(
        Text("kin on the list, at least", "名册上亲属的最少人数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(benefits: Frame, people: Frame, schemes: Frame) -> Frame:
    """Set aside what came back, what no means test decides, and villages without a register."""
    residents = people.group_by("village").agg(residents=count())
    rows = with_rules(benefits, every_rule(schemes), "needs_tested", "known")
    rows = rows.join(residents, on="village", how="left")
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "no rules": col("known").is_null() | col("needs_tested").is_null(),
            "not tested": col("needs_tested") == 0,
            "no residents": col("residents").is_null(),
        },
    ).drop("needs_tested", "known", "residents")


def flags(
    benefits: Frame,
    posts: Frame,
    people: Frame,
    schemes: Frame,
    kin: Frame,
    *,
    chance: float = 0.01,
    cases: int = 5,
) -> Frame:
    """Return what the kin of cadres were paid in villages where they are too many on the list."""
    near = keep(_near(posts, people, kin))
    same = ["body", "scheme", "village"]
    lists = _lists(benefits, people, near, cases).filter(col("of_village") < 1)
    beyond = surprise(col("kin_paid"), col("recipients"), col("of_village")) > least(chance)
    lists = keep(lists.filter(beyond).drop("residents", "kin_here"))
    rows = benefits.join(near, on=["village", "person"]).join(lists, on=same)
    return rows.select(
        *("code", "body_name", "of_list", "of_village"),
        recipients=col("recipients").cast(Int64),
        kin_paid=col("kin_paid").cast(Int64),
        place=place_named(),
        scheme_name=scheme_named(),
        lead=key(*same),
        subject=place_named(),
        figure=col("amount").cast(Int64),
        strength=lit(0.4),
    )


def _lists(benefits: Frame, people: Frame, near: Frame, cases: int) -> Frame:
    """Return which share kin have in the lists of villages, and which in the villages."""
    paid = benefits.group_by("body", "scheme", "village", "person").agg(rows=count())
    paid = paid.join(near, on=["village", "person"], how="left")
    lists = paid.group_by("body", "scheme", "village").agg(
        recipients=count(), kin_paid=col("near").count()
    )
    living = people.group_by("village", "person").agg(rows=count())
    here = living.join(near, on=["village", "person"], how="left")
    shares = here.group_by("village").agg(residents=count(), kin_here=col("near").count())
    lists = lists.filter(col("kin_paid") >= cases).join(shares, on="village")
    # Kin who live elsewhere are counted as one resident at least: a share is never nought.
    kin_here = when(col("kin_here") > 0).then(col("kin_here")).otherwise(lit(1))
    return lists.with_columns(
        of_list=col("kin_paid").cast(Float64) / col("recipients").cast(Float64),
        of_village=kin_here.cast(Float64) / col("residents").cast(Float64),
    )


def _near(posts: Frame, people: Frame, kin: Frame) -> Frame:
    """Return the cadres of each village, who lives with them, and whom they declared as kin."""
    cadres = posts.filter(col("kind") == "cadre", ~col("village").is_null())
    cadres = cadres.group_by("village", "person").agg(rows=count()).drop("rows")
    declared = kin.select("person", "relative").join(cadres, on="person")
    declared = declared.select("village", person="relative")
    home = people.filter(~col("household").is_null()).select("person", "household")
    mates = home.select("household", mate="person")
    family = cadres.join(home, on="person").join(mates, on="household")
    family = family.select("village", person="mate")
    every = concat([cadres.select("village", "person"), declared, family])
    return every.group_by("village", "person").agg(near=count())


def _residents(many: int, kin: int) -> str:
    """Return residents of a village, of whom the first live with the cadre."""
    return "\n".join(f"p{n} | {'cadre' if n < kin else f'h{n}'} | v1" for n in range(many))


def _paid(first: int, last: int) -> str:
    """Return a payment to each of these residents."""
    return "\n".join(f"大河镇 | 低保 | p{n} | v1 | 2024-03 | 400" for n in range(first, last))


_HEAD = "body | scheme | person | village | month | amount"
_PEOPLE = "person | household | village"
_SCHEMES = """
    scheme | needs_tested
    低保   | yes
    高龄   | no
"""
_POSTS = """
    person | kind  | village
    p0     | cadre | v1
"""

EXAMPLES = [
    Example(
        "six of ten recipients are kin, of a hundred residents six",
        flagged=["v1"],
        tables={
            "benefits": "\n".join([_HEAD, _paid(0, 6), _paid(50, 54)]),
            "people": "\n".join([_PEOPLE, _residents(100, 6)]),
            "posts": _POSTS,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "a village in which most are kin",
        tables={
            "benefits": "\n".join([_HEAD, _paid(0, 8), _paid(97, 99)]),
            "people": "\n".join([_PEOPLE, _residents(100, 70)]),
            "posts": _POSTS,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "few on the list",
        tables={
            "benefits": "\n".join([_HEAD, _paid(0, 4), _paid(50, 56)]),
            "people": "\n".join([_PEOPLE, _residents(100, 6)]),
            "posts": _POSTS,
            "schemes": _SCHEMES,
        },
    ),
    Example(
        "a village that the register leaves out",
        cannot=["no residents"],
        tables={
            "benefits": "\n".join([_HEAD, _paid(0, 6).replace("v1", "v7")]),
            "people": "\n".join([_PEOPLE, _residents(10, 1)]),
            "posts": _POSTS,
            "schemes": _SCHEMES,
        },
    ),
]
