"""Tables of persons: who lives where, who has died, who holds a public post, who owns what.

Persons stand here by keys, and are never the subject of a lead: the body that paid them is.
"""

from sunledger.screening.shapes.kinds import Column, Shape, written
from sunledger.screening.words import Text

PEOPLE = written(
    Text("people", "人口登记"),
    "One row a resident, from the population register.",
    """
    column    | kind | en            | zh       | what
    person*   | key  | person        | 人员     | who
    name      | name | name          | 姓名     | as registered
    born      | day  | date of birth | 出生日期 | as registered
    sex       | text | sex           | 性别     | F or M
    household | key  | household     | 户       | the household register
    village   | text | village       | 村       | of residence, by its code
    county    | text | county        | 县       | of residence, by its code
    since     | day  | since         | 起       | the day of moving in, where known
    """,
)

DEATHS = written(
    Text("deaths", "死亡登记"),
    "One row a death, from whichever register knows of it.",
    """
    column        | kind | en            | zh       | what
    person        | key  | person        | 人员     | who
    name          | name | name          | 姓名     | as registered
    born          | day  | date of birth | 出生日期 | as registered
    village       | text | village       | 村       | of residence, by its code
    died_on       | day  | day of death  | 死亡日期 | as registered
    registered_on | day  | registered on | 登记日期 | the day of entry
    register      | text | register      | 登记来源 | health, police, funeral, pension
    """,
    order="died_on",
)

POSTS = written(
    Text("posts", "公职人员"),
    "One row a public post that a person holds or held; the body is the employer.",
    """
    column    | kind | en        | zh   | what
    person*   | key  | person    | 人员 | who
    name      | name | name      | 姓名 | as in the staff register
    household | key  | household | 户   | the household register
    title     | text | post      | 职务 | as written
    kind      | text | kind      | 类别 | official, staff, cadre, temporary, welfare
    village   | text | village   | 村   | of a village post, by the village's code
    since     | day  | since     | 起   | first day in the post
    until     | day  | until     | 止   | first day no longer in it
    phone     | key  | telephone | 电话 | on file
    account   | key  | account   | 账户 | to which pay goes
    address   | text | address   | 地址 | on file
    """,
    party="person",
)

KIN = written(
    Text("kin", "申报亲属"),
    "One row a relation that the holder of a post has declared.",
    """
    column      | kind | en          | zh       | what
    person*     | key  | person      | 人员     | the holder of the post
    relative*   | key  | relative    | 亲属     | the relative
    relation    | text | relation    | 关系     | spouse, parent, child, sibling, other
    declared_on | day  | declared on | 申报日期 | the day of the declaration
    recused     | yes  | recused     | 已回避   | whether the holder stood aside in the matter
    """,
)

CUSTODY = written(
    Text("custody", "服刑羁押"),
    "One row a time in prison or custody.",
    """
    column    | kind | en        | zh   | what
    person*   | key  | person    | 人员 | who
    since     | day  | since     | 起   | the first day
    until     | day  | until     | 止   | the day of release
    acquitted | yes  | acquitted | 无罪 | whether it ended without a sentence
    """,
)

HOLDINGS = written(
    Text("holdings", "个人财产登记"),
    "One row a thing of value registered to a person: a vehicle, a house, a share of a firm.",
    """
    column   | kind  | en       | zh   | what
    person*  | key   | person   | 人员 | the registered owner
    kind     | text  | kind     | 类别 | vehicle, house, company
    what     | text  | what     | 名称 | as registered
    value    | money | value    | 价值 | when bought, or as assessed
    currency | text  | currency | 币种 | three letters
    active   | yes   | active   | 存续 | a car in use, a firm that trades
    since    | day   | since    | 起   | registered since
    until    | day   | until    | 止   | no longer theirs from this day
    """,
    order="kind since",
)

INSURED = written(
    Text("insured", "社会保险缴费"),
    "One row a person and an employer that paid their social insurance, over some months.",
    """
    column        | kind  | en       | zh       | what
    person*       | key   | person   | 人员     | who
    employer      | text  | employer | 参保单位 | by its code or number
    employer_name | text  | employer | 参保单位 | as people read it
    first         | month | first    | 起始月   | the first month paid
    last          | month | last     | 截止月   | the last month paid
    """,
)

