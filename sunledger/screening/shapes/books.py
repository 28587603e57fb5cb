"""Tables of a body's books besides its payments: vouchers, invoices, income, labour, transfers."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

VOUCHERS = written(
    Text("vouchers", "记账凭证"),
    "One row a numbered voucher, receipt or cheque, as it was posted.",
    """
    column    | kind  | en         | zh       | what
    series    | text  | series     | 字号     | the book or kind in which numbers run on
    number    | whole | number     | 编号     | within the series
    void      | yes   | void       | 作废     | whether it was voided with the page kept
    posted_on | day   | posted on  | 记账日期 | the day
    minute    | whole | time       | 时刻     | minutes since midnight
    clerk     | text  | posted by  | 记账岗位 | the post
    batch_job | yes   | by machine | 自动过账 | whether a program posted it
    amount    | money | amount     | 金额     | minor units
    currency  | text  | currency   | 币种     | three letters
    cash      | yes   | in cash    | 现金     | whether paid in cash
    invoice   | text  | invoice    | 票据号   | behind it
    purpose   | text  | purpose    | 用途     | as written
    payee     | text  | payee      | 收款方   | as written
    """,
    order="series number posted_on",
)

INVOICES = written(
    Text("invoices", "发票"),
    "One row an invoice that a body received and paid.",
    """
    column      | kind  | en                | zh         | what
    supplier    | text  | supplier          | 供应商     | as written
    supplier_id | text  | supplier's number | 供应商代码 | of the firm
    number      | text  | invoice           | 发票号     | as written
    issued_on   | day   | issued on         | 开票日期   | the day
    amount      | money | amount            | 金额       | minor units; below zero: a credit note
    currency    | text  | currency          | 币种       | three letters
    paid_on     | day   | paid on           | 付款日期   | the day
    goods       | text  | goods             | 货物或服务 | as written
    scope       | text  | scope             | 经营范围   | of the supplier, from the register
    instalment  | whole | instalment        | 分期       | which part of several it is, if one
    market      | yes   | market            | 集市代开   | from a market, by the tax office
    """,
    party="supplier_id",
    order="issued_on number",
    firm="supplier",
)

TRANSFERS = written(
    Text("transfers", "上级拨款"),
    "One row an amount that a higher office sent to a body; the body is the one that receives it.",
    """
    column    | kind  | en        | zh       | what
    sender    | text  | from      | 拨款单位 | as written
    purpose   | text  | purpose   | 用途     | as written
    reference | text  | reference | 文号     | by which both books know it
    sent_on   | day   | sent on   | 拨付日期 | the day
    amount    | money | amount    | 金额     | sent
    currency  | text  | currency  | 币种     | three letters
    """,
    order="sent_on",
)

INCOME = written(
    Text("income", "收入"),
    "One row money that a body booked as coming in.",
    """
    column       | kind  | en        | zh       | what
    source       | text  | from      | 来源     | as written
    reference    | text  | reference | 文号     | by which both books know it
    purpose      | text  | purpose   | 用途     | as written
    contract     | text  | contract  | 合同     | the number, of a rent or a fee
    booked_on    | day   | booked on | 入账日期 | the day
    amount       | money | amount    | 金额     | booked
    currency     | text  | currency  | 币种     | three letters
    account_kind | text  | account   | 账户类别 | the body's own, or private
    """,
    order="booked_on",
)

LABOUR = written(
    Text("labour", "用工表"),
    "One row a hired person on a sheet of labour.",
    """
    column    | kind     | en       | zh       | what
    person    | key      | person   | 人员     | who
    name      | name     | name     | 姓名     | as written
    site      | text     | site     | 工地     | as written
    month     | month    | month    | 月份     | of the work
    worked_on | day      | day      | 出工日期 | where sheets give days
    days      | quantity | days     | 工日     | paid for
    amount    | money    | amount   | 金额     | paid
    currency  | text     | currency | 币种     | three letters
    account   | key      | account  | 账户     | to which it went
    """,
    party="person",
    order="month worked_on",
)

EXPENSES = written(
    Text("expenses", "公务支出"),
    "One row an expense of duty: reception, meeting, travel, car.",
    """
    column       | kind  | en           | zh       | what
    kind         | text  | kind         | 类别     | reception, meeting, travel, car, other
    post         | text  | post         | 岗位     | for whose duty
    month        | month | month        | 月份     | of the expense
    on           | day   | day          | 日期     | of the occasion
    amount       | money | amount       | 金额     | minor units
    currency     | text  | currency     | 币种     | three letters
    letter       | text  | letter       | 公函     | the number of the letter or the notice
    guests       | whole | guests       | 来客     | how many were received
    cap          | money | cap          | 标准     | for the whole of it, where there is one
    event        | yes   | event        | 活动     | whether a decided event explains it
    published_on | day   | published on | 公开日期 | the day, where it must be published
    """,
    party="post",
    order="on",
)

RECEIVABLES = written(
    Text("receivables", "应收账款"),
    "One row an amount owed to a body.",
    """
    column         | kind  | en              | zh         | what
    debtor         | text  | debtor          | 债务方     | as written
    debtor_id      | text  | debtor's number | 债务方代码 | of the firm
    due_on         | day   | due on          | 到期日     | the day
    amount         | money | amount          | 金额       | open
    currency       | text  | currency        | 币种       | three letters
    sold_again_on  | day   | sold again on   | 再次赊销   | a later sale on credit to the same
    written_off_on | day   | written off on  | 核销日期   | the day
    ordered        | yes   | by court        | 法院裁定   | whether a court's order is behind it
    """,
    party="debtor_id",
    order="due_on",
)

TRADES = written(
    Text("trades", "购销往来"),
    "One row a sale between firms, from invoices of both sides; the body owns one of them.",
    """
    column    | kind  | en        | zh       | what
    seller    | text  | seller    | 卖方     | by its number
    buyer     | text  | buyer     | 买方     | by its number
    goods     | text  | goods     | 货物     | as written
    amount    | money | amount    | 金额     | minor units
    currency  | text  | currency  | 币种     | three letters
    sold_on   | day   | day       | 日期     | of the sale
    processed | yes   | processed | 加工贸易 | whether the goods were worked on between
    """,
    order="sold_on",
)

DISPOSALS = written(
    Text("disposals", "资产转让"),
    "One row an asset of the state or of all that was sold or handed over.",
    """
    column    | kind  | en               | zh         | what
    asset     | text  | asset            | 资产       | as written
    taker     | text  | to               | 受让方     | as written
    price     | money | price            | 转让价     | minor units
    appraised | money | appraisal        | 评估价     | minor units
    currency  | text  | currency         | 币种       | three letters
    on        | day   | day              | 日期       | of the transfer
    notice    | text  | notice           | 交易所公告 | of the exchange, by its number
    within    | yes   | within the group | 集团内划转 | whether both belong to one owner
    """,
    party="taker",
    order="on",
)
