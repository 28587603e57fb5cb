"""What screens ask of contacts: who is reached where, however it is written.

A telephone is its digits, with its extension and without what dials another country or leaves a
town; of two numbers in one field each is one. An email is its small letters. An address is town and
street without signs, but for those between two numbers. What stands where nothing is known (“-”,
“无”, 000000, a street without a house) reaches nobody.

Regular expressions have neither classes by name nor assertions: Spark's read the same as DuckDB's.
"""

_WIDE = "".join(chr(one) for one in range(0xFF01, 0xFF5F) if chr(one) not in "＇＼")
_SIGNS = _WIDE + "–—―‐‑−、。\u3000\xa0\t"
_PLAIN = "".join(chr(ord(one) - 0xFEE0) for one in _WIDE) + "------;.   "
_ODD = f"[！-～{_SIGNS[len(_WIDE) :]}]"
# The codes of countries: none begins as another one does.
_COUNTRY = "(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9][0-9])"
_ABROAD = f"^(([+]|00)-?{_COUNTRY}|(86|1)-)"
_NO_TELEPHONE = (
    "^(1+|2+|3+|4+|5+|6+|7+|8+|9+|1234567?8?9?0?|9?8?7?654321)$|0000000$"  # one digit, or in order
)
_NOTHING = (
    "(no|none|noe?mail|na|n[.]?/?a[.]?|nil|null|unknown|notavailable|test|xx+|0+|1+|1234*5*6*)"
)
_NO_EMAIL = f"^{_NOTHING}@|@{_NOTHING}[.]"
_HOUSE = "[1-9]|[一二三四五六七八九十百零〇]+(号|號|弄|栋|棟|幢|座|楼|樓|层|層|室)"


def _ways(table: str) -> str:
    """Return how parties are reached, a row each way: `said`, and what identifies it, if any."""
    made = (_telephones(table), _emails(table), _addresses(table))
    return " UNION ALL ".join(made)


def _telephones(table: str) -> str:
    """Return the first two telephones of a field, as digits."""
    begun = _without("said", "^[^0-9+]+")
    at_home = _without(_without(begun, "[^0-9+]+", "-"), _ABROAD)
    digits = _without(_without(at_home, "[^0-9]+"), "^0+")
    folded = f"""
        SELECT id, telephone, CASE WHEN regexp_matches(folded, '[0-9]{{7}} */ *[0-9]')
            THEN replace(folded, '/', ';') ELSE folded END AS folded
        FROM (SELECT id, telephone, {_folded("telephone")} AS folded
            FROM {table} WHERE telephone IS NOT NULL) AS whole
    """  # noqa: S608 - words of ours
    each = f"""
        SELECT id, telephone, {_without("folded", "[;,].*$")} AS said FROM ({folded}) AS one
        UNION ALL
        SELECT id, telephone, {_without("folded", "^[^;,]*[;,]")} AS said
        FROM ({folded}) AS two WHERE regexp_matches(folded, '[;,]')
    """  # noqa: S608 - words of ours
    # Of eighty-six and all digits of a number the first two are those of the country.
    return f"""
        SELECT id, 'telephone' AS kind, telephone AS said, CAST(NULL AS VARCHAR) AS town,
            CASE WHEN length(digits) > 5 AND NOT regexp_matches(digits, '{_NO_TELEPHONE}')
                THEN digits END AS contact
        FROM (SELECT id, telephone, CASE WHEN length(digits) IN (12, 13)
                AND substr(digits, 1, 2) = '86'
                THEN {_without("substr(digits, 3)", "^0+")} ELSE digits END AS digits
            FROM (SELECT id, telephone, {digits} AS digits FROM ({each}) AS each)
                AS numbers) AS national
    """  # noqa: S608 - words of ours


def _emails(table: str) -> str:
    bare = _without(_without(_folded("email"), '[ "<>]+'), "^mailto:")
    return f"""
        SELECT id, 'email' AS kind, email AS said, CAST(NULL AS VARCHAR) AS town,
            CASE WHEN regexp_matches(bare, '^[^@]+@[^@]+[.][^@.]+$')
                AND NOT regexp_matches(bare, '{_NO_EMAIL}') THEN bare END AS contact
        FROM (SELECT id, email, {bare} AS bare FROM {table} WHERE email IS NOT NULL)
            AS written
    """  # noqa: S608 - words of ours


