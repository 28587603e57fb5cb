"""What several screens ask of awards and contracts: who won what, for how much, and what became."""

AWARDS = {
    # Awards by numbers alone; firms and places as in `shared_bids`.
    "given": """
        SELECT award, awards.process, coalesce(lots.place, awards.process) AS place, firms.firm,
            parties > 1 AS is_joint, status = 'active' AS is_active,
            status NOT IN ('active', 'cancelled', 'unsuccessful') AS is_open
        FROM awards ANTI JOIN dropped ON dropped.process = awards.process
        LEFT JOIN lots ON lots.process = awards.process AND lots.lot = $award_lot
        LEFT JOIN firms ON firms.who = awards.who
        WHERE status IS NOT NULL
    """,
    "awarded": """
        SELECT place, min(process) AS process, count(CASE WHEN is_active THEN 1 END) AS active,
            count(CASE WHEN is_open THEN 1 END) AS open,
            min(CASE WHEN is_active THEN award END) AS award,
            min(CASE WHEN is_active THEN firm END) AS winner,
            max(is_active AND is_joint) AS is_joint
        FROM given GROUP BY place
    """,
    "winners": """
        SELECT place, process, winner, award FROM awarded
        WHERE active = 1 AND open = 0 AND winner IS NOT NULL AND $alone
    """,
    "partners": """
        SELECT given.process, award, firms.firm AS id
        FROM given JOIN suppliers USING (award) JOIN firms ON firms.who = suppliers.id
        WHERE is_active AND is_joint
    """,
    "sold": """
        SELECT firm, process, award FROM given
        WHERE is_active AND NOT is_joint AND firm IS NOT NULL
    """,
    "supplied": """
        SELECT process, award, firm AS id FROM sold
        UNION ALL
        SELECT process, award, id FROM partners
    """,
    "won": "SELECT DISTINCT process, TRUE AS won FROM supplied",
    # Also of processes that do not count.
    "granted": """
        SELECT award, awards.process, awards.id, who, amount, currency, awards.at AS moment,
            TRY_CAST(round(amount * 100) AS DECIMAL(30, 0)) AS cents
        FROM awards WHERE status = 'active'
    """,
    # What was bought from whom, when, with the threshold of its law on that day.
    "bought": """
        WITH dated AS (
            SELECT award, granted.process, who, granted.amount, granted.currency, cents,
                tendered.buyer, tendered.category, tendered.is_direct,
                coalesce(tendered.method = 'open', FALSE) AS is_open,
                moment AS awarded_at, coalesce(moment, start_at, date_at) AS day
            FROM granted JOIN tendered USING (process)
        )
        SELECT dated.*, threshold FROM dated
        LEFT JOIN (SELECT award, min(law.amount) AS threshold
            FROM dated JOIN thresholds AS law ON law.currency = dated.currency
            WHERE (law.category = '' OR law.category = dated.category)
                AND day >= law.since AND day < law.until
            GROUP BY award) AS law USING (award)
    """,
    # What became of the contracts of each process, beside its active awards; of cancelled contracts
    # only that they are there. Several contracts of one award are one, with the sum; one that names
    # no award is that of the only one. Shares are rounded, so that a tenth is a tenth.
    "signed": """
        WITH lone AS (
            SELECT process, min(id) AS id FROM granted
            SEMI JOIN (SELECT process FROM contracts WHERE award_id IS NULL) AS nameless
                USING (process)
            GROUP BY process HAVING count(*) = 1
        ), several AS (
            SELECT process FROM contracts GROUP BY process HAVING count(*) > 1
        ), amended AS (
            SELECT DISTINCT number AS contract, TRUE AS changed FROM amendments
            WHERE amendments.of = 'contract'
        ), agreed AS (
            SELECT contract, contracts.process, coalesce(award_id, lone.id) AS award_id, amount,
                currency, signed_at, changed,
                coalesce(status, 'active') <> 'cancelled' AS is_there
            FROM contracts ANTI JOIN several ON several.process = contracts.process
            LEFT JOIN lone ON lone.process = contracts.process
            LEFT JOIN amended USING (contract)
            UNION ALL
            SELECT min(contract), process, award_id, CASE WHEN count(*) = 1 THEN max(amount)
                    WHEN count(*) = count(amount) THEN CAST(sum(TRY_CAST(round(amount * 100)
                        AS DECIMAL(30, 0))) AS DOUBLE) / 100 END,
                CASE WHEN min(currency) = max(currency) AND count(*) = count(currency)
                    THEN min(currency) END,
                max(signed_at), max(changed), is_there
            FROM (SELECT contract, contracts.process, coalesce(award_id, lone.id) AS award_id,
                    amount, currency, signed_at, changed,
                    coalesce(status, 'active') <> 'cancelled' AS is_there
                FROM contracts SEMI JOIN several ON several.process = contracts.process
                LEFT JOIN lone ON lone.process = contracts.process
                LEFT JOIN amended USING (contract)) AS each
            GROUP BY process, award_id, is_there
        )
        SELECT cases.process, is_signed, awards, lacking, mixed, apart, days, rise FROM cases
        LEFT JOIN (SELECT process, max(coalesce(status, 'active') <> 'cancelled') AS is_signed
            FROM contracts GROUP BY process) AS published USING (process)
        LEFT JOIN (SELECT process, count(*) AS awards,
                count(CASE WHEN contract IS NULL THEN 1 END) AS lacking,
                max(is_there AND currency IS DISTINCT FROM awarded_in AND amount IS NOT NULL
                    AND awarded IS NOT NULL) AS mixed,
                max(round(CASE WHEN is_alike THEN abs(amount - awarded) / awarded END
                    * 1000000000) / 1000000000) AS apart,
                max(CASE WHEN is_there THEN floor(signed_at / 86400000000)
                    - floor(moment / 86400000000) END) AS days,
                max(round(CASE WHEN is_alike AND changed THEN (amount - awarded) / awarded
                    WHEN is_alike THEN 0.0 END * 1000000000) / 1000000000) AS rise
            FROM (SELECT contract, process, is_there, changed, amount, currency, signed_at,
                    awarded, awarded_in, moment,
                    is_there AND currency = awarded_in AND awarded > 0 AS is_alike
                FROM (SELECT contract, granted.process, agreed.amount, agreed.currency, signed_at,
                        changed, is_there, granted.amount AS awarded,
                        granted.currency AS awarded_in, moment
                    FROM granted LEFT JOIN agreed ON agreed.process = granted.process
                        AND agreed.award_id = granted.id) AS beside) AS fulfilled
            GROUP BY process) AS told USING (process)
    """,
}
