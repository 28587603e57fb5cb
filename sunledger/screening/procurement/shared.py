"""What several screens ask of the flat tables; each is asked once, and kept as a table.

`$…` is filled in from the settings. A consortium is one bidder by its `who`; Cardinal leaves
consortia out. A lot is judged by itself; Cardinal knows none. A bid that an award names is the
winning one; Cardinal goes by the supplier.
"""

import re
from collections.abc import Callable
from functools import cache

from sunledger.screening.procurement.screen import texts
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shared_awards import AWARDS
from sunledger.screening.procurement.shared_bids import BIDS, OFTEN
from sunledger.screening.procurement.shared_contacts import CONTACTS

__all__ = ["OFTEN", "SHARED", "VIEWS", "Filling", "filled", "names_in", "tables_in"]
SHARED = {
    "kept": """
        SELECT process, ocid, method, method_details, number_of_tenderers, start_at, start_says,
            end_at, end_says, "end" AS end_text, buyer, procuring_entity,
            $compared AS compared
        FROM processes
        WHERE status IS DISTINCT FROM 'cancelled' AND $included
    """,
    "dropped": """
        SELECT process FROM processes
        WHERE NOT (status IS DISTINCT FROM 'cancelled' AND $included)
    """,
    "cases": "SELECT process, compared FROM kept",
    "tendered": """
        SELECT process, buyer, method, category, amount, currency, start_at, end_at, date_at,
            title IS NULL AS is_untitled, coalesce(method IN ($direct), FALSE) AS is_direct,
            rationale IS NOT NULL AND trim(rationale) NOT IN ($nothing) AND $accepted AS has_ground
        FROM processes WHERE status IS DISTINCT FROM 'cancelled' AND $included
    """,
    **BIDS,
    **AWARDS,
    **CONTACTS,
}


# What is so little more than other tables that it is asked for again each time.
VIEWS = frozenset(
    {"kept", "tendered", "comparable", "each", "pairs", "sold", "supplied", "granted"}
)
_ASKED = re.compile(r"(?:FROM|JOIN)\s+(\w+)")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\$([a-z_]+)")


class Filling:
    """What settings say, put into statements."""

    def __init__(
        self, settings: Settings, currency: str, published: Callable[[], bool] = lambda: True
    ) -> None:
        self.values = _values(settings, currency)
        self.published = published  # whether there is a contract at all
        self.known: dict[str, str] = {}

    def filled(self, sql: str) -> str:
        """Return a statement with what the settings say."""
        if sql not in self.known:
            self.known[sql] = _NAME.sub(lambda found: self._value(found[1]), sql)
        return self.known[sql]

    def _value(self, name: str) -> str:
        if name == "published":
            return "TRUE" if self.published() else "FALSE"
        return self.values[name]

    def shared(self, name: str) -> str:
        """Return what several screens ask, by its name."""
        return self.filled(SHARED[name])


@cache
def tables_in(sql: str) -> frozenset[str]:
    """Return the tables that a statement asks."""
    return frozenset(_ASKED.findall(sql))


@cache
def words_in(sql: str) -> frozenset[str]:
    """Return the words of a statement, among which the columns are that it asks."""
    return frozenset(_WORD.findall(sql))


def names_in(sql: str) -> frozenset[str]:
    """Return the shared tables that a statement asks."""
    return tables_in(sql) & SHARED.keys()


def filled(sql: str, settings: Settings, currency: str) -> str:
    """Return a statement with what the settings say."""
    return Filling(settings, currency).filled(sql)


def _values(settings: Settings, currency: str) -> dict[str, str]:
    compared = "TRUE"
    if settings.price_comparison:
        compared = f"coalesce(method_details IN ({texts(settings.price_comparison)}), FALSE)"
    elif settings.no_price_comparison:
        details = texts(settings.no_price_comparison)
        compared = f"coalesce(method_details NOT IN ({details}), TRUE)"
    excluded = texts(settings.excluded)
    included = f"coalesce(method_details NOT IN ({excluded}), TRUE)"
    return _readings(plain=settings.compatible) | {
        "compared": compared,
        "included": included if settings.excluded else "TRUE",
        "currency": texts([currency]),
        "methods_with_bids": texts(settings.methods_with_bids),
        "any_method": "FALSE" if settings.methods_with_bids else "TRUE",
        "other_method": f"coalesce(method NOT IN ({texts(settings.methods_with_days)}), TRUE)"
        if settings.methods_with_days
        else "FALSE",
        "details_with_days": texts(settings.days_of),
        "digits": str(int(settings.digits)),
        "direct": texts(settings.direct),
        "accepted": f"rationale IN ({texts(settings.grounds)})" if settings.grounds else "TRUE",
        "nothing": texts(_NOTHING),
        "band": str(float(settings.band)),
        "listed": "TRUE" if settings.debarred else "FALSE",
        "window": str(int(settings.window_days) * 86_400_000_000),
        "firms_reached": str(int(settings.firms_reached)),
    }


def _readings(*, plain: bool) -> dict[str, str]:
    """Return what Cardinal reads in one way, and the standard in another."""
    return {
        "bid_lot": "''" if plain else "coalesce(bids.lot, '')",
        "award_lot": "''" if plain else "coalesce(awards.lot, '')",
        "bid_date": "bids.date" if plain else "bids.at",
        "alone": "NOT is_joint" if plain else "TRUE",
        "named": _NONE_NAMED if plain else _NAMED,
        "naming": _NONE_NAMING if plain else _NAMING,
        "no_instants": "start_says <> 'instant' OR end_says <> 'instant'" if plain else "FALSE",
        "reversed": "FALSE" if plain else f"{_END} < start_at",
        "ending": "end_text" if plain else _END,
        "no_end": "end_text IS NULL" if plain else "end_at IS NULL",
        "least": "bids" if plain else "processes",
        "bidding": "each" if plain else _BIDDING,
        "supplying": "supplied" if plain else _SUPPLYING,
    }


# What stands in a field of which nothing is known.
_NOTHING = [
    *("", "-", "--", "/", ".", "N/A", "n/a", "NA", "None", "none", "NONE", "Null", "null", "NULL"),
    *("无", "無", "暂无", "不详", "不适用", "未填写"),
]
# A day alone ends with its last moment.
_END = "CASE WHEN end_says = 'day' THEN end_at + 86399999999 ELSE end_at END"
_BIDDING = """
    (SELECT process, firm AS id, is_valid, is_out FROM submitted WHERE firm IS NOT NULL) AS bidding
"""
_SUPPLYING = """
    (SELECT process, firm AS id FROM given WHERE is_active AND firm IS NOT NULL) AS supplying
"""
_NAMED = """
    SELECT award, bid, TRUE AS is_named FROM award_bids JOIN bids
        ON bids.process = award_bids.process AND bids.id = award_bids.id
"""
_NONE_NAMED = "SELECT award, award AS bid, TRUE AS is_named FROM awards WHERE FALSE"
_NAMING = "SELECT DISTINCT award, TRUE AS names FROM award_bids"
_NONE_NAMING = "SELECT award, TRUE AS names FROM awards WHERE FALSE"
