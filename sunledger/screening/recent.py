"""How far the books of a run reach: the day up to which what has not happened can be asked about.

A run has no clock. What is overdue, idle or never booked is reckoned to the last day they know.
"""

from narwhals import col, concat, lit

from sunledger.screening.shapes import Frame


def up_to(rows: Frame, *known: tuple[Frame, str]) -> Frame:
    """Add `reached`, the last day in these columns of these tables; nothing where all are empty."""
    days = concat([frame.select(one=lit(1), day=col(column)) for frame, column in known])
    last = days.group_by("one").agg(reached=col("day").max())
    return rows.with_columns(one=lit(1)).join(last, on="one", how="left").drop("one")


def different(rows: Frame, name: str, column: str, *same: str) -> Frame:
    """Add how many different values a column has in rows that agree in others, none of them empty.

    Spark counts no different values in a window; so they are counted in groups and joined.
    """
    counts = rows.group_by(*same).agg(col(column).n_unique().alias(name))
    return rows.join(counts, on=list(same), how="left")
