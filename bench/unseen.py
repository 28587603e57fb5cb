"""Other templates, other words, another seed: what no rule of the privacy check was tuned on.

Written after the rules stood, by going through what a village puts on a board, and then left alone.
What is missed or wrongly taken here is what a stranger's sheet would meet.
"""

from bench.planted import Cell, Maker, card, credit_code, cut, digits, drawn, identity, mobile, wide

SEED = 77_041
_SAID: dict[str, Maker | tuple[str, Maker]] = {
    "identity with a name before": lambda d: f"赵铁柱{identity(d)}低保金",
    "identity, number sign": lambda d: f"ID#{identity(d)}",
    "identity, brackets": lambda d: f"刘翠花[{identity(d)}]",
    "identity, dots": lambda d: cut(identity(d), 6, 8, 4, by="."),
    "identity, underlined": lambda d: f"scan_{identity(d)}_front.jpg",
    "identity, wide spaces": lambda d: cut(identity(d), 6, 8, 4, by="\u3000"),
    "identity in English": lambda d: f"citizen identity card {identity(d)} (copy)",
    "two identities": lambda d: f"{identity(d)};{identity(d)}",
    "identity, soft hyphens": lambda d: cut(identity(d), 6, 6, 6, by="\u00ad"),
    "card, bank and name": lambda d: f"孙二娘 信用社 {card(d)}",
    "card, fours and hyphens": lambda d: cut(card(d), 4, 4, 4, 4, by="–"),
    "card in brackets": lambda d: f"（{card(d)}）",
    "card, wide": lambda d: f"转入{wide(card(d))}",
    "account, colon": ("收款账号", lambda d: f"{digits(d, 12)}"),
    "account, of a book": lambda d: f"存折账号: {digits(d, 15)}",
    "mobile, hand-written": lambda d: f"手机 {cut(mobile(d), 3, 4, 4)}（本人）",
    "mobile, slash": lambda d: f"马六/{mobile(d)}",
    "mobile, family": lambda d: f"其子{mobile(d)}代领",
    "mobile, wechat": lambda d: f"微信同号{mobile(d)}",
    "mobile, in a query": lambda d: f"?name=ma&phone={mobile(d)}",
    "mobile, under a heading": ("联系方式", mobile),
    "mobile, long dash": lambda d: cut(mobile(d), 3, 4, 4, by="—"),
    "mobile, thin spaces": lambda d: cut(mobile(d), 3, 4, 4, by="\u2009"),
    "mobile, 0086 glued": lambda d: f"0086{mobile(d)}",
    "mobile, with a full stop": lambda d: f"有问题请打{mobile(d)}。",
    "mobile of Britain": lambda d: f"mob: 07{d.choice('789')}{digits(d, 2)} {digits(d, 6)}",
    "e-mail of a company": lambda d: f"contact: zhao.{digits(d, 2)}@163.com",
    "e-mail, upper case": lambda d: f"LIU{digits(d, 4)}@QQ.COM",
    "permit": ("通行证号码", lambda d: f"H{digits(d, 8)}"),
    "passport, lower case": lambda d: f"护照:g{digits(d, 8)}",
    "flat, no 'number'": lambda d: f"锦绣花园{d.randint(1, 40)}栋{d.randint(101, 2203)}室",
    "flat with a street": lambda d: (
        f"建设路{d.randint(1, 99)}号{d.randint(1, 9)}号楼{d.randint(1, 4)}单元{d.randint(101, 703)}"
    ),
    "house of a group": lambda d: f"柳树村第{d.randint(1, 9)}村民小组{d.randint(1, 60)}号",
    "house, registered": lambda d: f"户籍地址 柳树村{d.randint(1, 9)}组",
    "illness, found": lambda d: f"{d.choice(('确诊', '查出'))}胃癌",
    "illness, dead": lambda d: f"因{d.choice(('肝癌', '心梗'))}去世",
    "telephone of a home": lambda d: f"家庭电话 0415-{d.randint(2, 8)}{digits(d, 6)}",
}
_ALIKE: dict[str, Maker | tuple[str, Maker]] = {
    "credit code in a sentence": lambda d: f"供应商{credit_code(d)}中标",
    "credit code, digits, brackets": lambda d: f"（{credit_code(d, digits_only=True)}）",
    "bill of lading": lambda d: f"运单{digits(d, 13)}",
    "receipt of the exchequer": lambda d: f"非税票据{digits(d, 10)}",
    "number of a file": lambda d: f"档案号{digits(d, 12)}",
    "notice of a court": lambda d: f"（2024）辽06执{digits(d, 4)}号",
    "licence to build": lambda d: f"建字第{d.randint(210000, 219999)}20{digits(d, 7)}号",
    "land certificate": lambda d: f"辽（2023）凤城市不动产权第{digits(d, 7)}号",
    "meter reading": lambda d: f"电表读数{digits(d, 6)}至{digits(d, 6)}",
    "amount in words": lambda d: "壹拾贰万叁仟肆佰伍拾陆元整",
    "amounts": lambda d: f"{digits(d, 4)}.{digits(d, 2)}+{digits(d, 3)}.{digits(d, 2)}",
    "share of an area": lambda d: f"{digits(d, 4)}㎡×{digits(d, 2)}%",
    "code of a good": ("商品编码", lambda d: digits(d, 19)),
    "code of a budget line": ("预算科目", lambda d: digits(d, 7)),
    "code of a project": ("项目编号", lambda d: f"2106{digits(d, 14)}"),
    "lot": lambda d: f"批号{digits(d, 11)}",
    "phone of an office": lambda d: f"镇纪委监督电话：0415-8{digits(d, 6)}",
    "line of service": lambda d: f"客服热线95{digits(d, 3)}",
    "hotline in a sentence": lambda d: "不明白的请拨打12345或12317咨询",
    "days of work": lambda d: (
        f"{d.randint(1, 12)}月{d.randint(1, 28)}日至{d.randint(1, 28)}日，{d.randint(2, 9)}人"
    ),
    "range of vouchers": lambda d: f"凭证{digits(d, 3)}#-{digits(d, 3)}#",
    "address of an office": lambda d: f"村部位于柳树村中心路{d.randint(1, 50)}号",
    "place of works": lambda d: (
        f"柳树村{d.randint(1, 9)}组至{d.randint(1, 9)}组排水沟{digits(d, 3)}米"
    ),
    "health, public": lambda d: f"居家老人高血压糖尿病随访服务{digits(d, 2)}人次",
    "health, insurance": lambda d: f"代缴大病保险{digits(d, 2)}人",
    "mobile, masked": lambda d: f"{mobile(d)[:3]}****{digits(d, 4)}",
    "version": lambda d: f"V{d.randint(1, 9)}.{d.randint(0, 20)}.{digits(d, 4)}",
    "coordinates": lambda d: f"124.{digits(d, 6)},40.{digits(d, 6)}",
    "size of a screen": lambda d: "1920x1080",
    "ISSN": lambda d: f"ISSN {digits(d, 4)}-{digits(d, 4)}",
    "register of vehicles": lambda d: f"车架号L{digits(d, 10)}A{digits(d, 5)}",
    "number of a ticket": lambda d: f"机票{digits(d, 3)}-{digits(d, 10)}",
    "years": lambda d: "2019202020212022",
    "hash": lambda d: "".join(d.choice("0123456789abcdef") for _ in range(40)),
}


def personal(each: int) -> list[Cell]:
    """Return personal data of every sort."""
    return drawn(_SAID, SEED, each)


def harmless(each: int) -> list[Cell]:
    """Return look-alikes of every sort."""
    return drawn(_ALIKE, SEED + 1, each)
