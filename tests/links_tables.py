"""A table of suppliers that the county holds, for tests of links that rest on codes."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from sunledger.screening import heldtables

CODES = "91110000600037341L", "91110000100005563R"
SLIP = "91110000600037341M"  # its check digit is wrong
LONG = "清河县人民路便民综合服务中心附属绿化养护工程队有限责任公司第一分公司"
_SOURCE = """
title = { zh = "供应商库", en = "Suppliers" }
table = "suppliers"
where = "suppliers.csv"
unit = "q"
body = "q-l-d"
ground = { zh = "采购管理办法", en = "The rules of purchasing" }
held_until = 2099-12-31
private = true
[columns]
supplier = "名称"
supplier_id = "代码"
address = "地址"
phone = "电话"
"""


_REGISTER = """
title = { zh = "企业登记", en = "Register" }
table = "companies"
where = "register.csv"
unit = "q"
body = "q-l-d"
ground = { zh = "企业信息公示", en = "What firms must publish" }
held_until = 2099-12-31
private = true
[columns]
title = "名称"
company = "代码"
"""


class Suppliers:
    """The suppliers that the county holds, loaded anew as often as a test needs."""

    def __init__(self, home: Path, settings: Any) -> None:
        self._home = home
        for part in ("sources", "data"):
            (home / part).mkdir(exist_ok=True)
        settings.SUNLEDGER_SOURCES = home / "sources"
        settings.SUNLEDGER_DATA = home / "data"
        settings.SUNLEDGER_TABLES = home / "tables"
        settings.SUNLEDGER_TABLE_KEY = home / "table_key"

    def register(self, *rows: tuple[str, str]) -> None:
        """Load the register of firms: name, code."""
        (self._home / "sources" / "register.toml").write_text(_REGISTER, encoding="utf-8")
        text = "\n".join(["名称,代码", *(f"{name},{code}" for name, code in rows)]) + "\n"
        (self._home / "data" / "register.csv").write_text(text, encoding="utf-8")
        heldtables.load("register", timezone.localdate())

    def hold(self, *rows: tuple[str, str]) -> None:
        """Load these instead of those before: name, code."""
        (self._home / "sources" / "suppliers.toml").write_text(_SOURCE, encoding="utf-8")
        lines = [
            f"{name},{code},建设路{n}号,1380013{n:04}" for n, (name, code) in enumerate(rows, 1)
        ]
        text = "\n".join(["名称,代码,地址,电话", *lines]) + "\n"
        (self._home / "data" / "suppliers.csv").write_text(text, encoding="utf-8")
        heldtables.load("suppliers", timezone.localdate())
