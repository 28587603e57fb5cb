"""Those of Cardinal's indicators that look at prices and things; see `cardinal`."""

from sunledger.screening.procurement.screen import Limit, Question, Screen
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024), and its Cardinal"
_BIDS = ("kept", "dropped", "cases", "firms", "lots", "submitted")
_OUTCOMES = (*_BIDS, "given", "awarded", "outcomes")
_OFFERS = (*_OUTCOMES, "comparable", "winners", "named", "naming", "offers")
_OFFERED = """
    SELECT outcomes.process AS subject, first.who AS winner, second.who AS other,
        CASE WHEN theirs >= mine AND mine > 0 THEN (theirs - mine) / mine END AS figure,
        CASE WHEN winner IS NOT NULL THEN
                CASE WHEN mine IS NULL OR theirs IS NULL THEN 'no_price'
                    WHEN NOT (theirs >= mine AND mine > 0) THEN 'not_lowest' END
            WHEN NOT compared THEN 'not_compared'
            WHEN active IS NULL OR NOT active THEN 'no_award'
            WHEN NOT settled THEN 'several_awards'
            ELSE 'no_price' END AS why
    FROM outcomes LEFT JOIN offers ON offers.subject = outcomes.process
    LEFT JOIN firms AS first ON first.firm = offers.winner
    LEFT JOIN firms AS second ON second.firm = offers.other
"""

R024 = Screen(
    code="R024",
    title=Words("Price close to winning bid", "次低价紧贴中标价"),
    why=Words(
        "A second price that lies right above the first may have been written beside it.",
        "次低价紧挨着中标价，可能是陪标人照着写的。",
    ),
    innocent=Words(
        "A published ceiling, prices set by the state, a good with one market price.",
        "公开的最高限价；政府定价；只有一个市场价的货物。",
    ),
    figure=Words("how far the second price is above the winning one", "次低价高出中标价的比例"),
    source=_GUIDE,
    needs=_OFFERS,
    questions=(
        Question(
            group="OCID",
            sql=_OFFERED,
            sign="<=",
            limit=lambda settings: settings.close,
            fence="lower",
            along=("winner", "other"),
        ),
    ),
)

R028 = Screen(
    code="R028",
    title=Words("Identical bid prices", "报价完全相同"),
    why=Words(
        "Two firms that calculate by themselves seldom arrive at the same sum.",
        "两家各自核算的企业，很少得出同一个数。",
    ),
    innocent=Words(
        "A published ceiling or tariff; a price of zero where the fee is paid by others.",
        "公开的限价或收费标准；由他人付费的零报价。",
    ),
    figure=Words("1 where different bidders name the same price", "不同投标人报价相同为 1"),
    source=_GUIDE,
    needs=(*_OUTCOMES, "members", "each", "comparable", "near", "odd"),
    questions=(
        Question(
            group="OCID",
            sql=(
                """
                SELECT process AS subject, CASE WHEN why IS NULL THEN
                    CASE WHEN found IS NULL THEN 0.0 ELSE 1.0 END END AS figure, why
                FROM (SELECT outcomes.process, found, CASE
                    WHEN NOT compared THEN 'not_compared'
                    WHEN priced IS NULL OR priced = 0 THEN 'no_bids'
                    WHEN priced = 1 THEN 'one_bidder' END AS why
                    FROM outcomes
                    LEFT JOIN (SELECT DISTINCT process, TRUE AS found FROM odd) AS same
                        USING (process)) AS judged
            """
            ),
            sign="==",
            limit=lambda _settings: 1,
        ),
        Question(
            group="Tenderer",
            parts="""
                SELECT who AS subject, many
                FROM (SELECT id, count(*) AS many
                    FROM near SEMI JOIN odd USING (place, amount, currency) GROUP BY id) AS counted
                JOIN firms ON firm = id
            """,
            sums=("many",),
            sql="SELECT subject, 1.0 AS figure, CAST(NULL AS VARCHAR) AS why FROM parts",
            sign="==",
            limit=lambda _settings: 1,
        ),
    ),
)

