"""Words that screens of support paid to persons share: rules in force, whole months, sums."""

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Reason
from sunledger.screening.shapes import Frame
from sunledger.screening.vocabulary import key
from sunledger.screening.words import Text

NO_RULES = Reason(
    Text(
        "The table of schemes does not say what this rule needs to know of the scheme.",
        "政策表没有写明该补助项目的这项规定。",
    ),
    applicable=True,
)
NOT_TESTED = Reason(
    Text("The scheme does not look at income or assets.", "该补助项目不看家庭经济状况。"),
)
UNREGISTERED = Reason(
    Text("The person is not in the population register.", "人口登记中没有此人。"),
    applicable=True,
)

# What most leads say of a payment. A screen that asks for these alone reads the others for no row.
READ = (
    *("code", "body", "body_name", "scheme", "scheme_name", "person", "name"),
    *("month", "amount"),
)


def scheme_named() -> Expr:
    """Return the scheme as people read it."""
    return coalesce(col("scheme_name"), col("scheme"), lit("—"))


def place_named() -> Expr:
    """Return the village as people read it; where none is given, the body."""
    return coalesce(col("village_name"), col("village"), col("body_name"), lit("—"))


def whole_month(month: Expr | None = None) -> Expr:
    """Whether a month lies between `since` and `until`; the months of both do not count."""
    month = col("month") if month is None else month
    began = col("since").is_null() | (month_number(col("since")) < month)
    return began & (col("until").is_null() | (month < month_number(col("until"))))


def with_rules(rows: Frame, schemes: Frame, *columns: str) -> Frame:
    """Add the rules of each row's scheme that held in its month; nothing where none is known."""
    asked = rows.group_by("scheme", "month").agg(asked=count())
    begins = when(~col("since").is_null()).then(month_number(col("since"))).otherwise(lit(0))
    ends = when(~col("until").is_null()).then(month_number(col("until"))).otherwise(lit(10**6))
    rules = schemes.select("scheme", *columns, begins=begins, ends=ends, rule="code")
    found = asked.join(rules, on="scheme")
    found = found.filter(col("begins") <= col("month"), col("month") < col("ends"))
    # Where two rules hold, the later one; of two of one day, that with the lower code.
    found = found.filter(col("begins") == col("begins").max().over("scheme", "month"))
    found = found.filter(col("rule") == col("rule").min().over("scheme", "month"))
    found = found.select("scheme", "month", *columns)
    return rows.join(found, on=["scheme", "month"], how="left")


def every_rule(schemes: Frame) -> Frame:
    """Add `known`, so that a scheme without one rule is told from a scheme nobody knows."""
    return schemes.with_columns(known=lit(1))


def one_each(rows: Frame, other: str) -> Frame:
    """Keep of several rows with one code that whose other code is the lowest."""
    return rows.filter(col(other) == col(other).min().over("code"))


def with_distinct(rows: Frame, name: str, what: str, *same: str) -> Frame:
    """Add how many values a column has among the rows that agree in these columns.

    Not every engine counts distinct values over a window; so they are counted and joined.
    """
    rows = keep(rows)
    counted = rows.group_by(*same).agg(col(what).n_unique().cast(Int64).alias(name))
    return rows.join(counted, on=list(same))


def added_up(rows: Frame, *same: str) -> Frame:
    """Add the lead, which rows that agree in these columns share, and what they come to."""
    rows = keep(rows.with_columns(lead=key(*same)))
    sums = rows.group_by("lead").agg(
        sum=col("amount").sum().cast(Int64),
        times=count(),
        first=col("month").min(),
        last=col("month").max(),
    )
    return rows.join(sums, on="lead")


DOCUMENTED = Reason(
    Text(
        "A document on file says why this account or telephone serves several.",
        "已有依据备案，说明该账户或电话为何供多人使用。",
    ),
)


def documented(rows: Frame, exceptions: Frame, shared: str) -> Frame:
    """Add `lawful`: whether a document covers this account or telephone in the row's month.

    A document may cover everyone paid there, or one person.
    """
    begins = when(~col("since").is_null()).then(month_number(col("since"))).otherwise(lit(0))
    ends = when(~col("until").is_null()).then(month_number(col("until"))).otherwise(lit(10**6))
    known = exceptions.filter(~col(shared).is_null()).with_columns(begins=begins, ends=ends)
    first, last = col("begins").min(), col("ends").max()
    nobody = col("person").is_null()
    everyone = known.filter(nobody).group_by(shared).agg(all_from=first, all_to=last)
    single = known.filter(~nobody).group_by(shared, "person").agg(one_from=first, one_to=last)
    rows = rows.join(everyone, on=shared, how="left").join(
        single, on=[shared, "person"], how="left"
    )
    whole = (col("all_from") <= col("month")) & (col("month") <= col("all_to"))
    one = (col("one_from") <= col("month")) & (col("month") <= col("one_to"))
    lawful = whole.fill_null(value=False) | one.fill_null(value=False)
    return rows.with_columns(lawful=lawful).drop("all_from", "all_to", "one_from", "one_to")


def with_mandates(rows: Frame, exceptions: Frame) -> Frame:
    """Add `mandates`: how many documents let another collect for the person in the row's month."""
    begins = month_number(col("since")).fill_null(0)
    ends = month_number(col("until")).fill_null(10**6)
    known = exceptions.filter(
        ~col("person").is_null(), col("account").is_null(), col("phone").is_null()
    )
    known = known.select("person", begins=begins, ends=ends)
    known = known.group_by("person").agg(begins=col("begins").min(), ends=col("ends").max())
    rows = rows.join(known, on="person", how="left")
    holds = (col("begins") <= col("month")) & (col("month") <= col("ends"))
    rows = rows.with_columns(mandates=when(holds.fill_null(value=False)).then(1).otherwise(0))
    return rows.drop("begins", "ends")


# Signs of names whose older form is still written on cards and in old registers.
_OLDER = (
    "張张陳陈劉刘楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢許许韓韩馮冯鄧邓蕭萧葉叶蘇苏盧卢鍾钟譚谭陸陆"
    "賈贾韋韦鄒邹錢钱嚴严顧顾賀贺龍龙萬万國国軍军華华麗丽蘭兰鳳凤榮荣興兴偉伟貴贵強强紅红慶庆義义"
    "勝胜東东劍剑傑杰藝艺雲云飛飞曉晓夢梦寶宝衛卫連连銀银長长會会愛爱靜静瓊琼樹树發发開开學学進进"
    "誠诚順顺鵬鹏輝辉"
)


def plain_name(name: str) -> Expr:
    """Return a person's name without spaces and dots, in the forms of signs used today."""
    plain = col(name).str.replace_all("[ \u3000·•.]", "")
    for older, newer in zip(_OLDER[::2], _OLDER[1::2], strict=True):
        plain = plain.str.replace_all(older, newer, literal=True)
    return plain
