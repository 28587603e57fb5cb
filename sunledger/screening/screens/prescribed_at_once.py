"""Several patients in one minute

Under one doctor's code a hospital billed prescriptions for at least three patients within the same
minute, and did so in several minutes of a month.

Why it matters
    Nobody can see three patients in a minute. Prescriptions that come faster than people are often
    written from a pile of cards, and the patients never came.

Innocent reasons
    Renewals for chronic diseases that are signed together. Prescriptions on paper that were typed
    later. A code that several doctors, or a machine, sign with, or a filler that means “unknown”.
    A clock that knows only the hour.

Source
    One doctor's prescriptions within a minute are a test of health insurance funds; in practice
    fillers are the usual false alarm, so they are set aside.
"""

from narwhals import Expr, Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.derive import month_number
from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours
from sunledger.screening.recent import different
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """同一分钟多名患者开方

某医院以同一医师代码，在同一分钟内为至少三名患者开具并报销处方，一个月内多次出现。

为什么重要
    没有人能在一分钟内看三个病人。开方快过看病，往往是拿着一摞卡在开，患者根本没有来。

清白的理由
    慢性病续方集中签发；手写处方事后补录；多名医师或机器共用一个代码，或代码只是表示“未知”的占位；
    系统时钟只记到小时。

来源
    医保监管常查同一医师一分钟内多张处方；实践中占位医师是最常见的误报，故予排除。
"""

LAW = Text(
    "Regulation on the Use of Health Insurance Funds (State Council Order 735, 2021)",
    "《医疗保障基金使用监督管理条例》（国务院令第735号，2021年）",
)

SENTENCE = Text(
    "In {month:month} {body_name} reimbursed {hospital} for prescriptions to several patients in "
    "the same minute under one doctor's code, in {minutes} different minutes, to {most} patients "
    "in one of them: {sum:money} in all.",
    "{month:month}{body_name}向{hospital}报销的处方中，有{minutes}个时刻同一医师代码在同一分钟内"
    "为多名患者开方，最多一分钟{most}人，合计{sum:money}。",
)

