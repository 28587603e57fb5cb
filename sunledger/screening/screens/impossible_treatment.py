"""Treatment the patient cannot have had

A fund reimbursed a procedure that only patients of another sex or another age can have.

Why it matters
    What cannot have been done was not done: the card was lent, or the bill was made up. Or the
    hospital's own list of codes is wrong, and every bill with it.

Innocent reasons
    A code picked from the wrong line. A local code that is mapped to the wrong national one: where
    much of a hospital's use of a code looks so, it is asked about as that. A newborn under the
    number of the mother. A sex or birth that was entered wrongly.

Source
    Clinical rules of health insurance funds; in practice filler doctors and wrong codes are the
    usual false alarms.
"""

from datetime import date

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """不可能做过的诊疗

医保报销了只有另一性别或另一年龄段患者才能做的诊疗项目。

为什么重要
    不可能做的就是没有做：不是卡借给了别人，就是单据是编的；或者医院的编码表错了，张张都错。

清白的理由
    选错了编码行；本地编码对应错了国家编码（同一医院大量如此的，按编码问题提问）；
    新生儿使用母亲号码；性别或出生日期登记错误。

来源
    医保临床规则；实践中，占位医师和错误编码是常见误报。
"""

LAW = Text(
    "Regulation on the Use of Health Insurance Funds (State Council Order 735, 2021)",
    "《医疗保障基金使用监督管理条例》（国务院令第735号，2021年）",
)

SENTENCE = {
    "patients": Text(
        "{body_name} reimbursed {hospital} {times:times} for {what} with patients who cannot have "
        "had it, by sex or age: {sum:money} in all.",
        "{body_name}向{hospital}报销{what}{times:times}，而患者的性别或年龄不可能做该项目，"
        "合计{sum:money}。",
    ),
    "codes": Text(
        "At {hospital} much of what {body_name} reimbursed as {what} is for patients who cannot "
        "have had it ({times:times}, {sum:money} in all). Perhaps its code is mapped wrongly.",
        "{body_name}向{hospital}报销的{what}中，很大一部分患者不可能做该项目（{times:times}，"
        "合计{sum:money}），可能是编码对应有误。",
    ),
}

NEEDS = {"stays": ["body", "person", "hospital", "procedure", "amount"]}
APART = ["hospital"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "for all": Reason(
        Text("Any patient may have the procedure.", "该项目不限性别年龄。"),
    ),
    "no patient": Reason(
        Text(
            "Neither sex nor date of birth and day of admission are given.",
            "没有写性别，也没有出生日期和入院日期。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "share": Setting(
        Text(
            "hundredths of a hospital's uses of a code beyond which the code is doubted",
            "视为编码问题的占比（百分之几）",
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "mother": Setting(
        Text(
            "age to which a woman's number may stand for her newborn's", "可代用母亲号码的年龄上限"
        ),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
}


def asides(stays: Frame, procedures: Frame) -> Frame:
    """Set aside what came back, what anybody may have, and patients of whom nothing is known."""
    limited = procedures.group_by("procedure").agg(limits=count())
    unknown = col("sex").is_null() & (col("born").is_null() | col("admitted").is_null())
    return set_aside(
        stays.join(limited, on="procedure", how="left"),
        {
            "came back": col("amount") <= 0,
            "for all": col("limits").is_null(),
            "no patient": unknown,
        },
    ).drop("limits")


def flags(stays: Frame, procedures: Frame, *, share: int = 30, mother: int = 50) -> Frame:
    """Return reimbursed procedures that the patient's sex or age rules out."""
    rules = procedures.filter(col("code") == col("code").min().over("procedure"))
    rules = rules.select("procedure", "min_age", "max_age", what="title", only="sex")
    rows = stays.join(rules, on="procedure")
    age = month_number(col("admitted")) - month_number(col("born"))
    sex = (col("sex") != col("only")).fill_null(value=False)
    young = age + 12 < col("min_age") * 12
    # A newborn without a number of its own is treated under its mother's.
    own = (col("sex") == "M") | (col("max_age") > 1) | (age < 15 * 12) | (age > mother * 12)
    old = (age >= (col("max_age") + 2) * 12) & own
    rows = rows.with_columns(wrong=sex | young.fill_null(value=False) | old.fill_null(value=False))
    same = ("hospital", "procedure")
    rows = rows.with_columns(uses=count().over(*same))
    rows = keep(rows.filter("wrong").with_columns(times=count().over(*same)))
    # One case of one is no habit of a hospital.
    much = (col("times") * 100 > col("uses") * share) & (col("times") >= 3)
    return rows.select(
        *("code", "body_name"),
        hospital=coalesce(col("hospital_name"), col("hospital")),
        what=coalesce(col("what"), col("procedure")),
        times=col("times").cast(Int64),
        sum=col("amount").sum().over(*same).cast(Int64),
        kind=when(much).then(lit("codes")).otherwise(lit("patients")),
        lead=key(*same),
        subject=coalesce(col("hospital_name"), col("hospital")),
        figure=col("amount").cast(Int64),
        strength=when(much).then(lit(0.3)).otherwise(lit(0.5)),
    )


_PROCEDURES = """
    procedure | title        | sex | min_age | max_age
    g1        | 子宫肌瘤切除 | F   | 12      |
    p1        | 新生儿监护   |     |         | 1
"""

EXAMPLES = [
    Example(
        "a man with a woman's operation, and one of sixty in the ward for newborns",
        flagged=["县医院", "县中医院"],
        tables={
            "stays": """
                body   | person | sex | born       | hospital | admitted   | procedure | amount
                县医保 | z      | M   | 1980-02-01 | 县医院   | 2024-03-01 | g1        | 9,000
                县医保 | w      | F   | 1980-02-01 | 县医院   | 2024-03-01 | g1        | 9,000
                县医保 | l      | F   | 1964-02-01 | 县中医院 | 2024-03-01 | p1        | 2,000
            """,
            "procedures": _PROCEDURES,
        },
    ),
    Example(
        "a woman, a newborn under its own number and its mother's, and what everybody may have",
        tables={
            "stays": """
                body   | person | sex | born       | hospital | admitted   | procedure | amount
                县医保 | w      | F   | 1980-02-01 | 县医院   | 2024-03-01 | g1        | 9,000
                县医保 | n      | M   | 2024-02-20 | 县医院   | 2024-03-01 | p1        | 2,000
                县医保 | w      | F   | 1990-02-01 | 县医院   | 2024-03-01 | p1        | 2,000
                县医保 | z      | M   | 1980-02-01 | 县医院   | 2024-03-01 | x9        | 700
            """,
            "procedures": _PROCEDURES,
        },
    ),
    Example(
        "a patient of whom neither sex nor birth is known",
        cannot=["no patient"],
        tables={
            "stays": """
                body   | person | hospital | admitted   | procedure | amount
                县医保 | z      | 县医院   | 2024-03-01 | g1        | 9,000
            """,
            "procedures": _PROCEDURES,
        },
    ),
]
