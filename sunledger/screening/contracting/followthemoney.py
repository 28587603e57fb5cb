"""Published lines as entities of FollowTheMoney, one JSON object a line.

Bodies, organisations, contracts, awards and payments; never private persons: a line that pays one
gives no entity, and is counted. Ids are digests of what makes the thing the same, so that two files
of two months fit together.

Source: the schemata PublicBody, Organization, Contract, ContractAward and Payment of the model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from sunledger.core.money import MINOR
from sunledger.screening.contracting.belonging import Belonging
from sunledger.screening.contracting.lines import Line
from sunledger.screening.contracting.parties import organisation, won
from sunledger.screening.contracting.processes import Process

Json = dict[str, Any]


class Graph:
    """Gives each entity once.

    `left_out` counts the lines that would have named a person, and those that name nobody.
    """

    def __init__(self, site: str, known: frozenset[str]) -> None:
        self.site, self.known = site, known
        self.left_out: Counter[str] = Counter()
        self._given: set[str] = set()

    def of_processes(self, processes: Iterable[Process]) -> Iterator[Json]:
        """Give contracts and awards, and whoever takes part in them."""
        for process in processes:
            belonging = Belonging(process)
            for line in process.today.values():
                if line.stage == "contract" or _alone(line, process):
                    yield from self._contract(line, belonging)

    def of_payments(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Json]:
        """Give payments to organisations; rows are those of the table of payments."""
        for row in rows:
            if not self._is_firm(row.get("payee")):
                continue
            payer = self._body(row["body"], row["body_name"])
            payee = self._organisation(row["payee"])
            yield from self._once(payer, payee)
            yield self._entity(
                "Payment",
                self._id("payment", row["code"]),
                payer=payer["id"],
                beneficiary=payee["id"],
                date=str(row["paid_on"]) if row.get("paid_on") else None,
                purpose=row.get("purpose"),
                **_money(row.get("amount"), row.get("currency") or "CNY"),
            )

    def _contract(self, line: Line, belonging: Belonging) -> Iterator[Json]:
        """Give a contract, who awarded it and who got it."""
        name = line.parts.get("supplier")
        body = self._body(line.unit, line.unit_name)
        contract = self._entity(
            "Contract",
            self._id("contract", line.code),
            title=line.parts["title"],
            authority=body["id"],
            contractDate=line.parts["on"],
            procedureNumber=line.parts.get("number"),
            **_money(line.parts.get("amount"), line.currency),
        )
        yield from self._once(body, contract)
        if not self._is_firm(name):
            return
        firm = self._organisation(str(name))
        yield from self._once(firm)
        yield self._entity(
            "ContractAward",
            self._id("award", line.code),
            contract=contract["id"],
            supplier=firm["id"],
            date=line.parts["on"],
            **_money(_in_the_end(line, belonging), line.currency),
        )

    def _is_firm(self, name: str | None) -> bool:
        """Whether an organisation is named; counts what is left out where none is."""
        if name not in self.known:
            self.left_out["persons" if name else "unnamed"] += 1
        return name in self.known

    def _body(self, code: str, name: str) -> Json:
        return self._entity("PublicBody", self._id("unit", code), name=name)

    def _organisation(self, name: str) -> Json:
        return self._entity("Organization", self._id("firm", organisation(name)), name=name)

    def _once(self, *entities: Json) -> Iterator[Json]:
        for one in entities:
            if one["id"] not in self._given:
                self._given.add(one["id"])
                yield one

    def _entity(self, schema: str, key: str, **said: Any) -> Json:
        # As the library would tidy them, so that nothing changes when it reads them.
        tidy = {name: " ".join(str(value).split()) for name, value in said.items() if value}
        properties = {name: [value] for name, value in tidy.items() if value}
        return {"id": key, "schema": schema, "properties": properties}

    def _id(self, kind: str, key: str) -> str:
        made = blake2b(f"{self.site}\n{kind}\n{key}".encode(), digest_size=16)
        return f"sunledger-{made.hexdigest()}"


def _alone(line: Line, process: Process) -> bool:
    """Whether a line is an award of which no contract was published."""
    signed = any(one.stage == "contract" for one in process.lines)
    return not signed and line.stage == "offers" and bool(won(line.parts.get("won")))


def _in_the_end(line: Line, belonging: Belonging) -> int | None:
    """Return what a contract came to: its final account where there is one, else its price."""
    settled = [
        one.parts.get("amount")
        for one in belonging.process.today.values()
        if one.stage == "settlement" and belonging.contract(one).code == line.code
    ]
    last = settled[-1] if settled else line.parts.get("amount")
    return last if isinstance(last, int) else None


def _money(minor: Any, currency: str) -> dict[str, str]:
    """Return an amount as the model writes it: a decimal number, and its currency beside it."""
    if not isinstance(minor, int):
        return {}
    amount = Decimal(minor).scaleb(-MINOR.get(currency, 2))
    return {"amount": f"{amount:f}", "currency": currency}
