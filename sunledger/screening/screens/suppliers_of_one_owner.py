"""One owner behind several suppliers of a school

Two or more firms that supply one school, or another body, with goods of one kind are led or owned
by one person, or have one telephone or account in the register.

Why it matters
    Three offers from one owner are one offer. The school believes that it compares.

Innocent reasons
    Branches of one chain. A telephone or an address of an agency that registers firms, shared by
    many; such are passed over. A person who left one firm for the other.

Source
    Ties between suppliers are asked about wherever several offers are asked for.
"""

from datetime import date

from narwhals import Int64, String, coalesce, col, concat, lit, when

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """一所学校的几家供应商同属一人

向同一学校（单位）供应同类物资的两家以上企业，由同一人管理或持股，或登记同一电话、账户。

为什么重要
    一个老板的三份报价，就是一份报价；学校还以为自己在比价。

清白的理由
    同一连锁的分店；代办公司的电话（被许多企业共用的已排除）；从一家离职到另一家。

来源
    凡要求多家报价的地方，都查供应商之间的关联。
"""

SENTENCE = {
    "person": Text(
        "{firms} suppliers of {body_name} for {item_kind}, {one} and {other} among them, are led "
        "or owned by one person; they delivered {sum:money} in all.",
        "{body_name}的{firms}家{item_kind}供应商（{one}、{other}等）由同一人管理或持股，合计供货{sum:money}。",
    ),
    "contact": Text(
        "{firms} suppliers of {body_name} for {item_kind}, {one} and {other} among them, have one "
        "telephone or account in the register; they delivered {sum:money} in all.",
        "{body_name}的{firms}家{item_kind}供应商（{one}、{other}等）登记同一电话或账户，合计供货{sum:money}。",
    ),
}

NEEDS = {"purchases": ["body", "kind", "supplier_id", "amount"]}
OPTIONAL = ["officers"]
ALONE = ["body"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "unknown": Reason(
        Text("The register does not know the firm.", "企业登记中没有该单位。"), applicable=True
    ),
}

SETTINGS = {
    "most": Setting(
        Text("firms with one sign beyond which it says nothing", "共用同一特征的最多企业数"),
        since=date(2024, 1, 1),
        source=Text(
            "Seen in practice: numbers shared by more than ten firms are agencies'.",
            "实践中：十家以上共用的多为代办机构。",
        ),
    ),
    "owners": Setting(
        Text("thousandths of a firm that count as owning it", "视为持股的千分比"),
        since=date(2024, 1, 1),
        source=Text("Our own: a tenth.", "自定：一成。"),
    ),
}


def asides(purchases: Frame, companies: Frame) -> Frame:
    """Set aside what came back, and firms that nobody knows."""
    known = companies.select(supplier_id="company").unique().with_columns(known=lit(1))
    rows = purchases.join(known, on="supplier_id", how="left")
    reasons = {"came back": col("amount") <= 0, "unknown": col("known").is_null()}
    return set_aside(rows, reasons).drop("known")


def flags(
    purchases: Frame, companies: Frame, officers: Frame, *, most: int = 10, owners: int = 100
) -> Frame:
    """Return the deliveries of firms with one owner or contact, a lead for each body and kind."""
    signs = _signs(companies, officers, owners)
    degree = signs.group_by("sign").agg(degree=col("supplier_id").n_unique())
    signs = signs.join(degree.filter(col("degree") > 1, col("degree") <= most), on="sign")
    bought = purchases.with_columns(coin=col("currency").fill_null(""))
    each = bought.group_by("body", "kind", "coin", "supplier_id").agg(
        firm=coalesce(col("supplier"), col("supplier_id")).min(),
        amount=col("amount").sum().cast(Int64),
    )
    both = keep(each.join(signs, on="supplier_id"))
    one = ("body", "kind", "coin", "sign", "tie")
    ties = both.group_by(*one).agg(
        firms=col("supplier_id").n_unique(),
        sum=col("amount").sum().cast(Int64),
        one=col("firm").min(),
        other=col("firm").max(),
    )
    ties = keep(ties.filter(col("firms") > 1))
    # Of several signs of one group of firms, the owner speaks before the contact.
    found = both.select("supplier_id", *one).join(ties, on=list(one))
    rank = when(col("tie") == "person").then(lit(1)).otherwise(lit(0))
    found = keep(found.with_columns(rank=rank))
    firm = ("body", "kind", "coin", "supplier_id")
    found = found.filter(col("rank") == col("rank").max().over(*firm))
    found = found.filter(col("sign") == col("sign").min().over(*firm))
    named = found.rename({"tie": "tied"})
    rows = bought.join(named, on=list(firm))
    return rows.select(
        *("code", "body_name", "firms", "sum", "one", "other"),
        kind=col("tied"),
        item_kind=col("kind"),
        lead=key("body", "kind", "coin", "sign"),
        subject=col("one"),
        figure=col("amount").cast(Int64),
        strength=when(col("tied") == "person").then(lit(0.5)).otherwise(lit(0.35)),
    )


