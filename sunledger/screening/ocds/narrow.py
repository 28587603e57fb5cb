"""Which fields of a release are read: all that screens ask for, or those of some tables alone."""

import typing
from functools import cache
from typing import Any

import msgspec

from sunledger.screening.ocds import wanted
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, Shape

# The fields that the eleven indicators ask for, by the object that has them.
_FIELDS = {
    "Release": "ocid tag buyer tender bids awards releases compiled_release versioned_release",
    "Tender": "status procurement_method procurement_method_details number_of_tenderers"
    " procuring_entity tender_period",
    "Organisation": "id",
    "Value": "amount currency",
    "Period": "start_date end_date",
    "Bids": "details",
    "Bid": "status date tenderers value",
    "Award": "status suppliers items",
    "Item": "classification",
    "Classification": "id",
}


@cache
def _narrowed(kind: type[Any]) -> Any:
    """Return a struct of the standard with those fields alone that are needed."""
    kept = _FIELDS[kind.__name__].split()
    hints = typing.get_type_hints(kind)
    fields = [
        (one.name, _hint(hints[one.name]), one.default)
        if one.default is not msgspec.NODEFAULT
        else (one.name, _hint(hints[one.name]))
        for one in msgspec.structs.fields(kind)
        if one.name in kept
    ]
    return msgspec.defstruct(kind.__name__, fields, rename="camel", gc=False)


def _hint(hint: Any) -> Any:
    """Return a type with the structs in it narrowed."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _narrowed(hint)
    if parts := typing.get_args(hint):
        inner = tuple(map(_hint, parts))
        return list[inner[0]] if typing.get_origin(hint) is list else typing.Union[inner]  # type: ignore[valid-type]  # noqa: UP007
    return hint


def decoder(shape: Shape) -> msgspec.json.Decoder[wanted.Release]:
    """Return what reads a release with the fields of a shape of tables."""
    if shape is COLUMNS:
        return msgspec.json.Decoder(wanted.Release)
    if shape is not ELEVEN:
        raise ValueError("There is no such shape of tables.")
    return msgspec.json.Decoder(_narrowed(wanted.Release))
