"""The eleven indicators as Cardinal computes them, on the releases themselves.

What `shelf.cardinal` asks of tables in SQL stands here once more, because making the tables takes
longer than reading the file and judging it. Both give the same facts, row for row; the tests hold
them against each other, and against a third, slow reading of the rules.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.ocds.narrow import nothing
from sunledger.screening.ocds.tables import ELEVEN
from sunledger.screening.procurement.answers import Answers
from sunledger.screening.procurement.offers import AWARDS, BIDS, OUT, VALID, Meanings, Some
from sunledger.screening.procurement.tallies import Bidders, Buyers

if TYPE_CHECKING:
    from sunledger.screening.ocds.wanted import Bid, Release
    from sunledger.screening.procurement.settings import Settings

_DAY = 86_400_000_000.0
_MANY = 1 << 16  # dates that are remembered at a time
_NOTHING = nothing(ELEVEN)
Offer = tuple[float, int | None]  # an amount, and who offers it alone


class _Instants(dict[str | None, int | None]):
    """The instants that dates with a time and a zone name; Cardinal passes over the others."""

    def __missing__(self, text: str | None) -> int | None:
        if len(self) >= _MANY:
            self.clear()
        instant = read_instant(text) if text else None
        found = self[text] = instant.at if instant and instant.says == "instant" else None
        return found


class Processes:
    """The processes that were judged so far, and what they say of parties."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.currency: str | None = settings.currency or None
        self.number = 0
        self.instants = _Instants()
        self.bidders, self.buyers, self.entities = Bidders(), Buyers(), Buyers()
        self.bids, self.awards = Meanings(BIDS), Meanings(AWARDS)
        self.statuses: set[str | None] = set()
        self.methods: set[str | None] = set()
        self.answers: defaultdict[str, Answers] = defaultdict(Answers)
        self.keys: list[str | None] = []  # beside the figures of R003
        self.winners = array("q")  # beside the figures of R024
        self.others = array("q")
        self.alike: set[int] = set()  # R028: who bid the same price as others

    def add(self, releases: Sequence[Release]) -> None:
        """Judge processes, each given by its compiled release."""
        some = self._kept(releases)
        self.number += len(releases)
        self._days(some)
        self._bidders(some)
        some.take_awards(self.awards, self.bidders, int(self.settings.digits))
        some.take_bids(self.bids, self.bidders)
        self._disqualified(some)
        self._late(some)
        self._alone(some)
        self._prices(some)
        some.count(self.bidders)

    def _kept(self, releases: Sequence[Release]) -> Some:
        """Return the processes that count."""
        excluded = self.settings.excluded
        some = Some()
        tenders = [one.tender or _NOTHING.tender for one in releases]
        self.statuses.update([one.status for one in tenders])
        self.methods.update([one.procurement_method for one in tenders])
        for number, (release, tender) in enumerate(
            zip(releases, tenders, strict=True), self.number
        ):
            bids = (release.bids.details if release.bids is not None else None) or ()
            if self.currency is None:
                self._find_currency(bids)
            if tender.status == "cancelled" or tender.procurement_method_details in excluded:
                self.bids.meet([one.status for one in bids])
                self.awards.meet([one.status for one in release.awards or ()])
            else:
                some.numbers.append(number)
                some.releases.append(release)
                some.tenders.append(tender)
                some.bids.append(bids)
        return some

    def _find_currency(self, bids: Iterable[Bid]) -> None:
        """Compare in the first currency that is met."""
        for bid in bids:
            value = bid.value
            if value is not None and value.amount is not None and value.currency is not None:
                self.currency = value.currency
                return

    def _days(self, some: Some) -> None:
        """R003: a short time for bids."""
        only, days_of = self.settings.methods_with_days, self.settings.days_of
        answers = self.answers["R003"]
        instants = self.instants
        periods = [one.tender_period or _NOTHING.period for one in some.tenders]
        for number, tender, period in zip(some.numbers, some.tenders, periods, strict=True):
            start, end = instants[period.start_date], instants[period.end_date]
            if only and tender.procurement_method not in only:
                answers.leave(number, "not_competitive")
            elif start is None or end is None:
                answers.leave(number, "no_period")
            else:
                answers.subjects.append(number)
                answers.figures.append(int((end - start) / _DAY))
                details = tender.procurement_method_details
                self.keys.append(details if details in days_of else None)

    def _bidders(self, some: Some) -> None:
        """R018: a single bid."""
        only, answers = self.settings.methods_with_bids, self.answers["R018"]
        for number, tender in zip(some.numbers, some.tenders, strict=True):
            if only and (method := tender.procurement_method) not in only:
                answers.leave(number, "no_method" if method is None else "not_competitive")
            elif tender.number_of_tenderers is None:
                answers.leave(number, "no_number")
            else:
                answers.subjects.append(number)
                answers.figures.append(tender.number_of_tenderers)

    def _disqualified(self, some: Some) -> None:
        """R038: buyers that disqualify many bids."""
        for release, tender, offers in zip(some.releases, some.tenders, some.offers, strict=True):
            if offers:
                out = [kind for _, kind, _ in offers].count(OUT)
                if release.buyer is not None and release.buyer.id is not None:
                    self.buyers.add(release.buyer.id, len(offers), out)
                entity = tender.procuring_entity
                if entity is not None and entity.id is not None:
                    self.entities.add(entity.id, len(offers), out)

    def _late(self, some: Some) -> None:
        """R030: a late bid won."""
        answers = self.answers["R030"]
        asked = zip(some.numbers, some.tenders, some.suppliers, some.dates, strict=True)
        for place, (number, tender, suppliers, dates) in enumerate(asked):
            if not suppliers:
                answers.leave(number, "no_award")
                continue
            end = (tender.tender_period or _NOTHING.period).end_date
            for bid, kind, known in some.joint.get(place, ()):
                wins = kind == VALID and not set(known).isdisjoint(suppliers)
                if wins and bid.date is not None:
                    dates.append(bid.date)
            if end is None or not dates:
                answers.leave(number, "no_bids" if end is not None else "no_period")
            else:
                answers.subjects.append(number)
                answers.figures.append(max(dates) > end)

    def _alone(self, some: Some) -> None:
        """R035: all but the winner disqualified."""
        answers = self.answers["R035"]
        asked = zip(some.numbers, some.is_open, some.suppliers, some.offers, strict=True)
        for place, (number, is_open, suppliers, offers) in enumerate(asked):
            if is_open or not suppliers:
                answers.leave(number, "open_award" if is_open else "no_award")
            elif not offers:
                answers.leave(number, "no_bids")
            else:
                out = 0
                if _may_be_lone(some, place):
                    winner = some.all_of(VALID, place)
                    if len(winner) == 1 and winner == set(suppliers):
                        out = len(some.all_of(OUT, place) - winner)
                answers.subjects.append(number)
                answers.figures.append(out)

    def _prices(self, some: Some) -> None:
        """Judge what depends on prices."""
        lowest, alike = self.answers["R036"], self.answers["R028"]
        chosen = self.settings.price_comparison or self.settings.no_price_comparison
        asked = zip(some.numbers, some.tenders, some.winners, some.active, strict=True)
        for place, (number, tender, winner, active) in enumerate(asked):
            if chosen and not self._is_compared(tender.procurement_method_details):
                for code in ("R024", "R028", "R036"):
                    self.answers[code].leave(number, "not_compared")
                continue
            amounts, low, valid = _priced(some.offers[place], self.currency)
            if len(amounts) < 2:
                alike.leave(number, "one_bidder" if amounts else "no_bids")
            else:
                alike.subjects.append(number)
                alike.figures.append(self._same(amounts, some, place))
            if active and valid:
                lowest.subjects.append(number)
                lowest.figures.append(low == OUT)
            else:
                lowest.leave(number, "no_price" if active else "no_award")
            if winner is None:
                self.answers["R024"].leave(number, "several_awards" if active else "no_award")
            else:
                self._second(number, valid, winner)

    def _is_compared(self, details: str | None) -> bool:
        """Whether the method is one in which prices are compared."""
        if self.settings.price_comparison:
            return details in self.settings.price_comparison
        return details not in self.settings.no_price_comparison

    def _same(self, amounts: list[float], some: Some, place: int) -> int:
        """R028: the same price twice."""
        if len(set(amounts)) == len(amounts):
            return 0
        alike = _alike(some, place)
        self.alike |= alike
        return 1 if alike else 0

    def _second(self, number: int, valid: Iterable[Offer], winner: int) -> None:
        """R024 and R058: how far the second price is from the winning one."""
        won = second = None
        other = -1
        for amount, who in valid:
            if who == winner:
                if won is None or amount < won:
                    won = amount
            elif who is not None and (second is None or amount < second):
                second, other = amount, who
        answers = self.answers["R024"]
        if won is None or second is None:
            answers.leave(number, "no_price")
        elif second >= won > 0:
            answers.subjects.append(number)
            answers.figures.append((second - won) / won)
            self.winners.append(winner)
            self.others.append(other)
        else:
            answers.leave(number, "not_lowest")


