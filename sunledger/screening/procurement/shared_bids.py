"""What several screens ask of bids: who bid in which place, what for, and who bids with whom.

Firms are numbered once, and compared by their numbers; a number stands where its name would stand
in the order of names. A place is what is judged by itself: a lot by its number, which is below
nothing, or a process without lots.
"""

OFTEN = 4  # processes of two firms that bid together

BIDS = {
    "firms": """
        SELECT who, row_number() OVER (ORDER BY who) AS firm FROM (
            SELECT who FROM bids WHERE who IS NOT NULL GROUP BY who
            UNION SELECT who FROM awards WHERE who IS NOT NULL GROUP BY who
            UNION SELECT bidders.id FROM bidders SEMI JOIN
                (SELECT bid FROM bids WHERE parties > 1) AS joint USING (bid)
                WHERE bidders.id IS NOT NULL
            UNION SELECT suppliers.id FROM suppliers SEMI JOIN
                (SELECT award FROM awards WHERE parties > 1) AS joint USING (award)
                WHERE suppliers.id IS NOT NULL
        ) AS named
    """,
    "lots": """
        SELECT process, lot, -row_number() OVER (ORDER BY process, lot) AS place FROM (
            SELECT process, $bid_lot AS lot FROM bids
            UNION SELECT process, $award_lot AS lot FROM awards
        ) AS named WHERE lot <> ''
    """,
    "submitted": """
        SELECT bids.bid, bids.process, coalesce(lots.place, bids.process) AS place, firms.firm,
            parties > 1 AS is_joint, status = 'valid' AS is_valid,
            status = 'disqualified' AS is_out, $bid_date AS moment,
            CASE WHEN currency IS NOT NULL THEN amount END AS amount,
            amount IS NOT NULL AND currency = $currency AS is_main
        FROM bids ANTI JOIN dropped ON dropped.process = bids.process
        LEFT JOIN lots ON lots.process = bids.process AND lots.lot = $bid_lot
        LEFT JOIN firms ON firms.who = bids.who
        WHERE bids.status IS NOT NULL AND bids.status NOT IN ('invited', 'withdrawn')
    """,
    "comparable": """
        SELECT submitted.* FROM submitted
        ANTI JOIN (SELECT process FROM cases WHERE NOT compared) AS other
            ON other.process = submitted.process
        WHERE amount IS NOT NULL
    """,
    "members": """
        SELECT submitted.bid, submitted.process, firms.firm AS id, is_valid, is_out, moment
        FROM submitted JOIN bidders USING (bid) JOIN firms ON firms.who = bidders.id
        WHERE is_joint
    """,
    "each": """
        SELECT bid, process, firm AS id, is_valid, is_out, moment FROM submitted
        WHERE NOT is_joint AND firm IS NOT NULL
        UNION ALL
        SELECT bid, process, id, is_valid, is_out, moment FROM members
    """,
    "outcomes": """
        SELECT cases.process, compared, active, opened, settled, bids, priced, out
        FROM cases
        LEFT JOIN (SELECT process, max(active > 0) AS active, max(open > 0) AS opened,
                max(active = 1 AND open = 0 AND winner IS NOT NULL AND $alone) AS settled
            FROM awarded GROUP BY process) AS ended USING (process)
        LEFT JOIN (SELECT process, count(*) AS bids, count(CASE WHEN is_out THEN 1 END) AS out,
                count(amount) AS priced
            FROM submitted GROUP BY process) AS offered USING (process)
    """,
    "entered": """
        SELECT DISTINCT process, firm FROM submitted WHERE firm IS NOT NULL
    """,
    "pairs": """
        SELECT one.firm * 4294967296 + other.firm AS pair, one.firm AS first,
            other.firm AS second, one.process
        FROM entered AS one JOIN entered AS other USING (process) WHERE one.firm < other.firm
    """,
    "often": f"""
        SELECT first, second FROM pairs GROUP BY first, second HAVING count(*) >= {OFTEN}
    """,  # noqa: S608 - a number of ours
    "paired": """
        SELECT one.firm AS first, other.firm AS second, process, winner
        FROM (SELECT process, entered.firm FROM entered SEMI JOIN often ON often.first = firm)
            AS one
        JOIN (SELECT process, entered.firm FROM entered SEMI JOIN often ON often.second = firm)
            AS other USING (process)
        JOIN (SELECT process, min(winner) AS winner FROM winners GROUP BY process
            HAVING count(*) = 1) AS won USING (process)
        SEMI JOIN often ON often.first = one.firm AND often.second = other.firm
    """,
    # The bids that awards name, and the awards that name any.
    "named": "$named",
    "naming": "$naming",
    # Of the winner's bids those count that the award names, where it names any; of several at the
    # second price the first is named.
    "offers": """
        SELECT min(comparable.process) AS subject, min(winner) AS winner,
            min(amount) FILTER (WHERE firm = winner) AS mine,
            min(amount) FILTER (WHERE firm <> winner) AS theirs,
            min_by(firm, (amount, comparable.bid)) FILTER (WHERE firm <> winner) AS other
        FROM comparable JOIN winners ON winners.place = comparable.place
        LEFT JOIN named ON named.award = winners.award AND named.bid = comparable.bid
        LEFT JOIN naming ON naming.award = winners.award
        WHERE is_valid AND is_main AND $alone AND firm IS NOT NULL
            AND (firm <> winner OR names IS NULL OR is_named)
        GROUP BY comparable.place
    """,
    "near": """
        WITH alike AS (
            SELECT bid, place, amount, currency FROM (
                SELECT bid, place, comparable.amount FROM comparable
                SEMI JOIN (SELECT place, amount FROM comparable
                    GROUP BY place, amount HAVING count(*) > 1) AS twice USING (place, amount)
                ) AS alike
            JOIN (SELECT bid, currency FROM bids) AS bids USING (bid)
        )
        SELECT bid, each.id, each.process, place, amount, currency
        FROM each JOIN (SELECT bid, place, amount, currency FROM alike
            SEMI JOIN (SELECT place, amount, currency FROM alike
                GROUP BY place, amount, currency HAVING count(*) > 1) AS twice
                USING (place, amount, currency)) AS alike USING (bid)
    """,
    # All who bid a price are one set exactly if each of them is in every bid of it.
    "odd": """
        SELECT process, place, amount, currency FROM (
            SELECT place, amount, currency, id, count(DISTINCT bid) AS mine FROM near
            GROUP BY place, amount, currency, id
        ) AS parties JOIN (
            SELECT min(process) AS process, place, amount, currency, count(DISTINCT bid) AS many
            FROM near GROUP BY place, amount, currency
        ) AS bids USING (place, amount, currency) WHERE mine < many
        GROUP BY process, place, amount, currency
    """,
}
