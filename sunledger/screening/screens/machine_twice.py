"""One machine subsidised twice, one buyer of many, one dealer for a county

A machine's number stands in the list of subsidies twice; or one person, who is no cooperative, has
bought more than three machines of a kind; or one dealer sells most of what a county subsidises.

Why it matters
    A machine that goes from yard to yard is paid for in each; a buyer of many machines lends a
    name; a dealer who sells nearly everything has somebody who sends the buyers.

Innocent reasons
    A number typed twice for two machines, or a plate of the maker's type instead of the machine's
    own. A cooperative, or a contractor with a fleet. A county in which there is only one workshop.

Source
    The three usual tests of subsidies for farm machines.
"""

from datetime import date

from narwhals import Expr, Int64, String, coalesce, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """农机补贴异常

同一机具编号两次享受补贴；或非合作社的一人购买同类机具三台以上；或一家经销商占了一县补贴机具的大部分。

为什么重要
    一台机具从这家院子开到那家，每家补一次；一人名下多台，往往是出借名义；
    几乎包揽的经销商，背后总有人在介绍。

清白的理由
    编号重复录入，或把型号当成编号；合作社、有机队的农机手；全县只有一家门店。

来源
    农机购置补贴核查的三项常规检查。
"""

SENTENCE = {
    "serial": Text(
        "The machine {what} was subsidised {times:times}, {sum:money} in all, by {body_name} and "
        "perhaps others.",
        "编号{what}的机具享受补贴{times:times}（{body_name}等），合计{sum:money}。",
    ),
    "buyer": Text(
        "{body_name} subsidised {times} machines of one kind ({what}) for one buyer, who is no "
        "cooperative: {sum:money} in all.",
        "{body_name}为同一购机者（非合作社）补贴同类机具（{what}）{times}台，合计{sum:money}。",
    ),
    "dealer": Text(
        "{what} sold {times} of the machines that {body_name} subsidised in the county, most of "
        "them: {sum:money} in all.",
        "{body_name}补贴的机具中，{what}一家售出{times}台，占全县大部分，合计{sum:money}。",
    ),
}

NEEDS = {"machines": ["body", "serial", "amount"]}
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
}

