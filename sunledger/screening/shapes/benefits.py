"""Tables of money paid to persons under a scheme: what is due, approved, listed and paid."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

SCHEMES = written(
    Text("schemes", "补助政策"),
    "One row a scheme of support and the rules that hold for it over some time.",
    """
    column       | kind  | en               | zh                 | what
    scheme*      | text  | scheme           | 补助项目           | its code
    title        | text  | scheme           | 补助项目           | as people read it
    needs_tested | yes   | needs-tested     | 需核对家庭经济状况 | whether income and assets decide
    exclusive    | text  | exclusive group  | 互斥组             | only one of a group is paid
    min_age      | whole | from age         | 最低年龄           | in years
    max_age      | whole | to age           | 最高年龄           | in years
    in_custody   | yes   | paid in custody  | 服刑期间发放       | whether it goes on in custody
    works_on     | yes   | paid to employed | 在职可领           | whether it is paid beside a job
    grace        | whole | months of grace  | 宽限月数           | paid after death by right
    flat         | yes   | flat rate        | 定额               | whether everyone gets the same
    asset_limit  | money | asset limit      | 财产上限           | of one asset, at most
    by_area      | yes   | by area          | 按面积发放         | whether it is paid for land
    land_use     | text  | land use         | 用地类别           | what the land must be used for
    currency     | text  | currency         | 币种               | three letters
    since        | day   | since            | 起                 | the first day the rules hold
    until        | day   | until            | 止                 | the first day they no longer hold
    """,
)

RATES = written(
    Text("rates", "补助标准"),
    "One row an amount that a scheme pays a month.",
    """
    column   | kind  | en       | zh       | what
    scheme*  | text  | scheme   | 补助项目 | its code
    grade    | text  | grade    | 档次     | of need, of disability, of age
    amount*  | money | amount   | 金额     | a month
    currency | text  | currency | 币种     | three letters
    since    | day   | since    | 起       | the first day it holds
    until    | day   | until    | 止       | the first day it no longer holds
    """,
)

BENEFITS = written(
    Text("benefits", "补助发放"),
    "One row a payment to a person under a scheme; the body is the office that decided it.",
    """
    column       | kind     | en                  | zh         | what
    scheme       | text     | scheme              | 补助项目   | its code
    scheme_name  | text     | scheme              | 补助项目   | as people read it
    person       | key      | person              | 人员       | for whom it is
    malformed    | text     | fault of the number | 证件号问题 | why the number cannot exist
    name         | name     | name                | 姓名       | as in the list
    born         | day      | date of birth       | 出生日期   | as in the list or the number
    household    | key      | household           | 户         | as in the list
    village      | text     | village             | 村         | by its code
    village_name | text     | village             | 村         | as people read it
    county       | text     | county              | 县         | by its code
    month        | month    | month               | 所属月份   | for which it is paid
    paid_on      | day      | day of payment      | 发放日期   | the day of the transfer
    amount       | money    | amount              | 金额       | below zero: came back
    currency     | text     | currency            | 币种       | three letters
    grade        | text     | grade               | 档次       | as in the list
    account      | key      | account             | 账户       | to which it went
    account_name | name     | account holder      | 户名       | from the bank's return
    holder       | key      | account holder      | 户主       | the account's holder, where known
    collector    | key      | collector           | 代领人     | who collected it, where another did
    phone        | key      | telephone           | 电话       | on file
    area         | quantity | area                | 面积       | in mu
    plot         | text     | plot                | 地块       | its code
    reference    | text     | reference           | 凭证号     | of the transfer
    """,
    party="person",
    order="month paid_on amount",
)

AWARDS = written(
    Text("awards", "补助审批"),
    "One row an approval of support for a person.",
    """
    column       | kind  | en            | zh       | what
    scheme*      | text  | scheme        | 补助项目 | its code
    scheme_name  | text  | scheme        | 补助项目 | as people read it
    person       | key   | person        | 人员     | for whom
    household    | key   | household     | 户       | the household register
    village      | text  | village       | 村       | by its code
    village_name | text  | village       | 村       | as people read it
    applied_on   | day   | applied on    | 申请日期 | the day
    approved_on  | day   | approved on   | 批准日期 | the day
    approver     | text  | approved by   | 审批岗位 | the post that approved
    review       | yes   | yearly review | 年度复核 | whether it renews an earlier one
    amount       | money | amount        | 金额     | approved, a month or in all
    currency     | text  | currency      | 币种     | three letters
    due_on       | day   | due on        | 应发日期 | by which it is to be paid
    month        | month | month         | 所属月份 | for which, if for one month
    """,
    party="approver",
    order="approved_on",
)

ENTITLED = written(
    Text("entitled", "应享名册"),
    "One row a person who qualifies for a scheme by a register: disability, age, orphans.",
    """
    column       | kind | en             | zh       | what
    scheme*      | text | scheme         | 补助项目 | its code
    scheme_name  | text | scheme         | 补助项目 | as people read it
    person*      | key  | person         | 人员     | who
    name         | name | name           | 姓名     | as registered
    village      | text | village        | 村       | by its code
    village_name | text | village        | 村       | as people read it
    since        | day  | since          | 起       | qualifies since
    until        | day  | until          | 止       | no longer qualifies from this day
    declined     | yes  | declined       | 本人放弃 | whether the person declined, with a document
    elsewhere    | yes  | paid elsewhere | 异地发放 | whether another place pays
    """,
    order="since",
)

LISTED = written(
    Text("listed", "公示名单"),
    "One row a line of the list that was posted in public before payment.",
    """
    column    | kind  | en        | zh       | what
    scheme*   | text  | scheme    | 补助项目 | its code
    person    | key   | person    | 人员     | who, where the office's own copy says
    name      | name  | name      | 姓名     | as posted, may be masked
    village   | text  | village   | 村       | by its code
    month     | month | month     | 所属月份 | for which
    amount    | money | amount    | 金额     | as posted
    currency  | text  | currency  | 币种     | three letters
    posted_on | day   | posted on | 公示日期 | the day
    """,
    order="month",
)

MACHINES = written(
    Text("machines", "农机补贴"),
    "One row a machine for which a purchase was subsidised.",
    """
    column      | kind  | en          | zh       | what
    serial      | text  | serial      | 机具编号 | of the machine
    kind        | text  | kind        | 机具类别 | of the machine
    buyer       | key   | buyer       | 购机者   | who
    cooperative | yes   | cooperative | 合作社   | whether the buyer is one
    dealer      | text  | dealer      | 经销商   | as written
    county      | text  | county      | 县       | by its code
    paid_on     | day   | paid on     | 发放日期 | the day
    amount      | money | amount      | 金额     | of the subsidy
    currency    | text  | currency    | 币种     | three letters
    """,
    party="dealer",
    order="paid_on",
)
