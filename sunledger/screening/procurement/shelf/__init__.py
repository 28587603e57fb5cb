"""The screens of procurement, a file a subject."""

from sunledger.screening.procurement.shelf.cardinal import ELEVEN
from sunledger.screening.procurement.shelf.competition import COMPETITION
from sunledger.screening.procurement.shelf.contracts import CONTRACTS
from sunledger.screening.procurement.shelf.limits import LIMITS
from sunledger.screening.procurement.shelf.openness import OPENNESS
from sunledger.screening.procurement.shelf.parties import PARTIES
from sunledger.screening.procurement.shelf.prices import PRICES

ALL = tuple(
    sorted(
        (*ELEVEN, *LIMITS, *OPENNESS, *COMPETITION, *PRICES, *CONTRACTS, *PARTIES),
        key=lambda one: one.code,
    )
)