HOUSEHOLD_MOVES = written(
    Text("household moves", "户口迁入"),
    "One row a person who moved into a household.",
    """
    column     | kind | en        | zh     | what
    person*    | key  | person    | 人员   | who
    household* | key  | household | 户     | into which
    moved_on   | day  | moved on  | 迁入日 | the day
    why        | text | reason    | 事由   | marriage, birth, care, other
    """,
)

EXCEPTIONS = written(
    Text("exceptions", "合法例外登记"),
    "One row an account or a telephone that lawfully serves many, with its document.",
    """
    column   | kind | en        | zh   | what
    account  | key  | account   | 账户 | the account, if it is one
    phone    | key  | telephone | 电话 | the telephone, if it is one
    person   | key  | person    | 人员 | the person concerned; nothing means everyone
    kind     | text | kind      | 类别 | care home, guardian, mandate, village office
    document | text | document  | 依据 | where it is written
    since    | day  | since     | 起   | the first day it holds
    until    | day  | until     | 止   | the first day it no longer holds
    """,
)

STAYS = written(
    Text("stays", "住院报销"),
    "One row a stay in a hospital that was reimbursed.",
    """
    column        | kind  | en            | zh       | what
    person*       | key   | person        | 人员     | the patient
    sex           | text  | sex           | 性别     | F or M
    born          | day   | date of birth | 出生日期 | as registered
    hospital      | text  | hospital      | 医院     | by its code
    hospital_name | text  | hospital      | 医院     | as people read it
    admitted      | day   | admitted      | 入院日期 | the first day
    left          | day   | left          | 出院日期 | the last day
    doctor        | text  | doctor        | 医师     | by the code of the licence
    procedure     | text  | procedure     | 项目     | the code of what was done
    invoice       | text  | invoice       | 发票号   | its number
    amount        | money | amount        | 金额     | reimbursed
    currency      | text  | currency      | 币种     | three letters
    """,
    party="hospital",
    order="admitted",
)

PROCEDURES = written(
    Text("procedures", "诊疗项目"),
    "One row a medical procedure that only some patients can have.",
    """
    column     | kind  | en        | zh       | what
    procedure* | text  | procedure | 项目     | its code
    title      | text  | title     | 名称     | as people read it
    sex        | text  | sex       | 性别     | only for F or M; nothing means both
    min_age    | whole | from age  | 最低年龄 | in years
    max_age    | whole | to age    | 最高年龄 | in years
    """,
)

PRESCRIPTIONS = written(
    Text("prescriptions", "门诊处方"),
    "One row a drug on a prescription that a fund reimbursed.",
    """
    column        | kind     | en              | zh       | what
    person        | key      | person          | 人员     | the patient
    hospital      | text     | hospital        | 医院     | by its code; or the pharmacy
    hospital_name | text     | hospital        | 医院     | as people read it
    doctor        | text     | doctor          | 医师     | by the code of the licence
    number        | text     | prescription    | 处方号   | its number
    written_on    | day      | written on      | 开具日期 | the day
    minute        | whole    | time            | 时刻     | minutes since midnight
    drug          | text     | drug            | 药品     | its code
    drug_name     | text     | drug            | 药品     | as people read it
    measure       | text     | measure         | 计价单位 | tablet, box, millilitre
    quantity      | quantity | quantity        | 数量     | of these, in all
    renewed       | yes      | renewed         | 续方     | whether it goes on with an earlier one
    entered_later | yes      | entered later   | 补录     | whether the time is that of typing
    allowed       | yes      | allowed by file | 备案用药 | whether a file allows such quantities
    amount        | money    | amount          | 金额     | reimbursed
    currency      | text     | currency        | 币种     | three letters
    """,
    party="hospital",
    order="written_on minute",
)

SIGNS = Shape(
    "signs",
    Text("signs of names", "姓名用字"),
    "How each Chinese sign is read and looks; it comes with us, and nobody need give it.",
    (
        Column("sign", "text", Text("sign", "字"), "one Chinese sign", filled=True),
        Column("plain", "text", Text("used today", "简体"), "the simplified form", filled=True),
        Column(
            "sound",
            "text",
            Text("sound", "读音"),
            "its usual syllable, one for all that speakers do not tell apart: zh and z, n and l",
            filled=True,
        ),
        Column("other", "text", Text("other sound", "又读"), "another reading, or the same"),
        Column("corners", "text", Text("corners", "四角号码"), "what its four corners look like"),
    ),
)
