"""A payment made twice

The same body pays the same organisation the same amount once more: under the same reference on
another day, on the same day, or, where no day is given, on another line that is alike in
everything. A sheet that was published twice is one lead about the sheet.

Why it matters
    An invoice that is entered twice is paid twice, by mistake or on purpose; it is the most common
    overpayment, and the easiest to get back.

Innocent reasons
    Instalments or monthly fees under one contract number; several like deliveries on one day;
    one invoice booked on several lines; a transfer that failed and was sent again, where the
    return does not stand in the records; a sheet that was put on the net a second time.

Source
    Duplicate payments are in every auditor's handbook; sheets published twice were seen in the
    open spending records of several councils.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.repeats import lines_alike, repeated, returned_by
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import (
    PASSED_OVER,
    key,
    passed_over,
    set_aside,
)

CHINESE = """重复付款

同一单位向同一收款单位再次支付同一金额：同一凭证号、不同日期；或在同一天；或无日期而各项全同的另一行。
整张表重复公布的，只就该表提出一条线索。

为什么重要
    一张发票入账两次，就会付两次，无论出于疏忽还是故意；这是最常见、也最容易追回的多付。

清白的理由
    同一合同号下的分期款或月费；同日多次同价交货；一张发票分多行入账；
    转账失败后重付，而退款未列入记录；同一张表再次上传。

来源
    重复付款见于各审计机关的手册；整表重复公布见于多个地方政府的公开支出数据。
