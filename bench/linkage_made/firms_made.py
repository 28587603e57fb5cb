# ruff: noqa: E501, SIM905 - tables stand as one reads them
"""A register of Chinese firms, and lines of them with what goes wrong when firms are written."""

from random import Random

_CITIES = "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛".split()
_COUNTIES = "清河县 大河区 东风县 红旗区 永安县 长兴区 太平县 石桥市".split()
_FIRST = "宏华金鑫天盛万恒瑞兴中信德泰嘉润安福昌隆永顺博雅卓远新东北海龙凤银九三四百汇通"
_SECOND = "达源泰利丰茂辉业成发洋禾诚和宇阳翔益康宁腾飞越众力邦祥瑞图美联创科锋峰"
_TRADES = (
    "建材 商贸 科技 物流 装饰工程 建筑工程 农业 食品 机械制造 电子科技 医疗器械 园林绿化 汽车销售 环保科技"
    " 物业管理 餐饮管理 文化传媒 化工 纺织 五金 劳务派遣 市政工程 信息技术 种植 养殖 印刷 家具 能源"
).split()
_FORMS = (
    ("有限公司",) * 12
    + ("有限责任公司",) * 3
    + ("股份有限公司", "集团有限公司", "厂", "专业合作社")
)
_SHORT = {
    "有限公司": ("公司", "", "有限责任公司", "有限公"),
    "有限责任公司": ("有限公司", "公司", ""),
    "股份有限公司": ("股份公司", "有限公司", ""),
    "集团有限公司": ("集团", "集团公司"),
    "厂": ("", "工厂"),
    "专业合作社": ("合作社", "农民专业合作社"),
}
_TYPED = dict(
    zip("宏华金鑫天盛恒瑞兴信德泰源利丰辉诚阳", "洪花今新添胜横锐星兴得太原力风挥成扬", strict=True)
)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, place, 31) for place in range(17)]

Rows = dict[str, list[str]]


def firms(size: int, lines: int, seed: int = 7) -> tuple[Rows, Rows, list[int | None]]:
    """Return a register, lines of which half stand in it, and for each line where it stands."""
    random = Random(seed)  # noqa: S311 - a seed is the point
    drawn: dict[tuple[str, ...], tuple[tuple[str, str, str, str], str]] = {}
    while len(drawn) < size + lines // 2:  # a city's register gives a name once in a trade
        firm = _firm(random)
        drawn.setdefault((firm[0][:2], *firm[1:3]), (firm, _code(random)))
    everyone = list(drawn.values())
    held, strangers = everyone[:size], everyone[size:]
    asked: list[tuple[tuple[tuple[str, str, str, str], str], int | None]]
    asked = [(held[at], at) for at in random.sample(range(size), lines - lines // 2)]
    asked += [(one, None) for one in strangers]
    random.shuffle(asked)
    written = [_written(random, one) for one, _ in asked]
    register = {"name": ["".join(one) for one, _ in held], "code": [code for _, code in held]}
    found = {"name": [name for name, _ in written], "code": [code for _, code in written]}
    return register, found, [truth for _, truth in asked]


def _firm(random: Random) -> tuple[str, str, str, str]:
    place = random.choice(_CITIES) + ("市" if random.random() < 0.4 else "")
    place += random.choice(_COUNTIES) if random.random() < 0.2 else ""
    called = random.choice(_FIRST) + random.choice(_SECOND)
    called += random.choice(_SECOND) if random.random() < 0.35 else ""
    return place, called, random.choice(_TRADES), random.choice(_FORMS)


def _code(random: Random) -> str:
    """Return a unified social credit code with its check sign."""
    body = f"912102{random.randrange(100):02}" + "".join(random.choices(_SIGNS, k=9))
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + _SIGNS[-total % 31]


def _written(random: Random, one: tuple[tuple[str, str, str, str], str]) -> tuple[str, str]:
    """Return name and code of a firm as a line has them."""
    (place, called, trade, form), code = one
    if random.random() < 0.45:
        form = random.choice(_SHORT[form])
    if random.random() < 0.15:
        where = [at for at, sign in enumerate(called) if sign in _TYPED]
        if where:
            at = random.choice(where)
            called = called[:at] + _TYPED[called[at]] + called[at + 1 :]
    draw = random.random()
    if draw < 0.12:
        name = f"{called}{trade}（{place}）{form}"
    elif draw < 0.2:
        name = f"{called}{place}{trade}{form}"
    elif draw < 0.3:
        name = f"{called}{trade}{form}"
    else:
        name = f"{place}{called}{trade}{form}"
    kind = random.random()
    if kind < 0.3:
        at = random.randrange(18)
        code = code[:at] + random.choice(_SIGNS.replace(code[at], "")) + code[at + 1 :]
    elif kind < 0.35:
        code = ""
    return name, code
