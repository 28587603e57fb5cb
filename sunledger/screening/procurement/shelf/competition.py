"""Screens of who competes with whom, and who always wins."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, Share, cases, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"

R019 = Screen(
    code="R019",
    title=Words("Few bidders at one buyer", "某采购人处投标人少"),
    why=Words(
        "Firms stay away from a buyer of whom they know who wins.",
        "知道谁会中标，别家就不来了。",
    ),
    innocent=Words("A remote place, special goods, small lots.", "地点偏远；特殊货物；小标段。"),
    figure=Words("bidders on average", "平均投标人数"),
    source=_GUIDE,
    limit=Limit(1.5, "2026-01-01", _OURS),
    needs=("kept",),
    questions=(
        Question(
            group="Buyer",
            parts="""
                SELECT buyer AS subject, count(*) AS many, count(tenderers) AS numbered,
                    coalesce(CAST(sum(tenderers) AS BIGINT), 0) AS bidders
                FROM (SELECT buyer, CASE WHEN number_of_tenderers > 0
                        AND number_of_tenderers < 1000000
                        THEN CAST(number_of_tenderers AS BIGINT) END AS tenderers
                    FROM kept WHERE buyer IS NOT NULL
                        AND ($any_method OR method IN ($methods_with_bids))) AS numbers
                GROUP BY buyer
            """,
            sums=("many", "numbered", "bidders"),
            sql="""
                SELECT subject, CASE WHEN numbered > 0 THEN bidders * 1.0 / numbered END AS figure,
                    CASE WHEN numbered > 0 THEN numbered END AS weight,
                    CASE WHEN numbered = 0 THEN 'no_number' END AS why
                FROM parts
            """,
            sign="<=",
            limit=limited("R019", 1.5),
            least=cases("R019", 5),
        ),
    ),
)

# Names with their lengths, so that two of them never are another two.
_OF_BUYER = "length(buyer) || ' ' || buyer || coalesce(' ' || currency, '')"
_OF_MARKET = "length(category) || ' ' || category || ' ' || currency"

R040 = Screen(
    code="R040",
    title=Words("One supplier takes most of a buyer's money", "一家拿走采购人大部分钱"),
    why=Words(
        "A captive supplier is a common way to steer public money to a friend.",
        "固定关照一家，是把公款输送给熟人的常见办法。",
    ),
    innocent=Words(
        "One large project, a sole utility, a framework with one firm.",
        "一个大项目；唯一的公用事业单位；框架协议。",
    ),
    figure=Words("share of the buyer's money in one currency", "占采购人同币种金额的比例"),
    source=_GUIDE,
    limit=Limit(0.6, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Pair",
            parts="""
                SELECT buyer || ' · ' || who AS subject, buyer, who, currency, sum(cents) AS mine,
                    count(*) AS many
                FROM bought WHERE buyer IS NOT NULL AND who IS NOT NULL AND cents > 0
                GROUP BY buyer, who, currency
            """,
            sums=("many", "mine"),
            share=Share(
                f"""
                    SELECT subject, part_of, why,
                        CASE WHEN why IS NULL THEN CAST(mine AS DOUBLE) END AS figure
                    FROM (
                        SELECT subject, min({_OF_BUYER}) AS part_of, min(mine) AS mine,
                            CASE WHEN count(*) > 1 THEN 'other_currency' END AS why
                        FROM parts GROUP BY subject, buyer, who
                        HAVING count(*) = 1 OR count(DISTINCT currency) > 1
                    ) AS own
                """,  # noqa: S608 - a constant of ours
                part_of=_OF_BUYER,
            ),
            sql="""
                SELECT subject, figure, weight, why FROM (
                    WITH totals AS (
                        SELECT buyer, currency, sum(mine) AS whole, sum(many) AS cases FROM parts
                        GROUP BY buyer, currency
                    ), several AS (
                        SELECT subject, buyer, who, count(DISTINCT currency) AS currencies
                        FROM parts SEMI JOIN (SELECT buyer FROM totals GROUP BY buyer
                            HAVING count(*) > 1) AS mixed USING (buyer)
                        GROUP BY subject, buyer, who HAVING count(*) > 1
                    )
                    SELECT parts.subject, CAST(mine AS DOUBLE) / CAST(whole AS DOUBLE) AS figure,
                        cases AS weight, CAST(NULL AS VARCHAR) AS why
                    FROM parts JOIN totals ON totals.buyer = parts.buyer
                        AND totals.currency IS NOT DISTINCT FROM parts.currency
                    LEFT JOIN several ON several.buyer = parts.buyer AND several.who = parts.who
                    WHERE currencies IS NULL
                    UNION ALL
                    SELECT subject, NULL, NULL, 'other_currency' FROM several WHERE currencies > 1
                ) AS shares
            """,
            sign=">=",
            limit=limited("R040", 0.6),
            least=cases("R040", 5),
        ),
    ),
)

_MARKET = """
    SELECT category || ' · ' || currency || ' · ' || who AS subject, category, currency, who,
        sum(cents) AS mine, count(*) AS many
    FROM bought
    WHERE category IS NOT NULL AND currency IS NOT NULL AND who IS NOT NULL AND cents > 0
    GROUP BY category, currency, who
"""
_SHARES = """
    SELECT subject, category, currency, mine,
        sum(mine) OVER (PARTITION BY category, currency) AS whole,
        sum(many) OVER (PARTITION BY category, currency) AS cases
    FROM parts
