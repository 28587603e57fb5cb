"""The leads that flagged rows make, and what each weighs by itself.

Leads are added up in stacks: see stacking.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sunledger.core.money import MINOR
from sunledger.screening.outcome import Lead
from sunledger.screening.screen import Screen
from sunledger.screening.sentence import fill
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def made(db: DuckDBPyConnection, screen: Screen, flagged: str, rows: str) -> list[Lead]:
    """Return the leads of a table of flagged rows, in the order of their keys.

    `rows` is the table in which the whole of each flagged row stands.
    """
    main, gaps = SHAPES[screen.tables[0]], sorted(screen.gaps())
    given = set(db.table(f'"{flagged}"').columns)
    party = 'f."party"' if "party" in given else f'p."{main.party}"' if main.party else "NULL"
    body = 'f."answers"' if "answers" in given else 'p."body"' if main.has("body") else "NULL"
    currency = 'min(p."currency")' if main.has("currency") else "NULL"
    chosen = "".join(f', min(f."{gap}") AS "gap {gap}"' for gap in gaps)
    sql = f"""
        SELECT f."lead" AS key,
            sha256(string_agg(f.code || ':' || f.figure, ',' ORDER BY f.code)) AS fingerprint,
            min(f.subject) AS subject, min({body}) AS body,
            CASE WHEN count(DISTINCT {party}) = 1 AND count({party}) = count(*)
                THEN min({party})::VARCHAR ELSE '' END AS payee,
            {currency} AS currency, sum(f.figure)::BIGINT AS figure, count(*) AS rows,
            {'max(f."strength")' if "strength" in given else "0.5"} AS strength
            {chosen}
        FROM "{flagged}" f JOIN "{rows}" p ON p.code = f.code
        GROUP BY f."lead" ORDER BY f."lead"
    """  # noqa: S608
    found = db.execute(sql)
    names = [column[0] for column in found.description]
    return [_lead(screen, dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _lead(screen: Screen, row: dict[str, Any]) -> Lead:
    """Return one row of the leads with its sentences filled."""
    values = {name[4:]: value for name, value in row.items() if name.startswith("gap ")}
    currency = row["currency"] or ""
    sentence = screen.sentences[values.get("kind", "")]
    return Lead(
        screen=screen.code,
        version=screen.version,
        key=row["key"],
        fingerprint=row["fingerprint"],
        subject=row["subject"] or "",
        body=row["body"] or "",
        payee=row["payee"],
        currency=currency,
        figure=int(row["figure"]),
        rows=int(row["rows"]),
        strength=round(min(1.0, max(0.0, float(row["strength"]))), 6),
        sentence_en=fill(sentence.en, values, currency, "en"),
        sentence_zh=fill(sentence.zh, values, currency, "zh"),
    )


def weight(lead: Lead) -> float:
    """Return strength times the size of the money, in powers of ten: a sign, not a sum."""
    main = abs(lead.figure) / 10 ** MINOR.get(lead.currency, 2)
    return lead.strength * math.log10(10 + main)


def strongest_first(found: Iterable[Lead]) -> list[Lead]:
    """Return the leads of one screen, the strongest first."""
    return sorted(found, key=lambda lead: (-weight(lead), lead.key))
