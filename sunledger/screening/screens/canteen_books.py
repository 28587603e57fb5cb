"""A canteen whose books do not meet

Over a term, less than six tenths of what came in for meals was spent on food; or income, spending
and surplus do not add up; or more food left the store than was bought; or meal money came in
through accounts that are not the school's.

Why it matters
    What families pay for meals is for meals. Where fees, purchases, store and surplus are kept in
    four books, what is missing in one has to be missing in another.

Innocent reasons
    Prepaid cards and refunds of the term before. A subsidy for wages that was booked as income. The
    first month of a canteen. A stock left over from the last term. A collecting bank's account.

Source
    Counties set the least share of food at six or seven tenths; private accounts for meal money
    were found in the same reviews.
"""

from datetime import date

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """食堂账目对不上

一学期内，食材支出不到伙食收入的六成；或收入、支出与结余对不上；
或出库食材多于采购；或伙食费进了学校以外的账户。

为什么重要
    家长交的伙食费就该吃进孩子嘴里。收费、采购、库存、结余分四本账，一本里少了，另一本里也会露出来。

清白的理由
    预存卡、上学期退费；人工补贴记作收入；食堂首月；上学期库存；银行代收账户。

来源
    一些县规定食材占比不低于六成或七成；同类检查中也查出用个人账户收取伙食费。
"""

SENTENCE = {
    "elsewhere": Text(
        "{body_name} took {part:money} of meal money through accounts that are not the school's, "
        "from {first:month} to {last:month}.",
        "{body_name}在{first:month}至{last:month}期间，有{part:money}伙食费进入学校以外的账户。",
    ),
    "sum": Text(
        "From {first:month} to {last:month} the canteen of {body_name} had {income:money} coming "
        "in after refunds; spending and surplus differ from it by {part:money}.",
        "{body_name}食堂{first:month}至{last:month}收入（扣除退费）{income:money}，"
        "与支出、结余之和相差{part:money}。",
    ),
    "store": Text(
        "From {first:month} to {last:month} the canteen of {body_name} booked {part:money} more "
        "food out of its store than it had bought.",
        "{body_name}食堂{first:month}至{last:month}出库食材比采购多{part:money}。",
    ),
    "food": Text(
        "From {first:month} to {last:month} the canteen of {body_name} had {income:money} coming "
        "in after refunds; what was spent on food is {part:money} short of the least share.",
        "{body_name}食堂{first:month}至{last:month}收入（扣除退费）{income:money}，"
        "食材支出比最低占比少{part:money}。",
    ),
}

NEEDS = {"canteen": ["body", "month", "income", "food"]}
APART = ["body"]
REASONS = {
    "opening": Reason(Text("The canteen opened in this month.", "食堂当月开办。")),
    "short": Reason(
        Text("Fewer than three months of the term are on record.", "该学期记录不足三个月。"),
        applicable=True,
    ),
    "nothing": Reason(Text("Nothing came in.", "当月没有收入。")),
}

