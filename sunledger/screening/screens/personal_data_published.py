"""Personal data in what was published

In something published, numbers of identity, accounts or telephones of persons were found, or the
names of files and their properties give them away.

Why it matters
    Thousands of persons at once can be robbed or shamed by one sheet. It is taken down first, and
    asked about afterwards.

Innocent reasons
    Numbers of organisations that look like those of persons. An office's own telephone. A sheet for
    the eyes of residents only, which was counted as public.

Source
    The law on personal information; leaks of two to fifteen thousand persons are known.
"""

from narwhals import Int64, coalesce, col, lit, when

from sunledger.screening.phrases import gathered, ours
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """公开内容泄露个人信息

公开的内容、附件或文件属性中发现个人的证件号、账户或电话。

为什么重要
    一张表可能让成千上万人被骗、被议论。先撤下，再问原因。

清白的理由
    单位代码恰好像证件号；办公电话；只向本村居民公开的表被当作公开件。

来源
    个人信息保护法；有过一次泄露两千至一万五千人的事件。
"""

LAW = Text(
    "Personal Information Protection Law, articles 6 and 25",
    "《个人信息保护法》第六条、第二十五条",
)

SENTENCE = Text(
    "In what {body_name} published as {what}, personal data stand in {places} places, the last "
    "published on {last}. Please take it down first.",
    "{body_name}公开的“{what}”中有{places}处个人信息，最近公开于{last}。请先撤下。",
)

NEEDS = {"publications": ["body", "category", "published_on", "persons"]}
APART = ["body"]
REASONS = {"exempt": Reason(Text("It was not published.", "未公开。"))}
SETTINGS = {"least": ours("places with personal data", "个人信息处数")}


def asides(publications: Frame) -> Frame:
    """Set aside what stands under an exemption and was not published."""
    return set_aside(publications, {"exempt": (col("exempt") == 1).fill_null(value=False)})


def flags(publications: Frame, *, least: int = 1) -> Frame:
    """Return what has personal data in it; a lead a body and item."""
    rows = publications.filter(col("persons") >= least)
    rows = gathered(rows, "body", "category", amount="persons")
    return rows.select(
        *("code", "lead", "body_name"),
        places="sum",
        last=col("published_on").max().over("lead"),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=lit(0).cast(Int64),
        strength=when(col("sum") >= 10).then(lit(0.8)).otherwise(lit(0.5)),
    )


EXAMPLES = [
    Example(
        "a list with forty identity numbers",
        flagged=["低保名单"],
        tables={
            "publications": """
                body   | category | title    | published_on | persons
                大河村 | 低保     | 低保名单 | 2024-02-10   | 40
                大河村 | 收支     | 收支     | 2024-02-10   | 0
            """,
        },
    ),
    Example(
        "none found; exempt",
        tables={
            "publications": """
                body   | category | published_on | persons | exempt
                大河村 | 收支     | 2024-02-10   | 0       |
                大河村 | 案件     | 2024-02-10   | 4       | yes
            """,
        },
    ),
    Example(
        "nobody looked for personal data",
        cannot=["no persons"],
        tables={
            "publications": """
                body   | category | published_on
                大河村 | 低保     | 2024-02-10
            """,
        },
    ),
]
