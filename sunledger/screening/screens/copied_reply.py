"""One reply to many complaints

A body gave the same words, but for figures, to at least five complaints about different matters.

Why it matters
    A reply that fits everything says nothing about what was asked.

Innocent reasons
    A question of policy, to which one answer is right; such complaints are passed over. Several
    persons who ask about one matter. A short note that somebody will call.

Source
    Our own; known as a reply for the sake of the form.
"""

from narwhals import Int64, coalesce, col, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """同一套答复

单位对至少五件不同事项的诉求，除数字外用了同样的答复。

为什么重要
    什么都能答的话，等于没有答。

清白的理由
    政策咨询，标准答案本来就一样（已排除）；多人问同一件事；只说明稍后联系的短句。

来源
    自定；俗称形式主义答复。
"""

SENTENCE = Text(
    "{body_name} answered {times} complaints about {matters} different matters with the same "
    "words.",
    "{body_name}对{matters}件不同事项的{times}件诉求，作了同样的答复。",
)

NEEDS = {"complaints": ["body", "matter", "reply"]}
APART = ["body"]
REASONS = {
    "policy": Reason(Text("A question of policy.", "政策咨询。")),
    "short": Reason(Text("The reply is a short note.", "答复只是短句。")),
}
SETTINGS = {
    "least": ours("different matters", "不同事项数"),
    "signs": ours("signs of a reply that is no short note", "不算短句的字数"),
}

_FILLING = "[0-9０-９ \u3000.,;:!?。，、；：！？（）()-]"


def asides(complaints: Frame, *, signs: int = 20) -> Frame:
    """Set aside questions of policy and short notes."""
    short = col("reply").str.replace_all(_FILLING, "").str.len_chars() < signs
    return set_aside(complaints, {"policy": yes("policy"), "short": short})


def flags(complaints: Frame, *, least: int = 5) -> Frame:
    """Return complaints about different matters that got the same words."""
    rows = keep(complaints.with_columns(words=col("reply").str.replace_all(_FILLING, "")))
    matters = rows.group_by("body", "words").agg(matters=col("matter").n_unique())
    rows = rows.join(matters.filter(col("matters") >= least), on=["body", "words"])
    return gathered(rows, "body", "words").select(
        *("code", "body_name", "times"),
        lead=col("lead"),
        matters=col("matters").cast(Int64),
        subject=coalesce(col("body_name"), col("body")),
        figure=lit(0).cast(Int64),
        strength=lit(0.5),
    )


_WORDS = "您反映的问题我单位高度重视，已安排人员现场核实并依法依规处理"

EXAMPLES = [
    Example(
        "five matters, one reply",
        flagged=["街道办"],
        tables={
            "complaints": f"""
                body   | matter | reply
                街道办 | 路灯   | {_WORDS}1。
                街道办 | 积水   | {_WORDS}2。
                街道办 | 噪声   | {_WORDS}3。
                街道办 | 停车   | {_WORDS}4。
                街道办 | 电梯   | {_WORDS}5。
            """,
        },
    ),
    Example(
        "five persons about one lamp; a policy; a short note",
        tables={
            "complaints": f"""
                code   | body   | matter | reply       | policy
                a1..a5 | 街道办 | 路灯   | {_WORDS}    |
                b1     | 人社局 | 社保   | {_WORDS}    | yes
                b2     | 人社局 | 年金   | {_WORDS}    | yes
                b3     | 人社局 | 工伤   | {_WORDS}    | yes
                b4     | 人社局 | 失业   | {_WORDS}    | yes
                b5     | 人社局 | 生育   | {_WORDS}    | yes
                c1     | 城管局 | 摆摊   | 稍后联系您  |
            """,
        },
    ),
    Example(
        "a complaint without its reply",
        cannot=["no reply"],
        tables={
            "complaints": """
                body   | matter
                街道办 | 路灯
            """,
        },
    ),
]