"""

SENTENCE = {
    "reference": Text(
        "{body_name} paid {payee} again, under the same reference and for the same amount: what it "
        "paid on {first} stands once more by {last}. Too many: {extra}, {stake:money} in all.",
        "{body_name}以同一凭证号、同一金额再次付给{payee}：{first}的付款至{last}又出现，"
        "疑多付{extra}笔，合计{stake:money}。",
    ),
    "day": Text(
        "{body_name} paid {payee} the same amount more than once on {first}. Perhaps too many: "
        "{extra}, {stake:money} in all.",
        "{body_name}在{first}向{payee}支付相同金额不止一次，疑多付{extra}笔，合计{stake:money}。",
    ),
    "line": Text(
        "Lines for {payee} stand more than once in the sheet {last} of {body_name}, alike in "
        "everything. Perhaps too many: {extra}, {stake:money} in all.",
        "{body_name}的表{last}中，付给{payee}的相同行不止一次出现，疑多付{extra}笔，合计{stake:money}。",
    ),
    "habit": Text(
        "{extra} lines of {body_name} stand again, alike in payee, day, amount and reference: "
        "{stake:money} in all. So many may be its way of booking; the largest are asked about "
        "one by one.",
        "{body_name}有{extra}行与另一行的收款方、日期、金额、凭证号全同，合计{stake:money}。"
        "数量如此之多，可能是其记账方式；金额最大的另行逐笔提出。",
    ),
    "part": Text(
        "{extra} payments of {body_name} stand both in the sheet {first} and in {last}, with the "
        "same references but not the same days, {stake:money} in all.",
        "{body_name}有{extra}笔付款既见于表{first}又见于表{last}，凭证号相同而日期不同，"
        "合计{stake:money}。",
    ),
    "sheet": Text(
        "{extra} rows of the sheet {batch} of {body_name}, {stake:money} in all, stand in "
        "{copy_of} as well.",
        "{body_name}的表{batch}中有{extra}行（合计{stake:money}）已见于{copy_of}。",
    ),
}

NEEDS = {"payments": ["body", "amount", "payee"]}
APART = ["body"]

REASONS = {
    **{name: PASSED_OVER[name] for name in ("withheld", "person")},
    "nothing moved": Reason(Text("The amount is zero.", "金额为零。")),
    "nothing to tell it by": Reason(
        Text(
            "The row gives no day, no reference and no purpose; only its whole sheet was compared.",
            "该行无日期、无凭证号、无用途，只能整表比对。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "reference_length": Setting(
        Text("letters and digits that make a reference tell", "能说明问题的凭证号最短位数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: shorter ones are line numbers in the records we saw.",
            "自定：所见数据中，更短的多为行号。",
        ),
    ),
    "occasions": Setting(
        Text("days under one reference, beyond which it is a contract", "同一凭证号的付款日上限"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: a number that returns more often is a contract's, not an invoice's.",
            "自定：更常出现的是合同号而非发票号。",
        ),
    ),
    "habit": Setting(
        Text("share of like rows beyond which a body books so", "视为记账习惯的同类行占比"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: where one row in a hundred repeats, it is a way of keeping books.",
            "自定：百行有一行重复，即属记账方式。",
        ),
        kind="share",
    ),
    "habit_rows": Setting(
        Text("like rows that a habit needs at least", "视为记账习惯的最少行数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: in a village's sheet two or three repeats are no habit.",
            "自定：村级表中重复两三行还不是习惯。",
        ),
    ),
    "largest": Setting(
        Text(
            "amounts asked about one by one where repeating is a habit",
            "习惯性重复中逐笔提出的金额数",
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: as many as one person looks at in an hour.",
            "自定：一个人一小时能看完的数量。",
        ),
    ),
    "many_payees": Setting(
        Text("payees that recur in another sheet and make it one lead", "并作一条线索的收款方数"),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: a part of a sheet that went out again repeats many payees.",
            "自定：部分重复公布的表会涉及许多收款方。",
        ),
    ),
}


def asides(payments: Frame) -> Frame:
    """Set aside what cannot be compared one by one; copied rows are judged with their sheet."""
    alone = col("copy_of").is_null()
    nothing = [col(name).is_null() for name in ("paid_on", "reference", "purpose")]
    reasons = {name: alone & holds for name, holds in passed_over("withheld", "person").items()}
    reasons["nothing moved"] = alone & (col("amount") == 0)
    reasons["nothing to tell it by"] = alone & nothing[0] & nothing[1] & nothing[2]
    return set_aside(payments, reasons)


def flags(
    payments: Frame,
    *,
    reference_length: int = 4,
    occasions: int = 3,
    habit: float = 0.01,
    habit_rows: int = 20,
    largest: int = 10,
    many_payees: int = 5,
) -> Frame:
    """Return the payments that seem to have been made again, and the rows of copied sheets."""
    single = payments.filter(col("copy_of").is_null())
    returned = returned_by(single)
    paid = single.filter(col("amount") > 0)
    again = keep(_by_reference(paid, returned, reference_length, occasions))
    alike = lines_alike(paid, returned, habit, habit_rows, largest)
    names = payments.group_by("body", "batch").agg(name=col("batch_name").min())
    merged = _merged(again, names, many_payees)
    lines = _called(_leads(alike), names, "last").with_columns(
        subject=when(col("kind") == "habit").then(col("body")).otherwise(col("subject"))
    )
    return concat([merged, lines, _sheets(payments, names)])


def _by_reference(paid: Frame, returned: Frame, length: int, occasions: int) -> Frame:
    """Return payments of one reference and amount on different days."""
    number = col("reference").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    number = number.str.replace_all("^(NO|发票号码|发票号|号码)?0*", "")
    named = paid.with_columns(number=number).filter(col("number").str.len_chars() >= length)
    # Without a day, another sheet is another occasion.
    named = named.with_columns(occasion=coalesce(col("paid_on").cast(String), col("batch")))
    uses = named.group_by("body", "number").agg(
        uses=col("occasion").n_unique(), one=col("payee_key").min(), other=col("payee_key").max()
    )
    # A number that several payees share, or that returns again and again, names no invoice.
    telling = uses.filter(
        col("uses") >= 2, col("uses") <= occasions, col("one") == col("other")
    ).select("body", "number")
    telling = telling.join(_in_parts(named), on=["body", "number"], how="anti")
    # A row without a day is compared with its like only.
    named = named.with_columns(dated=~col("paid_on").is_null())
    alike = ("body", "payee_key", "amount", "number", "dated")
    rows = repeated(named.join(telling, on=["body", "number"]), returned, alike)
    rows = rows.with_columns(
        first=col("occasion").min().over(*alike), last=col("occasion").max().over(*alike)
    )
    long = col("number").str.len_chars() >= 6
    return rows.filter(col("first") != col("last")).with_columns(
        kind=lit("reference"),
        strength=when(long).then(lit(0.9)).otherwise(lit(0.7)),
        from_sheet=col("batch").min().over(*alike),
        to_sheet=col("batch").max().over(*alike),
    )


def _in_parts(named: Frame) -> Frame:
    """Return the numbers of contracts paid in parts: three weeks or more, and evenly, apart."""
    each = named.group_by("body", "number", "day").agg(lines=count())
    days = each.group_by("body", "number").agg(
        days=count(), all=col("day").sum(), first=col("day").min(), last=col("day").max()
    )
    off = (col("all") - col("first") - col("last")) * 2 - col("first") - col("last")
    even = (col("days") == 3) & (col("last") - col("first") >= 42) & (off.abs() <= 14)
    return days.filter(even).select("body", "number")


def _merged(rows: Frame, names: Frame, many: int) -> Frame:
    """Return rows with their lead: where many payees recur from one sheet in another, one lead."""
    pair = ("body", "from_sheet", "to_sheet")
    payees = rows.group_by(*pair).agg(payees=col("payee_key").n_unique())
    known = payees.filter(col("payees") >= many, col("from_sheet") != col("to_sheet"))
    part = rows.join(known, on=list(pair)).with_columns(
        kind=lit("part"), first=col("from_sheet"), last=col("to_sheet"), payee_key=lit("")
    )
    part = _called(_called(_leads(part), names, "first"), names, "last")
    rest = rows.join(known, on=list(pair), how="anti")
    return concat([part.with_columns(subject=col("last")), _leads(rest)])


def _called(rows: Frame, names: Frame, column: str) -> Frame:
    """Return rows in which a column names a sheet as people read it."""
    known = names.rename({"batch": column})
    named = rows.join(known, on=["body", column], how="left")
    return named.with_columns(coalesce(col("name"), col(column)).alias(column)).drop("name")


def _leads(rows: Frame) -> Frame:
    """Return rows with their lead: all that one body paid one payee again on the same days."""
    rows = rows.with_columns(lead=key("kind", "body", "payee_key", "first", "last"))
    rows = rows.with_columns(
        stake=col("figure").sum().over("lead").cast(Int64),
        extra=(col("figure") > 0).cast(Int64).sum().over("lead").cast(Int64),
    )
    return rows.select(
        *("code", "lead", "kind", "first", "last", "stake", "extra", "strength"),
        *("body", "body_name", "payee", "batch", "copy_of"),
        subject="payee",
        figure=col("figure").cast(Int64),
    )


def _sheets(payments: Frame, names: Frame) -> Frame:
    """Return the rows of sheets published twice, a lead a sheet; the sheet most copied is named."""
    rows = payments.filter(~col("copy_of").is_null()).with_columns(lead=key("body", "batch"))
    rows = rows.with_columns(common=count().over("lead", "copy_of"))
    most = col("common") == col("common").max().over("lead")
    rows = rows.with_columns(most=when(most).then(col("copy_of")))
    rows = rows.with_columns(
        stake=col("amount").sum().over("lead").cast(Int64),
        extra=count().over("lead").cast(Int64),
        copy_of=col("most").min().over("lead"),
    )
    rows = _called(_called(rows, names, "copy_of"), names, "batch")
    return rows.with_columns(
        kind=lit("sheet"), first=lit(""), last=lit(""), strength=lit(0.5), subject=col("batch")
    ).select(
        *("code", "lead", "kind", "first", "last", "stake", "extra", "strength"),
        *("body", "body_name", "payee", "batch", "copy_of", "subject"),
        figure=col("amount").cast(Int64),
    )


EXAMPLES = [
    Example(
        "one invoice, paid in May and again in June; another, three times",
        flagged=["Ding", "JIA CO."],
        payments="""
            code | body | payee  | paid_on    | amount | reference
            p1   | Dahe | Jia Co | 2024-05-06 |  4,900 | FP-04417
            p2   | Dahe | JIA CO. | 2024-06-11 | 4,900 | fp 04417
            p3   | Dahe | Yi Co  | 2024-06-11 |  4,900 | FP-04418
            q1   | Dahe | Ding   | 2024-05-06 |  7,320 | 00881234
            q2   | Dahe | Ding   | 2024-05-27 |  7,320 | No.0088-1234
            q3   | Dahe | Ding   | 2024-08-11 |  7,320 | 881234
        """,
    ),
    Example(
        "the same line twice in one sheet",
        flagged=["东岭建筑工程有限公司"],
        payments="""
            code | body | payee                | paid_on    | amount | purpose
            p1   | 大河村 | 东岭建筑工程有限公司 | 2024-05-06 |  4,900 | 村道维修（发票04417）
            p2   | 大河村 | 东岭建筑工程有限公司 | 2024-05-06 |  4,900 | 村道维修（发票04417）
            p3   | 大河村 | 东岭建筑工程有限公司 | 2024-05-06 |  4,900 | 桥面维修（发票04418）
        """,
    ),
    Example(
        "two lines alike in everything, in a sheet of a year that gives no days",
        flagged=["Jia Co"],
        payments="""
            code | body | payee  | amount  | purpose            | batch
            p1   | Dahe | Jia Co | 241,880 | upkeep of the dike | 2021
            p2   | Dahe | Jia Co | 241,880 | upkeep of the dike | 2021
            p3   | Dahe | Jia Co | 117,788 | upkeep of the dike | 2020
            p4   | Dahe | Jia Co | 117,788 | upkeep of the dike | 2019
        """,
    ),
    Example(
        "three invoices paid once more on one day are one lead",
        flagged=["Jia Co"],
        payments="""
            code   | body | payee  | paid_on    | amount | reference
            p1     | Dahe | Jia Co | 2024-05-06 |  4,900 | FP-04417
            p2     | Dahe | Jia Co | 2024-05-06 |  3,100 | FP-04418
            p3     | Dahe | Jia Co | 2024-05-06 |  2,700 | FP-04419
            q1     | Dahe | Jia Co | 2024-06-11 |  4,900 | FP-04417
            q2     | Dahe | Jia Co | 2024-06-11 |  3,100 | FP-04418
            q3     | Dahe | Jia Co | 2024-06-11 |  2,700 | FP-04419
        """,
    ),
    Example(
        "a month handed in twice is one lead about the sheet",
        flagged=["may again"],
        payments="""
            code | body | payee  | paid_on    | amount | reference | batch
            p1   | Dahe | Jia Co | 2024-05-06 |  4,900 | FP-04417  | may
            p2   | Dahe | Yi Co  | 2024-05-07 |    310 | FP-11     | may
            p3   | Dahe | 张*    | 2024-05-08 |    270 |           | may
            p4   | Dahe | Bing   | 2024-05-09 |  1,200 | FP-7      | may
            p5   | Dahe | Ding   | 2024-05-10 |     65 |           | may
            q1   | Dahe | Jia Co | 2024-05-06 |  4,900 | FP-04417  | may again
            q2   | Dahe | Yi Co  | 2024-05-07 |    310 | FP-11     | may again
            q3   | Dahe | 张*    | 2024-05-08 |    270 |           | may again
            q4   | Dahe | Bing   | 2024-05-09 |  1,200 | FP-7      | may again
            q5   | Dahe | Ding   | 2024-05-10 |     65 |           | may again
            q6   | Dahe | Wu Co  | 2024-05-31 |    800 |           | may again
        """,
    ),
    Example(
        "five invoices of May that stand again, on other days, in the sheet of June",
        flagged=["06"],
        payments="""
            code | body | payee  | paid_on    | amount | reference | batch
            p1   | Dahe | Jia Co | 2024-05-06 |  4,900 | FP-04417  | 05
            p2   | Dahe | Yi Co  | 2024-05-07 |  1,310 | FP-31107  | 05
            p3   | Dahe | Bing   | 2024-05-08 |    270 | FP-00702  | 05
            p4   | Dahe | Ding   | 2024-05-09 |  1,200 | FP-70011  | 05
            p5   | Dahe | Wu Co  | 2024-05-10 |     65 | FP-00650  | 05
            q1   | Dahe | Jia Co | 2024-06-28 |  4,900 | FP-04417  | 06
            q2   | Dahe | Yi Co  | 2024-06-28 |  1,310 | FP-31107  | 06
            q3   | Dahe | Bing   | 2024-06-28 |    270 | FP-00702  | 06
            q4   | Dahe | Ding   | 2024-06-28 |  1,200 | FP-70011  | 06
            q5   | Dahe | Wu Co  | 2024-06-28 |     65 | FP-00650  | 06
        """,
    ),
    Example(
        "a transfer that failed, came back and was sent again",
        payments="""
            code | body | payee  | paid_on    | amount | reference
            p1   | Dahe | Jia Co | 2024-05-06 |  3,180 | FP-04417
            p2   | Dahe | Jia Co | 2024-05-08 | -3,180 | TH-00012
            p3   | Dahe | Jia Co | 2024-05-09 |  3,180 | FP-04417
        """,
    ),
    Example(
        "instalments, each with an invoice of its own; rent of the same amount each month",
        payments="""
            code | body | payee   | paid_on    | amount | reference | purpose
            p1   | Dahe | Jia Co  | 2024-05-06 |  2,400 | FP-04417  | harvester, 1st part
            p2   | Dahe | Jia Co  | 2024-05-06 |  2,400 | FP-04418  | harvester, 2nd part
            p3   | Dahe | Yi Co   | 2024-05-06 |  1,000 |           | rent
            p4   | Dahe | Yi Co   | 2024-06-06 |  1,000 |           | rent
            p5   | Dahe | Yi Co   | 2024-07-06 |  1,000 |           | rent
        """,
    ),
    Example(
        "a contract number that returns, evenly; and a number that is only a line's",
        payments="""
            code | body | payee  | paid_on    | amount | reference
            p1   | Dahe | Jia Co | 2024-01-06 |  2,400 | HT-2024-7
            p2   | Dahe | Jia Co | 2024-02-06 |  2,400 | HT-2024-7
            p3   | Dahe | Jia Co | 2024-03-06 |  2,400 | HT-2024-7
            p4   | Dahe | Jia Co | 2024-04-06 |  2,400 | HT-2024-7
            p5   | Dahe | Yi Co  | 2024-01-09 |    500 | 12
            p6   | Dahe | Yi Co  | 2024-02-09 |    500 | 12
            q1   | Dahe | Bing Co | 2024-02-20 | 9,500 | HT-2024-61
            q2   | Dahe | Bing Co | 2024-05-21 | 9,500 | HT-2024-61
            q3   | Dahe | Bing Co | 2024-08-22 | 9,500 | HT-2024-61
        """,
    ),
    Example(
        "a book in which every line stands twice: one lead on the book, and its largest amount",
        flagged=["Dahe", "Jia Co"],
        payments="""
            code    | body | payee  | paid_on    | amount | reference
            p1      | Dahe | Jia Co | 2024-05-06 | 94,900 | FP-04417
            p2      | Dahe | Jia Co | 2024-05-06 | 94,900 | FP-04417
            q1..q30 | Dahe | Yi Co  | 2024-05-07 |    310 | FP-00011
        """,
        settings={"largest": 1},
    ),
    Example(
        "one amount to many people whose names are masked, and many like lines as a habit",
        payments="""
            code    | body | payee     | paid_on    | amount | reference
            p1      | Dahe | 王*       | 2024-01-06 |    200 |
            p2      | Dahe | 王*       | 2024-01-06 |    200 |
            c1..c40 | Dahe | Care Home | 2024-01-06 |    650 |
        """,
    ),
    Example(
        "two rows without an amount, and two alike that give nothing to tell them by",
        cannot=["no amount", "nothing to tell it by"],
        payments="""
            code | body | payee  | paid_on    | amount
            a1   | Dahe | Jia Co | 2024-05-06 |
            a2   | Dahe | Jia Co | 2024-05-06 |
            b1   | Dahe | Yi Co  |            | 500
            b2   | Dahe | Yi Co  |            | 500
        """,
    ),
]
