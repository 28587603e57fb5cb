"""Fee that is not on the list

A school took a fee for something that the published list does not name, or more than the list
allows.

Why it matters
    Families cannot know what they owe but from the list. A fee beside it falls hardest on those who
    do not dare to ask.

Innocent reasons
    A service that families could decline, with a document. Another word for a listed fee. A list
    that was changed and not published. Fees collected for others.

Source
    Schools have to publish what they charge; inspections compare receipts with the list.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import holds, key, set_aside

CHINESE = """目录外收费、超标准收费

学校收取了公布目录中没有的费用，或超过目录规定的标准。

为什么重要
    家长只能从目录知道该交什么；目录之外的收费，最为难的是不敢开口问的家庭。

清白的理由
    自愿参加且有书面记录的服务；与目录用词不同；目录已调整但未公布；代收费用。

来源
    学校收费须公示，检查时以票据对照目录。
"""

SENTENCE = {
    "unlisted": Text(
        "{body_name} took {sum:money} for “{item}” in {times} entries; the published list does not "
        "name it.",
        "{body_name}以“{item}”名目收费{times}笔，合计{sum:money}，公布的目录中没有此项。",
    ),
    "above": Text(
        "{body_name} took {each:money} a pupil for “{item}”; the published list allows "
        "{most:money}. What is beyond comes to about {sum:money}.",
        "{body_name}收取“{item}”每生{each:money}，目录标准为{most:money}，多收约{sum:money}。",
    ),
}

NEEDS = {"fees": ["body", "item", "charged_on", "amount"]}
ALONE = ["body"]
REASONS = {
    "voluntary": Reason(
        Text("Families could decline; a document is on file.", "自愿项目，有书面记录。")
    ),
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或已退费。")),
    "no list": Reason(
        Text("No list of fees holds for the school on that day.", "当日没有适用于该校的收费目录。"),
        applicable=True,
    ),
}

SETTINGS = {
    "leeway": Setting(
        Text("hundredths above the list that are let pass", "允许超出标准的百分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: nothing.", "自定：不允许。"),
    ),
}


def asides(fees: Frame, fee_list: Frame) -> Frame:
    """Set aside what is voluntary, and days without a list."""
    days = fees.select("body", "charged_on").group_by("body", "charged_on").agg(n=count())
    days = days.with_columns(one=lit(1)).drop("n")
    spans = fee_list.select("since", "until", of="body", one=lit(1))
    spans = spans.group_by("of", "since", "until", "one").agg(n=count()).drop("n")
    found = days.join(spans, on="one").filter(
        col("of").is_null() | (col("of") == col("body")), holds(col("charged_on"))
    )
    known = found.group_by("body", "charged_on").agg(lists=count())
    rows = fees.join(known, on=["body", "charged_on"], how="left")
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "voluntary": (col("voluntary") == 1).fill_null(value=False),
            "no list": col("lists").is_null(),
        },
    ).drop("lists")


def flags(fees: Frame, fee_list: Frame, *, leeway: int = 0) -> Frame:
    """Return the fees that the list does not name, and those above it; a lead for each item."""
    rows = keep(fees.with_columns(word=_word("item")))
    listed = fee_list.with_columns(word=_word("item")).select(
        "word", "most", "since", "until", of="body"
    )
    found = rows.join(listed, on="word")
    found = found.filter(col("of").is_null() | (col("of") == col("body")), holds(col("charged_on")))
    # The kinder of two lists.
    found = keep(found.group_by("code").agg(most=col("most").max()))
    unlisted = rows.join(found, on="code", how="anti")
    unlisted = unlisted.with_columns(
        kind=lit("unlisted"), own=col("amount").cast(Int64), most=lit(0).cast(Int64)
    )
    above = rows.join(found, on="code").filter(
        col("each") * 100 > col("most") * (100 + leeway), col("each") > 0
    )
    own = (col("each") - col("most")) * col("amount") // col("each")
    above = above.with_columns(kind=lit("above"), own=own.cast(Int64))
    columns = ("code", "kind", "body", "body_name", "item", "word", "each", "own", "most")
    both = keep(concat([unlisted.select(*columns), above.select(*columns)]))
    both = keep(both.with_columns(lead=key("kind", "body", "word")))
    sums = both.group_by("lead").agg(times=count(), sum=col("own").sum().cast(Int64))
    return both.join(sums, on="lead").select(
        *("code", "lead", "kind", "body_name", "item", "times", "sum", "each", "most"),
        subject=coalesce(col("item"), lit("—")),
        figure=col("own"),
        strength=when(col("kind") == "above").then(lit(0.6)).otherwise(lit(0.4)),
    )


def _word(item: str) -> Expr:
    """Return what a fee is called, without signs, and without the words every fee ends in."""
    plain = col(item).str.to_lowercase().str.replace_all("[^0-9a-z一-鿿]", "")
    return plain.str.replace_all("(费用|费|收费)$", "")


_LIST = """
    body     | item     | most | since
             | 伙食费   | 12   | 2023-09-01
             | 校服     | 300  | 2023-09-01
    柳树小学 | 课后服务 | 180  | 2023-09-01
"""

EXAMPLES = [
    Example(
        "a fee for air conditioning; uniforms above the list; another school's list",
        flagged=["空调费", "校服费", "课后服务费"],
        tables={
            "fees": """
                body     | item       | charged_on | each | amount
                大河小学 | 空调费     | 2024-03-01 | 50   | 5,000
                大河小学 | 校服费     | 2024-03-01 | 350  | 35,000
                大河小学 | 课后服务费 | 2024-03-01 | 180  | 18,000
                大河小学 | 伙食费     | 2024-03-01 | 12   | 18,000
            """,
            "fee_list": _LIST,
        },
    ),
    Example(
        "on the list by another word; voluntary; paid back",
        tables={
            "fees": """
                body     | item         | charged_on | each | amount | voluntary
                大河小学 | 伙食（收费） | 2024-03-01 | 12   | 5,000  |
                大河小学 | 研学         | 2024-03-01 | 50   | 5,000  | yes
                大河小学 | 校服         | 2024-03-01 | 350  | -5,000 |
                柳树小学 | 课后服务费   | 2024-03-01 | 180  | 5,000  |
            """,
            "fee_list": _LIST,
        },
    ),
    Example(
        "before the first list; no item",
        cannot=["no list", "no item"],
        tables={
            "fees": """
                body     | item   | charged_on | amount
                大河小学 | 空调费 | 2020-03-01 | 5,000
                大河小学 |        | 2024-03-01 | 5,000
            """,
            "fee_list": _LIST,
        },
    ),
]
