"""Tables of a village's land, assets, leases and works."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

PLOTS = written(
    Text("plots", "土地确权"),
    "One row a plot in the register of land rights.",
    """
    column  | kind     | en      | zh   | what
    plot*   | text     | plot    | 地块 | its code
    person  | key      | person  | 人员 | who holds the right
    village | text     | village | 村   | by its code
    area    | quantity | area    | 面积 | in mu
    use     | text     | use     | 用途 | farmland, forest, other
    """,
)

ARABLE = written(
    Text("arable", "耕地面积"),
    "One row a village and a year: how much arable land it has.",
    """
    column   | kind     | en      | zh   | what
    village* | text     | village | 村   | by its code
    year*    | whole    | year    | 年度 | the year
    area*    | quantity | area    | 面积 | in mu
    """,
)

ASSETS = written(
    Text("assets", "集体资产"),
    "One row an asset or resource that belongs to all.",
    """
    column         | kind     | en                 | zh       | what
    asset*         | text     | asset              | 资产     | its code
    title          | text     | asset              | 资产     | as people read it
    kind           | text     | kind               | 类别     | land, pond, building, equipment
    rentable       | yes      | rentable           | 可出租   | whether it can be let
    public         | yes      | public use         | 公益使用 | whether everyone uses it
    area           | quantity | area               | 面积     | in mu or square metres
    value          | money    | value              | 价值     | as booked
    currency       | text     | currency           | 币种     | three letters
    since          | day      | since              | 起       | owned since
    until          | day      | until              | 止       | no longer from this day
    repaired_until | day      | under repair until | 维修至   | cannot be let before
    """,
    party="asset",
)

LEASES = written(
    Text("leases", "租赁合同"),
    "One row a contract by which an asset is let.",
    """
    column       | kind     | en              | zh         | what
    contract     | text     | contract        | 合同       | its number
    asset        | text     | asset           | 资产       | its code
    title        | text     | asset           | 资产       | as people read it
    use          | text     | use             | 用途       | of the land or the room
    town         | text     | town            | 乡镇       | by its code
    lessee       | text     | lessee          | 承租方     | as written
    lessee_id    | text     | lessee's number | 承租方代码 | of a firm
    person       | key      | lessee          | 承租人     | of a person
    area         | quantity | area            | 面积       | in mu or square metres
    rent         | money    | rent            | 租金       | a year
    currency     | text     | currency        | 币种       | three letters
    signed_on    | day      | signed on       | 签订日期   | the day
    since        | day      | since           | 起         | the first day
    until        | day      | until           | 止         | the last day
    tendered     | yes      | tendered        | 公开竞租   | whether anyone could offer
    improves     | yes      | improvement     | 承租改良   | whether the lessee has to invest
    holding_over | yes      | holding over    | 续租约定   | whether it goes on until a new one
    offered_on   | day      | offered again   | 重新发租   | the day on which it was offered anew
    """,
    party="lessee",
    order="since",
)

RENTS = written(
    Text("rents", "应收租金"),
    "One row a rent that falls due, and what came of it.",
    """
    column    | kind  | en       | zh       | what
    contract* | text  | contract | 合同     | its number
    title     | text  | asset    | 资产     | as people read it
    lessee    | text  | lessee   | 承租方   | as written
    due_on    | day   | due on   | 应收日期 | the day
    due       | money | due      | 应收     | the amount
    paid_on   | day   | paid on  | 实收日期 | the day, if any
    paid      | money | paid     | 实收     | the amount
    currency  | text  | currency | 币种     | three letters
    deferred  | yes   | deferred | 准予缓缴 | whether a deferral is on file
    """,
    party="lessee",
    order="due_on",
)

WORKS = written(
    Text("works", "公共工程"),
    "One row a public work: what was decided, signed, begun and paid, and when.",
    """
    column        | kind  | en                  | zh         | what
    project       | text  | project             | 项目       | its code
    title         | text  | project             | 项目       | as people read it
    place         | text  | place               | 地点       | as written
    contractor    | text  | contractor          | 施工方     | as written
    contractor_id | text  | contractor's number | 施工方代码 | of the firm
    value         | money | value               | 合同金额   | signed
    final         | money | final value         | 结算金额   | when settled
    currency      | text  | currency            | 币种       | three letters
    approved_on   | day   | approved on         | 批准日期   | the day
    awarded_on    | day   | awarded on          | 定标日期   | the day
    signed_on     | day   | signed on           | 签订日期   | the day
    started_on    | day   | started on          | 开工日期   | the day
    accepted_on   | day   | accepted on         | 验收日期   | the day
    emergency     | yes   | emergency           | 抢险       | with a document on file
    tendered      | yes   | tendered            | 公开招标   | whether it was tendered
    """,
    party="contractor",
    order="signed_on started_on",
)

COMPENSATION = written(
    Text("compensation", "征地补偿"),
    "One row a household's share in the compensation for land that was taken.",
    """
    column    | kind     | en            | zh             | what
    project*  | text     | project       | 征收项目       | its code
    household | key      | household     | 户             | the household register
    village   | text     | village       | 村             | by its code
    heads     | whole    | persons       | 人口           | counted
    area      | quantity | area          | 面积           | in mu, paid for
    measured  | quantity | measured      | 实测面积       | in mu, as surveyed
    entered   | whole    | entered since | 公告后新增人口 | persons entered after the notice
    inherits  | yes      | inheritance   | 分户继承       | whether a split is on file
    amount    | money    | amount        | 金额           | paid
    currency  | text     | currency      | 币种           | three letters
    paid_on   | day      | paid on       | 发放日期       | the day
    """,
    order="paid_on",
)

SEALS = written(
    Text("seals", "用章登记"),
    "One row a use of a body's seal.",
    """
    column   | kind  | en        | zh       | what
    used_on  | day   | used on   | 用章日期 | the day
    minute   | whole | time      | 时刻     | minutes since midnight
    matter   | text  | matter    | 事项     | the number of the contract or paper
    approved | yes   | approved  | 已审批   | whether somebody approved it
    lent     | yes   | taken out | 外借     | whether the seal left the office
    """,
    order="used_on",
)