NEEDS = {
    "prescriptions": ["body", "person", "hospital", "doctor", "written_on", "minute", "amount"]
}
APART = ["hospital"]
REASONS = {
    "came back": Reason(Text("The amount is zero or came back.", "金额为零，或属退回、冲销。")),
    "renewed": Reason(Text("It goes on with an earlier prescription.", "属慢性病等续方。")),
    "entered later": Reason(
        Text("Its time is that of typing, not of writing.", "时刻为补录时刻，并非开具时刻。"),
        applicable=True,
    ),
    "filler": Reason(
        Text("The doctor's code is a filler that means “unknown”.", "医师代码为“未知”占位。"),
        applicable=True,
    ),
    "shared code": Reason(
        Text(
            "More patients stand under the doctor's code on the day than one doctor can see.",
            "当日该医师代码下的患者多于一名医师所能接诊的人数，代码应为多人共用。",
        ),
        applicable=True,
    ),
    "no clock": Reason(
        Text(
            "All of the hospital's prescriptions of the day have times on the full hour.",
            "该医院当日处方的时刻都是整点。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": ours("patients within a minute, at least", "一分钟内最少患者数"),
    "minutes": ours("such minutes in a month, at least", "一月内最少出现次数"),
    "human": ours("patients a day that one doctor may see, at most", "一名医师一日最多接诊人数"),
}

_FILLER = "^(0+|9+|x+|-+|/+|null|none|unknown|test|未知|不详|无|其他|默认|测试)$"
_SEEN = ("hospital", "doctor", "written_on")
_MINUTE = (*_SEEN, "minute")


def asides(prescriptions: Frame, *, human: int = 300) -> Frame:
    """Set aside renewals, what was typed later, fillers, shared codes and bad clocks."""
    rows = different(prescriptions, "patients", "person", *_SEEN)
    whole = when(col("minute") % 60 == 0).then(lit(1)).otherwise(lit(0))
    day = ("hospital", "written_on")
    clocks = prescriptions.with_columns(whole=whole).filter(~col("minute").is_null())
    clocks = clocks.group_by(*day).agg(times=count(), hours=col("whole").sum())
    rows = rows.join(clocks, on=list(day), how="left")
    filler = col("doctor").str.strip_chars().str.to_lowercase().str.contains(_FILLER)
    return set_aside(
        rows,
        {
            "came back": col("amount") <= 0,
            "renewed": _yes("renewed"),
            "entered later": _yes("entered_later"),
            "filler": filler.fill_null(value=False),
            "shared code": (col("patients") > human).fill_null(value=False),
            # One on the hour is chance.
            "no clock": ((col("hours") == col("times")) & (col("times") > 1)).fill_null(
                value=False
            ),
        },
    ).drop("patients", "times", "hours")


def flags(prescriptions: Frame, *, least: int = 3, minutes: int = 3) -> Frame:
    """Return the prescriptions of crowded minutes, a lead for each hospital and month."""
    rows = prescriptions.with_columns(month=month_number(col("written_on")))
    crowds = rows.group_by(*_MINUTE).agg(patients=col("person").n_unique())
    crowds = crowds.filter(col("patients") >= least)
    rows = keep(rows.join(crowds, on=list(_MINUTE)))
    same = ("hospital", "month")
    often = rows.group_by(*_MINUTE, "month").agg(most=col("patients").max())
    often = often.group_by(*same).agg(minutes=count(), most=col("most").max())
    often = often.filter(col("minutes") >= minutes)
    sums = rows.group_by(*same).agg(sum=col("amount").sum().cast(Int64))
    rows = rows.join(often, on=list(same)).join(sums, on=list(same))
    return rows.select(
        *("code", "body_name", "month", "sum"),
        hospital=coalesce(col("hospital_name"), col("hospital")),
        minutes=col("minutes").cast(Int64),
        most=col("most").cast(Int64),
        lead=key(*same),
        subject=coalesce(col("hospital_name"), col("hospital")),
        figure=col("amount").cast(Int64),
        strength=when(col("minutes") >= 3 * minutes).then(lit(0.5)).otherwise(lit(0.4)),
    )


def _yes(name: str) -> Expr:
    return (col(name) == 1).fill_null(value=False)


def _minutes(doctor: str, stem: str, *minutes: int, more: str = "") -> str:
    """Return three patients in each of these minutes, under one doctor's code."""
    return "\n".join(
        f"{stem}{minute}{n} | 县医保 | {stem}{n} | 县医院 | {doctor} | "
        f"2024-03-04 | {minute} | 80 | {more}"
        for minute in minutes
        for n in "abc"
    )


_HEAD = "code | body | person | hospital | doctor | written_on | minute | amount | "

EXAMPLES = [
    Example(
        "three patients in each of four minutes",
        flagged=["县医院"],
        tables={
            "prescriptions": "\n".join([_HEAD + "renewed", _minutes("D17", "p", *range(601, 605))])
        },
    ),
    Example(
        "two crowded minutes only; renewals signed together; several drugs of one patient",
        tables={
            "prescriptions": "\n".join(
                [
                    _HEAD + "renewed",
                    _minutes("D17", "p", 601, 602),
                    _minutes("D18", "r", *range(601, 607), more="yes"),
                    *(
                        f"m{n} | 县医保 | m{n // 5} | 县医院 | D19 | 2024-03-05 | {n // 5} | 80 |"
                        for n in range(30)
                    ),
                ]
            )
        },
    ),
    Example(
        "fillers; typed later; a code under which five hundred were seen; no minutes; no doctor",
        cannot=["filler", "entered later", "shared code", "no clock", "no doctor"],
        tables={
            "prescriptions": "\n".join(
                [
                    _HEAD + "entered_later",
                    _minutes("未知", "u", *range(601, 605)),
                    _minutes("999999", "v", *range(601, 605)),
                    _minutes("D18", "l", *range(601, 605), more="yes"),
                    *(
                        f"s{n} | 县医保 | s{n} | 县医院 | D01 | 2024-03-05 | {500 + n // 5} | 80 |"
                        for n in range(500)
                    ),
                    *(
                        f"h{n} | 县医保 | h{n} | 乡卫生院 | D02 | 2024-03-05 | {n // 5 * 60} | 80 |"
                        for n in range(50)
                    ),
                    "n1 | 县医保 | n1 | 县医院 |  | 2024-03-06 | 601 | 80 |",
                ]
            )
        },
    ),
]
