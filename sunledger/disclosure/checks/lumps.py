"""One line with much of the money and a purpose that says nothing: “其他”, “办公费一批”."""

import re
from collections.abc import Iterator

from django.conf import settings

from sunledger.core.money import show_money
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.models import Batch, Record

_LUMP = gettext_noop(
    "Line %(line)s: %(amount)s, %(share)s %% of all, for “%(purpose)s”. Break it up into what was "
    "paid to whom for what, or say why that cannot be done."
)
_EMPTY = gettext_noop(
    "Line %(line)s: %(amount)s, %(share)s %% of all, without a purpose. Say what it was for."
)
# What is left when these are taken away is what the money was for.
_GENERAL = re.compile(
    r"其他|其它|有关|相关|各项|各类|各种|杂项|杂费|零星|零碎|日常|办公|一批|若干|一宗|一次性|综合|往来|"
    r"用品|物品|物资|材料|商品|货物|支出|开支|开销|费用?|款项?|经费|资金|付款|支付|购买|采购|购置|购|付|报销|报账|结算|"
    r"等|本月|本年|全年|月份?|年度?|村里?|集体|工作|业务|事务|明细|详见附件|见附件|同上|略|无|"
    r"miscellaneous|misc|sundr(?:y|ies)|other|various|general|office|expenses?|costs?|supplies|"
    r"payments?|purchases?|goods|items?|services|see attached|[\W\d_]",
    re.IGNORECASE,
)
_SHOWN = 5


class Lumps:
    """Keeps the large lines whose purpose says nothing."""

    def __init__(self, batch: Batch) -> None:
        purpose = batch.shape.role("purpose")
        self._purpose = purpose.name if purpose and batch.shape.role("amount") else ""
        self._total = 0
        self._general: list[tuple[int, Record]] = []

    def see(self, line: Record) -> None:
        """Look at what a line is for."""
        if not self._purpose or line.amount is None:
            return
        amount = abs(line.amount)
        self._total += amount
        if amount >= settings.SUNLEDGER_CHECKS["lump_fen"] and says_nothing(self._said(line)):
            self._general = sorted([*self._general, (amount, line)], key=_amount)[-_SHOWN:]

    def findings(self) -> Iterator[Finding]:
        """Say which lines take a large share and say nothing."""
        for amount, line in reversed(self._general):
            share = amount / self._total
            if share > settings.SUNLEDGER_CHECKS["lump_share"]:
                said = {"line": str(line.line), "share": f"{share * 100:.0f}"}
                said |= {"amount": show_money(amount, line.currency or "CNY")}
                if purpose := self._said(line):
                    yield Finding("lump", "ask", _LUMP, said | {"purpose": purpose})
                else:
                    yield Finding("lump", "ask", _EMPTY, said)

    def _said(self, line: Record) -> str:
        return str(line.values.get(self._purpose) or "").strip()[:60]


def says_nothing(purpose: str) -> bool:
    """Whether nobody knows from these words what money was for."""
    return not _GENERAL.sub("", purpose)


def _amount(one: tuple[int, Record]) -> int:
    return one[0]
