"""To which contract and to which award of its process a line belongs.

A sheet of changes or of final accounts names a contract by its number, by its supplier, or not at
all; and a contract is often published by a body that never published who offered. What nobody
published is stood in for by the first line that needs it, so that no id leads nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import supplier_key, won
from sunledger.screening.contracting.processes import Process, latest

_Named = dict[str, list[Line]]


class Belonging:
    """Knows the contract and the award of each line of a process, as the lines stand today.

    One title may stand over thousands of lines, so each is found by a name and not by going round.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        today = sorted(process.today.values(), key=lambda one: one.order)
        self._signed = [one for one in today if one.stage == "contract"]
        self._numbered = _by(self._signed, _number)
        self._supplied = _by(self._signed, supplier_key)
        self._later = [one for one in today if one.stage in ("change", "settlement")]
        self._later_supplied = _by(self._later, supplier_key)
        offers = [one for one in today if one.stage == "offers"]
        self._winners = _by([one for one in offers if won(one.parts.get("won"))], supplier_key)
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
        return (self._winners.get(supplier_key(contract)) or [contract])[0]

    def price_then(self, line: Line) -> int | None:
        """Return what the contract came to when a line was said: its price and its changes."""
        contract = self.contract(line)
        about = self._about[contract.code]
        said = latest(one for one in about if one.told <= line.told)
        price = said[contract.code].parts.get("amount") if contract.code in said else None
        if contract.stage != "contract" or not isinstance(price, int):
            return None
        for one in said.values():
            if one.stage == "change":
                more = one.parts.get("amount", 0)
                if one.currency != contract.currency or not isinstance(more, int):
                    return None
                price += more
        return price

    @cached_property
    def _about(self) -> _Named:
        """Return the contract and its changes, with what they said before, by the contract."""
        found: _Named = defaultdict(list)
        for one in self.process.lines:
            if one.stage in ("contract", "change"):
                found[self.contract(one).code].append(one)
        return found

    def _found(self, today: Line) -> Line:
        if today.stage == "contract":
            return today
        if not self._signed:
            return self._standing_in(today)
        key = supplier_key(today)
        numbered = self._numbered.get(_number(today), [])
        supplied = [one for one in numbered if supplier_key(one) == key]
        found = supplied or numbered or self._supplied.get(key) or self._signed
        return found[max(bisect_right(found, today.on, key=lambda one: one.on) - 1, 0)]

    def _standing_in(self, today: Line) -> Line:
        """Return the first of the lines about a contract that nobody published."""
        named = self._later_supplied.get(supplier_key(today))
        unnamed = [] if today.parts.get("supplier") else self._later
        return (named or unnamed or [today])[0]


def _number(line: Line) -> str:
    return line.parts.get("number") or ""


def _by(lines: list[Line], name: Callable[[Line], str]) -> _Named:
    """Return the lines by a name, in their order; those without one are left out."""
    found: _Named = defaultdict(list)
    for line in lines:
        if named := name(line):
            found[named].append(line)
    return found