R036 = Screen(
    code="R036",
    title=Words("Lowest bid disqualified", "最低价被否决"),
    why=Words(
        "Disqualifying the cheapest is the plainest way to let a dearer one win.",
        "否决最低价，是让高价中标最直接的办法。",
    ),
    innocent=Words(
        "A bid below cost, missing papers, a technical score that the tender announced.",
        "低于成本价；缺少文件；招标文件事先公布的技术评分。",
    ),
    figure=Words("1 where the lowest bid was disqualified", "最低价被否决为 1"),
    source=_GUIDE,
    needs=_OUTCOMES,
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN
                    CASE WHEN low THEN 1.0 ELSE 0.0 END END AS figure, why
                FROM (SELECT outcomes.process, low, CASE
                    WHEN NOT compared THEN 'not_compared'
                    WHEN active IS NULL OR NOT active THEN 'no_award'
                    WHEN valid IS NULL OR NOT valid THEN 'no_price' END AS why
                    FROM outcomes
                    LEFT JOIN (SELECT process, max(low) AS low, max(valid) AS valid FROM (
                        SELECT min(process) AS process, min_by(is_out, (amount, bid)) AS low,
                            max(is_valid) AS valid
                        FROM submitted WHERE is_main
                        GROUP BY place) AS places WHERE valid GROUP BY process)
                        AS lowest USING (process)) AS judged
            """,
            sign="==",
            limit=lambda _settings: 1,
        ),
    ),
)


R058 = Screen(
    code="R058",
    title=Words("Heavily discounted bid", "中标价过低"),
    why=Words(
        "A price far below the second may be meant to win now and to be raised later.",
        "中标价远低于次低价，可能是先低价拿下，再变更加价。",
    ),
    innocent=Words(
        "A firm nearby, a warehouse to be emptied, a mistake of the second bidder.",
        "就近的企业；清库存；第二名报价有误。",
    ),
    figure=Words("how far the second price is above the winning one", "次低价高出中标价的比例"),
    source=_GUIDE,
    needs=_OFFERS,
    questions=(
        Question(
            group="OCID",
            sql=_OFFERED,
            sign=">=",
            limit=lambda settings: settings.discount,
            fence="upper",
            along=("winner",),
            positive=True,
        ),
    ),
)

R048 = Screen(
    code="R048",
    title=Words("Heterogeneous supplier", "什么都卖的供应商"),
    why=Words(
        "A firm that supplies whatever is asked for may be a name behind which others stand.",
        "要什么供什么的企业，背后可能另有其人。",
    ),
    innocent=Words(
        "A wholesaler, a department store, a framework for small purchases.",
        "批发商；综合商场；小额采购框架协议。",
    ),
    figure=Words("kinds of things", "货物类别数"),
    source=_GUIDE,
    limit=Limit(20, "2024-01-01", "Cardinal's least number of processes"),
    needs=("dropped", "firms", "lots", "given", "sold"),
    questions=(
        Question(
            group="Tenderer",
            parts="""
                SELECT who AS subject, kind, many FROM (
                    WITH things AS (
                        SELECT firm, sold.process, substr(code, 1, $digits) AS kind FROM sold
                        JOIN items ON items.of = 'award' AND items.number = award
                        WHERE code IS NOT NULL
                    )
                    SELECT firm, kind, count(*) AS many FROM things GROUP BY firm, kind
                    UNION ALL
                    SELECT firm, CAST(NULL AS VARCHAR), count(*) FROM (
                        SELECT DISTINCT firm, process FROM things) AS cases
                    GROUP BY firm) AS counted
                JOIN firms USING (firm)
            """,
            sums=("many",),
            sql="""
                SELECT subject, count(kind) * 1.0 AS figure,
                    max(CASE WHEN kind IS NULL THEN many END) AS weight,
                    CAST(NULL AS VARCHAR) AS why
                FROM parts GROUP BY subject
            """,
            sign=">=",
            limit=lambda settings: settings.kinds,
            fence="upper",
            least=lambda settings: settings.least_supplied,
        ),
    ),
)
