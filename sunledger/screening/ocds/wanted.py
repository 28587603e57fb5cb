"""The fields of a release that screens ask for, as msgspec reads them: everything else is skipped.

Every field may be missing or null. Where a publisher writes another type than the standard asks for
(a number as an id, an object where an array belongs), the release goes through `coercing` first.
"""

import msgspec

Text = str | None
Id = str | int | None
Number = float | None


class _Part(msgspec.Struct, rename="camel", gc=False):
    """One object of the standard."""


class Value(_Part):
    """An amount of money."""

    amount: Number = None
    currency: Text = None


class Period(_Part):
    """From when until when."""

    start_date: Text = None
    end_date: Text = None


class Identifier(_Part):
    """The number of an organisation in a register."""

    scheme: Text = None
    id: Id = None


class Address(_Part):
    """Where an organisation is."""

    street_address: Text = None
    locality: Text = None
    postal_code: Id = None
    country_name: Text = None


class Contact(_Part):
    """How an organisation is reached."""

    telephone: Id = None
    email: Text = None


class Organisation(_Part):
    """A party, or a reference to one."""

    id: Id = None
    name: Text = None
    roles: list[str] | None = None
    identifier: Identifier | None = None
    address: Address | None = None
    contact_point: Contact | None = None


class Classification(_Part):
    """A code of what is bought."""

    scheme: Text = None
    id: Id = None


class Unit(_Part):
    """What one of an item is, and costs."""

    value: Value | None = None


class Item(_Part):
    """Something that is bought."""

    id: Id = None
    classification: Classification | None = None
    quantity: Number = None
    unit: Unit | None = None
    related_lot: Id = None


class Amendment(_Part):
    """A change of a tender or contract."""

    id: Id = None
    date: Text = None


class Lot(_Part):
    """A part of a tender that is awarded by itself."""

    id: Id = None
    status: Text = None
    value: Value | None = None


class Tender(_Part):
    """What was asked for, and how."""

    id: Id = None
    status: Text = None
    procurement_method: Text = None
    procurement_method_details: Text = None
    procurement_method_rationale: Text = None
    main_procurement_category: Text = None
    award_criteria: Text = None
    title: Text = None
    value: Value | None = None
    tender_period: Period | None = None
    award_period: Period | None = None
    number_of_tenderers: Number = None
    procuring_entity: Organisation | None = None
    tenderers: list[Organisation] | None = None
    items: list[Item] | None = None
    lots: list[Lot] | None = None
    amendments: list[Amendment] | None = None
    amendment: Amendment | None = None  # the last, as version 1.0 has it


class Bid(_Part):
    """An offer."""

    id: Id = None
    date: Text = None
    status: Text = None
    tenderers: list[Organisation] | None = None
    value: Value | None = None
    related_lots: list[Id] | None = None


class Bids(_Part):
    """The offers."""

    details: list[Bid] | None = None


class Award(_Part):
    """A decision for one or more suppliers."""

    id: Id = None
    status: Text = None
    date: Text = None
    value: Value | None = None
    suppliers: list[Organisation] | None = None
    items: list[Item] | None = None
    related_bid: Id = None
    related_bids: list[Id] | None = None
    related_lots: list[Id] | None = None


class Transaction(_Part):
    """A payment under a contract."""

    id: Id = None
    date: Text = None
    value: Value | None = None
    amount: Value | None = None  # its value, as version 1.0 calls it
    payee: Organisation | None = None


class Implementation(_Part):
    """What was done under a contract."""

    transactions: list[Transaction] | None = None


class Contract(_Part):
    """What was signed."""

    id: Id = None
    award_id: Id = msgspec.field(default=None, name="awardID")
    status: Text = None
    date_signed: Text = None
    period: Period | None = None
    value: Value | None = None
    items: list[Item] | None = None
    amendments: list[Amendment] | None = None
    amendment: Amendment | None = None
    implementation: Implementation | None = None


class Release(_Part):
    """One release. What stands in `releases` or `records` shows that it is none but a package."""

    ocid: str
    date: Text = None
    tag: list[str] | None = None
    buyer: Organisation | None = None
    parties: list[Organisation] | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: list[Award] | None = None
    contracts: list[Contract] | None = None
    releases: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    compiled_release: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    versioned_release: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
