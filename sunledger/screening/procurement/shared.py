"""What several screens ask of the flat tables; each is asked once, and kept as a table.

`$…` is filled in from the settings. A consortium is one bidder by its `who`; Cardinal leaves
consortia out. A lot is judged by itself; Cardinal knows none. A bid that an award names is the
winning one; Cardinal goes by the supplier.
"""

import re
from collections.abc import Callable

from sunledger.screening.procurement.screen import texts
from sunledger.screening.procurement.settings import Settings

OFTEN = 4  # processes of two firms that bid together

SHARED = {
    "kept": """
        SELECT process, ocid, method, method_details, number_of_tenderers, start_at, start_says,
            end_at, end_says, "end" AS end_text, buyer, procuring_entity,
            $compared AS compared
        FROM processes
        WHERE status IS DISTINCT FROM 'cancelled' AND $included
    """,
    "submitted": """
        SELECT bids.bid, process, bids.status, $bid_columns, amount, currency, who, parties,
            compared
        FROM bids JOIN kept USING (process)
        WHERE bids.status IS NOT NULL AND bids.status NOT IN ('invited', 'withdrawn')
    """,
    "comparable": """
        SELECT * FROM submitted WHERE compared AND amount IS NOT NULL AND currency IS NOT NULL
    """,
    "each": """
        SELECT bid, process, who AS id, status FROM submitted
        WHERE parties = 1 AND who IS NOT NULL
        UNION ALL
        SELECT bid, submitted.process, bidders.id, status FROM submitted JOIN bidders USING (bid)
        WHERE parties > 1 AND bidders.id IS NOT NULL
    """,
    "awarded": """
        SELECT process, $award_lot AS lot,
            count(*) FILTER (WHERE status = 'active') AS active,
            count(*) FILTER (WHERE status NOT IN ('active', 'cancelled', 'unsuccessful')) AS open,
            min(award) FILTER (WHERE status = 'active') AS award,
            any_value(who) FILTER (WHERE status = 'active') AS winner,
            any_value(parties) FILTER (WHERE status = 'active') AS parties
        FROM awards WHERE status IS NOT NULL GROUP BY process, $award_lot
    """,
    "decided": """
        SELECT process, max(active > 0) AS active, max(open > 0) AS opened FROM awarded
        GROUP BY process
    """,
    "supplied": """
        SELECT process, award, who AS id FROM awards
        WHERE status = 'active' AND parties = 1 AND who IS NOT NULL
        UNION ALL
        SELECT awards.process, award, suppliers.id FROM awards JOIN suppliers USING (award)
        WHERE status = 'active' AND parties > 1 AND suppliers.id IS NOT NULL
    """,
    "sold": """
        SELECT who, awards.process, award FROM awards SEMI JOIN kept USING (process)
        WHERE status = 'active' AND parties = 1 AND who IS NOT NULL
    """,
    "winners": """
        SELECT process, lot, winner, award FROM awarded
        WHERE active = 1 AND open = 0 AND winner IS NOT NULL AND parties $one
    """,
    "tendered": """
        SELECT process, buyer, method, category, amount, currency, start_at, end_at, date_at,
            title IS NULL AS is_untitled, coalesce(method IN ($direct), FALSE) AS is_direct,
            rationale IS NOT NULL AND trim(rationale) <> '' AND $accepted AS has_ground
        FROM processes SEMI JOIN kept USING (process)
    """,
    "granted": """
        SELECT award, awards.process, who, amount, currency, awards.at AS moment,
            TRY_CAST(round(amount * 100) AS DECIMAL(30, 0)) AS cents
        FROM awards SEMI JOIN kept USING (process) WHERE status = 'active'
    """,
    # What was bought from whom, when, with the threshold of its law on that day.
    "bought": """
        SELECT granted.*, tendered.buyer, tendered.category, tendered.is_direct,
            tendered.has_ground, coalesce(moment, start_at, date_at) AS day, threshold
        FROM granted JOIN tendered USING (process)
        LEFT JOIN (SELECT award, min(law.amount) AS threshold
            FROM (SELECT award, granted.currency, category,
                    coalesce(moment, start_at, date_at) AS day
                FROM granted JOIN tendered USING (process)
                SEMI JOIN thresholds ON thresholds.currency = granted.currency) AS dated
            JOIN thresholds AS law ON law.currency = dated.currency
            WHERE (law.category = '' OR law.category = dated.category)
                AND day >= law.since AND day < law.until
            GROUP BY award) AS law USING (award)
    """,
    # How the parties are reached who share a telephone, an address or an email with another one of
    # their process: by the digits, the letters, so that spaces and signs hide nothing. Most share
    # with nobody anywhere, and are left out first.
    "reached": """
        WITH known AS (
            SELECT DISTINCT id, telephone, email, locality, street FROM parties
            WHERE id IS NOT NULL
        ), ways AS ($known_contacts), sharing AS (
            SELECT DISTINCT id FROM ways SEMI JOIN (SELECT kind, contact FROM ways
                GROUP BY kind, contact HAVING min(id) <> max(id)) AS shared USING (kind, contact)
        ), few AS (
            SELECT process, id, telephone, email, locality, street
            FROM parties SEMI JOIN sharing USING (id)
        ), contacts AS ($few_contacts), twice AS (
            SELECT process, kind, contact FROM contacts
            GROUP BY process, kind, contact HAVING count(*) > 1 AND length(contact) >= 6
        )
        SELECT DISTINCT process, id, kind, contact FROM contacts
        SEMI JOIN twice USING (process, kind, contact)
    """,
    "reachable": """
        SELECT process, greatest(count(telephone), count(email), count(street)) AS many
        FROM parties GROUP BY process
    """,
    "firms": """
        SELECT who, row_number() OVER (ORDER BY who) AS firm
        FROM (SELECT DISTINCT who FROM submitted WHERE who IS NOT NULL) AS named
    """,
    "pairs": """
        WITH names AS (SELECT DISTINCT process, firm FROM submitted JOIN firms USING (who))
        SELECT one.firm * 4294967296 + other.firm AS pair, one.firm AS first,
            other.firm AS second, one.process
        FROM names AS one JOIN names AS other USING (process) WHERE one.firm < other.firm
    """,
    "paired": f"""
        SELECT one.who AS one, other.who AS other, process, winner FROM pairs
        SEMI JOIN (SELECT pair FROM pairs GROUP BY pair HAVING count(*) >= {OFTEN}) AS often
            USING (pair)
        JOIN firms AS one ON one.firm = first JOIN firms AS other ON other.firm = second
        JOIN (SELECT process, any_value(winner) AS winner FROM winners GROUP BY process
            HAVING count(*) = 1) AS won USING (process)
    """,  # noqa: S608 - a number of ours
    "fulfilled": """
        SELECT contract, contracts.process, contracts.id, contracts.amount, contracts.currency,
            signed_at, granted.amount AS awarded, granted.currency AS awarded_in,
            granted.moment AS awarded_at
        FROM contracts SEMI JOIN kept USING (process)
        LEFT JOIN (SELECT awards.id, granted.* FROM granted JOIN awards USING (award)) AS granted
            ON granted.process = contracts.process AND granted.id = contracts.award_id
        WHERE coalesce(contracts.status, 'active') <> 'cancelled'
    """,
    # Of several at the second price the first is named.
    "offers": """
        SELECT process AS subject, lot, any_value(winner) AS winner,
            min(amount) FILTER (WHERE who = winner) AS mine,
            min(amount) FILTER (WHERE who <> winner) AS theirs,
            min_by(who, (amount, comparable.bid)) FILTER (WHERE who <> winner) AS other
        FROM comparable JOIN winners USING (process, lot) $chosen
        WHERE status = 'valid' AND parties $one AND who IS NOT NULL AND currency = $currency
            AND $bid_counts
        GROUP BY process, lot
    """,
    "near": """
        SELECT bid, each.id, process, lot, amount, currency
        FROM each JOIN comparable USING (bid, process)
        JOIN (SELECT process, lot, amount, currency FROM comparable
            GROUP BY process, lot, amount, currency HAVING count(*) > 1) AS twice
            USING (process, lot, amount, currency)
    """,
    # All who bid a price are one set exactly if each of them is in every bid of it.
    "odd": """
        SELECT DISTINCT process, lot, amount, currency FROM (
            SELECT process, lot, amount, currency, id, count(DISTINCT bid) AS mine FROM near
            GROUP BY process, lot, amount, currency, id
        ) AS parties JOIN (
            SELECT process, lot, amount, currency, count(DISTINCT bid) AS many FROM near
            GROUP BY process, lot, amount, currency
        ) AS bids USING (process, lot, amount, currency) WHERE mine < many
    """,
}


