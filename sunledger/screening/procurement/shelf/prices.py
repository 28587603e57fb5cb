"""Screens of prices: far apart, in fixed steps, too near to the estimate, far from the market."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"

R017 = Screen(
    code="R017",
    title=Words("Unit price far above that of others", "单价远高于他人"),
    why=Words(
        "The same thing at three times the price of most needs a reason.",
        "同样的东西，价格是多数人的三倍，总得有个说法。",
    ),
    innocent=Words(
        "Another quality or packing under one code; a box counted as a piece; a bad week.",
        "同码不同质或包装；按箱计成按件；那一周特别缺货。",
    ),
    figure=Words("highest unit price, of the median for that code", "最高单价与同编码中位数之比"),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("kept", "dropped", "cases", "granted"),
    questions=(
        Question(
            group="OCID",
            # What an award of one item costs is the amount of the award, if no price is named.
            sql="""
                WITH priced AS (
                    SELECT process, code, currency, price FROM (
                        SELECT granted.process, code, unit_amount AS price,
                            coalesce(unit_currency, granted.currency) AS currency
                        FROM items JOIN granted ON items.number = award
                        WHERE items.of = 'award' AND unit_amount > 0
                        UNION ALL
                        SELECT granted.process, code, granted.amount / quantity,
                            coalesce(unit_currency, granted.currency)
                        FROM (SELECT number, code, quantity, unit_currency FROM items
                            SEMI JOIN (SELECT number FROM items WHERE items.of = 'award'
                                GROUP BY number HAVING count(*) = 1) AS alone USING (number)
                            WHERE items.of = 'award' AND unit_amount IS NULL AND quantity > 0)
                            AS items
                        JOIN granted ON items.number = award
                    ) AS every ANTI JOIN dropped USING (process)
                    WHERE price > 0 AND code IS NOT NULL
                ), usual AS (
                    SELECT code, currency, median(price) AS middle FROM priced
                    SEMI JOIN (SELECT code, currency FROM priced GROUP BY code, currency
                        HAVING count(*) >= 10) AS often USING (code, currency)
                    GROUP BY code, currency
                )
                SELECT cases.process AS subject, figure, CASE WHEN figure IS NULL THEN
                    CASE WHEN priced IS NULL THEN 'no_items' ELSE 'few' END END AS why
                FROM cases
                LEFT JOIN (SELECT process, max(price / middle) AS figure, TRUE AS priced
                    FROM priced LEFT JOIN usual USING (code, currency) GROUP BY process) AS dear
                    USING (process)
            """,
            sign=">=",
            limit=limited("R017", 3),
            near="""
                SELECT process, code AS key FROM items WHERE of = 'award' AND code IS NOT NULL
            """,
        ),
    ),
)

_VALID = """
    SELECT process, place, firm, amount FROM comparable WHERE is_valid AND is_main AND amount > 0
