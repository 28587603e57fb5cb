"""Tables of how bodies treat people and firms: approvals, inspections, promises, complaints."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

APPROVALS = written(
    Text("approvals", "审批办件"),
    "One row a matter that somebody applied for.",
    """
    column      | kind  | en            | zh         | what
    matter      | text  | matter        | 事项       | its kind, by the list of services
    clerk       | text  | clerk         | 经办岗位   | the post
    agent       | text  | agent         | 代办       | through whom, if through somebody
    applied_on  | day   | applied on    | 申请日期   | the day
    accepted_on | day   | accepted on   | 受理日期   | the day
    done_on     | day   | done on       | 办结日期   | the day
    promised    | whole | promised days | 承诺天数   | working days
    stopped     | whole | stopped days  | 停表天数   | for stated reasons
    returns     | whole | returns       | 补正次数   | how often papers were sent back
    refused     | yes   | refused       | 不予办理   | whether it was refused
    why         | text  | reason        | 理由       | of the refusal
    online      | yes   | in the system | 系统内办理 | whether it ran in the common system
    """,
    party="clerk",
    order="applied_on",
)

INSPECTIONS = written(
    Text("inspections", "检查记录"),
    "One row a visit of an authority to a firm.",
    """
    column     | kind | en         | zh               | what
    firm_id*   | text | number     | 统一社会信用代码 | of the firm
    firm       | text | firm       | 企业             | as written
    department | text | department | 部门             | of which line
    level      | text | level      | 层级             | province, city, county, town
    on         | day  | day        | 日期             | of the visit
    ground     | text | ground     | 事由             | planned, random, complaint, follow-up
    """,
    party="firm_id",
    order="on",
)

COMMITMENTS = written(
    Text("commitments", "承诺台账"),
    "One row a promise that a body gave in writing.",
    """
    column       | kind  | en              | zh               | what
    title        | text  | promise         | 承诺             | in one line
    party        | text  | to whom         | 对方             | a firm, or everyone
    party_id     | text  | number          | 统一社会信用代码 | of the firm
    made_on      | day   | made on         | 作出日期         | the day
    due_on       | day   | due on          | 兑现期限         | the day
    done_on      | day   | done on         | 兑现日期         | the day
    verified     | yes   | verified        | 已核实           | whether somebody else saw it done
    office_since | day   | in office since | 现任到任         | of the one who answers for it now
    stayed       | yes   | stayed          | 中止             | by a court, or the condition not met
    amount       | money | amount          | 金额             | promised
    currency     | text  | currency        | 币种             | three letters
    """,
    party="party_id",
    order="due_on",
)

STATEMENTS = written(
    Text("statements", "欠款年报"),
    "One row a body's yearly statement of what it owes to small firms.",
    """
    column       | kind  | en           | zh       | what
    year*        | whole | year         | 年度     | the year
    published_on | day   | published on | 公布日期 | the day
    amount       | money | amount       | 金额     | stated as overdue
    currency     | text  | currency     | 币种     | three letters
    """,
)

ELIGIBLE = written(
    Text("eligible", "免申即享名单"),
    "One row a firm that a policy pays without being asked.",
    """
    column      | kind  | en          | zh               | what
    policy      | text  | policy      | 政策             | its title
    firm_id*    | text  | number      | 统一社会信用代码 | of the firm
    firm        | text  | firm        | 企业             | as written
    eligible_on | day   | eligible on | 符合日期         | the day
    amount      | money | amount      | 金额             | due
    currency    | text  | currency    | 币种             | three letters
    paid_on     | day   | paid on     | 兑付日期         | the day
    declined    | yes   | declined    | 企业放弃         | with a document
    """,
    party="firm_id",
    order="eligible_on",
)

COMPLAINTS = written(
    Text("complaints", "诉求"),
    "One row a complaint or petition; the body is the one that answers it.",
    """
    column      | kind | en              | zh       | what
    matter      | text | matter          | 诉求对象 | what it is about, by one key
    topic       | text | topic           | 类别     | of the list of topics
    place       | text | place           | 地点     | by its code
    received_on | day  | received on     | 收到日期 | the day
    closed_on   | day  | closed on       | 办结日期 | the day
    rating      | text | rating          | 评价     | satisfied, dissatisfied, none
    reached     | yes  | reached         | 回访接通 | whether the call-back reached them
    final       | yes  | final opinion   | 终结意见 | whether a final opinion is on file
    reply       | text | reply           | 答复     | its words, with no one's name
    policy      | yes  | policy question | 政策咨询 | whether a standard answer is right
    campaign    | yes  | campaign        | 集中征集 | whether the body itself asked for them
    """,
    party="topic",
    order="received_on",
)

HOPS = written(
    Text("hops", "诉求转办"),
    "One row a complaint passed from one body to another; the body is the one that passed it.",
    """
    column     | kind  | en        | zh       | what
    complaint* | text  | complaint | 诉求     | the code of its row
    nth*       | whole | step      | 次序     | 1, 2, 3
    to         | text  | to        | 转往     | the body that received it, by its code
    on         | day   | day       | 日期     | of passing on
    law        | yes   | by law    | 依法移送 | whether a rule names the receiver
    """,
    order="complaint nth",
)

RATINGS = written(
    Text("ratings", "评价"),
    "One row a rating that somebody gave to a body.",
    """
    column | kind  | en     | zh     | what
    on     | day   | day    | 日期   | the day
    minute | whole | time   | 时刻   | minutes since midnight
    score  | text  | rating | 评价   | satisfied, dissatisfied
    device | key   | device | 设备   | from which it came
    served | whole | served | 服务量 | matters that the body closed in the month
    """,
    order="on minute",
)

ACCESSES = written(
    Text("accesses", "举报查阅记录"),
    "One row an opening of a report: who looked at what a reporter wrote.",
    """
    column      | kind | en            | zh         | what
    complaint*  | text | report        | 举报       | its code
    reader      | text | reader        | 查看岗位   | the post
    reader_body | text | reader's body | 查看单位   | by its code
    accused     | text | complained of | 被反映单位 | by its code
    on          | day  | day           | 日期       | the day
    exported    | yes  | taken away    | 导出       | whether it was exported or printed
    handler     | yes  | named         | 指定办理   | whether the post was named to handle it
    """,
    party="reader",
    order="on",
)

PUBLICATIONS = written(
    Text("publications", "应公开事项"),
    "One row a thing that a body must publish for a period, published or not.",
    """
    column       | kind  | en             | zh         | what
    category     | text  | item           | 公开事项   | by its code
    title        | text  | item           | 公开事项   | as people read it
    period       | text  | period         | 周期       | as people read it
    due_on       | day   | due on         | 应公开日   | the day
    published_on | day   | published on   | 公开日期   | the day
    exempt       | yes   | exempt         | 豁免       | whether an exemption is on file
    nil          | yes   | nil return     | 零报告     | whether there was nothing to publish
    lines        | whole | lines          | 行数       | published
    movements    | whole | bank movements | 银行流水数 | of the period
    largest      | money | largest line   | 最大一笔   | minor units
    lump         | money | lump sum       | 笼统金额   | under “other” or without a purpose
    total        | money | total          | 合计       | of the lines
    opening      | money | opening        | 期初       | minor units
    received     | money | received       | 收入       | minor units
    spent        | money | spent          | 支出       | minor units
    closing      | money | closing        | 期末       | minor units
    bank         | money | at the bank    | 银行余额   | at the end of the period
    currency     | text  | currency       | 币种       | three letters
    pictures     | yes   | pictures only  | 仅有图片   | whether no number can be read by machine
    content      | text  | content        | 内容指纹   | the digest of the lines without their dates
    static       | yes   | lasting list   | 固定名单   | whether the list may stay the same
    persons      | whole | personal data  | 个人信息   | places in which personal data were found
    inspected_on | day   | inspected on   | 检查日期   | the day of an announced inspection
    """,
    party="category",
    order="due_on category",
)

VISITS = written(
    Text("visits", "访问记录"),
    "One row an account's reading of a body's page.",
    """
    column    | kind  | en            | zh       | what
    account   | key   | account       | 账号     | who
    opened_on | day   | registered on | 注册日期 | the day
    on        | day   | day           | 日期     | of the visit
    seconds   | whole | seconds       | 停留秒数 | on the page
    block     | text  | network       | 网段     | the block of addresses
    pages     | whole | pages         | 页数     | read
    together  | yes   | together      | 集体注册 | whether a class or a meeting signed up together
    """,
    order="on",
)

FINDINGS = written(
    Text("findings", "审计发现"),
    "One row a problem that an audit or an inspection found at a body.",
    """
    column    | kind  | en            | zh         | what
    reference | text  | reference     | 编号       | of the finding, by the audit's own count
    audit     | text  | audit         | 审计报告   | of which report
    until     | day   | period's end  | 审计期末   | the last day of the time that was audited
    about     | text  | requirement   | 涉及要求   | by the auditor's list
    scheme    | text  | scheme        | 项目       | whose money it is about
    grave     | yes   | grave         | 重大       | whether the auditor calls it a grave weakness
    again     | yes   | repeated      | 是否重复   | whether the auditor says that it repeats one
    earlier   | text  | earlier ones  | 前次编号   | references of those that it repeats
    due_on    | day   | was due on    | 前次整改期 | by when the earlier one was to be put right
    amount    | money | in question   | 涉及金额   | what the auditor calls in question
    currency  | text  | currency      | 币种       | three letters
    """,
    order="until reference",
)