"""
R050 = Screen(
    code="R050",
    title=Words("High market share", "市场份额过高"),
    why=Words(
        "One firm with most of a market can name its price.",
        "一家占去大半市场，价格就由它说了算。",
    ),
    innocent=Words(
        "A new field, a patent, a very large single contract.", "新领域；专利；单个特大合同。"
    ),
    figure=Words("share of the money of a category", "占该类别金额的比例"),
    source=_GUIDE,
    limit=Limit(0.5, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Pair",
            parts=_MARKET,
            sums=("many", "mine"),
            share=Share(
                f"SELECT subject, {_OF_MARKET} AS part_of, CAST(NULL AS VARCHAR) AS why,"  # noqa: S608
                " CAST(mine AS DOUBLE) AS figure FROM parts",
                part_of=_OF_MARKET,
            ),
            sql=(
                "SELECT subject, CAST(mine AS DOUBLE) / CAST(whole AS DOUBLE) AS figure,"  # noqa: S608
                f" cases AS weight, CAST(NULL AS VARCHAR) AS why FROM ({_SHARES}) AS market"
            ),
            sign=">=",
            limit=limited("R050", 0.5),
            least=cases("R050", 20),
        ),
    ),
)

R051 = Screen(
    code="R051",
    title=Words("High market concentration", "市场集中度过高"),
    why=Words(
        "Where few share a market, they can agree who takes what.",
        "几家分一个市场，容易商量着来。",
    ),
    innocent=Words("Utilities, few licensed firms.", "公用事业；持证企业很少。"),
    figure=Words("sum of the squares of market shares", "市场份额平方和（HHI）"),
    source=_GUIDE + "; 0.25 is where merger guidelines begin to speak of high concentration",
    limit=Limit(0.25, "2010-08-19", "Horizontal Merger Guidelines (2010), section 5.3"),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Category",
            parts=_MARKET,
            sums=("many", "mine"),
            whole=True,
            sql=(
                "SELECT category || ' · ' || currency AS subject,"  # noqa: S608 - a constant of ours
                " CAST(sum(share * share) AS DOUBLE) / 1000000000000.0 AS figure,"
                " max(cases) AS weight, CAST(NULL AS VARCHAR) AS why"
                " FROM (SELECT category, currency, cases, CAST(round(CAST(mine AS DOUBLE) * 1000000"
                f" / CAST(whole AS DOUBLE)) AS DECIMAL(18, 0)) AS share FROM ({_SHARES}) AS market)"
                " AS shares GROUP BY category, currency"
            ),
            sign=">=",
            limit=limited("R051", 0.25),
            least=cases("R051", 20),
        ),
    ),
)

R053 = Screen(
    code="R053",
    title=Words("Two bid together, and always the same wins", "总是一起投，总是同一家中"),
    why=Words(
        "A firm that comes along only to lose makes a tender look like one.",
        "专门来陪着输的企业，只为让招标看上去像招标。",
    ),
    innocent=Words(
        "Two firms in a small market, of which one is better.", "小市场里的两家，一家确实更强。"
    ),
    figure=Words(
        "share of their common processes that the same one won", "共同项目中同一家中标的比例"
    ),
    source=_GUIDE,
    limit=Limit(0.9, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "firms", "lots", "submitted", "entered", "pairs", "often"),
        *("given", "awarded", "winners", "paired"),
    ),
    questions=(
        Question(
            group="Pair",
            pairs=True,
            sql="""
                SELECT one.who || ' · ' || other.who AS subject,
                    CASE WHEN ones >= others THEN ones ELSE others END * 1.0 / many AS figure,
                    many AS weight, CAST(NULL AS VARCHAR) AS why
                FROM (SELECT first, second, count(*) AS many,
                        count(*) FILTER (WHERE winner = first) AS ones,
                        count(*) FILTER (WHERE winner = second) AS others
                    FROM paired GROUP BY first, second) AS pairs
                JOIN firms AS one ON one.firm = first JOIN firms AS other ON other.firm = second
            """,
            sign=">=",
            limit=limited("R053", 0.9),
            least=cases("R053", 5),
        ),
    ),
)

R057 = Screen(
    code="R057",
    title=Words("Two bidders win in turn", "轮流中标"),
    why=Words(
        "Bidders who have agreed take turns, so that each gets its part.",
        "串通的投标人轮流坐庄，人人有份。",
    ),
    innocent=Words(
        "The loser is free for the next work; a buyer that must alternate by law.",
        "没中的正好有空接下一个；法律要求轮换。",
    ),
    figure=Words(
        "share of common processes in which the winner changed", "共同项目中换人中标的比例"
    ),
    source=_GUIDE,
    limit=Limit(0.9, "2026-01-01", _OURS),
    needs=(
        *("kept", "dropped", "firms", "lots", "submitted", "entered", "pairs", "often"),
        *("given", "awarded", "winners", "paired"),
    ),
    questions=(
        Question(
            group="Pair",
            pairs=True,
            sql="""
                SELECT one.who || ' · ' || other.who AS subject,
                    CASE WHEN dated > 1 THEN turned * 1.0 / (dated - 1) END AS figure,
                    CASE WHEN dated > 1 THEN dated END AS weight,
                    CASE WHEN dated < 2 THEN 'no_dates' END AS why
                FROM (SELECT first, second, count(end_at) AS dated,
                        count(*) FILTER (WHERE end_at IS NOT NULL AND winner <> before) AS turned
                    FROM (SELECT first, second, winner, end_at, lag(winner) OVER (
                            PARTITION BY first, second, end_at IS NULL ORDER BY end_at, ocid)
                            AS before
                        FROM paired JOIN kept USING (process)
                        WHERE winner = first OR winner = second) AS turns
                    GROUP BY first, second HAVING count(*) > 1) AS counted
                JOIN firms AS one ON one.firm = first JOIN firms AS other ON other.firm = second
            """,
            sign=">=",
            limit=limited("R057", 0.9),
            least=cases("R057", 5),
        ),
    ),
)

COMPETITION = (R019, R040, R050, R051, R053, R057)