# What is so little more than another table that it is asked for again each time.
VIEWS = frozenset({"comparable"})
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


def filled(sql: str, settings: Settings, currency: str) -> str:
    """Return a statement with what the settings say."""
    return Filling(settings, currency).filled(sql)


def _values(settings: Settings, currency: str) -> dict[str, str]:
    plain = settings.compatible
    compared = "TRUE"
    if settings.price_comparison:
        compared = f"coalesce(method_details IN ({texts(settings.price_comparison)}), FALSE)"
    elif settings.no_price_comparison:
        details = texts(settings.no_price_comparison)
        compared = f"coalesce(method_details NOT IN ({details}), TRUE)"
    excluded = texts(settings.excluded)
    included = f"coalesce(method_details NOT IN ({excluded}), TRUE)"
    return {
        "compared": compared,
        "included": included if settings.excluded else "TRUE",
        "bid_columns": "date AS written, '' AS lot"
        if plain
        else "bids.at AS moment, bids.id, coalesce(bids.lot, '') AS lot",
        "award_lot": "''" if plain else "coalesce(lot, '')",
        "one": "= 1" if plain else ">= 1",
        "chosen": "" if plain else _CHOSEN,
        "bid_counts": "TRUE" if plain else _COUNTS,
        "currency": texts([currency]),
        "methods_with_bids": texts(settings.methods_with_bids),
        "any_method": "FALSE" if settings.methods_with_bids else "TRUE",
        "other_method": f"coalesce(method NOT IN ({texts(settings.methods_with_days)}), TRUE)"
        if settings.methods_with_days
        else "FALSE",
        "no_instants": "start_says <> 'instant' OR end_says <> 'instant'" if plain else "FALSE",
        "late": "written > end_text" if plain else f"moment > {_END}",
        "no_end": "end_text IS NULL" if plain else "end_at IS NULL",
        "bid_date": "written" if plain else "moment",
        "least": "bids" if plain else "processes",
        "bidding": "each" if plain else _BIDDING,
        "supplying": "supplied" if plain else _SUPPLYING,
        "details_with_days": texts(settings.days_of),
        "digits": str(int(settings.digits)),
        "direct": texts(settings.direct),
        "accepted": f"rationale IN ({texts(settings.grounds)})" if settings.grounds else "TRUE",
        "band": str(float(settings.band)),
        "window": str(int(settings.window_days) * 86_400_000_000),
        "known_contacts": _contacts("id", "known"),
        "few_contacts": _contacts("process, id", "few"),
    }


