"""A supplier and a member of staff share an account, a telephone or an address

What a body has on file for a supplier is the same as what it has for somebody who works there.

Why it matters
    Whoever orders, and is paid under a firm's name, decides on both sides of the table.

Innocent reasons
    An agent for registrations, whose telephone stands for many firms; what more than ten share is
    passed over. A large building. A former tenant. Staff who are paid back expenses through the
    suppliers' ledger. An interest that was declared, which is passed over.

Source
    A standing comparison of payrolls with suppliers' files.
"""

from narwhals import Int64, String, col, concat, lit
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.phrases import gathered, ours, yes
from sunledger.screening.screen import Example, Frame, Reason, Text
from sunledger.screening.vocabulary import masked, set_aside

CHINESE = """供应商与本单位职工账户、电话或地址相同

供应商档案里的账户、电话或地址，与本单位职工登记的相同。

为什么重要
    下单的人又以企业名义收款，等于坐在桌子两边。

清白的理由
    注册代办的电话代表很多企业（超过十家共用的已排除）；大楼地址；前租户；职工报销走供应商账；
    已申报利益关系的（已排除）。

来源
    工资数据与供应商档案的常规比对。
"""

SENTENCE = {
    "account": Text(
        "The account of {who} in the files of {body_name} is also that of {name}, who works there.",
        "{body_name}档案中{who}的账户，与本单位职工{name}的账户相同。",
    ),
    "phone": Text(
        "The telephone of {who} in the files of {body_name} is also that of {name}, who works "
        "there.",
        "{body_name}档案中{who}的电话，与本单位职工{name}的电话相同。",
    ),
    "address": Text(
        "The address of {who} in the files of {body_name} is also that of {name}, who works there.",
        "{body_name}档案中{who}的地址，与本单位职工{name}的地址相同。",
    ),
}

NEEDS = {"suppliers": ["body", "supplier"]}
OPTIONAL = ["payroll", "exceptions"]
REASONS = {
    "declared": Reason(Text("The interest was declared.", "利益关系已申报。")),
    "no contact": Reason(
        Text("No account, telephone or address is on file.", "档案中没有账户、电话和地址。"),
        applicable=True,
    ),
}
SETTINGS = {
    "most": ours(
        "firms and staff on one number beyond which it says nothing",
        "视为公用的共用数",
        why=Text(
            "A made-up province: without numbers used by more than ten firms, 40.5 million pairs "
            "became 7.",
            "以虚构省数据测得：去掉十家以上共用的号码，4050万对只剩7对。",
        ),
    ),
    "signs": ours("signs that an address must have at least", "地址至少多少字才比对"),
}


def asides(suppliers: Frame) -> Frame:
    """Set aside what was declared, and suppliers of whom nothing is known to compare."""
    nothing = col("account").is_null() & col("phone").is_null() & col("address").is_null()
    return set_aside(suppliers, {"declared": yes("declared"), "no contact": nothing})


def flags(
    suppliers: Frame,
    posts: Frame,
    payroll: Frame,
    exceptions: Frame,
    *,
    most: int = 10,
    signs: int = 8,
) -> Frame:
    """Return suppliers that share what tells them apart with staff of the same body."""
    who = ("body", "person", "name")
    found = []
    for kind in ("account", "phone", "address"):
        staff = posts.select(*who, shared=kind)
        if kind != "address":
            staff = concat([staff, payroll.select(*who, shared=kind)])
            lawful = exceptions.filter(~col(kind).is_null()).group_by(kind).agg(lawful=count())
            mine = suppliers.join(lawful, on=kind, how="left").filter(col("lawful").is_null())
        else:
            mine = suppliers.filter(col("address").str.len_chars() >= signs)
        found.append(_shared(kind, mine, staff, most))
    return concat(found)


def _shared(kind: str, suppliers: Frame, staff: Frame, most: int) -> Frame:
    """Return the suppliers that share one thing with staff, where few do."""
    staff = staff.filter(~col("shared").is_null(), ~col("person").is_null())
    staff = staff.group_by("body", "shared").agg(
        persons=col("person").n_unique(), name=col("name").min()
    )
    mine = suppliers.with_columns(shared=col(kind)).filter(~col("shared").is_null())
    firm = col("supplier_key")
    firms = mine.with_columns(firm=firm).group_by("shared").agg(firms=col("firm").n_unique())
    rows = mine.join(firms, on="shared").join(staff, on=["body", "shared"])
    rows = keep(rows.filter(col("firms") + col("persons") <= most))
    rows = rows.with_columns(sort=lit(kind, String))
    return gathered(rows, "sort", "body", "supplier").select(
        *("code", "lead", "body_name"),
        kind="sort",
        name=masked("name"),
        who="supplier",
        subject="supplier",
        figure=lit(0).cast(Int64),
        strength=lit({"account": 0.8, "phone": 0.5, "address": 0.3}[kind]),
    )


_STAFF = """
    body   | person | name   | phone | account | address
    县医院 | w      | 王建国 | t1    | k1      | 大河镇建设路12号3单元
    县医院 | l      | 李桂兰 | t9    | k9      | 大河镇
    县中学 | z      | 赵国强 | t3    | k3      |
"""

EXAMPLES = [
    Example(
        "one account, one telephone, one address",
        flagged=["甲公司", "乙公司", "丙公司"],
        tables={
            "suppliers": """
                body   | supplier | phone | account | address
                县医院 | 甲公司   |       | k1      |
                县医院 | 乙公司   | t1    |         |
                县医院 | 丙公司   |       |         | 大河镇建设路12号3单元
            """,
            "posts": _STAFF,
        },
    ),
    Example(
        "an agent's telephone; a town as an address; staff of another body; declared; on file",
        tables={
            "suppliers": """
                code    | body   | supplier | supplier_id | phone | account | address | declared
                s1..s12 | 县医院 | 某公司   |             | t9    |         | 大河镇  |
                a1      | 县医院 | 子公司   | c1          | t9    |         |         |
                a2      | 县医院 | 丑公司   | c2          | t9    |         |         |
                a3      | 县医院 | 寅公司   | c3          | t9    |         |         |
                a4      | 县医院 | 卯公司   | c4          | t9    |         |         |
                a5      | 县医院 | 辰公司   | c5          | t9    |         |         |
                a6      | 县医院 | 巳公司   | c6          | t9    |         |         |
                a7      | 县医院 | 午公司   | c7          | t9    |         |         |
                a8      | 县医院 | 未公司   | c8          | t9    |         |         |
                a9      | 县医院 | 申公司   | c9          | t9    |         |         |
                b1      | 县医院 | 丁公司   | c10         | t3    |         |         |
                b2      | 县医院 | 戊公司   | c11         |       | k1      |         | yes
                b3      | 县医院 | 己公司   | c12         | t1    |         |         |
            """,
            "posts": _STAFF,
            "exceptions": """
                phone | kind           | document
                t1    | village office | 2024-7
            """,
        },
    ),
    Example(
        "a supplier of whom nothing is on file",
        cannot=["no contact"],
        tables={
            "suppliers": """
                body   | supplier
                县医院 | 甲公司
            """,
            "posts": _STAFF,
        },
    ),
]
