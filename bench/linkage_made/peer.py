"""The peers: exact agreement, and blocks with Jaro-Winkler on names as they are written."""

from pathlib import Path

import duckdb

_READ = """
    CREATE TABLE held AS SELECT id, name, born, village FROM '{register}';
    CREATE TABLE lines AS SELECT id, name, born, village FROM '{lines}';
"""
_EXACT = """
    SELECT l.id, min(h.id) FROM lines l JOIN held h USING (name, born)
    GROUP BY l.id HAVING count(*) = 1
"""
# Within a block a name may differ a little; the pair that differs least is taken.
_JARO = """
    WITH pairs AS (
        SELECT l.id AS l, h.id AS h, l.name AS a, h.name AS b, 2 AS score
        FROM lines l JOIN held h USING (born, village)
        UNION ALL
        SELECT l.id, h.id, l.name, h.name, 1 FROM lines l JOIN held h
        ON l.born = h.born AND l.name[1] = h.name[1] AND l.village <> h.village
        UNION ALL
        SELECT l.id, h.id, l.name, h.name, 1.2 FROM lines l JOIN held h
        ON l.village = h.village AND l.name = h.name AND l.born <> h.born
    ), scored AS (SELECT l, h, score, jaro_winkler_similarity(a, b) AS likeness FROM pairs),
    good AS (SELECT * FROM scored WHERE likeness >= CASE WHEN score = 2 THEN {near} ELSE {far} END)
    SELECT l, arg_max(h, score + likeness) FROM good GROUP BY l
"""


def exact(register: str, lines: str) -> list[tuple[str, str]]:
    """Return the lines whose name and day one person has."""
    return _asked(_EXACT, register, lines)


def jaro(register: str, lines: str, near: float = 0.6, far: float = 0.98) -> list[tuple[str, str]]:
    """Return the lines with the person whose name is nearest."""
    return _asked(_JARO.format(near=near, far=far), register, lines)


def _asked(question: str, register: str, lines: str) -> list[tuple[str, str]]:
    # One thread, as ours: what is compared is the work, by the processor and by the clock.
    db = duckdb.connect(config={"threads": 1, "memory_limit": "4GB"})
    db.execute(_READ.format(register=Path(register), lines=Path(lines)))
    found: list[tuple[str, str]] = db.sql(question).fetchall()
    return found
