"""A made-up year of payments with names as people type them, as the text of a table."""

import random

_NAMES = (
    *("Jia Co LIMITED", "JIA CO. Ltd", "the Jia & Co", "Café Müller GmbH", "CAFÉ MÜLLER"),
    *("王秀英", "红泉商贸有限公司", "大河村村民委员会", "支付NHS款", "Straße 12 Bau", "张*"),
    *("REDACTED", "Mr A Smith", "LIUHE COUNCIL", "𠮷田商店", "İstanbul A.Ş.", "O'Neil and Sons"),
    *("N/A", "安 田 园林", "Ｊｉａ　Ｃｏ"),
)


def year(bodies: int, seed: int = 7) -> str:
    """Return payments of so many bodies over a year."""
    draw = random.Random(seed)
    lines = ["code | body | payee | paid_on | amount | reference | purpose | batch | line"]
    for number in range(bodies * 120):
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        amount = draw.choice([1_153.35, 4_900, 9_980, draw.randint(1, 50_000), -300])
        lines.append(
            f"p{number} | body {number % bodies} | {draw.choice(_NAMES)} | "
            f"2024-{month:02}-{day:02} | {amount} | {draw.choice(['', f'FP-{number // 3}'])} | "
            f"works | {number % bodies}-{month} | {number}"
        )
    return "\n".join(lines)
