"""Tables of schools: rolls, meals, purchases, prices and fees; the body is the school."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

PUPILS = written(
    Text("pupils", "学籍"),
    "One row a pupil on the roll of a school over some months.",
    """
    column     | kind  | en              | zh       | what
    person*    | key   | pupil           | 学生     | who
    first      | month | first           | 起始月   | the first month on the roll
    last       | month | last            | 截止月   | the last month on the roll
    subsidised | yes   | subsidised      | 享受补助 | whether the school claims a subsidy
    poor       | yes   | listed          | 在册困难 | whether a register lists the household
    boarder    | yes   | boarder         | 寄宿     | whether the pupil lives there
    moving     | yes   | changing school | 转学中   | whether a change is on file
    """,
    order="first",
)

MEALS = written(
    Text("meals", "供餐记录"),
    "One row a day of meals at a school.",
    """
    column   | kind     | en       | zh       | what
    on       | day      | day      | 日期     | the day
    served   | whole    | served   | 供餐人次 | as recorded
    claimed  | whole    | claimed  | 申报人次 | for which money was asked
    present  | whole    | present  | 到校人数 | by attendance
    staff    | whole    | staff    | 教职工   | who ate and paid
    food     | quantity | food     | 食材     | kilograms booked out of stock
    snack    | yes      | snack    | 加餐     | whether only bread, milk or the like was given
    amount   | money    | amount   | 金额     | claimed
    currency | text     | currency | 币种     | three letters
    """,
    order="on",
)

SCHOOL_DAYS = written(
    Text("school days", "在校日历"),
    "One row a day on which a school is open.",
    """
    column | kind | en  | zh   | what
    on*    | day  | day | 日期 | the day
    """,
)

CANTEEN = written(
    Text("canteen", "食堂账目"),
    "One row a month of a school's canteen: what came in and what it was spent on.",
    """
    column    | kind  | en          | zh       | what
    month     | month | month       | 月份     | of the account
    income    | money | income      | 收入     | meal fees and subsidies
    refunds   | money | refunds     | 退费     | paid back
    food      | money | food        | 食材支出 | bought
    used      | money | used        | 食材出库 | booked out of stock
    labour    | money | labour      | 人工     | paid from the fees
    other     | money | other       | 其他支出 | paid from the fees
    surplus   | money | surplus     | 结余     | as booked
    elsewhere | money | elsewhere   | 账外收款 | received in accounts that are not the school's
    opening   | yes   | first month | 首月     | whether the canteen opened in this month
    currency  | text  | currency    | 币种     | three letters
    """,
    order="month",
)

PURCHASES = written(
    Text("purchases", "采购到货"),
    "One row a delivery of goods to a school or another body.",
    """
    column      | kind     | en                | zh         | what
    on          | day      | day               | 日期       | of the delivery
    minute      | whole    | time              | 时刻       | of weighing, minutes since midnight
    item        | text     | item              | 品名       | by the word of the price list
    kind        | text     | kind              | 大类       | meat, rice, frozen, ready-made, other
    measure     | text     | measure           | 计量单位   | kg, jin, piece
    quantity    | quantity | quantity          | 数量       | delivered
    ordered     | quantity | ordered           | 订购数量   | ordered
    price       | money    | price             | 单价       | for one measure
    amount      | money    | amount            | 金额       | in all
    currency    | text     | currency          | 币种       | three letters
    supplier    | text     | supplier          | 供应商     | as written
    supplier_id | text     | supplier's number | 供应商代码 | of the firm
    photo       | text     | photograph        | 照片指纹   | the digest of the picture
    county      | text     | county            | 县         | by its code
    framework   | yes      | framework         | 框架协议   | whether one contract covers the term
    maker       | text     | maker             | 生产厂家   | who made the goods
    pack        | text     | pack              | 规格       | size and form, as on the list
    """,
    party="supplier_id",
    order="on item",
    firm="supplier",
)

PRICES = written(
    Text("prices", "市场价格"),
    "One row a market price of an item in a county and a week.",
    """
    column   | kind  | en       | zh       | what
    county   | text  | county   | 县       | by its code
    item*    | text  | item     | 品名     | by the word of the price list
    measure* | text  | measure  | 计量单位 | kg, jin, piece
    since*   | day   | since    | 起       | the first day of the week
    until*   | day   | until    | 止       | the first day after it
    price*   | money | price    | 单价     | for one measure
    currency | text  | currency | 币种     | three letters
    """,
)

FEES = written(
    Text("fees", "收费"),
    "One row a fee that a school took.",
    """
    column     | kind  | en         | zh       | what
    item       | text  | item       | 收费项目 | as on the receipt
    charged_on | day   | charged on | 收费日期 | the day
    each       | money | each       | 标准     | a pupil
    amount     | money | amount     | 金额     | in all
    currency   | text  | currency   | 币种     | three letters
    voluntary  | yes   | voluntary  | 自愿     | whether families could decline, with a document
    """,
    order="charged_on",
)

FEE_LIST = written(
    Text("fee list", "收费目录"),
    "One row a fee that may be taken; the body is nothing, or the one school it holds for.",
    """
    column   | kind  | en       | zh       | what
    item*    | text  | item     | 收费项目 | as on the list
    most*    | money | most     | 上限     | a pupil
    currency | text  | currency | 币种     | three letters
    since    | day   | since    | 起       | the first day it holds
    until    | day   | until    | 止       | the first day it no longer holds
    """,
)