"""
# One firm with several bids has no rival; two without names may be two.
_RIVALS = "(min(firm) <> max(firm) OR count(firm) < count(*))"
R022 = Screen(
    code="R022",
    title=Words("Wide disparity in bid prices", "报价相差悬殊"),
    why=Words(
        "Bids that nobody means are far from the one that is meant.",
        "陪标的报价不当真，离真报价很远。",
    ),
    innocent=Words("A vague tender, different solutions.", "招标要求含糊；方案不同。"),
    figure=Words("highest valid bid, of the lowest", "最高有效报价与最低之比"),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("kept", "dropped", "cases", "firms", "lots", "submitted", "comparable"),
    questions=(
        Question(
            group="OCID",
            sql=(
                "SELECT cases.process AS subject, figure,"  # noqa: S608 - a constant of ours
                " CASE WHEN NOT compared THEN 'not_compared'"
                " WHEN figure IS NULL THEN 'no_price' END AS why"
                " FROM cases LEFT JOIN (SELECT process, max(figure) AS figure FROM"
                " (SELECT min(process) AS process, max(amount) / min(amount) AS figure"
                f" FROM ({_VALID}) AS valid GROUP BY place"
                f" HAVING count(*) > 1 AND {_RIVALS}) AS lots"
                " GROUP BY process) AS spread USING (process)"
            ),
            sign=">=",
            limit=limited("R022", 3),
        ),
    ),
)

R023 = Screen(
    code="R023",
    title=Words("Bid prices in fixed steps", "报价成固定差距"),
    why=Words(
        "Prices that rise by the same step or share were written by one hand.",
        "报价按同样的差额或比例递增，多半出自一人之手。",
    ),
    innocent=Words(
        "A tariff with steps; three bids that happen to lie so.", "分档收费；三家碰巧如此。"
    ),
    figure=Words("how far the steps differ from each other", "各级差距之间的相对差异"),
    source=_GUIDE,
    limit=Limit(0.001, "2026-01-01", _OURS),
    needs=("kept", "dropped", "cases", "firms", "lots", "submitted", "comparable"),
    questions=(
        Question(
            group="OCID",
            sql=(
                "SELECT cases.process AS subject, figure,"  # noqa: S608 - a constant of ours
                " CASE WHEN NOT compared THEN 'not_compared'"
                " WHEN figure IS NULL THEN 'few' END AS why"
                " FROM cases LEFT JOIN (SELECT process, min(figure) AS figure FROM ("
                " SELECT min(process) AS process, least((max(step) - min(step)) / max(step),"
                " (max(times) - min(times)) / (max(times) - 1)) AS figure FROM ("
                " SELECT process, place, firm, amount - before AS step, amount / before AS times"
                " FROM ("
                " SELECT process, place, firm, amount, lag(amount) OVER"
                f" (PARTITION BY place ORDER BY amount) AS before FROM ({_VALID}) AS valid"
                " ) AS ordered WHERE before IS NOT NULL) AS steps"
                f" GROUP BY place HAVING count(*) > 1 AND min(step) > 0 AND {_RIVALS}) AS lots"
                " GROUP BY process) AS even USING (process)"
            ),
            sign="<=",
            limit=limited("R023", 0.001),
        ),
    ),
)

R031 = Screen(
    code="R031",
    title=Words("Winning price at or above the estimate", "中标价贴近或超过预算"),
    why=Words(
        "Where nobody need fear a rival, the price is the budget.",
        "不怕有人竞争，报价就等于预算。",
    ),
    innocent=Words(
        "The value published is that of the award; a price set by the state.",
        "公布的预算就是中标额；政府定价。",
    ),
    figure=Words("award, of the estimate", "中标额与预算之比"),
    source=_GUIDE,
    limit=Limit(0.995, "2026-01-01", _OURS),
    needs=("tendered", "granted"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT tendered.process AS subject, CASE WHEN why IS NULL THEN
                    CAST(paid AS DOUBLE) / 100 / tendered.amount END AS figure, why
                FROM (SELECT process, amount, paid, CASE
                        WHEN is_direct THEN 'not_competitive'
                        WHEN awards IS NULL THEN 'no_award'
                        WHEN amount IS NULL OR NOT amount > 0 OR paid IS NULL
                            OR priced < awards AND paid < amount * 100 THEN 'no_value'
                        WHEN currencies > 1 OR paid_in IS DISTINCT FROM tendered.currency
                        THEN 'other_currency' END AS why
                    FROM tendered LEFT JOIN (SELECT process, sum(cents) AS paid,
                            count(*) AS awards, count(cents) AS priced,
                            count(DISTINCT currency) AS currencies, min(currency) AS paid_in
                        FROM granted GROUP BY process) AS given USING (process)) AS tendered
            """,
            sign=">=",
            limit=limited("R031", 0.995),
        ),
    ),
)

PRICES = (R017, R022, R023, R031)
