"""Releases of version 1.0, in which organisations have no ids, as those of version 1.1 are.

Who has no id is known by the number in a register (“GB-COH-1”), else by the name; all are listed as
parties. So the standard's own tools bring releases to version 1.1.
"""

from collections.abc import Iterator

from sunledger.screening.ocds.wanted import Organisation, Release


def is_older(release: Release) -> bool:
    """Whether the buyer is named without an id, as version 1.0 does."""
    return release.buyer is not None and release.buyer.id is None


def brought_up(release: Release) -> None:
    """Give every organisation an id, and list it as a party where there is no such list."""
    parties: dict[str, Organisation] = {}
    for role, one in _organisations(release):
        if one.id is None:
            one.id = _id(one)
        if one.id is not None:
            party = parties.setdefault(str(one.id), one)
            party.roles = list(dict.fromkeys([*(party.roles or ()), role]))
    if release.parties is None:
        release.parties = list(parties.values())


def _id(one: Organisation) -> str | None:
    """Return what an organisation is known by."""
    number = one.identifier
    if number is None or number.id is None:
        return one.name
    return f"{number.scheme}-{number.id}" if number.scheme else str(number.id)


def _organisations(release: Release) -> Iterator[tuple[str, Organisation]]:
    """Give every organisation that a release names, with what it is there."""
    if release.buyer:
        yield "buyer", release.buyer
    if tender := release.tender:
        if tender.procuring_entity:
            yield "procuringEntity", tender.procuring_entity
        yield from (("tenderer", one) for one in tender.tenderers or ())
    for bid in (release.bids.details if release.bids else None) or ():
        yield from (("tenderer", one) for one in bid.tenderers or ())
    for award in release.awards or ():
        yield from (("supplier", one) for one in award.suppliers or ())
    for contract in release.contracts or ():
        work = contract.implementation
        paid = (work.transactions if work else None) or ()
        yield from (("payee", one.payee) for one in paid if one.payee)
