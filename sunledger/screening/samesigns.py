"""Names of persons that differ on paper only: by signs that sound alike or look alike.

A clerk types by ear, a copyist by eye. How each sign is read and looks stands in the table `signs`,
made here from the same dictionaries as the linkage of records; every engine joins it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from narwhals import Expr, Int64, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.shapes import SIGNS, Frame

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST, _LAST = 0x4E00, 0x9FFF
WIDTH = 5  # signs that are compared; four hold a double surname and two given signs


@cache
def signs() -> pa.Table:
    """Return the table of signs."""
    import pyarrow as pa

    rows = [row for code in range(_FIRST, _LAST + 1) if (row := _row(chr(code)))]
    return pa.Table.from_pylist(rows, schema=SIGNS.schema())


def _row(sign: str) -> dict[str, str | None]:
    """Return what is known of a sign; nothing where no dictionary reads it."""
    # The dictionaries are opened where the table is made, not where a screen is loaded.
    from sunledger.screening.linkage.shapes import corners
    from sunledger.screening.linkage.signs import merged, readings, simplified

    sounds = [merged(one) for one in readings(sign)]
    if not sounds:
        return {}
    return {
        "sign": sign,
        "plain": simplified(sign),
        "sound": sounds[0],
        "other": sounds[min(1, len(sounds) - 1)],
        "corners": corners(sign),
    }


def with_unlike(
    rows: Frame, signs: Frame, names: tuple[str, str], **pairs: tuple[Expr, Expr]
) -> Frame:
    """Add by each pair whether two signs neither are the same nor sound or look alike: 1 or 0.

    `names` are the columns of the two names that the signs are of; rows without one are left out.
    """
    met = rows.filter(~col(names[0]).is_null(), ~col(names[1]).is_null())
    met = keep(met.group_by(*names).agg(met=count()))
    places = [met.select(*names, place=lit(name), one=a, two=b) for name, (a, b) in pairs.items()]
    places_of = keep(concat(places))
    alike = _alike(places_of, signs).with_columns(alike=lit(1))
    told = places_of.join(alike, on=["one", "two"], how="left")
    differ = (col("one") != col("two")) & col("alike").is_null()
    told = told.group_by(*names).agg(
        *(
            when(differ & (col("place") == name)).then(1).otherwise(0).sum().cast(Int64).alias(name)
            for name in pairs
        )
    )
    return rows.join(keep(told), on=list(names))


def _alike(met: Frame, signs: Frame) -> Frame:
    """Return the pairs of different signs that sound or look alike."""
    met = met.filter(col("one") != col("two")).group_by("one", "two").agg(met=count())
    mine = signs.rename({name: f"my {name}" for name in ("plain", "sound", "other", "corners")})
    both = met.select("one", "two").join(mine, left_on="one", right_on="sign")
    both = both.join(signs, left_on="two", right_on="sign")
    near = (col("corners") == col("my corners")).fill_null(value=False)
    near = near | (col("plain") == col("my plain"))
    for one in ("sound", "other"):
        for two in ("my sound", "my other"):
            near = near | (col(one) == col(two))
    return both.filter(near).select("one", "two")


def with_apart(rows: Frame, signs: Frame, mine: str, theirs: str) -> Frame:
    """Add `apart`: how many signs of two names, place by place, are unlike.

    Names of different length, or too long to be compared, have more than any name has signs.
    """
    places = {
        f"place {at}": (col(mine).str.slice(at, 1), col(theirs).str.slice(at, 1))
        for at in range(WIDTH)
    }
    rows = with_unlike(rows, signs, (mine, theirs), **places)
    length = col(mine).str.len_chars()
    fits = (length == col(theirs).str.len_chars()) & (length <= WIDTH)
    total = col("place 0")
    for name in list(places)[1:]:
        total = total + col(name)
    apart = when(fits).then(total).otherwise(lit(WIDTH + 1)).cast(Int64)
    return rows.with_columns(apart=apart).drop(*places)
