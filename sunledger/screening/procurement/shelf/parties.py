"""Screens of who the parties are: one telephone for two bidders, a buyer's own, a debarred firm."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, limited
from sunledger.screening.procurement.shared_contacts import NEAR
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
        "One building with many firms, an agent's number, a chamber's address; a contact of more"
        " than ten firms, who each share it with another one of their process, is passed over.",
        "写字楼；代理人电话；商会地址。同一联系方式为十家以上企业在项目中共用的，不作判断。",
    ),
    figure=Words("bidders of one process who share a contact", "同一项目中联系方式相同的投标人数"),
    source=_GUIDE,
    limit=Limit(2, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "submitted", "members", "each"),
        *("ways", "contacts", "reached", "mute", "reachable"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN coalesce(shared, 1) * 1.0 END
                    AS figure, why
                FROM (SELECT cases.process, shared, CASE WHEN first IS NULL THEN 'no_bids'
                        WHEN first = last THEN 'one_bidder'
                        WHEN shared > 1 THEN NULL
                        WHEN common > 1 THEN 'many_reached'
                        WHEN compared IS NULL OR NOT compared THEN 'no_contacts' END AS why
                    FROM (SELECT process FROM cases) AS cases
                    LEFT JOIN (SELECT process, min(firm) AS first, max(firm) AS last
                        FROM submitted GROUP BY process) AS bidders USING (process)
                    LEFT JOIN (SELECT reachable.process,
                            min(CASE WHEN by_telephone THEN firm END)
                                < max(CASE WHEN by_telephone THEN firm END)
                            OR min(CASE WHEN by_email THEN firm END)
                                < max(CASE WHEN by_email THEN firm END)
                            OR min(CASE WHEN by_street THEN firm END)
                                < max(CASE WHEN by_street THEN firm END) AS compared
                        FROM reachable SEMI JOIN each
                            ON each.process = reachable.process AND each.id = firm
                        GROUP BY reachable.process) AS comparing USING (process)
                    LEFT JOIN (SELECT process, max(CASE WHEN NOT is_common THEN many END) AS shared,
                            max(CASE WHEN is_common THEN many END) AS common
                        FROM (SELECT reached.process, is_common, least(count(DISTINCT each.id),
                                count(DISTINCT submitted.firm)) AS many
                            FROM reached JOIN each
                                ON each.process = reached.process AND each.id = reached.firm
                            JOIN submitted ON submitted.bid = each.bid
                            GROUP BY reached.process, kind, contact, is_common) AS near
                        GROUP BY process) AS sharing USING (process)) AS judged
            """,
            sign=">=",
            limit=limited("R044", 2),
            near=NEAR,
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
        "The publisher wrote its own contact for everyone: passed over where more than ten firms"
        " have it; a public institution that supplies.",
        "发布方统一填了自己的联系方式（十家以上企业都填的，不作判断）；公办单位供货。",
    ),
    figure=Words("contacts that supplier and buyer share", "双方相同的联系方式数"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "given", "partners", "sold", "supplied"),
        *("won", "ways", "contacts", "reached", "mute", "reachable"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN coalesce(shared, 0) * 1.0 END
                    AS figure, why
                FROM (SELECT cases.process, shared, CASE WHEN won IS NULL THEN 'no_award'
                        WHEN shared > 0 THEN NULL
                        WHEN common > 0 THEN 'many_reached'
                        WHEN compared IS NULL OR NOT compared THEN 'no_contacts' END AS why
                    FROM (SELECT process FROM cases) AS cases LEFT JOIN won USING (process)
                    LEFT JOIN (SELECT process, max(by_telephone AND buys)
                                AND max(by_telephone AND sells)
                            OR max(by_email AND buys) AND max(by_email AND sells)
                            OR max(by_street AND buys) AND max(by_street AND sells) AS compared
                        FROM (SELECT reachable.*, supplier IS NOT NULL AS sells FROM reachable
                            LEFT JOIN (SELECT DISTINCT process AS sale, id AS supplier
                                FROM supplied) AS selling ON sale = process AND supplier = firm)
                            AS sides
                        GROUP BY process) AS comparing USING (process)
                    LEFT JOIN (SELECT selling.process,
                            count(DISTINCT CASE WHEN NOT is_common THEN kind || contact END)
                                AS shared,
                            count(CASE WHEN is_common THEN 1 END) AS common
                        FROM (SELECT reached.* FROM reached SEMI JOIN supplied
                                ON supplied.process = reached.process AND supplied.id = firm)
                            AS selling
                        JOIN (SELECT reached.process, kind, contact, reached.id AS of
                            FROM reached JOIN kept USING (process)
                            WHERE reached.id = buyer OR reached.id = procuring_entity) AS buying
                            USING (process, kind, contact)
                        WHERE selling.id <> of GROUP BY selling.process) AS sharing
                        USING (process)) AS judged
            """,
            sign=">=",
            limit=limited("R043", 1),
            near=NEAR,
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
                                since IS NOT NULL AS hit, moment AS day
                            FROM granted JOIN suppliers USING (award)
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
