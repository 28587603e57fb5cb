"""To which contract and to which award of its process a line belongs.

A sheet of changes or of final accounts names a contract by its number, by its supplier, or not at
all; and a contract is often published by a body that never published who offered. What nobody
published is stood in for by the first line that needs it, so that no id leads nowhere.
"""

from __future__ import annotations

from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import same, won
from sunledger.screening.contracting.processes import Process, latest


class Belonging:
    """Knows the contract and the award of each line of a process, as the lines stand today."""

    def __init__(self, process: Process) -> None:
        self.process = process
        today = sorted(process.today.values(), key=lambda one: one.order)
        self._signed = [one for one in today if one.stage == "contract"]
        self._later = [one for one in today if one.stage in ("change", "settlement")]
        self._winners = [
            one for one in today if one.stage == "offers" and won(one.parts.get("won"))
        ]
        self._contracts: dict[str, Line] = {}

    def contract(self, line: Line) -> Line:
        """Return the contract of a line: by its number, its supplier, else the latest before it.

        Where no contract was published, the first line about one stands for it.
        """
        if line.code not in self._contracts:
            self._contracts[line.code] = self._found(self.process.today[line.code])
        return self._contracts[line.code]

    def award(self, line: Line) -> Line:
        """Return the line that awarded the contract of a line; the contract where none did."""
        contract = self.contract(line)
        return next((one for one in self._winners if same(one, contract)), contract)

    def price_then(self, line: Line) -> int | None:
        """Return what the contract came to when a line was said: its price and its changes."""
        contract = self.contract(line)
        said = latest(one for one in self.process.lines if one.told <= line.told)
        price = said[contract.code].parts.get("amount") if contract.code in said else None
        if contract.stage != "contract" or not isinstance(price, int):
            return None
        for one in said.values():
            if one.stage == "change" and self.contract(one) is contract:
                more = one.parts.get("amount", 0)
                if one.currency != contract.currency or not isinstance(more, int):
                    return None
                price += more
        return price

    def _found(self, today: Line) -> Line:
        if today.stage == "contract":
            return today
        if not self._signed:
            return self._standing_in(today)
        number = today.parts.get("number")
        numbered = [one for one in self._signed if number and one.parts.get("number") == number]
        supplied = [one for one in numbered or self._signed if same(one, today)]
        found = supplied or numbered or self._signed
        before = [one for one in found if one.on <= today.on]
        return (before[-1:] or found)[0]

    def _standing_in(self, today: Line) -> Line:
        """Return the first of the lines about a contract that nobody published."""
        named = [one for one in self._later if same(one, today)]
        unnamed = [] if today.parts.get("supplier") else self._later
        return (named or unnamed or [today])[0]
