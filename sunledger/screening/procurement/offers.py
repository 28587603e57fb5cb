"""What the awards and the bids of some processes say, as Cardinal reads them.

Some processes are gone through together, a loop for each thing that is asked, with what was found
in lists beside each other: in Python a call and an object for every bid take longer than the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunledger.screening.ocds.wanted import Bid, Item, Organisation, Release, Tender
    from sunledger.screening.procurement.tallies import Bidders

# What a bid is by its status: not submitted, valid, disqualified, submitted otherwise.
NONE, VALID, OUT, OTHER = range(4)
BIDS = {None: NONE, "invited": NONE, "withdrawn": NONE, "valid": VALID, "disqualified": OUT}
# What an award is by its status: nothing, active, over, still open.
ACTIVE, OVER, OPEN = 1, 2, 3
AWARDS = {None: NONE, "active": ACTIVE, "cancelled": OVER, "unsuccessful": OVER}


class Meanings(dict[str | None, int]):
    """What codes mean; any other one is a bid submitted otherwise, or an award still open."""

    def __missing__(self, code: str | None) -> int:
        self[code] = found = 3
        return found

    def meet(self, codes: Iterable[str | None]) -> None:
        """Note codes that nobody asks for."""
        for code in codes:
            self[code]


class Some:
    """Some processes; every list has an entry for each."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.releases: list[Release] = []
        self.tenders: list[Tender] = []
        self.bids: list[Sequence[Bid]] = []
        # What the awards decide.
        self.active: list[int] = []
        self.is_open: list[bool] = []
        self.suppliers: list[list[int]] = []  # of active awards
        self.winners: list[int | None] = []  # the one supplier of the one active award
        # The submitted bids: what each is, and who hands it in alone.
        self.offers: list[list[tuple[Bid, int, int | None]]] = []
        # Who hands in alone what is valid or disqualified; the dates of the suppliers' valid bids.
        self.valid: list[list[int]] = []
        self.rejected: list[list[int]] = []
        self.dates: list[list[str]] = []
        # Bids of several, each with its ids, by the place of the process in these lists.
        self.joint: dict[int, list[tuple[Bid, int, list[int]]]] = {}

    def take_awards(self, meanings: Meanings, bidders: Bidders, digits: int) -> None:
        """Take in what the awards decide, and what is sold by them."""
        sold: list[tuple[int, int, Sequence[Item]]] = []
        for number, release in zip(self.numbers, self.releases, strict=True):
            active = 0
            is_open = False
            known: list[int] = []
            winner = None
            for award in release.awards or ():
                meaning = meanings[award.status]
                if meaning == ACTIVE:
                    active += 1
                    winner = None
                    suppliers = award.suppliers or ()
                    if len(suppliers) != 1:
                        known += _ids(suppliers, bidders)
                    elif (written := suppliers[0].id) is not None:
                        winner = bidders[written]
                        known.append(winner)
                        if award.items:
                            sold.append((winner, number, award.items))
                elif meaning == OPEN:
                    is_open = True
            self.active.append(active)
            self.suppliers.append(known)
            self.is_open.append(is_open)
            self.winners.append(winner if active == 1 and not is_open else None)
        bidders.sell(sold, digits)

    def take_bids(self, meanings: Meanings, bidders: Bidders) -> None:
        """Take in who hands in which bids."""
        submitted = bidders.submitted
        for bids, suppliers in zip(self.bids, self.suppliers, strict=True):
            offers: list[tuple[Bid, int, int | None]] = []
            valid: list[int] = []
            rejected: list[int] = []
            dates: list[str] = []
            for bid in bids:
                if kind := meanings[bid.status]:
                    who = None
                    if (tenderers := bid.tenderers) and len(tenderers) > 1:
                        self._join(bid, kind, tenderers, bidders)
                    elif tenderers and (written := tenderers[0].id) is not None:
                        who = bidders[written]
                        submitted[who] += 1
                        if kind == VALID:
                            valid.append(who)
                            if who in suppliers and bid.date is not None:
                                dates.append(bid.date)
                        elif kind == OUT:
                            rejected.append(who)
                    offers.append((bid, kind, who))
            self.offers.append(offers)
            self.valid.append(valid)
            self.rejected.append(rejected)
            self.dates.append(dates)

    def _join(
        self, bid: Bid, kind: int, tenderers: Sequence[Organisation], bidders: Bidders
    ) -> None:
        """Take in a bid of several."""
        known = _ids(tenderers, bidders)
        self.joint.setdefault(len(self.offers), []).append((bid, kind, known))
        for party in known:
            bidders.submitted[party] += 1
            if kind == OUT:
                bidders.out[party] += 1

    def count(self, bidders: Bidders) -> None:
        """Count who won against whom, and whose bids were disqualified."""
        tried, won, out = bidders.tried, bidders.won, bidders.out
        for winner, valid in zip(self.winners, self.valid, strict=True):
            if winner is not None:
                for party in set(valid):
                    tried[party] += 1
                if winner in valid:
                    won[winner] += 1
        for rejected in self.rejected:
            for party in rejected:
                out[party] += 1

    def all_of(self, kind: int, place: int) -> set[int]:
        """Return all who take part in the valid or the disqualified bids of a process."""
        alone = (self.valid if kind == VALID else self.rejected)[place]
        joint = self.joint.get(place, ())
        return set(alone).union(*(known for _, other, known in joint if other == kind))


def _ids(organisations: Sequence[Organisation], bidders: Bidders) -> list[int]:
    """Return who organisations are that have an id."""
    return [bidders[one.id] for one in organisations if one.id is not None]
