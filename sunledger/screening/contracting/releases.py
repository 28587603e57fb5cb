"""Lines as releases of the Open Contracting Data Standard 1.1.

One release a line, with the moment at which it was published; a correction is a release of its own
that merges over it. Ids are those of the lines, so merging does what the standard says. Bids are
told by the extension for bids, what a contract came to in the end by that for completed contracts.

Source: Open Contracting Data Standard 1.1.5, "Release schema"; its extensions "Bid statistics and
details" and "Contract completion".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sunledger.core.money import MINOR
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import id_of, party, won
from sunledger.screening.contracting.processes import Process

EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_contract_completion_extension/v1.1.5/extension.json",
)
_TAGS = {
    "planning": "planning",
    "tender": "tender",
    "offers": "bid",
    "contract": "contract",
    "change": "contractAmendment",
    "settlement": "contractTermination",
}
Json = dict[str, Any]


class Writer:
    """Writes the releases of processes; what all of them need is said once."""

    def __init__(self, prefix: str, zone: ZoneInfo, known: frozenset[str]) -> None:
        self.prefix, self.zone, self.known = prefix, zone, known

    def releases(self, process: Process) -> Iterator[Json]:
        """Give the releases of a process in the order in which they were said."""
        ocid = f"{self.prefix}-{process.id}"
        for line in sorted(process.lines, key=lambda one: (one.said_at, one.order)):
            yield self._release(ocid, line, process)

    def _release(self, ocid: str, line: Line, process: Process) -> Json:
        buyer = {"id": line.unit, "name": line.unit_name}
        release: Json = {
            "ocid": ocid,
            "id": line.code if not line.again else f"{line.code}-{line.again}",
            "date": _moment(line.said_at),
            "tag": [_tag(line)],
            "initiationType": "tender",
            "language": "zh",
            "buyer": buyer,
            "parties": [{**buyer, "roles": ["buyer"]}],
        }
        stages = {
            "planning": self._planning,
            "tender": self._tender,
            "offers": self._offers,
            "contract": self._contract,
            "change": self._change,
            "settlement": self._settlement,
        }
        release |= stages[line.stage](line, process)
        role = "tenderer" if line.stage == "offers" else "supplier"
        if one := party(line, self.known, role):
            if role == "tenderer" and won(line.parts.get("won")):
                one["roles"] = ["tenderer", "supplier"]
            release["parties"].append(one)
        return release

    def _planning(self, line: Line, _process: Process) -> Json:
        planning: Json = {"project": line.parts["title"]}
        if reason := line.parts.get("reason"):
            planning["rationale"] = reason
        budget = {"project": line.parts["title"], **_named("amount", self._value(line, "amount"))}
        return {"planning": {**planning, "budget": budget}}

    def _tender(self, line: Line, process: Process) -> Json:
        tender = self._call(line, process) | _named("value", self._value(line, "amount"))
        if method := line.parts.get("method"):
            tender["procurementMethodDetails"] = method
        if until := line.parts.get("until"):
            tender["tenderPeriod"] = {"endDate": self._day(until)}
        return {"tender": tender}

    def _offers(self, line: Line, process: Process) -> Json:
        """Return an offer, and the award where the line says that it won."""
        outcome = won(line.parts.get("won"))
        status = {True: "valid", False: "valid", None: "pending"}[outcome]
        offer: Json = {"id": line.code, "date": self._day(line.parts["on"]), "status": status}
        value = _named("value", self._value(line, "amount"))
        call = self._call(line, process) | _named("value", self._value(line, "estimate"))
        said: Json = {"tender": call}
        if line.parts.get("supplier"):
            firm = self._reference(line)
            call["tenderers"] = [firm]
            offer["tenderers"] = [firm]
        said["bids"] = {"details": [{**offer, **value}]}
        if outcome:
            said["awards"] = [self._award(line, line)]
        return said

    def _contract(self, line: Line, process: Process) -> Json:
        award = _award_of(line, process)
        contract: Json = {
            "id": self._contract_id(line, process),
            "awardID": award.code,
            "title": line.parts["title"],
            "status": "active",
            "dateSigned": self._day(line.parts["on"]),
            **_named("value", self._value(line, "amount")),
        }
        if until := line.parts.get("until"):
            contract["period"] = {"startDate": self._day(line.parts["on"])}
            contract["period"]["endDate"] = self._day(until)
        said: Json = {"contracts": [contract]}
        if award is line:
            said["awards"] = [self._award(line, line)]
        return said

    def _change(self, line: Line, process: Process) -> Json:
        amount = self._value(line, "amount")
        amendment = {"id": line.code, "date": self._day(line.parts["on"])}
        if reason := line.parts.get("reason"):
            amendment["rationale"] = reason
        if amount:
            amendment["description"] = f"{amount['amount']:+} {amount['currency']}"
        return {"contracts": [self._of_contract(line, process) | {"amendments": [amendment]}]}

    def _settlement(self, line: Line, process: Process) -> Json:
        contract = self._of_contract(line, process)
        contract |= {"status": "terminated", **_named("finalValue", self._value(line, "amount"))}
        contract["period"] = {"endDate": self._day(line.parts["on"])}
        return {"contracts": [contract]}

    def _of_contract(self, line: Line, process: Process) -> Json:
        """Return the contract that a later line is about, as far as that line must name it."""
        return {
            "id": self._contract_id(line, process),
            "awardID": _award_of(line, process).code,
        }

    def _contract_id(self, line: Line, process: Process) -> str:
        return contract_of(line, process).code

    def _call(self, line: Line, process: Process) -> Json:
        """Return the tender, as every line of it names it."""
        number = line.parts.get("number")
        return {"id": number or process.id, "title": line.parts["title"]}

    def _award(self, line: Line, said: Line) -> Json:
        award: Json = {
            "id": line.code,
            "title": said.parts["title"],
            "status": "active",
            "date": self._day(said.parts["on"]),
            **_named("value", self._value(said, "amount")),
        }
        if said.parts.get("supplier"):
            award["suppliers"] = [self._reference(said)]
        return award

    def _reference(self, line: Line) -> Json:
        return {"id": id_of(line, self.known), "name": line.parts["supplier"]}

    def _value(self, line: Line, part: str) -> Json | None:
        """Return an amount as the standard writes it, exact to the smallest coin."""
        minor = line.parts.get(part)
        if not isinstance(minor, int):
            return None
        digits = MINOR.get(line.currency, 2)
        amount = Decimal(minor).scaleb(-digits)
        whole = amount == amount.to_integral_value()
        return {"amount": int(amount) if whole else float(amount), "currency": line.currency}

    def _day(self, day: str) -> str:
        return _moment(datetime.combine(date.fromisoformat(day), time(), self.zone))


def package(releases: Iterable[Json], *, uri: str, at: datetime, publisher: str) -> Json:
    """Return releases in a package."""
    return head(uri=uri, at=at, publisher=publisher) | {"releases": list(releases)}


def head(*, uri: str, at: datetime, publisher: str) -> Json:
    """Return what stands in a package beside its releases."""
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": _moment(at),
        "publisher": {"name": publisher},
        "extensions": list(EXTENSIONS),
    }


def _tag(line: Line) -> str:
    """Return what a release does; a correction of one brings it up to date."""
    if not line.again:
        return _TAGS[line.stage]
    return {"planning": "planningUpdate", "contract": "contractUpdate"}.get(
        line.stage, "tenderUpdate" if line.stage in ("tender", "offers") else "contractUpdate"
    )


def contract_of(line: Line, process: Process) -> Line:
    """Return the contract to which a line belongs: by its number, else the latest one before it."""
    signed = [one for one in process.lines if one.stage == "contract" and not one.again]
    number = line.parts.get("number")
    same = [one for one in signed if number and one.parts.get("number") == number]
    before = [one for one in signed if one.on <= line.on]
    return (same or before[-1:] or signed or [line])[0]


def _award_of(line: Line, process: Process) -> Line:
    """Return the line that awarded what a contract is about; the contract itself where none did."""
    contract = contract_of(line, process)
    name = contract.parts.get("supplier")
    for one in process.lines:
        if (
            one.stage == "offers"
            and won(one.parts.get("won"))
            and one.parts.get("supplier") == name
        ):
            return one if not one.again else next(x for x in process.lines if x.code == one.code)
    return contract


def _named(name: str, value: Json | None) -> Json:
    return {name: value} if value else {}


def _moment(at: datetime) -> str:
    """Return a moment with its zone, to the second."""
    return at.replace(microsecond=0).isoformat()
