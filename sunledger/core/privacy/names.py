"""Names of natural persons, masked by rule: the family name stays, the rest is a star."""

import re

_TWO_SIGNS = frozenset(
    name + given
    for name, given in zip(
        "欧上司诸东皇尉公慕令夏长宇司司端百东南轩呼闻澹公太申淳单独拓完纳叶那赫钟濮西左第仲鲜万",
        "阳官马葛方甫迟孙容狐侯孙文徒空木里郭宫辕延人台冶史屠于于孤跋颜兰赫拉连离阳门丘五孙于俟",
        strict=True,
    )
)
_ONE_SIGN = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安"
    "齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛"
    "靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应"
    "臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮"
)  # fmt: skip
# Words that no name of a person holds.
_SURELY_BODY = re.compile(
    r"公司|集团|银行|信用社|合作社|委员会|村委|居委|经营|商店|商行|商贸|贸易|超市|学校|小学|中学|幼儿园|大学|医院|"
    r"卫生|政府|中心|事务所|服务|工程|建材|建筑|建设|基金|协会|联社|工会|支部|总部|分局|电力|电网|移动|联通|"
    r"电信|石油|水务|燃气|保险|邮政|快递|物流|运输|科技|农机|种子|肥料|饭店|宾馆|酒店|印刷|广告|装饰|加油|"
    r"\b(?:ltd|limited|inc|llc|plc|gmbh|co|council|university|school|college|trust|bank)\b",
    re.IGNORECASE,
)
# Signs at the end of a body's name that hardly ever end a person's; 会, 园, 行, 庄 would.
_BODY_END = re.compile(r"[店厂社部队院校所站局组镇乡县区办委馆铺坊屯户]$")
# Names from other tongues of the land are written with few signs, over and over again.
_TRANSCRIBED = re.compile(
    "[阿艾买吐玛麦库巴萨哈努帕亚依斯迪热古丽尔汗江提木孜力克别娜赛合扎洛桑次仁卓多吉旺丹增格措拉明里]{3,8}"
)
_TITLE = re.compile(r"(?:先生|女士|小姐|同志|老师|等人|等)$")
_STARS = "*＊×○●"
_HAN = re.compile(r"[\u3400-\u9fff]+(?:[·•][\u3400-\u9fff]+)*")
_LATIN_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|sir|mx)\.?\s", re.IGNORECASE)
_LIST = re.compile(r"[、,，;；/&]")
_BETWEEN = re.compile(
    r"(\s*[、,，;；/&()（）\[\]:：+＋\-—]\s*|(?<=[\u3400-\u9fff*])\s+(?=[\u3400-\u9fff]))"
)


def mask(value: str, rule: str = "name") -> str:
    """Return the value as the rule lets it be public.

    name: every name in it; party: only the names of natural persons; number: the last four signs
    stay; all: nothing stays.
    """
    if rule == "all":
        return "*" if value else ""
    if rule == "number":
        return f"****{value[-4:]}" if len(value) > 4 else "*" * len(value)
    if _is_one_body(value):
        return value
    parts = _BETWEEN.split(value)
    return "".join(part if odd % 2 else _mask_one(part, rule) for odd, part in enumerate(parts))


def is_masked(value: str, rule: str = "name") -> bool:
    """Whether the value shows no more than its mask would."""
    return mask(value, rule) == value


def is_person(text: str) -> bool:
    """Whether a party is, by its name, a natural person and not a body."""
    text = text.strip()
    if _SURELY_BODY.search(text):
        return False
    if _LATIN_TITLE.match(text):
        return True
    name = _TITLE.sub("", text)
    if not _HAN.fullmatch(name):
        return False
    if "·" in name or "•" in name or _TRANSCRIBED.fullmatch(name):
        return True
    return _has_family_name(name) and (len(name) == 2 or not _BODY_END.search(name))


def _has_family_name(name: str) -> bool:
    """Whether it is a family name with one or two signs after it."""
    if name[:2] in _TWO_SIGNS:
        return len(name) in {3, 4}
    return name[0] in _ONE_SIGN and len(name) in {2, 3}


def _is_one_body(value: str) -> bool:
    """Whether the whole is the name of one body, though it has brackets: 中建（江苏）有限公司."""
    last = _BETWEEN.split(value.strip())[-1]
    return bool(_SURELY_BODY.search(last)) and not _LIST.search(value)


def _mask_one(part: str, rule: str) -> str:
    """Return one name masked; a body, and a name already masked, stay as they are."""
    name = part.strip()
    body = not is_person(name) if rule == "party" else _SURELY_BODY.search(name)
    if body or _shows_little(name):
        return part
    if _HAN.match(name):
        return f"{_family(name)}*"
    return " ".join(f"{word[0]}*" for word in _LATIN_TITLE.sub("", name).split())


def _family(name: str) -> str:
    """Return the family name: two signs where two signs are a family name, else one."""
    return name[:2] if name[:2] in _TWO_SIGNS and len(name) > 2 else name[0]


def _shows_little(name: str) -> bool:
    """Whether no more than a family name, or initials, can be read."""
    if _HAN.match(name):
        left = _TITLE.sub("", name).rstrip("xX").replace("某", "").strip(_STARS)
        return len(left) <= 1 or left in _TWO_SIGNS
    return all(len(word.strip(_STARS)) <= 1 for word in name.replace(".", " ").split())
