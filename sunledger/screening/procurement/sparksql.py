"""Statements as DuckDB reads them, written for Spark, with the same answer to the last bit.

sqlglot writes them; what it does not know, or what the engines compute in different ways, is put
into another form here. A statement with a word that nobody has looked at is refused, and not run
with an answer that may be another one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from sunledger.core.problem import Refused, gettext_noop, shorten

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

_UNKNOWN = gettext_noop(
    "Whether “%(word)s” means the same in DuckDB and in Spark has not been checked."
    " Run this screen with DuckDB."
)
# What means the same in both engines as it stands, or as sqlglot writes it (the order of nulls,
# quotation marks), and what `_FORMS` puts into another form.
_WORDS = """
    Abs Add Alias And Boolean CTE Case Coalesce Column Count DPipe DataType DataTypeParam EQ Filter
    Floor From GT GTE Greatest Group Having Identifier If In Is LT LTE Lag Least Length Literal Max
    Min Mul NEQ Neg Not Null NullSafeEQ NullSafeNEQ Or Order Ordered Paren RegexpLike Replace Round
    RowNumber
    Select Sub Subquery Substring Sum Table TableAlias Translate Tuple Where Window WindowSpec With
"""
_SAME = frozenset(_WORDS.split())
_JOINS = {"", "INNER", "CROSS", "SEMI", "ANTI"}
_UPPER = 1 << 64  # what the upper half of 128 bits counts
_WHOLE = 1 << 53  # up to here every whole number is a double
_STEP = 1 << 40  # a decimal of thirty places has two parts of this many

# By nothing DuckDB divides as processors do; Spark breaks off, also in a group that HAVING drops.
_QUOTIENT = """
    CASE WHEN (%(other)s) = 0 THEN CAST(%(one)s AS DOUBLE) * CAST('Infinity' AS DOUBLE)
        ELSE CAST(%(one)s AS DOUBLE) / CAST(%(other)s AS DOUBLE) END
"""
# Half of each of the two in the middle; Spark's own goes from the one towards the other.
_MIDDLE = """
    CASE WHEN count(%(one)s) > 0 THEN
        CAST('0.5' AS DOUBLE)
            * element_at(sort_array(collect_list(%(one)s)), CAST((count(%(one)s) + 1) DIV 2 AS INT))
        + CAST('0.5' AS DOUBLE)
            * element_at(sort_array(collect_list(%(one)s)), CAST(count(%(one)s) DIV 2 + 1 AS INT))
    END
"""
# DuckDB makes a double of the two halves of a whole number of 128 bits, each rounded by itself.
_AS_DOUBLE = f"""
    CASE WHEN %(one)s < {_UPPER} AND %(one)s > -{_WHOLE} THEN CAST(%(one)s AS DOUBLE)
        WHEN %(one)s > 0 THEN
            CAST(%(one)s - CAST(%(one)s DIV {_UPPER} AS DECIMAL(38, 0)) * {_UPPER} AS DOUBLE)
            + CAST(%(one)s DIV {_UPPER} AS DOUBLE) * CAST({_UPPER} AS DOUBLE)
        WHEN %(one)s <= -{_WHOLE} THEN raise_error('A sum is too far below nothing for Spark.') END
"""
# DuckDB takes every binary place of a double; Spark takes the digits in which it is written.
_AS_CENTS = f"""
    CASE WHEN abs(%(one)s) < CAST({_WHOLE} AS DOUBLE) THEN CAST(%(one)s AS %(kind)s)
        WHEN abs(%(one)s) < CAST(%(most)s AS DOUBLE) THEN CAST(
            CAST(CAST(%(one)s / CAST({_STEP} AS DOUBLE) AS BIGINT) AS DECIMAL(30, 0)) * {_STEP}
            + CAST(%(one)s - CAST(CAST(%(one)s / CAST({_STEP} AS DOUBLE) AS BIGINT) AS DOUBLE)
                * CAST({_STEP} AS DOUBLE) AS BIGINT)
            AS %(kind)s) END
"""
_ROOM = {"DECIMAL(18, 0)": "'1e18'", "DECIMAL(30, 0)": "'1e30'"}


def translated(sql: str) -> str:
    """Return a statement of DuckDB for Spark, or refuse it."""
    import sqlglot

    tree: Any = sqlglot.parse_one(sql, read="duckdb")
    # What is inside first, so that a form is made of what has its form already.
    for part in reversed(list(tree.walk())):
        other = _form(part)
        if part is tree:
            tree = other
        elif other is not part:
            part.replace(other)
    written: str = _written(tree)
    return written


def _form(part: Any) -> Expression:
    """Return a part of a statement in the form that Spark needs."""
    word = type(part).__name__
    found: Any = _FORMS[word](part) if word in _FORMS else part if word in _SAME else None
    if found is None:
        raise Refused(_UNKNOWN, word=shorten(part.sql(dialect="duckdb")))
    form: Expression = found
    return form


def _written(part: Any) -> str:
    from sqlglot.errors import ErrorLevel, UnsupportedError

    try:
        text: str = part.sql(dialect="spark", identify=True, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise Refused(_UNKNOWN, word=str(error)) from error
    return text


def _made(form: str, one: str, **parts: str) -> Expression:
    """Return a part written in Spark's own words; `one` is what it is made of."""
    import sqlglot

    made: Any = sqlglot.parse_one(form % {**parts, "one": f"({one})"}, read="spark")
    found: Expression = made
    return found