def _contacts(columns: str, table: str) -> str:
    """Return how parties are reached, a row each way, by what identifies a way."""
    ways = {
        "telephone": ("telephone", "translate(telephone, ' -+()./', '')"),
        "email": ("email", "lower(trim(email))"),
        "address": ("street", "lower(replace(coalesce(locality, '') || street, ' ', ''))"),
    }
    return " UNION ALL ".join(
        f"SELECT {columns}, '{kind}' AS kind, {contact} AS contact FROM {table}"  # noqa: S608 - ours
        f" WHERE {column} IS NOT NULL"
        for kind, (column, contact) in ways.items()
    )


# A day alone ends with its last moment.
_END = "CASE WHEN end_says = 'day' THEN end_at + 86399999999 ELSE end_at END"
_BIDDING = "(SELECT process, who AS id, status FROM submitted WHERE who IS NOT NULL) AS bidding"
_SUPPLYING = """
    (SELECT process, who AS id FROM awards WHERE status = 'active' AND who IS NOT NULL) AS supplying
"""
# Of the winner's bids those count that the award names, where it names any.
_CHOSEN = """
    LEFT JOIN (SELECT award, id AS named, TRUE AS is_named FROM award_bids) AS named
        ON named.award = winners.award AND named.named = comparable.id
    LEFT JOIN (SELECT DISTINCT award, TRUE AS names FROM award_bids) AS naming
        ON naming.award = winners.award
"""
_COUNTS = "(who <> winner OR names IS NULL OR is_named)"
