"""The tables a screen may ask for: each column, what it means, and which may not be empty.

A screen names the tables it reads by the names of its arguments. Where a table comes from (the
site's published records, an analyst's spreadsheets, Parquet files) a screen neither knows nor asks.
"""

from sunledger.screening.shapes import (
    benefits,
    books,
    campus,
    firms,
    land,
    payments,
    people,
    service,
    staff,
)
from sunledger.screening.shapes.kinds import KINDS, Column, Frame, Shape
from sunledger.screening.shapes.payments import DAYS_OFF, LIMITS, PAYMENTS, SAME_AS
from sunledger.screening.shapes.people import SIGNS

__all__ = [
    "DAYS_OFF",
    "KINDS",
    "LIMITS",
    "PAYMENTS",
    "SAME_AS",
    "SHAPES",
    "SIGNS",
    "Column",
    "Frame",
    "Shape",
]

_SHELVES = (payments, people, benefits, land, books, campus, firms, staff, service)
SHAPES = {
    shape.name: shape
    for shelf in _SHELVES
    for shape in vars(shelf).values()
    if isinstance(shape, Shape)
}