def _signs(companies: Frame, officers: Frame, owners: int) -> Frame:
    """Return what ties firms, each sign of a firm once; closed firms and past officers are out."""
    live = companies.filter(col("closed_on").is_null())
    led = officers.filter(~col("person").is_null(), col("until").is_null())
    led = led.filter((col("role") != "shareholder") | (col("share").fill_null(1000) >= owners))
    parts = [_sign(live, "phone", "contact"), _sign(live, "account", "contact")]
    parts.append(_sign(led, "person", "person"))
    return keep(concat(parts).unique())


def _sign(rows: Frame, column: str, tie: str) -> Frame:
    """Return firms with one sign, told apart from signs of other kinds."""
    rows = rows.filter(~col(column).is_null()).with_columns(what=lit(column, String))
    return rows.select(supplier_id="company", sign=key("what", column), tie=lit(tie, String))


EXAMPLES = [
    Example(
        "two sellers of meat with one owner; two of rice with one telephone",
        flagged=["乙公司", "丁公司"],
        tables={
            "purchases": """
                body     | on         | kind | supplier | supplier_id | amount
                大河小学 | 2024-03-01 | meat | 甲公司   | f1          | 5,000
                大河小学 | 2024-03-02 | meat | 乙公司   | f2          | 5,000
                大河小学 | 2024-03-02 | rice | 丙公司   | f3          | 5,000
                大河小学 | 2024-03-02 | rice | 丁公司   | f4          | 5,000
            """,
            "companies": """
                company | phone
                f1      | t1
                f2      | t2
                f3      | t3
                f4      | t3
            """,
            "officers": """
                company | person | role                 | share
                f1      | w      | legal representative |
                f2      | w      | shareholder          | 600
            """,
        },
    ),
    Example(
        "an agency's telephone; goods of different kinds; a past director",
        tables={
            "purchases": """
                body     | on         | kind | supplier | supplier_id | amount
                大河小学 | 2024-03-01 | meat | 甲公司   | f1          | 5,000
                大河小学 | 2024-03-02 | meat | 乙公司   | f2          | 5,000
                大河小学 | 2024-03-02 | rice | 丙公司   | f3          | 5,000
            """,
            "companies": """
                company | phone | account
                f1      | t1    |
                f2      | t1    |
                f3      | t3    | a
                f4      | t1    |
                f5      | t1    | a
            """,
            "officers": """
                company | person | role     | until
                f1      | w      | director | 2020-01-01
                f2      | w      | director |
                f1      | z      | director |
                f3      | z      | director |
            """,
        },
        settings={"most": 3},
    ),
    Example(
        "a firm nobody knows; none named",
        cannot=["unknown", "no supplier_id"],
        tables={
            "purchases": """
                body     | on         | kind | supplier | supplier_id | amount
                大河小学 | 2024-03-01 | meat | 甲公司   | f9          | 5,000
                大河小学 | 2024-03-02 | meat | 乙公司   |             | 5,000
            """,
            "companies": """
                company | phone
                f1      | t1
            """,
        },
    ),
]
