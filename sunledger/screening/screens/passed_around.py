"""A complaint that is passed around

A complaint was passed on three times or more, or came back to an office that had passed it on.

Why it matters
    Nobody is in charge, and each is right that it is not they. The one who asked waits.

Innocent reasons
    The law names another receiver, which does not count. A true question of jurisdiction between
    two counties. A wrong address in the complaint.

Source
    A common subject of inspection by offices of petitions.
"""

from narwhals import Int64, coalesce, col, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """诉求来回转办

一件诉求被转办三次以上，或又转回曾转出的单位。

为什么重要
    谁都说不归自己管，每一家都有道理，提诉求的人在等。

清白的理由
    依法移送（不计入）；两县之间确有管辖争议；诉求人写错单位。

来源
    信访督查的常见内容。
"""

SENTENCE = Text(
    "A complaint about {what} was passed on {hops:times} before {body_name} had it; offices that "
    "had it again: {back}.",
    "关于“{what}”的诉求先后转办{hops:times}，现由{body_name}办理；又转回的单位有{back}个。",
)

NEEDS = {"complaints": ["body"]}
ALONE = ["body"]
REASONS = {
    "asked for": Reason(Text("A question of policy.", "政策咨询。")),
    "no way": Reason(
        Text(
            "No step of the complaint's way is recorded.",
            "没有该诉求的流转记录。",
        ),
        applicable=True,
    ),
}
SETTINGS = {"least": ours("times a complaint was passed on", "转办次数")}


def asides(complaints: Frame, hops: Frame) -> Frame:
    """Set aside questions of policy, and complaints whose way is not recorded."""
    ways = hops.group_by("complaint").agg(steps=count()).select("steps", code="complaint")
    rows = complaints.join(ways, on="code", how="left")
    return set_aside(rows, {"asked for": yes("policy"), "no way": col("steps").is_null()}).drop(
        "steps"
    )


def flags(complaints: Frame, hops: Frame, *, least: int = 3) -> Frame:
    """Return complaints that went too many ways, or back."""
    steps = keep(hops.filter(~yes("law")))
    number = steps.group_by("complaint").agg(hops=col("nth").n_unique())
    sent = steps.group_by("complaint", "body").agg(left=col("nth").min())
    came = steps.filter(~col("to").is_null()).select("complaint", "nth", body="to")
    back = came.join(sent, on=["complaint", "body"]).filter(col("nth") > col("left"))
    back = back.group_by("complaint").agg(back=col("body").n_unique())
    ways = number.join(back, on="complaint", how="left")
    ways = ways.with_columns(back=col("back").fill_null(0))
    ways = ways.filter((col("hops") >= least) | (col("back") > 0))
    rows = complaints.join(ways.rename({"complaint": "code"}), on="code")
    what = coalesce(col("matter"), col("topic"), col("code"))
    return rows.select(
        *("code", "body_name"),
        hops=col("hops").cast(Int64),
        back=col("back").cast(Int64),
        lead=col("code"),
        what=what,
        subject=what,
        figure=lit(0).cast(Int64),
        strength=when(col("back") > 0).then(lit(0.6)).otherwise(lit(0.4)),
    )


EXAMPLES = [
    Example(
        "three offices on, and back to the first",
        flagged=["旧桥", "噪声"],
        tables={
            "complaints": """
                code | body   | matter
                k1   | 住建局 | 噪声
                k2   | 交通局 | 旧桥
            """,
            "hops": """
                complaint | body   | nth | to
                k1        | 热线办 | 1   | 环保局
                k1        | 环保局 | 2   | 城管局
                k1        | 城管局 | 3   | 住建局
                k2        | 交通局 | 1   | 水利局
                k2        | 水利局 | 2   | 交通局
            """,
        },
    ),
    Example(
        "passed on once, and twice by law",
        tables={
            "complaints": """
                code | body   | matter
                k1   | 城管局 | 噪声
                k2   | 法院   | 欠薪
            """,
            "hops": """
                complaint | body   | nth | to     | law
                k1        | 热线办 | 1   | 城管局 |
                k2        | 热线办 | 1   | 人社局 |
                k2        | 人社局 | 2   | 仲裁院 | yes
                k2        | 仲裁院 | 3   | 法院   | yes
            """,
        },
    ),
    Example(
        "a complaint whose way is not recorded",
        cannot=["no way"],
        tables={
            "complaints": """
                code | body   | matter
                k1   | 城管局 | 噪声
            """,
            "hops": """
                complaint | body   | nth | to
                k2        | 热线办 | 1   | 城管局
            """,
        },
    ),
]
