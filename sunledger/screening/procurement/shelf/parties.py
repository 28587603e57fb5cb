"""Screens of who the parties are: one telephone for two bidders, a buyer's own, a debarred firm."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"

R044 = Screen(
    code="R044",
    title=Words("Two bidders share a telephone or address", "两个投标人同电话或同地址"),
    why=Words(
        "Firms that are reached at one desk do not compete with each other.",
        "同一张桌子接电话的两家，谈不上竞争。",
    ),
    innocent=Words(
        "One building with many firms, an agent's number, a chamber's address.",
        "写字楼；代理人电话；商会地址。",
    ),
    figure=Words("bidders of one process who share a contact", "同一项目中联系方式相同的投标人数"),
    source=_GUIDE,
    limit=Limit(2, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "submitted", "members", "each"),
        *("reached", "reachable"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT judged.process AS subject,
                    CASE WHEN why IS NULL THEN coalesce(shared, 1) * 1.0 END AS figure, why
                FROM (SELECT cases.process, CASE WHEN first IS NULL THEN 'no_bids'
                        WHEN first = last THEN 'one_bidder'
                        WHEN many IS NULL OR many < 2 THEN 'no_contacts' END AS why
                    FROM cases LEFT JOIN reachable USING (process)
                    LEFT JOIN (SELECT process, min(firm) AS first, max(firm) AS last
                        FROM submitted GROUP BY process) AS bidders USING (process)) AS judged
                LEFT JOIN (SELECT process, max(many) AS shared FROM (
                        SELECT reached.process, least(count(DISTINCT each.id),
                            count(DISTINCT submitted.firm)) AS many
                        FROM reached JOIN each
                            ON each.process = reached.process AND each.id = reached.firm
                        JOIN submitted ON submitted.bid = each.bid
                        GROUP BY reached.process, kind, contact) AS near
                    GROUP BY process) AS sharing USING (process)
            """,
            sign=">=",
            limit=limited("R044", 2),
        ),
    ),
)

R043 = Screen(
    code="R043",
    title=Words("Supplier is reached at the buyer's", "供应商与采购人联系方式相同"),
    why=Words(
        "A supplier with the telephone of the office that buys is hardly a stranger to it.",
        "供应商留的是采购单位的电话，关系就不一般。",
    ),
    innocent=Words(
        "The publisher wrote its own contact for everyone; a public institution that supplies.",
        "发布方统一填了自己的联系方式；公办单位供货。",
    ),
    figure=Words("contacts that supplier and buyer share", "双方相同的联系方式数"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "given", "partners", "sold", "supplied"),
        *("won", "reached", "reachable"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT judged.process AS subject,
                    CASE WHEN why IS NULL THEN coalesce(shared, 0) * 1.0 END AS figure, why
                FROM (SELECT cases.process, CASE WHEN won IS NULL THEN 'no_award'
                        WHEN many IS NULL OR many < 2 THEN 'no_contacts' END AS why
                    FROM cases LEFT JOIN reachable USING (process) LEFT JOIN won USING (process))
                    AS judged
                LEFT JOIN (SELECT selling.process, count(*) AS shared
                    FROM (SELECT reached.* FROM reached SEMI JOIN supplied
                            ON supplied.process = reached.process AND supplied.id = firm)
                        AS selling
                    JOIN (SELECT reached.* FROM reached JOIN kept USING (process)
                        WHERE id = buyer OR id = procuring_entity) AS buying
                        USING (process, kind, contact)
                    WHERE selling.id <> buying.id GROUP BY selling.process) AS sharing
                    USING (process)
            """,
            sign=">=",
            limit=limited("R043", 1),
        ),
    ),
)

R046 = Screen(
    code="R046",
    title=Words("Awarded to a debarred firm", "授给被禁入的企业"),
    why=Words(
        "A firm that may not be given contracts was given one while it was debarred.",
        "禁入期间的企业，仍然拿到了合同。",
    ),
    innocent=Words(
        "A namesake; an award before the debarment or after it: dates decide.",
        "重名；授标在禁入之前或之后：以日期为准。",
    ),
    figure=Words("suppliers debarred on the day of the award", "授标当日在禁入期的供应商数"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", "the list itself"),
    needs=("kept", "cases", "granted"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN found * 1.0 END
                    AS figure, why
                FROM (SELECT cases.process, found, CASE WHEN listed = 0 THEN 'no_list'
                        WHEN suppliers IS NULL THEN 'no_award'
                        WHEN named = 0 THEN 'no_name'
                        WHEN undated > 0 AND found = 0 THEN 'no_dates' END AS why
                    FROM cases CROSS JOIN (SELECT count(*) AS listed FROM debarred) AS list
                    LEFT JOIN (SELECT process, count(*) AS suppliers, count(name) AS named,
                            count(*) FILTER (WHERE hit AND day IS NULL) AS undated,
                            count(*) FILTER (WHERE hit AND day >= since AND day < until) AS found
                        FROM (SELECT granted.process, name, since, until,
                                since IS NOT NULL AS hit, coalesce(moment, date_at) AS day
                            FROM granted JOIN processes ON processes.process = granted.process
                            JOIN suppliers USING (award)
                            LEFT JOIN debarred ON debarred.written = suppliers.name
                            WHERE $listed) AS dated
                        GROUP BY process) AS supplying ON supplying.process = cases.process)
                    AS judged
            """,
            sign=">=",
            limit=limited("R046", 1),
        ),
    ),
)

PARTIES = (R043, R044, R046)
