"""Screens of the thresholds above which a law asks for competition: what stays right below them."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, cases, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"
# What a law says of a purchase, all its lots together, is known by its amount and its day.
_KNOWN = """
    count(CASE WHEN amount IS NOT NULL THEN 1 END) AS priced,
    count(CASE WHEN amount IS NOT NULL AND day IS NOT NULL THEN 1 END) AS dated,
    count(CASE WHEN amount IS NOT NULL AND threshold IS NOT NULL THEN 1 END) AS known
"""
_UNKNOWN = """
    CASE WHEN priced = 0 THEN 'no_value' WHEN dated = 0 THEN 'no_dates' ELSE 'no_limit' END
"""

R002 = Screen(
    code="R002",
    title=Words("Purchases crowd just below a threshold", "采购额扎堆在限额之下"),
    why=Words(
        "Whoever may not buy freely above an amount has a reason to stay right below it.",
        "超过某一数额就不能自行采购，自然有人想卡在线下。",
    ),
    innocent=Words(
        "A price that is usual just there, a budget that was given as that sum.",
        "市场价恰好在此；预算就是这个数。",
    ),
    figure=Words(
        "purchases just below the threshold, of all just below and just above",
        "限额之下占限额上下采购的比例",
    ),
    source=_GUIDE,
    limit=Limit(0.9, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Buyer",
            parts=f"""
                SELECT buyer AS subject, count(*) AS many, {_KNOWN},
                    count(CASE WHEN near THEN 1 END) AS around,
                    count(CASE WHEN near AND amount < threshold THEN 1 END) AS below
                FROM (SELECT buyer, amount, day, threshold, amount >= threshold * (1 - $band)
                        AND amount < threshold * (1 + $band) AS near
                    FROM (SELECT buyer, threshold, min(day) AS day,
                            CAST(sum(cents) AS DOUBLE) / 100 AS amount
                        FROM bought WHERE buyer IS NOT NULL
                        GROUP BY process, buyer, currency, threshold) AS lots) AS purchases
                GROUP BY buyer
            """,  # noqa: S608 - a constant of ours
            sums=("many", "priced", "dated", "known", "around", "below"),
            sql=f"""
                SELECT subject, CASE WHEN around > 0 THEN below * 1.0 / around END AS figure,
                    CASE WHEN around > 0 THEN around END AS weight,
                    CASE WHEN known = 0 THEN {_UNKNOWN} WHEN around = 0 THEN 'few' END AS why
                FROM parts
            """,  # noqa: S608 - a constant of ours
            sign=">=",
            limit=limited("R002", 0.9),
            least=cases("R002", 10),
        ),
    ),
)

R011 = Screen(
    code="R011",
    title=Words("Purchases split to stay below a threshold", "化整为零规避限额"),
    why=Words(
        "Three small orders to one firm in a season may be one large one, cut.",
        "一季之内向同一家下三张小单，可能是拆开的一张大单。",
    ),
    innocent=Words(
        "Monthly supply, works in phases that depend on each other, separate sites.",
        "按月供货；分期施工；不同地点。",
    ),
    figure=Words(
        "what was bought within the window, of the threshold",
        "时间窗内采购额与限额之比",
    ),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Pair",
            # Lots of one process are one purchase; what all could bid for avoids no threshold.
            # What has no amount is counted apart: added to others it would be one of theirs.
            parts="""
                SELECT buyer || ' · ' || who AS subject, buyer, who, currency, category, threshold,
                    day, cents IS NOT NULL AS is_priced, coalesce(cents, 0) AS cents,
                    CAST(1 AS BIGINT) AS many
                FROM (SELECT buyer, who, currency, category, threshold, min(awarded_at) AS day,
                        sum(cents) AS cents
                    FROM bought WHERE buyer IS NOT NULL AND who IS NOT NULL AND NOT is_open
                    GROUP BY process, buyer, who, currency, category, threshold) AS purchases
                WHERE threshold IS NULL OR cents IS NULL
                    OR CAST(cents AS DOUBLE) < threshold * 100
            """,
            sums=("many", "cents"),
            sql="""
                SELECT subject, figure, weight, why FROM (
                    WITH all_of AS (
                        SELECT buyer, who, count(CASE WHEN is_priced THEN 1 END) AS priced,
                            count(CASE WHEN is_priced AND day IS NOT NULL THEN 1 END) AS dated,
                            count(CASE WHEN is_priced AND day IS NOT NULL
                                AND threshold IS NOT NULL THEN 1 END) AS known,
                            sum(CASE WHEN is_priced AND day IS NOT NULL THEN many ELSE 0 END)
                                AS cases
                        FROM parts GROUP BY buyer, who
                    )
                    SELECT all_of.buyer || ' · ' || all_of.who AS subject,
                        CASE WHEN known > 0 THEN coalesce(most, 0) END AS figure,
                        CAST(cases AS BIGINT) AS weight,
                        CASE WHEN known = 0 THEN $unknown END AS why
                    FROM all_of LEFT JOIN (SELECT buyer, who, max(CASE WHEN cases >= 3 THEN
                            CAST(total AS DOUBLE) / (threshold * 100) END) AS most
                        FROM (SELECT parts.buyer, parts.who, threshold, sum(cents) OVER near
                                AS total, sum(many) OVER near AS cases
                            FROM parts SEMI JOIN (SELECT buyer, who FROM all_of
                                WHERE cases >= 3 AND known > 0) AS several USING (buyer, who)
                            WHERE is_priced AND day IS NOT NULL AND threshold IS NOT NULL
                            WINDOW near AS (PARTITION BY buyer, who, currency, category, threshold
                                ORDER BY day RANGE BETWEEN $window PRECEDING AND CURRENT ROW))
                            AS orders
                        GROUP BY buyer, who) AS together
                        ON together.buyer = all_of.buyer AND together.who = all_of.who
                ) AS judged
            """.replace("$unknown", _UNKNOWN),
            sign=">=",
            limit=limited("R011", 1),
            least=cases("R011", 3),
        ),
    ),
)

R055 = Screen(
    code="R055",
    title=Words("Several direct awards just below a threshold", "多次直接采购卡在限额之下"),
    why=Words(
        "One purchase may happen to cost that much; three to one firm hardly do.",
        "一次碰巧，三次给同一家就难说是碰巧。",
    ),
    innocent=Words(
        "A list price, a yearly contract that is renewed.", "统一定价；逐年续签的合同。"
    ),
    figure=Words("direct awards just below the threshold", "卡在限额之下的直接采购次数"),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Pair",
            parts=f"""
                SELECT buyer || ' · ' || who AS subject, buyer, who, count(*) AS many,
                    {_KNOWN}, count(CASE WHEN
                        amount >= threshold * (1 - $band) AND amount < threshold THEN 1 END) AS near
                FROM (SELECT buyer, who, threshold, min(day) AS day,
                        CAST(sum(cents) AS DOUBLE) / 100 AS amount
                    FROM bought WHERE is_direct AND buyer IS NOT NULL AND who IS NOT NULL
                    GROUP BY process, buyer, who, currency, threshold) AS purchases
                GROUP BY buyer, who
            """,  # noqa: S608 - a constant of ours
            sums=("many", "priced", "dated", "known", "near"),
            sql=f"""
                SELECT subject, CASE WHEN known > 0 THEN near * 1.0 END AS figure,
                    CASE WHEN known = 0 THEN {_UNKNOWN} END AS why
                FROM parts
            """,  # noqa: S608 - a constant of ours
            sign=">=",
            limit=limited("R055", 3),
        ),
    ),
)

LIMITS = (R002, R011, R055)