SETTINGS = {
    "share": Setting(
        Text("least share of food, in hundredths", "食材最低占比（百分之）"),
        since=date(2024, 1, 1),
        source=Text(
            "Seen in practice: sixty; some counties seventy.", "实践中：六十，有的县七十。"
        ),
    ),
    "leeway": Setting(
        Text("hundredths of income by which books may differ", "账目允许相差的百分比"),
        since=date(2024, 1, 1),
        source=Text("Seen in practice: two.", "实践中常用：百分之二。"),
    ),
    "months": Setting(
        Text("months of a term, at least", "一学期最少月数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}

_TERM = ("body", "term", "coin")


def asides(canteen: Frame, *, months: int = 3) -> Frame:
    """Set aside opening months, and terms of which little is known."""
    rows = different(_terms(canteen), "known", "month", *_TERM)
    return set_aside(
        rows,
        {
            "opening": (col("opening") == 1).fill_null(value=False),
            "nothing": (col("income") <= 0) & (col("elsewhere").fill_null(0) <= 0),
            "short": col("known") < months,
        },
    ).drop("known", "term", "coin")


def flags(canteen: Frame, *, share: int = 60, leeway: int = 2) -> Frame:
    """Return the months of terms whose books do not meet, a lead for each; the gravest speaks."""
    rows = keep(_terms(canteen))
    names = ("income", "refunds", "food", "used", "labour", "other", "surplus", "elsewhere")
    sums = {name: col(name).sum().fill_null(0).cast(Int64) for name in names}
    whole = {f"all_{name}": col(name).is_null().cast(Int64).max() for name in ("surplus", "used")}
    terms = rows.group_by(*_TERM).agg(
        **sums, **whole, first=col("month").min(), last=col("month").max(), rows=count()
    )
    terms = terms.with_columns(income=col("income") - col("refunds"))
    terms = keep(_gaps(terms, share))
    most = col("income") * leeway
    sum_ = (col("all_surplus") == 0) & (col("gap").abs() * 100 > most)
    store = (col("all_used") == 0) & (col("overdrawn") * 100 > most)
    kind = when(col("lacking") > 0).then(lit("food")).otherwise(lit(""))
    kind = when(store).then(lit("store")).otherwise(kind)
    kind = when(sum_).then(lit("sum")).otherwise(kind)
    kind = when(col("elsewhere") > 0).then(lit("elsewhere")).otherwise(kind)
    terms = terms.with_columns(kind=kind).filter(col("kind") != "")
    found = terms.select(*_TERM, "kind", "income", "first", "last", "rows", part=_part())
    rows = rows.drop("income").join(found, on=list(_TERM))
    return rows.select(
        *("code", "kind", "body_name", "income", "first", "last", "part"),
        lead=key(*_TERM),
        subject=coalesce(col("body_name"), col("body")),
        figure=(col("part") // col("rows")).cast(Int64),
        strength=when(col("kind") == "elsewhere").then(lit(0.6)).otherwise(lit(0.4)),
    )


def _terms(canteen: Frame) -> Frame:
    """Add the term: from March to August, and from September to February."""
    return canteen.with_columns(term=(col("month") - 2) // 6, coin=col("currency").fill_null(""))


def _gaps(terms: Frame, share: int) -> Frame:
    """Add by how much the books differ, each way."""
    spent = col("food") + col("labour") + col("other") + col("surplus")
    return terms.with_columns(
        gap=col("income") - spent,
        overdrawn=col("used") - col("food"),
        lacking=col("income") * share // 100 - col("food"),
    )


def _part() -> Expr:
    """Return what is at stake for the kind of lead."""
    part = when(col("kind") == "food").then(col("lacking")).otherwise(col("overdrawn"))
    part = when(col("kind") == "sum").then(col("gap").abs()).otherwise(part)
    return when(col("kind") == "elsewhere").then(col("elsewhere")).otherwise(part).cast(Int64)


EXAMPLES = [
    Example(
        "half for food; forty thousand that no book knows; fees in a private account",
        flagged=["大河小学", "柳树小学", "石桥小学", "白石小学"],
        tables={
            "canteen": """
                body     | month   | income | food   | used   | labour | other | surplus | elsewhere
                大河小学 | 2024-03 | 50,000 | 25,000 | 25,000 | 15,000 | 5,000 | 5,000   |
                大河小学 | 2024-04 | 50,000 | 25,000 | 25,000 | 15,000 | 5,000 | 5,000   |
                大河小学 | 2024-05 | 50,000 | 25,000 | 25,000 | 15,000 | 5,000 | 5,000   |
                柳树小学 | 2024-03 | 50,000 | 35,000 | 35,000 | 5,000  |       | 1,000   |
                柳树小学 | 2024-04 | 50,000 | 35,000 | 35,000 | 5,000  |       | 1,000   |
                柳树小学 | 2024-05 | 50,000 | 35,000 | 35,000 | 5,000  |       | 1,000   |
                石桥小学 | 2024-03 | 50,000 | 35,000 | 35,000 | 10,000 |       | 5,000   | 3,000
                石桥小学 | 2024-04 | 50,000 | 35,000 | 35,000 | 10,000 |       | 5,000   |
                石桥小学 | 2024-05 | 50,000 | 35,000 | 35,000 | 10,000 |       | 5,000   |
                白石小学 | 2024-03 | 50,000 | 35,000 | 45,000 | 10,000 |       | 5,000   |
                白石小学 | 2024-04 | 50,000 | 35,000 | 45,000 | 10,000 |       | 5,000   |
                白石小学 | 2024-05 | 50,000 | 35,000 | 45,000 | 10,000 |       | 5,000   |
            """,
        },
    ),
    Example(
        "a month that is short is made good in the term; refunds; the opening month",
        tables={
            "canteen": """
                body     | month   | income | refunds | food   | labour | surplus | opening
                大河小学 | 2024-03 | 50,000 |         | 20,000 | 10,000 | 20,000  |
                大河小学 | 2024-04 | 50,000 |         | 40,000 | 10,000 | 0       |
                大河小学 | 2024-05 | 50,000 |         | 40,000 | 10,000 | 0       |
                柳树小学 | 2024-02 | 50,000 |         | 5,000  | 10,000 | 0       | yes
                柳树小学 | 2024-03 | 60,000 | 10,000  | 40,000 | 10,000 | 0       |
                柳树小学 | 2024-04 | 50,000 |         | 40,000 | 10,000 | 0       |
                柳树小学 | 2024-05 | 50,000 |         | 40,000 | 10,000 | 0       |
            """,
        },
    ),
    Example(
        "one month of a term, and one without income",
        cannot=["short", "no income"],
        tables={
            "canteen": """
                body     | month   | income | food
                大河小学 | 2024-03 | 50,000 | 5,000
                大河小学 | 2024-04 |        | 5,000
            """,
        },
    ),
]