def _may_be_lone(some: Some, place: int) -> bool:
    """Whether it may be that one alone has valid bids and others were disqualified."""
    valid = some.valid[place]
    return bool(some.joint or (some.rejected[place] and valid and valid[0] == valid[-1]))


def _priced(
    offers: Iterable[tuple[Bid, int, int | None]], currency: str | None
) -> tuple[list[float], int, list[Offer]]:
    """Return the amounts in any currency, what the lowest bid is, and the valid offers."""
    amounts: list[float] = []
    valid: list[Offer] = []
    low, lowest = 0, 0.0
    for bid, kind, who in offers:
        if (value := bid.value) is not None:
            amount, written = value.amount, value.currency
            if amount is None or written is None:
                continue
            amounts.append(amount)
            if written == currency:
                if not low or amount < lowest:
                    low, lowest = kind, amount
                if kind == VALID:
                    valid.append((amount, who))
    return amounts, low, valid


def _alike(some: Some, place: int) -> set[int]:
    """Return who bid a price that others bid too; whoever bids it twice is no other."""
    groups: dict[tuple[float | None, str | None], list[set[int]]] = {}
    joint = {id(bid): known for bid, _, known in some.joint.get(place, ())}
    for bid, _, who in some.offers[place]:
        known = set(joint.get(id(bid), ())) if who is None else {who}
        if known and bid.value is not None:
            groups.setdefault((bid.value.amount, bid.value.currency), []).append(known)
    odd = [
        given
        for price, given in groups.items()
        if None not in price and any(one != given[0] for one in given)
    ]
    return {party for given in odd for known in given for party in known}
