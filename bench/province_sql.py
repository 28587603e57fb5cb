"""The questions of the screens as a user of PostgreSQL writes them, with the tables they ask.

Each question gives its leads, with the number of payments that stand behind each.
"""

# What is loaded of each table; a user would load the rest as well.
TABLES = {
    "benefits": "code text, body text, scheme text, person bigint, name text, born date, "
    "household bigint, village text, village_name text, county text, month int, paid_on date, "
    "amount bigint, account bigint",
    "people": "person bigint, name text, born date, household bigint",
    "deaths": "person bigint, died_on date",
    "posts": "person bigint, name text, household bigint, kind text, since date, until date",
    "custody": "person bigint, since date, until date, acquitted int",
    "schemes": "scheme text, needs_tested int, exclusive text, in_custody int, min_age int, "
    "max_age int, grace int",
    "exceptions": "account bigint",
}

INDEXES = (
    "benefits (person, month)",
    "benefits (account)",
    "people (person)",
    "people (household)",
    "deaths (person)",
    "posts (person)",
    "posts (household)",
    "custody (person)",
)

MONTH_OF = """
CREATE FUNCTION month_of(day date) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN extract(year FROM day)::int * 12 + extract(month FROM day)::int - 1
"""

_WHOLE_MONTH = """(since IS NULL OR month_of(since) < month)
    AND (until IS NULL OR month < month_of(until))"""

QUESTIONS = {
    "paid_after_death": """
        WITH died AS (
            SELECT person, month_of(max(died_on)) AS died FROM deaths GROUP BY person)
        SELECT body, scheme, person, count(*) AS rows, sum(amount)
        FROM benefits JOIN died USING (person) JOIN schemes USING (scheme)
        WHERE month > died + grace
        GROUP BY body, scheme, person""",
    "official_on_support": f"""
        SELECT body, scheme, person, count(DISTINCT code) AS rows, sum(amount)
        FROM benefits b JOIN schemes USING (scheme) JOIN posts p USING (person)
        WHERE needs_tested = 1 AND kind IN ('official', 'staff') AND b.name = p.name
            AND {_WHOLE_MONTH}
        GROUP BY body, scheme, person""",  # noqa: S608
    "official_in_household": f"""
        WITH held AS (
            SELECT * FROM posts WHERE kind IN ('official', 'staff', 'cadre')),
        small AS (
            SELECT household FROM people WHERE household IN (SELECT household FROM held)
            GROUP BY household HAVING count(*) <= 10),
        near AS (
            SELECT p.person, since, until
            FROM small JOIN people p USING (household) JOIN held h USING (household)
            WHERE p.person <> h.person)
        SELECT body, scheme, person, count(DISTINCT code) AS rows, sum(amount)
        FROM benefits JOIN schemes USING (scheme) JOIN near USING (person)
        WHERE needs_tested = 1 AND {_WHOLE_MONTH}
        GROUP BY body, scheme, person""",  # noqa: S608
    "exclusive_schemes": """
        WITH months AS (
            SELECT person, exclusive, month, count(*) AS rows, sum(amount) AS amount
            FROM benefits JOIN schemes USING (scheme) WHERE exclusive IS NOT NULL
            GROUP BY person, exclusive, month HAVING min(scheme) <> max(scheme))
        SELECT person, exclusive, sum(rows) AS rows, sum(amount)
        FROM months GROUP BY person, exclusive HAVING count(*) > 1""",
    "two_places": """
        WITH months AS (
            SELECT person, scheme, month, count(*) AS rows
            FROM benefits GROUP BY person, scheme, month
            HAVING min(village_name) <> max(village_name) OR min(county) <> max(county))
        SELECT person, scheme, sum(rows) AS rows
        FROM months GROUP BY person, scheme HAVING count(*) > 1""",
    "support_paid_twice": """
        WITH twice AS (
            SELECT body, scheme, person, count(*) AS rows
            FROM benefits GROUP BY body, scheme, person, month, village, amount
            HAVING count(*) > 1)
        SELECT body, scheme, person, sum(rows) AS rows FROM twice GROUP BY body, scheme, person""",
    "paid_in_custody": f"""
        SELECT body, scheme, person, count(DISTINCT code) AS rows, sum(amount)
        FROM benefits JOIN schemes USING (scheme) JOIN custody USING (person)
        WHERE in_custody = 0 AND coalesce(acquitted, 0) = 0
            AND coalesce(until - since, 1000000) >= 30 AND {_WHOLE_MONTH}
        GROUP BY body, scheme, person""",  # noqa: S608
    "outside_age": """
        SELECT body, scheme, b.person, count(*) AS rows, sum(amount)
        FROM benefits b JOIN schemes USING (scheme) LEFT JOIN people p USING (person)
        WHERE month - month_of(least(b.born, p.born)) + 1 < min_age * 12
            OR month - month_of(greatest(b.born, p.born)) - 1 >= (max_age + 1) * 12
        GROUP BY body, scheme, b.person""",
    "not_in_register": """
        WITH unknown AS (
            SELECT * FROM benefits b
            WHERE NOT EXISTS (SELECT FROM people p WHERE p.person = b.person)
                AND NOT EXISTS (SELECT FROM deaths d WHERE d.person = b.person)),
        nameless AS (
            SELECT * FROM unknown u
            WHERE NOT EXISTS (SELECT FROM people p WHERE p.name = u.name AND p.born = u.born)),
        long AS (
            SELECT person FROM nameless GROUP BY person HAVING count(DISTINCT month) >= 3)
        SELECT body, scheme, person, count(*) AS rows, sum(amount)
        FROM nameless JOIN long USING (person) GROUP BY body, scheme, person""",
    "shared_account": """
        WITH paid AS (
            SELECT * FROM benefits b
            WHERE NOT EXISTS (SELECT FROM exceptions e WHERE e.account = b.account)),
        several AS (
            SELECT account FROM paid GROUP BY account HAVING min(person) <> max(person)),
        crowded AS (
            SELECT account
            FROM paid b JOIN several USING (account) LEFT JOIN people p USING (person)
            GROUP BY account
            HAVING count(DISTINCT coalesce(p.household, b.household, person)) > 3)
        SELECT body, account, count(*) AS rows, sum(amount)
        FROM benefits JOIN crowded USING (account) GROUP BY body, account""",
    "two_spellings": """
        WITH several AS (
            SELECT account FROM benefits b
            WHERE NOT EXISTS (SELECT FROM exceptions e WHERE e.account = b.account)
            GROUP BY account
            HAVING min(person) <> max(person) AND count(DISTINCT person) <= 10),
        paid AS (
            SELECT b.*, EXISTS (SELECT FROM people p WHERE p.person = b.person) AS known
            FROM benefits b JOIN several USING (account)),
        pairs AS (
            SELECT mine.account, mine.scheme, mine.person, ARRAY[mine.code, beside.code] AS codes
            FROM paid mine JOIN paid beside USING (account, scheme, amount)
            WHERE NOT mine.known AND mine.person <> beside.person
                AND abs(mine.paid_on - beside.paid_on) <= 7
                AND (beside.known OR (beside.paid_on, beside.code) < (mine.paid_on, mine.code)))
        SELECT account, scheme, person, count(DISTINCT code) AS rows
        FROM pairs, unnest(codes) AS code GROUP BY account, scheme, person""",
}
