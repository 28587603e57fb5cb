"""Published as pictures only

What was published has figures that no machine can read: photographs or scans without a table.

Why it matters
    What cannot be searched or added up is not used, and nobody can compare it with anything.

Innocent reasons
    A signed paper beside the table is welcome, and not meant. A plan or a photograph of works is a
    picture by nature. A village without a computer at that time.

Source
    Open-data rules ask for formats that machines read; we count pictures without figures.
"""

from narwhals import Int64, coalesce, col, lit

from sunledger.screening.phrases import gathered, yes
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """只公开图片

公开的内容只有照片或扫描件，机器读不出任何数字。

为什么重要
    查不了、加不了的内容没有人用，也无法与别的数据核对。

清白的理由
    表格之外另附签字件，不在此列；规划图、施工照片本来就是图；当时村里没有电脑。

来源
    公开数据应当机器可读；本项只计没有数字的图片。
"""

SENTENCE = Text(
    "{body_name} published {what} as pictures only {times:times}, the last on {last}.",
    "{body_name}的“{what}”有{times:times}只公开图片，最近一次为{last}。",
)

NEEDS = {"publications": ["body", "category", "published_on", "pictures"]}
APART = ["body"]
REASONS = {"nil": Reason(Text("A nil return.", "零报告。"))}
SETTINGS: dict[str, Setting] = {}


def asides(publications: Frame) -> Frame:
    """Set aside nil returns."""
    return set_aside(publications, {"nil": yes("nil")})


def flags(publications: Frame) -> Frame:
    """Return what no machine can read; a lead a body and item."""
    rows = gathered(publications.filter(col("pictures") == 1), "body", "category")
    return rows.select(
        *("code", "lead", "body_name", "times"),
        last=col("published_on").max().over("lead"),
        what=coalesce(col("title"), col("category")),
        subject=coalesce(col("title"), col("category")),
        figure=coalesce(col("total"), lit(0)).cast(Int64),
        strength=lit(0.6),
    )


EXAMPLES = [
    Example(
        "two photographs of a wall",
        flagged=["收支"],
        tables={
            "publications": """
                body   | category | published_on | pictures
                大河村 | 收支     | 2024-02-10   | yes
                大河村 | 收支     | 2024-03-10   | yes
            """,
        },
    ),
    Example(
        "a table, and a nil return that was photographed",
        tables={
            "publications": """
                body   | category | published_on | pictures | nil
                大河村 | 收支     | 2024-02-10   | no       |
                大河村 | 捐赠     | 2024-03-10   | yes      | yes
            """,
        },
    ),
    Example(
        "nobody looked whether it can be read",
        cannot=["no pictures"],
        tables={
            "publications": """
                body   | category | published_on | pictures
                大河村 | 收支     | 2024-02-10   |
            """,
        },
    ),
]