def _divided(part: Any) -> Expression:
    """Return a division of doubles, which DuckDB makes of whole and of decimal numbers too."""
    return _made(_QUOTIENT, _written(part.this), other=_written(part.expression))


def _cast(part: Any) -> Expression | None:
    """Return a value as another type: a double of cents, a count of a number, a one of a truth."""
    kind, one = part.to.sql(dialect="duckdb"), _written(part.this)
    if kind == "DOUBLE":
        return _made(_AS_DOUBLE, one)
    if kind == "BIGINT":
        return _made("CAST(rint(%(one)s) AS BIGINT)", one)
    if kind == "INT":
        return _made("CASE WHEN %(one)s THEN 1 WHEN NOT %(one)s THEN 0 END", one)
    if kind == "TEXT" and one == "NULL":
        return _made("CAST(%(one)s AS STRING)", one)
    return _cents(part)


def _cents(part: Any) -> Expression | None:
    """Return what was rounded as a whole decimal number; nothing where it has no room."""
    kind = part.to.sql(dialect="duckdb")
    if type(part.this).__name__ != "Round" or kind not in _ROOM:
        return None
    return _made(_AS_CENTS, _written(part.this), most=_ROOM[kind], kind=kind)


def _first(part: Any) -> Expression:
    """Return the value at the least key, passing over what has no value."""
    one, key = _written(part.this), _written(part.expression)
    return _made("min_by(%(one)s, CASE WHEN NOT %(one)s IS NULL THEN %(key)s END)", one, key=key)


def _any_value(part: Any) -> Expression | None:
    """Return the one value that there is: the least, where it should be several."""
    found = type(part.this).__name__ == "AnyValue"
    return _made("min(%(one)s)", _written(part.this.this)) if found else None


def _lower(part: Any) -> Expression:
    """Return small letters, sign for sign; Spark looks at the signs beside, too."""
    large, small = letters()
    return _made(
        "translate(%(one)s, %(large)s, %(small)s)",
        _written(part.this),
        large=_text(large),
        small=_text(small),
    )


def _trim(part: Any) -> Expression | None:
    """Return a text without the spaces around it, of which Spark knows but one."""
    if part.expression or part.args.get("position"):
        return None
    return _made("trim(BOTH %(spaces)s FROM %(one)s)", _written(part.this), spaces=_text(spaces()))


def _median(part: Any) -> Expression:
    """Return the number in the middle."""
    return _made(_MIDDLE, _written(part.this))


def _whole(part: Any) -> Expression:
    """Return a number without its fraction."""
    return _made("CAST(CAST(%(one)s AS BIGINT) AS DOUBLE)", _written(part.this))


def _replaced(part: Any) -> Expression | None:
    """Return a text with every place replaced; what was found in it has another sign in Spark."""
    if not part.args.get("modifiers") or part.args["modifiers"].this != "g":
        return None
    return _made(
        "regexp_replace(%(one)s, %(pattern)s, %(instead)s)",
        _written(part.this),
        pattern=_written(part.expression),
        instead=_text(part.args["replacement"].this.replace(chr(92), "$")),
    )


def _joined(part: Any) -> Expression | None:
    return part if part.kind in _JOINS and not part.method else None


def _distinct(part: Any) -> Expression | None:
    return None if part.args.get("on") else part


def _star(part: Any) -> Expression | None:
    return None if part.args.get("replace") or part.args.get("except_") else part


def _union(part: Any) -> Expression | None:
    return None if part.args.get("by_name") else part


def _kept(part: Any) -> Any:
    """Return a part as it is; what is around it decides."""
    return part


def _text(said: str) -> str:
    from sqlglot import exp

    return _written(exp.Literal.string(said))


_FORMS: dict[str, Callable[[Any], Any]] = {
    "AnyValue": _kept,
    "ArgMin": _first,
    "Cast": _cast,
    "Distinct": _distinct,
    "Div": _divided,
    "IgnoreNulls": _any_value,
    "Join": _joined,
    "Lower": _lower,
    "Median": _median,
    "RegexpReplace": _replaced,
    "Star": _star,
    "Trim": _trim,
    "Trunc": _whole,
    "TryCast": _cents,
    "Union": _union,
}
# Every sign, without the halves of signs, as DuckDB makes it small and trims it.
_SIGNS = """
    WITH numbers AS (FROM range(1, 55296) UNION ALL FROM range(57344, 1114112)),
    signs AS (SELECT chr(CAST(range AS INTEGER)) AS sign FROM numbers)
    SELECT sign, lower(sign) AS small FROM signs WHERE
"""


@cache
def letters() -> tuple[str, str]:
    """Return every large letter, and each one's small letter, as DuckDB has them."""
    found = _asked(_SIGNS + "sign <> small ORDER BY sign")
    return "".join(one for one, _ in found), "".join(small for _, small in found)


@cache
def spaces() -> str:
    """Return every sign that is a space, as DuckDB has them."""
    return "".join(one for one, _ in _asked(_SIGNS + "trim(sign) = '' ORDER BY sign"))


def _asked(sql: str) -> list[tuple[str, str]]:
    import duckdb

    with duckdb.connect() as db:
        rows: list[tuple[str, str]] = db.execute(sql).fetchall()
    return rows