def _addresses(table: str) -> str:
    """Return addresses; a street may begin with its town."""
    return f"""
        SELECT id, 'address' AS kind, street AS said, locality AS town,
            CASE WHEN NOT regexp_matches(road, '{_HOUSE}') OR NOT regexp_matches(road, '[^-0-9/#]')
                OR length(road) < 5 THEN NULL
                WHEN place IS NULL OR substr(road, 1, length(place)) = place THEN road
                ELSE place || road END AS contact
        FROM (SELECT id, street, locality, {_bare("street")} AS road, {_bare("locality")} AS place
            FROM {table} WHERE street IS NOT NULL) AS written
    """  # noqa: S608 - words of ours


def _bare(column: str) -> str:
    """Return a part of an address without signs; a mark stays between two numbers."""
    parted = _without(_folded(column), '[ ,.;:"()]+', " ")
    return (
        f"replace({_without(parted, '([0-9]) ([0-9])', chr(92) + '1-' + chr(92) + '2')}, ' ', '')"
    )


def _folded(column: str) -> str:
    """Return a text in small letters, its letters and signs of half the width.

    Few have others; to look for them costs a tenth of writing every text over.
    """
    written = f"translate(lower({column}), '{_SIGNS}', '{_PLAIN}')"
    return f"CASE WHEN regexp_matches({column}, '{_ODD}') THEN {written} ELSE lower({column}) END"


def _without(text: str, pattern: str, instead: str = "") -> str:
    return f"regexp_replace({text}, '{pattern}', '{instead}', 'g')"


_KNOWN = "SELECT DISTINCT id, telephone, email, locality, street FROM parties WHERE id IS NOT NULL"
# Most share with nobody anywhere, and are left out first.
_SHARED = """
    SELECT DISTINCT process, few.id, kind, contact
    FROM (SELECT id, kind, said, town, contact FROM ways SEMI JOIN (SELECT kind, contact FROM ways
            GROUP BY kind, contact HAVING min(id) <> max(id)) AS shared USING (kind, contact))
        AS few
    JOIN (SELECT process, id, telephone, email, locality, street FROM parties) AS parties
        ON parties.id = few.id AND (kind = 'telephone' AND telephone = said
            OR kind = 'email' AND email = said
            OR kind = 'address' AND street = said AND locality IS NOT DISTINCT FROM town)
"""
# Of the buyer's own it does not matter how many share them.
NEAR = """
    SELECT process, kind || contact AS key FROM contacts
    JOIN (SELECT process, buyer, procuring_entity FROM processes) AS bought USING (process)
    GROUP BY process, kind, contact HAVING min(id) <> max(id)
        AND max(id IS DISTINCT FROM buyer AND id IS DISTINCT FROM procuring_entity)
"""

CONTACTS = {
    "ways": f"WITH known AS ({_KNOWN}) {_ways('known')}",
    "contacts": _SHARED,
    # How parties are reached who share a way with another one of their process; and whether so many
    # firms do that it is an agent's, or that of a building.
    "reached": """
        WITH together AS (
            SELECT process, id, firm, kind, contact FROM contacts
            SEMI JOIN (SELECT process, kind, contact FROM contacts
                GROUP BY process, kind, contact HAVING min(id) <> max(id)) AS twice
                USING (process, kind, contact)
            LEFT JOIN firms ON firms.who = contacts.id
        )
        SELECT process, id, firm, kind, contact, many > $firms_reached AS is_common FROM together
        JOIN (SELECT kind, contact, count(DISTINCT firm) AS many FROM together
            GROUP BY kind, contact) AS counted USING (kind, contact)
    """,
    # What was said of contacts that reaches nobody.
    "mute": "SELECT kind, said FROM ways GROUP BY kind, said HAVING count(contact) = 0",
    # Firms and buyers of each process, and in which ways each is reached.
    "reachable": """
        SELECT parties.process, firm, id IS NOT DISTINCT FROM buyer
                OR id IS NOT DISTINCT FROM procuring_entity AS buys,
            telephone IS NOT NULL AND no_telephone.said IS NULL AS by_telephone,
            email IS NOT NULL AND no_email.said IS NULL AS by_email,
            street IS NOT NULL AND no_street.said IS NULL AS by_street
        FROM parties JOIN kept ON kept.process = parties.process
        LEFT JOIN firms ON firms.who = parties.id
        LEFT JOIN mute AS no_telephone ON no_telephone.kind = 'telephone'
            AND no_telephone.said = telephone
        LEFT JOIN mute AS no_email ON no_email.kind = 'email' AND no_email.said = email
        LEFT JOIN mute AS no_street ON no_street.kind = 'address' AND no_street.said = street
        WHERE id IS NOT NULL
    """,
}
