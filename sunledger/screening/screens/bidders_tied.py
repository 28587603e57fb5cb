"""Bidders of one lot that belong together

Two bidders of one lot share a machine, an account for the deposit, a contact's telephone, the
author of their files, a network address, or a person who leads or owns both.

Why it matters
    Who bids against oneself sets the price. The account and the machine seldom lie; the network
    address alone says little, for whoever does this as a trade changes it.

Innocent reasons
    Bids handed in from an agency's own machine, which are passed over. An agent's telephone or a
    shared office, used by many. A consultant who wrote both files without the other knowing.

Source
    The law counts such bids as made together; systems of electronic tenders keep the signs.
"""

from narwhals import Int64, String, coalesce, col, concat, lit

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import set_aside

CHINESE = """同一标段投标人相互关联

同一标段的两个投标人共用机器码、保证金账户、联系电话、文件作者、网络地址，或有同一负责人、股东。

为什么重要
    自己跟自己竞标，价格就由自己定。账户和机器很难说谎；网络地址单独说明不了什么，专业围标者会换网。

清白的理由
    在代理机构公共机位上传（已排除）；代办电话或共享办公室，很多企业在用；同一顾问替两家写标书。

来源
    招标投标法实施条例第四十条视为串通；电子招投标系统留有痕迹。
"""

LAW = Text(
    "Regulation on the implementation of the Law on Tenders, articles 34 and 40",
    "《招标投标法实施条例》第三十四条、第四十条",
)

_WHAT = {
    "deposit": ("the account of the deposit", "保证金账户", 0.9),
    "machine": ("the machine that made the file", "机器码", 0.7),
    "person": ("a person who leads or owns both", "负责人或股东", 0.7),
    "author": ("the author of the files", "文件作者", 0.5),
    "phone": ("the contact's telephone", "联系电话", 0.5),
    "network": ("the network address", "网络地址", 0.2),
}

SENTENCE = {
    kind: Text(
        f"In lot {{lot}} of {{body_name}}, {{one}} and {{two}} share {en}.",
        f"{{body_name}}的标段{{lot}}中，{{one}}与{{two}}的{zh}相同。",
    )
    for kind, (en, zh, _) in _WHAT.items()
}

NEEDS = {"bids": ["body", "lot", "bidder"]}
OPTIONAL = ["officers"]
REASONS = {
    "shared room": Reason(
        Text("Handed in from an agency's own machine.", "在代理机构公共机位上传。")
    ),
    "no sign": Reason(
        Text("Nothing is known to compare the bid by.", "没有可比对的信息。"), applicable=True
    ),
}
SETTINGS = {"most": ours("firms that share one thing beyond which it says nothing", "共用数上限")}

_SIGNS = ("deposit", "machine", "author", "phone", "network", "bidder_id")


def asides(bids: Frame) -> Frame:
    """Set aside shared rooms, and bids of which nothing is known."""
    nothing = col("deposit").is_null()
    for name in _SIGNS[1:]:
        nothing = nothing & col(name).is_null()
    return set_aside(bids, {"shared room": yes("shared"), "no sign": nothing})


def flags(bids: Frame, officers: Frame, *, most: int = 10) -> Frame:
    """Return the bids of one lot that share something few share."""
    rows = keep(bids.with_columns(firm=col("bidder_key")))
    people = officers.filter(~col("person").is_null()).select("person", bidder_id="company")
    led = rows.join(people.unique(), on="bidder_id").with_columns(sign=col("person").cast(String))
    found = [_tied("person", led.drop("person"), most)]
    for kind in ("deposit", "machine", "author", "phone", "network"):
        with_sign = rows.filter(~col(kind).is_null())
        found.append(_tied(kind, with_sign.with_columns(sign=col(kind).cast(String)), most))
    return concat(found)


def _tied(kind: str, rows: Frame, most: int) -> Frame:
    """Return the bids of firms that share one sign in a lot."""
    firms = rows.group_by("sign").agg(firms=col("firm").n_unique())
    rows = rows.join(firms.filter(col("firms") > 1, col("firms") <= most), on="sign")
    lots = rows.group_by("lot", "sign").agg(
        met=col("firm").n_unique(), one=col("bidder").min(), two=col("bidder").max()
    )
    rows = keep(rows.join(lots.filter(col("met") > 1), on=["lot", "sign"]))
    rows = rows.filter(col("sign") == col("sign").min().over("code"))
    rows = rows.with_columns(sort=lit(kind, String))
    return gathered(rows, "sort", "body", "lot", "sign").select(
        *("code", "lead", "body_name", "lot", "one", "two"),
        kind="sort",
        subject=coalesce(col("title"), col("lot")),
        figure=col("amount").fill_null(0).cast(Int64),
        strength=lit(_WHAT[kind][2]),
    )


EXAMPLES = [
    Example(
        "one deposit account; one owner",
        flagged=["l1", "l2"],
        tables={
            "bids": """
                body   | lot | bidder | bidder_id | amount | deposit | machine
                县医院 | l1  | 甲公司 | c1        | 90,000 | k1      | m1
                县医院 | l1  | 乙公司 | c2        | 95,000 | k1      | m2
                县医院 | l2  | 丙公司 | c3        | 90,000 | k3      | m3
                县医院 | l2  | 丁公司 | c4        | 95,000 | k4      | m4
            """,
            "officers": """
                company | person
                c3      | w
                c4      | w
            """,
        },
    ),
    Example(
        "the same machine in two lots; a public machine; a telephone that many have",
        tables={
            "bids": """
                code   | body   | lot | bidder | bidder_id | amount | machine | phone | shared
                a1     | 县医院 | l1  | 甲公司 | c1        | 90,000 | m1      |       |
                a2     | 县医院 | l2  | 乙公司 | c2        | 95,000 | m1      |       |
                b1     | 县医院 | l3  | 丙公司 | c3        | 90,000 | m3      |       | yes
                b2     | 县医院 | l3  | 丁公司 | c4        | 95,000 | m3      |       | yes
                c1     | 县医院 | l4  | 子公司 | d1        | 90,000 |         | t1    |
                c2     | 县医院 | l4  | 丑公司 | d2        | 90,000 |         | t1    |
                c3     | 县医院 | l5  | 寅公司 | d3        | 90,000 |         | t1    |
            """,
        },
        settings={"most": 2},
    ),
    Example(
        "a bid of which only the name is known",
        cannot=["no sign"],
        tables={
            "bids": """
                body   | lot | bidder | amount
                县医院 | l1  | 甲公司 | 90,000
            """,
        },
    ),
]
