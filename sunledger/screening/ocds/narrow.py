"""Which fields of a release are read: those of all tables, or those that some screens ask for."""

import typing
from functools import cache
from typing import Any, NamedTuple

import msgspec

from sunledger.screening.ocds import wanted
from sunledger.screening.ocds.tables import COLUMNS, ELEVEN, SCREENS, Shape

# The fields that the eleven indicators ask for, by the object that has them.
_ELEVEN = {
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
# The fields that all screens ask for.
_SCREENS = _ELEVEN | {
    "Release": f"{_ELEVEN['Release']} date parties contracts",
    "Tender": f"{_ELEVEN['Tender']} procurement_method_rationale main_procurement_category title"
    " value items",
    "Organisation": "id name address contact_point",
    "Address": "street_address locality",
    "Contact": "telephone email",
    "Bid": f"{_ELEVEN['Bid']} id related_lots",
    "Award": f"{_ELEVEN['Award']} id date value related_bid related_bids related_lots",
    "Item": "classification quantity unit",
    "Unit": "value",
    "Contract": "id award_id status date_signed value amendments amendment implementation",
    "Amendment": "id",
    "Implementation": "transactions",
    "Transaction": "value amount",
}


class _Narrowed:
    """The structs of the standard with those fields alone that are needed."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        self.known: dict[type[Any], Any] = {}

    def struct(self, kind: type[Any]) -> Any:
        """Return a struct with its needed fields."""
        if kind not in self.known:
            kept = self.fields[kind.__name__].split()
            hints = typing.get_type_hints(kind)
            fields = [
                self._field(one, hints[one.name])
                for one in msgspec.structs.fields(kind)
                if one.name in kept
            ]
            self.known[kind] = msgspec.defstruct(kind.__name__, fields, rename="camel", gc=False)
        return self.known[kind]

    def _field(self, one: msgspec.structs.FieldInfo, hint: Any) -> tuple[Any, ...]:
        """Return a field as `defstruct` takes it."""
        if one.default is msgspec.NODEFAULT:
            return one.name, self._hint(hint)
        named = msgspec.field(default=one.default, name=one.encode_name)
        return one.name, self._hint(hint), named

    def _hint(self, hint: Any) -> Any:
        """Return a type with the structs in it narrowed."""
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return self.struct(hint)
        if parts := typing.get_args(hint):
            inner = tuple(map(self._hint, parts))
            if typing.get_origin(hint) is list:
                return list[inner[0]]  # type: ignore[valid-type]
            return typing.Union[inner]  # noqa: UP007
        return hint


class Nothing(NamedTuple):
    """Objects in the place of what is missing, so that no field has to be asked for twice."""

    tender: wanted.Tender
    value: wanted.Value
    period: wanted.Period
    party: wanted.Organisation
    unit: wanted.Unit
    address: wanted.Address
    contact: wanted.Contact
    identifier: wanted.Identifier
    code: wanted.Classification
    work: wanted.Implementation


@cache
def _structs(name: str) -> tuple[Any, Nothing]:
    """Return the struct of a release with the fields of a shape, and its objects of nothing."""
    fields = {"eleven": _ELEVEN, "screens": _SCREENS}.get(name)
    narrowed = _Narrowed(fields) if fields else None
    release = narrowed.struct(wanted.Release) if narrowed else wanted.Release
    known = narrowed.known if narrowed else {}
    kinds = typing.get_type_hints(Nothing).values()
    return release, Nothing(*(known.get(one, one)() for one in kinds))


def _named(shape: Shape) -> str:
    """Return how a shape is called."""
    if shape is COLUMNS:
        return "columns"
    if shape is not ELEVEN and shape is not SCREENS:
        raise ValueError("There is no such shape of tables.")
    return "eleven" if shape is ELEVEN else "screens"


def decoder(shape: Shape) -> msgspec.json.Decoder[wanted.Release]:
    """Return what reads a release with the fields of a shape of tables."""
    return msgspec.json.Decoder(_structs(_named(shape))[0])


def nothing(shape: Shape) -> Nothing:
    """Return objects that hold nothing, of the same structs as what is read for a shape."""
    return _structs(_named(shape))[1]
