"""Far more of a drug than patients take

Within a quarter a patient was reimbursed more than six times as much of a drug as the middle of all
who have it regularly, on several prescriptions.

Why it matters
    What nobody can swallow is sold on, or was never handed out. The card of one patient is the
    usual way; the one who writes and bills it sees it first.

Innocent reasons
    A severe case, for which a file allows more. A hospital that enters tablets where others enter
    boxes: where much of what it bills of a drug looks so, it is asked about as that. A drug picked
    from the wrong line. A carer who collects for two under one card.

Source
    Drugs far above the median are a test of health insurance funds; more than is needed and the
    same again are what the regulation names.
"""

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours
from sunledger.screening.rounding import whole
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """药量远超常用量

一名患者一个季度内多次开药，同一药品报销总量超过规律使用该药的患者中位数的六倍。

为什么重要
    吃不完的药，不是倒卖了，就是根本没有发出。常见手法是拿着某位患者的卡反复开药，开方和结算的人最先看到。

清白的理由
    病情严重且已备案；医院把“片”录成“盒”（同一医院大量如此的，按计价单位问题提问）；选错药品行；
    家属用一张卡代两人取药。

来源
    医保监管常查远超中位数的药量；条例列明禁止超量开药、重复开药。
"""

LAW = Text(
    "Regulation on the Use of Health Insurance Funds (State Council Order 735, 2021), article 15: "
    "no drugs beyond what is needed, none twice",
    "《医疗保障基金使用监督管理条例》（国务院令第735号，2021年）第十五条：不得超量开药、重复开药",
)

SENTENCE = {
    "patients": Text(
        "In the quarter from {month:month} {body_name} reimbursed {hospital} for {what} in more "
        "than {times} times the usual quantity a patient: {sum:money} in all (patients of whom "
        "this holds: {patients}).",
        "自{month:month}起的一个季度内，{body_name}向{hospital}报销的{what}中，有{patients}名患者"
        "药量超过常用量的{times}倍，合计{sum:money}。",
    ),
    "measure": Text(
        "In the quarter from {month:month} much of the {what} that {body_name} reimbursed "
        "{hospital} for is more than {times} times the usual quantity ({patients} patients, "
        "{sum:money}). Perhaps it is counted in another measure or its code is mapped wrongly.",
        "自{month:month}起的一个季度内，{body_name}向{hospital}报销的{what}大量超过常用量的{times}倍"
        "（{patients}名患者，{sum:money}），可能是计价单位或编码对应有误。",
    ),
}

