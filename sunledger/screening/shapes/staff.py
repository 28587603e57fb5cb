"""Tables of staff and of official cars: pay, attendance, allowances, fuel, retirements."""

from sunledger.screening.shapes.kinds import written
from sunledger.screening.words import Text

PAYROLL = written(
    Text("payroll", "工资表"),
    "One row a person's pay for a month; the body is the employer.",
    """
    column    | kind  | en        | zh       | what
    person*   | key   | person    | 人员     | who
    name      | name  | name      | 姓名     | as in the payroll
    month     | month | month     | 月份     | of the pay
    amount    | money | amount    | 金额     | paid
    currency  | text  | currency  | 币种     | three letters
    kind      | text  | kind      | 类别     | salary, pension, allowance
    allowance | text  | allowance | 津补贴   | its code
    full_time | whole | full time | 全职比例 | in hundredths
    account   | key   | account   | 账户     | to which it went
    phone     | key   | telephone | 电话     | on file
    seconded  | yes   | seconded  | 借调     | with a document
    on_leave  | yes   | on leave  | 病产假   | with a document
    arrears   | yes   | arrears   | 补发     | for an earlier time
    """,
    party="person",
    order="month",
)

ATTENDANCE = written(
    Text("attendance", "考勤"),
    "One row a person's days of attendance in a month.",
    """
    column  | kind     | en     | zh       | what
    person* | key      | person | 人员     | who
    month*  | month    | month  | 月份     | of the record
    days*   | quantity | days   | 出勤天数 | recorded
    """,
)

ALLOWANCES = written(
    Text("allowances", "津补贴目录"),
    "One row an allowance that may be paid.",
    """
    column     | kind  | en        | zh     | what
    allowance* | text  | allowance | 津补贴 | its code
    most       | money | most      | 上限   | a month
    currency   | text  | currency  | 币种   | three letters
    since      | day   | since     | 起     | the first day it holds
    until      | day   | until     | 止     | the first day it no longer holds
    """,
)

CARS = written(
    Text("cars", "公务用车"),
    "One row an official car.",
    """
    column | kind     | en    | zh   | what
    plate* | text     | plate | 车牌 | as registered
    tank   | quantity | tank  | 油箱 | litres
    fuel   | text     | fuel  | 油品 | petrol or diesel, by its grade
    """,
)

FUEL = written(
    Text("fuel", "加油记录"),
    "One row a filling by a fuel card.",
    """
    column   | kind     | en       | zh     | what
    plate    | text     | plate    | 车牌   | as on the card
    card     | text     | card     | 油卡   | its number
    on       | day      | day      | 日期   | of the filling
    minute   | whole    | time     | 时刻   | minutes since midnight
    litres   | quantity | litres   | 升数   | filled
    fuel     | text     | fuel     | 油品   | filled
    station  | text     | station  | 加油站 | as written
    away     | whole    | away     | 距离   | kilometres from the car's position
    cans     | yes      | in cans  | 装桶   | with a log
    amount   | money    | amount   | 金额   | paid
    currency | text     | currency | 币种   | three letters
    """,
    party="plate",
    order="on minute",
)

CAR_USES = written(
    Text("car uses", "车辆出现记录"),
    "One row a place where an official car was seen.",
    """
    column     | kind  | en         | zh       | what
    plate*     | text  | plate      | 车牌     | as registered
    on         | day   | day        | 日期     | the day
    minute     | whole | time       | 时刻     | minutes since midnight
    place      | text  | place      | 地点     | office, road, home, scenic, other
    dispatched | yes   | dispatched | 已派车   | whether a dispatch is on file
    duty       | yes   | duty       | 值班应急 | whether the duty list names it
    """,
    party="plate",
    order="on minute",
)

RETIREMENTS = written(
    Text("retirements", "提前退休"),
    "One row an early retirement.",
    """
    column  | kind | en      | zh   | what
    person* | key  | person  | 人员 | who
    kind    | text | kind    | 类别 | special work, ill health, ordinary
    on      | day  | day     | 日期 | of retirement
    closing | yes  | closing | 关停 | whether the plant was being closed
    """,
    order="on",
)
