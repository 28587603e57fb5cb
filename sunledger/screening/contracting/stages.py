"""What one published line says of its stage, in the fields of the standard.

Each stage is a section of a release: planning, tender and bids, contract, its change, its end. Bids
are told by the extension for bids, what a contract came to by that for completed contracts.

Source: Open Contracting Data Standard 1.1.5, "Release schema"; its extensions "Bid statistics and
details" and "Contract completion".
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sunledger.core.money import MINOR
from sunledger.screening.contracting.belonging import Belonging
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import id_of, not_valid, supplier_key, won
from sunledger.screening.contracting.processes import Process

Json = dict[str, Any]
# Methods whose name alone says how open they are; of others (竞争性谈判, 询价) it does not.
_METHODS = {
    "公开招标": "open",
    "open": "open",
    "邀请招标": "selective",
    "selective": "selective",
    "单一来源": "direct",
    "direct": "direct",
}
# A day without an hour is told by its last second, only what begins by its first: so a deadline has
# its whole day, what happens on that day is not before it, and the next day is a day later. East of
# Greenwich it is the same day in UTC too.
_FIRST, _LAST = time(0), time(23, 59, 59)


class Sections:
    """Writes what the lines of one process say."""

    def __init__(self, process: Process, zone: ZoneInfo, known: frozenset[str]) -> None:
        self.process, self.zone, self.known = process, zone, known
        self.belonging = Belonging(process)

    def of(self, line: Line) -> Json:
        """Return the sections of the release that a line becomes."""
        stages = {
            "planning": self._planning,
            "tender": self._tender,
            "offers": self._offers,
            "contract": self._contract,
            "change": self._change,
            "settlement": self._settlement,
        }
        return stages[line.stage](line)

    def supplier(self, line: Line) -> Json | None:
        """Return who supplies or offers, as a reference; None where no one is named.

        Nor is one whom a later correction took back: the standard takes nobody out of a list.
        """
        today = supplier_key(self.process.today[line.code])
        if not line.parts.get("supplier") or supplier_key(line) != today:
            return None
        return {"id": id_of(line, self.known), "name": line.parts["supplier"]}

    def _planning(self, line: Line) -> Json:
        planning: Json = {"budget": {"project": line.parts["title"]}}
        planning["budget"] |= self._value("amount", line, "amount")
        if reason := line.parts.get("reason"):
            planning["rationale"] = reason
        return {"planning": planning}

    def _tender(self, line: Line) -> Json:
        tender = self._call(line) | self._value("value", line, "amount")
        if method := line.parts.get("method"):
            tender["procurementMethodDetails"] = method
            plain = next((word for word in _METHODS if method.casefold().startswith(word)), None)
            if plain:
                tender["procurementMethod"] = _METHODS[plain]
        if until := line.parts.get("until"):
            begun = self._day(line.parts["on"], _FIRST)
            tender["tenderPeriod"] = {"startDate": begun, "endDate": self._day(until)}
        return {"tender": tender}

    def _offers(self, line: Line) -> Json:
        """Return an offer, and the award where the line says that it won.

        The day of such a line is that on which offers were opened or judged: of the award, and not
        of the offer, which came before the deadline.
        """
        outcome = won(line.parts.get("won"))
        status = "pending" if outcome is None else "valid"
        if not_valid(line.parts.get("won")):
            status = "disqualified"
        offer: Json = {"id": line.code, "status": status, **self._value("value", line, "amount")}
        call = self._call(line) | self._value("value", line, "estimate")
        if firm := self.supplier(line):
            call["tenderers"] = [firm]
            offer["tenderers"] = [firm]
        said: Json = {"tender": call, "bids": {"details": [offer]}}
        if outcome:
            said["awards"] = [self._award(line)]
        elif line.again and self._had_won(line):
            said["awards"] = [self._award(line) | {"status": "cancelled"}]
        return said

    def _had_won(self, line: Line) -> bool:
        """Whether an offer won before it was corrected."""
        before = (one for one in self.process.lines if one.code == line.code)
        return any(won(one.parts.get("won")) for one in before if one.again < line.again)

    def _contract(self, line: Line) -> Json:
        contract = self._of_contract(line) | {
            "title": line.parts["title"],
            "status": "active",
            "dateSigned": self._day(line.parts["on"]),
        }
        if until := line.parts.get("until"):
            contract["period"] = {
                "startDate": self._day(line.parts["on"], _FIRST),
                "endDate": self._day(until),
            }
        return self._with_award(line, contract)

    def _change(self, line: Line) -> Json:
        amendment: Json = {"id": line.code, "date": self._day(line.parts["on"])}
        if reason := line.parts.get("reason"):
            amendment["rationale"] = reason
        if more := self._value("value", line, "amount").get("value"):
            amendment["description"] = f"{more['amount']:+} {more['currency']}"
        return self._with_award(line, self._of_contract(line) | {"amendments": [amendment]})

    def _settlement(self, line: Line) -> Json:
        contract = self._reference(line) | {"status": "terminated"}
        contract["implementation"] = {
            "endDate": self._day(line.parts["on"]),
            **self._value("finalValue", line, "amount"),
        }
        return self._with_award(line, contract)

    def _of_contract(self, line: Line) -> Json:
        """Return the contract of a line, and its price as it was when the line was said."""
        price = self.belonging.price_then(line)
        currency = self.belonging.contract(line).currency
        return self._reference(line) | _named("value", price, currency)

    def _reference(self, line: Line) -> Json:
        contract, award = self.belonging.contract(line), self.belonging.award(line)
        return {"id": contract.code, "awardID": award.code}

    def _with_award(self, line: Line, contract: Json) -> Json:
        """Return a contract, with its award where no other line tells of that."""
        said: Json = {"contracts": [contract]}
        if self.belonging.award(line).code == line.code:
            said["awards"] = [self._award(line)]
        return said

    def _call(self, line: Line) -> Json:
        """Return the tender, as every line of it names it."""
        return {"id": self.process.number or self.process.id, "title": line.parts["title"]}

    def _award(self, line: Line) -> Json:
        award: Json = {"id": line.code, "title": line.parts["title"], "status": "active"}
        if line.stage in ("offers", "contract"):
            award["date"] = self._day(line.parts["on"])
            award |= self._value("value", line, "amount")
        if line.stage == "offers":
            award["relatedBid"] = line.code
        if firm := self.supplier(line):
            award["suppliers"] = [firm]
        return award

    def _value(self, name: str, line: Line, part: str) -> Json:
        return _named(name, line.parts.get(part), line.currency)

    def _day(self, day: str, clock: time = _LAST) -> str:
        return moment(datetime.combine(date.fromisoformat(day), clock, self.zone))


def _named(name: str, minor: Any, currency: str) -> Json:
    """Return an amount under its name, exact to the smallest coin; nothing where there is none."""
    if not isinstance(minor, int):
        return {}
    amount = Decimal(minor).scaleb(-MINOR.get(currency, 2))
    whole = amount == amount.to_integral_value()
    return {name: {"amount": int(amount) if whole else float(amount), "currency": currency}}


def moment(at: datetime) -> str:
    """Return a moment with its zone, to the second."""
    return at.replace(microsecond=0).isoformat()