SETTINGS = {
    "most": Setting(
        Text("machines of a kind that one person may buy", "一人可购同类机具台数"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice.", "实践中常用。"),
    ),
    "alike": Setting(
        Text("rows with one number beyond which it is no number", "视为非真实编号的重复次数"),
        since=date(2024, 1, 1),
        source=Text("Our own: a maker's type fills the column.", "自定：填的是型号。"),
    ),
    "share": Setting(
        Text(
            "hundredths of a county's machines that one dealer may sell", "一家经销商可占的百分比"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "dealers": Setting(
        Text(
            "dealers and tens of machines that a county must have", "须有的经销商数和机具数（十台）"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own: few dealers are no market.", "自定：太少不成市场。"),
    ),
}


def asides(machines: Frame) -> Frame:
    """Set aside what came back."""
    return set_aside(machines, {"came back": col("amount") <= 0})


def flags(
    machines: Frame, *, most: int = 3, alike: int = 5, share: int = 60, dealers: int = 4
) -> Frame:
    """Return the machines subsidised again, those of one buyer, and those of one dealer."""
    plain = col("serial").str.to_uppercase().str.replace_all("[^0-9A-Z一-鿿]", "")
    rows = keep(machines.with_columns(plain=plain, one=lit(1)))
    numbers = ("kind", "plain")
    again = rows.filter(col("plain").str.len_chars() >= 4)
    again = again.with_columns(times=count().over(*numbers))
    again = again.filter(col("times") > 1, col("times") <= alike)
    nth = col("one").cum_sum().over(*numbers, order_by=["code"])
    again = again.with_columns(own=when(nth > 1).then(col("amount")).otherwise(lit(0)))
    bought = rows.filter(~col("buyer").is_null(), col("cooperative").fill_null(0) == 0)
    bought = bought.with_columns(times=count().over("body", "buyer", "kind"), own=col("amount"))
    bought = bought.filter(col("times") > most)
    dealer = ("body", "county", "dealer")
    return concat(
        [
            _leads("serial", again, numbers, col("serial"), 0.7),
            _leads("buyer", bought, ("body", "buyer", "kind"), col("kind"), 0.4),
            _leads("dealer", _large(rows, share, dealers), dealer, col("dealer"), 0.2),
        ]
    )


def _large(rows: Frame, share: int, dealers: int) -> Frame:
    """Return the machines of dealers who sell most of a county's."""
    sold = rows.filter(~col("dealer").is_null())
    county = sold.group_by("body", "county").agg(machines=count(), sellers=col("dealer").n_unique())
    enough = (col("sellers") >= dealers) & (col("machines") >= dealers * 10)
    county = county.filter(enough)
    sold = sold.with_columns(times=count().over("body", "county", "dealer"))
    sold = sold.join(county, on=["body", "county"])
    sold = sold.filter(col("times") * 100 >= col("machines") * share)
    return sold.with_columns(own=col("amount")).drop("machines", "sellers")


def _leads(kind: str, rows: Frame, same: tuple[str, ...], what: Expr, strength: float) -> Frame:
    """Return the rows of one kind with their lead."""
    rows = keep(rows.with_columns(kind_of=lit(kind, String)))
    rows = rows.with_columns(lead=key("kind_of", *same))
    return rows.select(
        *("code", "lead", "body_name"),
        kind="kind_of",
        what=coalesce(what, lit("—")),
        times=col("times").cast(Int64),
        sum=col("amount").sum().over("lead").cast(Int64),
        subject=coalesce(what, lit("—")),
        figure=col("own").cast(Int64),
        strength=lit(strength),
    )


def _sold(dealer: str, many: int, serial: str) -> str:
    """Return so many machines sold by a dealer."""
    return "\n".join(
        f"县农业农村局 | c1 | {serial}{n:04} | 收割机 | {dealer}-{n} | {dealer} | 9,000"
        for n in range(many)
    )


_HEAD = "body | county | serial | kind | buyer | dealer | amount"

EXAMPLES = [
    Example(
        "one number twice, written differently; four machines for one buyer",
        flagged=["LX-0417", "拖拉机"],
        tables={
            "machines": """
                body           | serial  | kind   | buyer | amount
                县农业农村局   | LX-0417 | 收割机 | a     | 30,000
                邻县农业农村局 | lx0417  | 收割机 | b     | 30,000
                县农业农村局   | TT-0001 | 拖拉机 | c     | 20,000
                县农业农村局   | TT-0002 | 拖拉机 | c     | 20,000
                县农业农村局   | TT-0003 | 拖拉机 | c     | 20,000
                县农业农村局   | TT-0004 | 拖拉机 | c     | 20,000
            """,
        },
    ),
    Example(
        "a dealer with thirty of forty machines",
        flagged=["甲农机"],
        tables={
            "machines": "\n".join(
                [
                    *(_HEAD, _sold("甲农机", 30, "JA")),
                    *(_sold("乙农机", 4, "YI"), _sold("丙农机", 3, "BI"), _sold("丁农机", 3, "DI")),
                ]
            )
        },
    ),
    Example(
        "a cooperative with four; a type instead of a number",
        tables={
            "machines": """
                code   | body         | serial  | kind   | buyer | cooperative | amount
                a1     | 县农业农村局 | TT-0001 | 拖拉机 | c     | yes         | 20,000
                a2     | 县农业农村局 | TT-0002 | 拖拉机 | c     | yes         | 20,000
                a3     | 县农业农村局 | TT-0003 | 拖拉机 | c     | yes         | 20,000
                a4     | 县农业农村局 | TT-0004 | 拖拉机 | c     | yes         | 20,000
                b1..b6 | 县农业农村局 | 4LZ-5.0 | 收割机 |       |             | 20,000
            """,
        },
    ),
    Example(
        "no number",
        cannot=["no serial"],
        tables={
            "machines": """
                body         | serial | kind   | amount
                县农业农村局 |        | 收割机 | 30,000
            """,
        },
    ),
]
