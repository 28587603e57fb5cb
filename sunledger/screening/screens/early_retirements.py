"""Early retirements crowd at one employer

Of one employer's early retirements far more are for special work or ill health than at others, or
there are far more of them than anywhere else.

Why it matters
    A file that makes a clerk a furnace worker is worth years of pension.

Innocent reasons
    A plant that was closed, which is passed over. A trade in which everyone does such work. A
    review in which old cases were settled together.

Source
    Checks of retirement files by offices of pensions; the bound on chance is ours.
"""

from narwhals import Float64, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.chance import least as least_surprise
from sunledger.screening.chance import surprise
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """提前退休集中

某单位的提前退休中，特殊工种或因病退休的比例远高于其他单位，或人数远多于任何其他单位。

为什么重要
    一份把文员写成炉前工的档案，值好几年养老金。

清白的理由
    企业关停（已排除）；该行业本来都是特殊工种；集中处理历史遗留。

来源
    社保部门核查退休档案的做法；偶然性界限为自定。
"""

SENTENCE = Text(
    "{times} of {all} early retirements at {body_name} are for special work or ill health; at "
    "other employers it is {share:share}.",
    "{body_name}的{all}例提前退休中，{times}例为特殊工种或因病；其他单位为{share:share}。",
)

NEEDS = {"retirements": ["body", "kind"]}
REASONS = {
    "closing": Reason(Text("The plant was being closed.", "企业关停。")),
    "alone": Reason(
        Text("Too few retirements at others to compare with.", "其他单位退休人数太少，无从比较。"),
        applicable=True,
    ),
}
SETTINGS = {
    "least": ours("such retirements", "此类退休人数"),
    "peers": ours("retirements at others", "用于比较的其他单位人数"),
    "chance": ours("chance by which it may be so", "偶然出现的概率上限"),
}


def asides(retirements: Frame, *, peers: int = 20) -> Frame:
    """Set aside closed plants, and everything where there is too little to compare with."""
    rows = retirements.with_columns(one=lit(1))
    every = rows.group_by("one").agg(every=count(), bodies=col("body").n_unique())
    rows = rows.join(every, on="one")
    few = (col("every") < 2 * peers) | (col("bodies") < 2)
    return set_aside(rows, {"closing": yes("closing"), "alone": few}).drop("one", "every", "bodies")


def flags(retirements: Frame, *, least: int = 5, peers: int = 20, chance: float = 0.001) -> Frame:
    """Return special and ill-health retirements of employers that have far more than others."""
    special = col("kind").is_in(["special work", "ill health"])
    rows = retirements.with_columns(special=when(special).then(lit(1)).otherwise(lit(0)))
    rows = keep(rows.with_columns(one=lit(1)))
    own = rows.group_by("one", "body").agg(all=count(), mine=col("special").sum())
    every = rows.group_by("one").agg(
        every=count(), such=col("special").sum(), bodies=col("body").n_unique()
    )
    own = own.join(every, on="one").drop("one")
    # One more, so that peers without any do not make anything impossible.
    others = (col("such") - col("mine") + 1).cast(Float64)
    share = others / (col("every") - col("all") + 2).cast(Float64)
    usual = others / (col("bodies") - 1).cast(Float64)
    own = own.with_columns(share=share, usual=usual).filter(
        col("mine") >= least, col("every") - col("all") >= peers
    )
    beyond = surprise(col("mine"), col("all"), col("share")) >= least_surprise(chance)
    # A large employer has many; its share tells it from one that has too many.
    mine = col("mine").cast(Float64)
    many = mine * (mine / col("usual")).log() - mine + col("usual") >= least_surprise(chance)
    many = many & (mine > col("usual")) & (mine >= col("share") * 2 * col("all").cast(Float64))
    own = own.filter(beyond | many)
    rows = rows.filter(col("special") == 1).join(own.select("body", "all", "share"), on="body")
    return gathered(rows, "body").select(
        *("code", "lead", "body_name", "times", "share"),
        all=col("all").cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=lit(0).cast(Int64),
        strength=lit(0.4),
    )


EXAMPLES = [
    Example(
        "nine of ten here, two of forty elsewhere",
        flagged=["机修厂"],
        tables={
            "retirements": """
                code    | body   | person | kind         | on
                a1..a9  | 机修厂 | w      | special work | 2024-03-01
                b1      | 机修厂 | w      | ordinary     | 2024-03-01
                c1..c38 | 纺织厂 | l      | ordinary     | 2024-03-01
                d1..d2  | 纺织厂 | l      | ill health   | 2024-03-01
            """,
        },
    ),
    Example(
        "seven of eleven here, a fifth elsewhere and one or two at each",
        flagged=["县医院"],
        tables={
            "retirements": "body | person | kind | on\n"
            + "县医院 | a | ill health | 2024-03-01\n" * 7
            + "县医院 | a | ordinary | 2024-03-01\n" * 4
            + "".join(
                f"{n}中 | a | ordinary | 2024-03-01\n" * 4
                + f"{n}中 | a | ill health | 2024-03-01\n"
                for n in range(9)
            )
        },
    ),
    Example(
        "a large employer with as many in a hundred as the others",
        tables={
            "retirements": "body | person | kind | on\n"
            + "县医院 | a | ill health | 2024-03-01\n" * 10
            + "县医院 | a | ordinary | 2024-03-01\n" * 30
            + "".join(
                f"{n}中 | a | ordinary | 2024-03-01\n" * 4
                + f"{n}中 | a | ill health | 2024-03-01\n"
                for n in range(9)
            )
        },
    ),
    Example(
        "a plant that closed; four only",
        tables={
            "retirements": """
                code    | body   | person | kind         | on         | closing
                a1..a9  | 机修厂 | w      | special work | 2024-03-01 | yes
                b1..b4  | 水泥厂 | w      | special work | 2024-03-01 |
                c1..c40 | 纺织厂 | l      | ordinary     | 2024-03-01 |
            """,
        },
    ),
    Example(
        "nobody to compare with",
        cannot=["alone"],
        tables={
            "retirements": """
                code   | body   | person | kind         | on
                a1..a9 | 机修厂 | w      | special work | 2024-03-01
            """,
        },
    ),
]
