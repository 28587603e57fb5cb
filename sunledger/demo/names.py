"""Words from which names of a made-up province are put together; none means a real place."""

from random import Random

# One character with its sound, so that every name has its English twin.
FRONT = {
    "大": "da", "明": "ming", "青": "qing", "白": "bai", "安": "an", "和": "he", "永": "yong",
    "云": "yun", "清": "qing", "长": "chang", "新": "xin", "南": "nan", "北": "bei", "东": "dong",
    "西": "xi", "金": "jin", "石": "shi", "松": "song", "柳": "liu", "梨": "li", "双": "shuang",
    "三": "san", "前": "qian", "后": "hou", "上": "shang", "下": "xia", "红": "hong", "平": "ping",
}  # fmt: skip
BACK = {
    "河": "he", "川": "chuan", "溪": "xi", "岭": "ling", "湾": "wan", "桥": "qiao", "泉": "quan",
    "沟": "gou", "坪": "ping", "屯": "tun", "岗": "gang", "林": "lin", "塘": "tang", "坡": "po",
    "台": "tai", "井": "jing", "洼": "wa", "田": "tian",
}  # fmt: skip

TRADES = {
    "建筑工程": "Building",
    "建材": "Building Materials",
    "农机": "Farm Machines",
    "商贸": "Trading",
    "园林绿化": "Gardens",
    "印务": "Printing",
    "运输": "Haulage",
    "水电安装": "Pipes and Wires",
    "办公用品": "Office Supplies",
    "种业": "Seeds",
    "食品": "Foods",
    "环卫": "Cleaning",
}
FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


class Namer:
    """Gives names that have not been given before, from a seed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = {"大河"}

    def place(self) -> tuple[str, str]:
        """Return a new place name in Chinese and in English."""
        while True:
            # The more names are given, the longer new ones become, so that there is always one.
            front = 1 + sum(len(self._given) > used for used in (250, 6_000, 150_000))
            words = self._random.choices(list(FRONT), k=front)
            name = "".join([*words, self._random.choice(list(BACK))])
            if name not in self._given:
                self._given.add(name)
                return name, english(name)

    def firm(self, trade: str) -> str:
        """Return the name of a new made-up firm."""
        name, _ = self.place()
        return f"{name}{trade}有限公司"

    def masked_person(self) -> str:
        """Return a person's name as it may be shown: the family name and a star."""
        return f"{self._random.choice(FAMILY_NAMES)}*"


def english(name: str) -> str:
    """Return the sound of a name made of our characters: 大河 is Dahe."""
    sounds = FRONT | BACK
    return "".join(sounds[character] for character in name).capitalize()