NEEDS = {
    "prescriptions": ["body", "person", "hospital", "drug", "quantity", "written_on", "amount"]
}
APART = ["drug"]
REASONS = {
    "came back": Reason(
        Text("The amount or the quantity is zero or came back.", "金额或数量为零，或属退回、冲销。")
    ),
    "allowed": Reason(Text("A file allows such quantities.", "已备案允许该用量。")),
    "few": Reason(
        Text(
            "Too few patients have the drug regularly, in this measure and quarter, to say what "
            "is usual.",
            "当季以该计价单位规律使用该药的患者太少，无从得知常用量。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": ours("prescriptions of the patient in the quarter, at least", "患者当季最少处方行数"),
    "peers": ours(
        "patients who have so many prescriptions of the drug, at least",
        "达到上述处方行数的最少患者数",
    ),
    "times": ours("times the median of those patients", "为上述患者中位数的倍数"),
    "share": ours(
        "hundredths of a hospital's patients beyond which its measure is doubted",
        "视为计价单位问题的患者占比（百分之几）",
    ),
}

_SAME = ("drug", "unit", "coin", "quarter")
_WHO = (*_SAME, "person")
_WHERE = (*_SAME, "body", "hospital")


def asides(prescriptions: Frame, *, peers: int = 20, least: int = 3) -> Frame:
    """Set aside what came back, what a file allows, and drugs that too few have regularly."""
    rows = _quarters(prescriptions)
    known = rows.filter(~col("person").is_null(), col("quantity") > 0)
    regular = known.group_by(*_WHO).agg(written=count()).filter(col("written") >= least)
    users = regular.group_by(*_SAME).agg(users=count())
    rows = rows.join(users, on=list(_SAME), how="left")
    return set_aside(
        rows,
        {
            "came back": (col("amount") <= 0) | (col("quantity") <= 0),
            "allowed": (col("allowed") == 1).fill_null(value=False),
            "few": (col("users").fill_null(0) < peers).fill_null(value=True),
        },
    ).drop("users", "unit", "coin", "quarter")


def flags(prescriptions: Frame, *, times: int = 6, least: int = 3, share: int = 30) -> Frame:
    """Return the prescriptions of patients far above the median, a lead for hospital and drug."""
    rows = keep(_quarters(prescriptions))
    totals = keep(
        rows.group_by(*_WHO).agg(total=col("quantity").sum().cast(Int64), written=count())
    )
    # Who came once is no measure for who comes each month. Twice the median is a whole number.
    totals = totals.filter(col("written") >= least)
    usual = totals.group_by(*_SAME).agg(usual=whole(col("total").median() * 2))
    totals = totals.join(usual, on=list(_SAME))
    wrong = totals.filter(col("total") * 2 > col("usual") * times).select(*_WHO, wrong=lit(1))
    found = keep(rows.join(wrong, on=list(_WHO)))
    patients = found.group_by(*_WHERE).agg(
        patients=col("person").n_unique(), sum=col("amount").sum().cast(Int64)
    )
    everybody = rows.group_by(*_WHERE).agg(everybody=col("person").n_unique())
    patients = patients.join(everybody, on=list(_WHERE))
    found = found.join(patients, on=list(_WHERE))
    much = (col("patients") * 100 > col("everybody") * share) & (col("patients") >= 3)
    return found.select(
        *("code", "body_name", "sum"),
        hospital=coalesce(col("hospital_name"), col("hospital")),
        what=coalesce(col("drug_name"), col("drug")),
        month=(col("quarter") * 3).cast(Int64),
        patients=col("patients").cast(Int64),
        times=lit(times, Int64),
        kind=when(much).then(lit("measure")).otherwise(lit("patients")),
        lead=key(*_WHERE),
        subject=coalesce(col("hospital_name"), col("hospital")),
        figure=col("amount").cast(Int64),
        strength=when(much).then(lit(0.2)).otherwise(lit(0.4)),
    )


def _quarters(prescriptions: Frame) -> Frame:
    """Add the quarter, in which a prescription for long is not more than one for a month."""
    quarter: Expr = (month_number(col("written_on")) // 3).cast(Int64)
    words = {"unit": col("measure").fill_null(""), "coin": col("currency").fill_null("")}
    return prescriptions.with_columns(**words, quarter=quarter)


_HEAD = (
    "code | body | person | hospital | drug | measure | written_on | quantity | amount | allowed"
)


def _usual(first: int = 1, last: int = 24, measure: str = "盒") -> str:
    """Return patients who have two boxes a month."""
    return "\n".join(
        f"u{n}{m} | 县医保 | u{n} | 县医院 | 降压片 | {measure} | 2024-0{m}-10 | 2 | 60 |"
        for n in range(first, last + 1)
        for m in (1, 2, 3)
    )


EXAMPLES = [
    Example(
        "fifteen boxes, time and again",
        flagged=["乡卫生院"],
        tables={
            "prescriptions": "\n".join(
                [
                    *(_HEAD, _usual()),
                    *(
                        f"z{n} | 县医保 | z | 乡卫生院 | 降压片 | 盒 | 2024-02-0{n} | 15 | 450 |"
                        for n in range(1, 5)
                    ),
                ]
            )
        },
    ),
    Example(
        "one hospital enters tablets as boxes: it is asked about its measure",
        flagged=["乡卫生院"],
        tables={
            "prescriptions": "\n".join(
                [
                    *(_HEAD, _usual()),
                    *(
                        f"t{n}{m} | 医保 | t{n} | 乡卫生院 | 降压片 | 盒 | 2024-0{m}-10 | 28 | 60 |"
                        for n in range(1, 5)
                        for m in (1, 2, 3)
                    ),
                ]
            )
        },
    ),
    Example(
        "a quarter's supply at once; one slip of a key; allowed by a file; twice the usual",
        tables={
            "prescriptions": "\n".join(
                [
                    *(_HEAD, _usual()),
                    "q1 | 县医保 | q | 县医院 | 降压片 | 盒 | 2024-01-02 | 6 | 180 |",
                    "s1 | 县医保 | s | 县医院 | 降压片 | 盒 | 2024-01-02 | 200 | 60 |",
                    *(
                        f"a{n} | 县医保 | a | 县医院 | 降压片 | 盒 | 2024-02-0{n} | 15 | 450 | yes"
                        for n in range(1, 5)
                    ),
                    *(
                        f"d{n} | 县医保 | d | 县医院 | 降压片 | 盒 | 2024-02-0{n} | 3 | 90 |"
                        for n in range(1, 5)
                    ),
                ]
            )
        },
    ),
    Example(
        "a drug that three patients have; a row without a quantity",
        cannot=["few", "no quantity"],
        tables={
            "prescriptions": "\n".join(
                [
                    *(_HEAD, _usual(last=3)),
                    "n1 | 县医保 | n | 县医院 | 降压片 | 盒 | 2024-02-01 |  | 60 |",
                ]
            )
        },
    ),
]
