"""Tables of firms: registers, suppliers, contracts, bids, grants."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

COMPANIES = written(
    Text("companies", "企业登记"),
    "One row a firm in the register.",
    """
    column      | kind     | en              | zh               | what
    company*    | text     | number          | 统一社会信用代码 | in the register
    title       | text     | firm            | 企业             | as registered
    founded_on  | day      | founded on      | 成立日期         | the day
    closed_on   | day      | closed on       | 注销日期         | the day
    phone       | key      | telephone       | 电话             | on file
    address     | text     | address         | 地址             | as registered
    account     | key      | account         | 账户             | on file
    staff       | whole    | staff           | 参保人数         | insured by the firm
    tax         | money    | tax             | 纳税额           | paid in the last year
    electricity | quantity | electricity     | 用电量           | kilowatt-hours in the last year
    currency    | text     | currency        | 币种             | three letters
    special     | yes      | special purpose | 专设公司         | for one project, on file
    """,
    party="company",
)

OFFICERS = written(
    Text("officers", "企业人员"),
    "One row a person who leads or owns a firm.",
    """
    column   | kind  | en     | zh               | what
    company* | text  | number | 统一社会信用代码 | of the firm
    title    | text  | firm   | 企业             | as registered
    person   | key   | person | 人员             | who
    name     | name  | name   | 姓名             | as registered
    role     | text  | role   | 身份             | legal representative, director, shareholder
    share    | whole | share  | 持股             | in thousandths
    since    | day   | since  | 起               | the first day
    until    | day   | until  | 止               | the first day no longer
    """,
)

SUPPLIERS = written(
    Text("suppliers", "供应商档案"),
    "One row a supplier in the files of a body.",
    """
    column      | kind | en                | zh         | what
    supplier    | text | supplier          | 供应商     | as written
    supplier_id | text | supplier's number | 供应商代码 | of the firm
    phone       | key  | telephone         | 电话       | on file
    account     | key  | account           | 账户       | on file
    address     | text | address           | 地址       | on file
    entered_on  | day  | entered on        | 建档日期   | the day
    declared    | yes  | declared          | 已申报     | whether an interest was declared
    """,
    party="supplier_id",
    firm="supplier",
)

ACCOUNT_CHANGES = written(
    Text("account changes", "账户变更"),
    "One row a change of a supplier's or a person's account on file.",
    """
    column      | kind | en                | zh         | what
    supplier_id | text | supplier's number | 供应商代码 | of the firm
    person      | key  | person            | 人员       | of a person
    changed_on  | day  | changed on        | 变更日期   | the day
    second      | yes  | second approval   | 复核       | whether another post approved it
    merger      | yes  | bank merger       | 银行合并   | whether the bank changed it for all
    """,
    order="changed_on",
)

DEBARRED = written(
    Text("debarred", "禁入名单"),
    "One row a time for which a firm may not be paid or may not bid.",
    """
    column  | kind | en     | zh               | what
    company | text | number | 统一社会信用代码 | of the firm
    title   | text | firm   | 企业             | as listed
    since   | day  | since  | 起               | the first day
    until   | day  | until  | 止               | the first day it no longer holds
    ground  | text | ground | 依据             | why, and by whom
    """,
)

CONTRACTS = written(
    Text("contracts", "合同"),
    "One row a contract of a body with a firm.",
    """
    column      | kind  | en                | zh           | what
    number      | text  | contract          | 合同         | its number
    title       | text  | matter            | 标的         | as written
    supplier    | text  | supplier          | 供应商       | as written
    supplier_id | text  | supplier's number | 供应商代码   | of the firm
    category    | text  | category          | 品类         | of goods, works or services
    method      | text  | method            | 采购方式     | open, selective, direct, single source
    ground      | text  | ground            | 依据         | for a method without competition
    value       | money | value             | 合同金额     | signed
    changes     | money | changes           | 变更金额     | approved additions
    currency    | text  | currency          | 币种         | three letters
    signed_on   | day   | signed on         | 签订日期     | the day
    accepted_on | day   | accepted on       | 验收日期     | of goods or works
    until       | day   | until             | 止           | the last day
    agreed_days | whole | agreed days       | 约定付款天数 | to pay after acceptance
    retention   | money | retention         | 质保金       | that may be kept back
    advance     | money | advance           | 预付款       | agreed in the contract
    framework   | yes   | framework         | 框架协议     | whether it is a call-off
    disputed    | yes   | disputed          | 有争议       | whether a dispute is on file
    small       | yes   | small firm        | 中小企业     | small or of middle size
    delayed     | whole | days late         | 逾期天数     | of the delivery
    penalty     | money | penalty           | 违约金       | taken for it
    """,
    party="supplier_id",
    order="signed_on",
    firm="supplier",
)

CONTRACT_PAYMENTS = written(
    Text("contract payments", "合同付款"),
    "One row a payment on a contract.",
    """
    column      | kind  | en                | zh         | what
    number*     | text  | contract          | 合同       | its number
    supplier    | text  | supplier          | 供应商     | as written
    supplier_id | text  | supplier's number | 供应商代码 | of the firm
    paid_on     | day   | paid on           | 付款日期   | the day
    amount      | money | amount            | 金额       | minor units
    currency    | text  | currency          | 币种       | three letters
    """,
    party="supplier_id",
    order="paid_on",
)

BIDS = written(
    Text("bids", "投标"),
    "One row a bid in a lot; the body is the buyer.",
    """
    column    | kind  | en              | zh         | what
    lot       | text  | lot             | 标段       | its code
    title     | text  | matter          | 标的       | as written
    category  | text  | category        | 品类       | of goods, works or services
    bidder    | text  | bidder          | 投标人     | as written
    bidder_id | text  | bidder's number | 投标人代码 | of the firm
    region    | text  | region          | 地区       | of the buyer
    home      | yes   | at home         | 本地       | whether the bidder has its seat in the region
    agent     | text  | agent           | 代理机构   | who ran the tender
    amount    | money | amount          | 报价       | minor units
    ceiling   | money | ceiling         | 最高限价   | published
    currency  | text  | currency        | 币种       | three letters
    bid_on    | day   | bid on          | 投标日期   | the day
    valid     | yes   | valid           | 有效       | whether it was admitted
    won       | yes   | won             | 中标       | whether it won
    machine   | text  | machine         | 机器码     | of the file that was handed in
    network   | text  | network address | 网络地址   | from which it came
    author    | text  | author          | 文件作者   | in the file's properties
    deposit   | key   | deposit account | 保证金账户 | from which it was paid
    phone     | key   | telephone       | 电话       | of the contact
    shared    | yes   | shared room     | 公共机位   | handed in from an agency's own machine
    """,
    party="bidder_id",
    order="lot amount",
    firm="bidder",
)

SCORES = written(
    Text("scores", "评标打分"),
    "One row an expert's score for a bid.",
    """
    column    | kind     | en              | zh         | what
    lot*      | text     | lot             | 标段       | its code
    expert    | text     | expert          | 专家       | by the number in the pool
    bidder_id | text     | bidder's number | 投标人代码 | of the firm
    bidder    | text     | bidder          | 投标人     | as written
    score     | quantity | score           | 评分       | given
    won       | yes      | won             | 中标       | whether that bid won
    """,
    party="expert",
    order="lot",
    firm="bidder",
)

GRANTS = written(
    Text("grants", "项目补助"),
    "One row a grant for a project to a firm or a cooperative.",
    """
    column       | kind  | en        | zh               | what
    project      | text  | project   | 项目             | its code
    title        | text  | project   | 项目             | as people read it
    company      | text  | number    | 统一社会信用代码 | of the firm
    firm         | text  | firm      | 企业             | as written
    kind         | text  | kind      | 类别             | cold store, greenhouse, processing, other
    plot         | text  | plot      | 地块             | on which it stands
    invoice      | text  | invoice   | 发票号           | handed in for it
    paid_on      | day   | paid on   | 发放日期         | the day
    amount       | money | amount    | 金额             | paid
    currency     | text  | currency  | 币种             | three letters
    running_from | day   | runs from | 投产日期         | the day it was to begin
    """,
    party="company",
    order="paid_on",
)

FLOWS = written(
    Text("flows", "资金往来"),
    "One row a transfer between two parties, as a bank gave it to an authority that may ask.",
    """
    column      | kind  | en       | zh         | what
    from_firm   | text  | payer    | 付款方代码 | the firm that paid, by its number
    from_person | key   | payer    | 付款人     | the person who paid
    to_firm     | text  | receiver | 收款方代码 | the firm that received, by its number
    to_person   | key   | receiver | 收款人     | the person who received
    on*         | day   | day      | 日期       | of the transfer
    amount*     | money | amount   | 金额       | minor units
    currency    | text  | currency | 币种       | three letters
    kind        | text  | kind     | 性质       | wage, deposit, refund, dividend, purchase, none
    """,
    order="on",
)
