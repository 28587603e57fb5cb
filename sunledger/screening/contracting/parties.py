"""Who takes part in a process, and who of them may be named.

A village buys from persons too. A private person stays whatever the published sheet made of the
name, gets no id that would join lines about them, and is no entity of any graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import narwhals as nw

from sunledger.screening import payee
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.processes import title_key

_WON = ("中标", "成交", "中选", "是", "入围第一", "yes", "won", "awarded", "accepted", "1")
_LOST = ("未中", "未成", "落选", "否", "不中", "no", "lost", "rejected", "0", "废标", "无效")
_NOT_VALID = ("废标", "无效", "否决", "rejected", "disqualified", "invalid")


def firms(names: Iterable[str]) -> frozenset[str]:
    """Return those of the names that are an organisation's."""
    import pyarrow as pa

    every = sorted(set(names))
    table: Any = nw.from_native(pa.table({"payee": pa.array(every, pa.string())}))
    kinds = table.select("payee", kind=payee.kind(nw.col("payee")))
    told = {payee.ORGANISATION, payee.PUBLIC}
    return frozenset(row["payee"] for row in kinds.to_native().to_pylist() if row["kind"] in told)


def organisation(name: str) -> str:
    """Return the id of an organisation: of its name, since sheets give no other."""
    digest = blake2b(title_key(name).encode(), digest_size=8).hexdigest()
    return f"name-{digest}"


def supplier_key(line: Line) -> str:
    """Return the supplier of a line without what people write differently; empty for none."""
    return title_key(line.parts.get("supplier") or "")


def id_of(line: Line, known: frozenset[str]) -> str:
    """Return the id of the one who supplies or offers; a person's holds for this line alone."""
    name = line.parts["supplier"]
    return organisation(name) if name in known else f"person-{line.code}"


def won(said: Any) -> bool | None:
    """Return whether words like 中标, 否 or yes say that an offer won; None where they do not."""
    words = "".join(str(said or "").casefold().split())
    if words.startswith(_LOST):
        return False
    return True if words.startswith(_WON) else None


def not_valid(said: Any) -> bool:
    """Whether words like 废标 or invalid say that an offer was not let in."""
    return "".join(str(said or "").casefold().split()).startswith(_NOT_VALID)
