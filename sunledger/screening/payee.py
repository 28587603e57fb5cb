"""Who is paid: an organisation, another public body, a private person, or a withheld name.

A screen asks public bodies about organisations that payments can be added up for. What is added up
under a withheld name belongs to nobody in particular, and a private person is not a subject; both
are told apart here, by plain expressions that run the same on every engine.
"""

from narwhals import Expr, col, concat_str, lit, when

ORGANISATION, PUBLIC, PERSON, WITHHELD = "organisation", "public", "person", "withheld"

# Words that stand where a name was taken out, or for many payees at once.
_WITHHELD_WORDS = (
    r" REDACT(ED|ION) | PERSONAL (DATA|INFORMATION|BUDGET)| NAME WITHHELD |^ WITHHELD"
    r"| ANONYMI[SZ]ED |^ (VARIOUS|SUNDRY|MISCELLANEOUS|UNKNOWN|(PRIVATE )?INDIVIDUALS?) "
)
_WITHHELD = (
    r"^N/?A$|^[-.?*＊×X]+$|[*＊]{2}"
    r"|已隐去|已脱敏|涉密|个人信息|隐私|^(个人|群众|村民|农户|散户|职工|工人|学生|多人|各户|不详|无)$"
)
# A Chinese name with a mask in it: 张*, 王某, 李某某, 欧阳××.
_HAN = "[一-鿿㐀-䶿\U00020000-\U000323af]"
_MASKED = f"^{_HAN}{{1,3}}[*＊×某]{{1,3}}{_HAN}{{0,2}}$|[*＊×]{_HAN}|{_HAN}[*＊×]"
_TITLED = r"^(MR|MRS|MS|MISS|DR|REV|PROF)[. ]+[^ ]+( [^ ]+){0,2}$"
_ENGLISH_BODIES = (
    r" (LTD|LIMITED|PLC|LLP|INC|CO|COMPANY|GROUP|SERVICES?|SOCIETY|TRUST|ASSOC|ASSOCIATES|CLUB"
    r"|CENTRE|CHARITY|FOUNDATION|PARTNERS|MARTENS|SONS?) "
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温常康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
)
_PUBLIC = (
    r" (COUNCIL|BOROUGH|COMBINED AUTHORITY|NHS|HMRC|HM REVENUE|SECRETARY OF STATE|MINISTRY OF"
    r"|DEPT FOR|DEPARTMENT FOR|DEPARTMENT OF|CABINET OFFICE|POLICE AUTHORITY|FIRE AUTHORITY"
    r"|TRANSPORT FOR LONDON|PENSION FUND|AYUNTAMIENTO|COMUNIDAD DE) "
    r"|(财政[局所厅]|税务局|国库|人民政府|管理委员会|社会保险|医疗保障局) $"
    r"|(结算中心|核算中心|村民委员会|居民委员会) $"
)
_CHINESE_BODIES = "[村社店厂队组部局院校所站馆行司会室场园堂楼处铺坊办委镇乡县市区库]$"
_NAMED = f"^([{_SURNAMES}]|欧阳|司马|上官|诸葛){_HAN}{{1,2}}$|^{_HAN}+·({_HAN}|·)+$"


def kind(payee: Expr) -> Expr:
    """Return which of the four it is; nothing where no payee is given."""
    name = payee.str.to_uppercase().str.strip_chars()
    words = _words(payee)
    withheld = name.str.contains(_WITHHELD) | name.str.contains(_MASKED)
    withheld = withheld | words.str.contains(_WITHHELD_WORDS)
    of_a_body = words.str.contains(_ENGLISH_BODIES) | name.str.contains("&")
    titled = name.str.contains(_TITLED) & ~of_a_body
    named = name.str.contains(_NAMED) & ~name.str.contains(_CHINESE_BODIES)
    return (
        when(payee.is_null())
        .then(lit(None))
        .when(withheld)
        .then(lit(WITHHELD))
        .when(titled | named)
        .then(lit(PERSON))
        .when(words.str.contains(_PUBLIC))
        .then(lit(PUBLIC))
        .otherwise(lit(ORGANISATION))
    )


def key() -> Expr:
    """Return one spelling for an organisation, however its name was typed; else nothing."""
    return when(col("payee_kind").is_in([ORGANISATION, PUBLIC])).then(spelled(col("payee")))


def spelled(name: Expr) -> Expr:
    """Return one spelling for the name of an organisation, however it was typed."""
    # Two blanks between words, so that each word has its own on both sides.
    words = _words(name).str.replace_all(" ", "  ")
    words = words.str.replace_all(" LIMITED ", " LTD ").str.replace_all(" (AND|THE) ", "  ")
    plain = words.str.replace_all(" +", "")
    return when(plain.str.len_chars() > 0).then(plain).otherwise(name)


def _words(payee: Expr) -> Expr:
    """Return the words in capitals, a blank before and after each.

    Engines differ on where a word ends beside a letter that is not English; blanks they all see.
    """
    # Of ß, one engine makes ẞ and the other SS.
    upper = payee.str.replace_all("ß", "SS", literal=True).str.to_uppercase()
    upper = upper.str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return concat_str([lit(" "), upper.str.strip_chars(), lit(" ")])
