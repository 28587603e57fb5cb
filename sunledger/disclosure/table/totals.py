"""Lines that add up the lines above them; they are no records, but they check the others."""

import re
from collections.abc import Sequence

from sunledger.disclosure.table.headings import words

_WORDS = """
    total totals subtotal sum grand_total overall_total sum_total total_amount total_general
    sub_total running_total totales suma importe_total total_importe gesamt gesamtsumme
    gesamtbetrag summe zwischensumme totale totaal subtotaal totaux somme sous_total
    total_général soma razem suma_razem ogółem итого всего
    合计 总计 小计 累计 共计 总额 总和 本月合计 本年累计 本页合计 本页小计 本期合计 月计 月合计
    合计金额 金额合计 支出合计 支出总计 支出小计 收入合计 收入总计 本月累计 合计数 全年合计 本季合计
    季度合计 年度合计 过次页 承前页 结转下页 上页结转 上年结转 上月结转 上期结转 结转下年 期初余额
    月初余额 年初余额 期末余额 月末余额 年末余额 本月结余 本期结余
"""
_NAMES = [word.replace("_", " ") for word in _WORDS.split()]
_EXACT = frozenset(map(words, _NAMES))
_ZH = re.compile(
    r"(?:本?[年月季页期]|当[年月]|全年|\d{1,4}年?|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?)*"
    r"(?:合计|总计|小计|累计|共计)"
)
_EN = re.compile(
    r"(?:grand |overall |sub ?|running |report |page |monthly )?total(?: for| of| paid| spend"
    r"| expenditure| payments?| amount)?\b(?: [\w ]{0,24})?"
)
_PART = ("小计", "本月", "本页", "月计", "月合计", "本季", "sub", "page", "zwischen", "sous")

# The spellings that stand in most sheets, so that a look at a line costs next to nothing.
LIKELY = (
    frozenset(
        form for word in _NAMES for form in (word, word.upper(), word.title(), word.capitalize())
    )
    | {f"{word}:" for word in ("Total", "TOTAL")}
    | {"合计：", "总计：", "合 计", "总 计", "小 计"}
)


def label_of(texts: Sequence[str]) -> str:
    """Return the cell that calls a line a total, or nothing."""
    for text in texts:
        if text and len(text) <= 40 and _is_label(text):
            return text
    return ""


def _is_label(text: str) -> bool:
    said = words(text)
    bare = re.sub(r"[\d ]+元?$", "", said)
    return bool(said in _EXACT or bare in _EXACT or _ZH.fullmatch(bare) or _EN.fullmatch(bare))


class Sums:
    """What the records come to since the headings, and since the last total."""

    def __init__(self) -> None:
        self.all = self.part = 0
        self._in_all = self._in_part = 0

    def add(self, amount: object) -> None:
        """Add a record's amount."""
        if not isinstance(amount, int):
            return
        self.all += amount
        self.part += amount
        self._in_all += 1
        self._in_part += 1

    def meets(self, amount: int) -> bool:
        """Whether several records come to just this amount."""
        return bool(amount) and (
            (self._in_all > 1 and amount == self.all) or (self._in_part > 1 and amount == self.part)
        )

    def compare(self, label: str, said: int) -> int:
        """Return what a total should have said, and begin a new part."""
        part = self.part
        self.part = self._in_part = 0
        if said in (part, self.all):
            return said
        is_part = any(sign in label.casefold() for sign in _PART)
        return part if is_part else self.all
