"""Screens of what happens after the award: how long it takes, what changes, what is paid."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"
# Days alone, which begin with midnight, have no hours: these are counted in whole days.
_DAYS = """
    SELECT process AS subject, CASE WHEN why IS NOT NULL THEN NULL
        WHEN end_says = 'day' OR floor(awarded_at / 86400000000) * 86400000000 = awarded_at
        THEN floor(awarded_at / 86400000000) - floor(ended_at / 86400000000)
        ELSE greatest(awarded_at - ended_at, 0) / 86400000000.0 END AS figure, why
    FROM (SELECT kept.process, awarded_at, end_at AS ended_at, end_says, CASE
            WHEN awards IS NULL THEN 'no_award'
            WHEN awarded_at IS NULL OR end_at IS NULL THEN 'no_dates'
            WHEN floor(awarded_at / 86400000000) < floor(end_at / 86400000000)
            THEN 'no_dates' END AS why
        FROM kept LEFT JOIN (SELECT process, count(*) AS awards, min(moment) AS awarded_at
            FROM granted GROUP BY process) AS given USING (process)) AS decided
"""

R059 = Screen(
    code="R059",
    title=Words("Contract differs from the award", "合同金额与中标金额不符"),
    why=Words(
        "A price that changes between award and signature was not the price that won.",
        "中标到签约之间变了价，中标的就不是这个价。",
    ),
    innocent=Words("Taxes, options, a part of a framework.", "税费；选项；框架下的一部分。"),
    figure=Words("difference, of the award", "差额占中标额的比例"),
    source=_GUIDE,
    limit=Limit(0.1, "2026-01-01", _OURS),
    needs=("kept", "cases", "granted", "signed"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, apart AS figure, CASE WHEN apart IS NULL THEN
                    CASE WHEN is_signed IS NULL OR NOT is_signed THEN 'no_contract'
                        WHEN mixed THEN 'other_currency' ELSE 'no_value' END END AS why
                FROM signed
            """,
            sign=">=",
            limit=limited("R059", 0.1),
        ),
    ),
)

R060 = Screen(
    code="R060",
    title=Words("Long time from award to signature", "中标后迟迟不签约"),
    why=Words(
        "Months between award and signature are months in which terms can be bargained.",
        "拖着不签，就有时间重新讨价还价。",
    ),
    innocent=Words(
        "A complaint that stops the clock, a guarantee that is late.", "投诉暂停；保函迟到。"
    ),
    figure=Words("days", "天数"),
    source=_GUIDE,
    limit=Limit(
        30, "2000-01-01", "中华人民共和国招标投标法 第四十六条: signed within 30 days of the notice"
    ),
    needs=("kept", "cases", "granted", "signed"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, days AS figure, CASE WHEN days IS NULL THEN
                    CASE WHEN is_signed IS NULL OR NOT is_signed THEN 'no_contract'
                        ELSE 'no_dates' END END AS why
                FROM signed
            """,
            sign=">",
            limit=limited("R060", 30),
        ),
    ),
)

R061 = Screen(
    code="R061",
    title=Words("Decided in hardly any time", "评标快得反常"),
    why=Words(
        "Bids that are compared take days; a decision in hours was there before.",
        "认真比较要好几天；几小时就定，怕是早就定了。",
    ),
    innocent=Words("One bid, price alone decides, an auction.", "只有一家投标；只比价格；竞价。"),
    figure=Words("days from the end of the tender to the award", "截止到中标的天数"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", _OURS),
    needs=("kept", "cases", "granted"),
    questions=(Question(group="OCID", sql=_DAYS, sign="<", limit=limited("R061", 1)),),
)

R062 = Screen(
    code="R062",
    title=Words("Decided after very long", "评标久拖不决"),
    why=Words(
        "The longer it takes, the more can be talked over with one of the bidders.",
        "拖得越久，越方便跟某一家私下谈。",
    ),
    innocent=Words(
        "A complaint, a budget that came late, a complex work.", "投诉；预算迟到；工程复杂。"
    ),
    figure=Words("days from the end of the tender to the award", "截止到中标的天数"),
    source=_GUIDE,
    limit=Limit(180, "2026-01-01", _OURS),
    needs=("kept", "cases", "granted"),
    questions=(Question(group="OCID", sql=_DAYS, sign=">", limit=limited("R062", 180)),),
)

R063 = Screen(
    code="R063",
    title=Words("Contract not published", "合同未公布"),
    why=Words(
        "An award says what was promised; only the contract says what is owed.",
        "中标公告是许诺，合同才是约定。",
    ),
    innocent=Words(
        "Not signed yet; a publisher that publishes no contracts at all is not judged.",
        "尚未签订；根本不公布合同的发布方不判断。",
    ),
    figure=Words("active awards without a contract", "没有合同的有效中标数"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", _OURS),
    needs=("kept", "cases", "granted", "signed"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN awards IS NOT NULL AND $published
                    THEN lacking * 1.0 END AS figure,
                    CASE WHEN awards IS NULL THEN 'no_award'
                        WHEN NOT $published THEN 'none_published' END AS why
                FROM signed
            """,
            sign=">=",
            limit=limited("R063", 1),
        ),
    ),
)

R064 = Screen(
    code="R064",
    title=Words("Contract changed again and again", "合同一改再改"),
    why=Words(
        "A contract that is changed often is not the one that was competed for.",
        "改来改去的合同，已不是当初竞争的那份。",
    ),
    innocent=Words("Long works, prices bound to an index.", "长期工程；价格与指数挂钩。"),
    figure=Words("amendments of the contract", "合同变更次数"),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("kept", "cases", "granted", "signed"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT signed.process AS subject,
                    CASE WHEN is_signed IS NOT NULL THEN coalesce(changes, 0) * 1.0 END AS figure,
                    CASE WHEN is_signed IS NULL THEN 'no_contract' END AS why
                FROM signed
                LEFT JOIN (SELECT process, max(many) AS changes FROM (
                        SELECT process, number, count(*) AS many FROM amendments
                        WHERE amendments.of = 'contract' GROUP BY process, number) AS counted
                    GROUP BY process) AS amended USING (process)
            """,
            sign=">=",
            limit=limited("R064", 3),
        ),
    ),
)

R068 = Screen(
    code="R068",
    title=Words("Paid more than the contract says", "付款超过合同金额"),
    why=Words(
        "Money beyond the contract needs a paper that says why.",
        "超出合同付的钱，总要有凭据。",
    ),
    innocent=Words("Taxes, an amendment that is not published.", "税费；变更未公布。"),
    figure=Words("paid, of the contract", "已付与合同金额之比"),
    source=_GUIDE,
    limit=Limit(1, "2026-01-01", "what was signed"),
    needs=("kept",),
    questions=(
        Question(
            group="OCID",
            # A cent of each payment is rounding.
            sql="""
                SELECT kept.process AS subject, figure, CASE WHEN figure IS NULL THEN CASE
                    WHEN paid IS NULL THEN 'no_payments'
                    WHEN mixed THEN 'other_currency' ELSE 'no_value' END END AS why
                FROM kept LEFT JOIN (SELECT process, max(paid) AS paid, max(mixed) AS mixed,
                        max(CASE WHEN mixed OR NOT amount > 0 THEN NULL
                            WHEN abs(CAST(paid AS DOUBLE) - amount * 100) <= payments THEN 1.0
                            ELSE CAST(paid AS DOUBLE) / 100 / amount END) AS figure
                    FROM (SELECT contracts.process, contract, any_value(contracts.amount) AS amount,
                            count(*) AS payments,
                            sum(TRY_CAST(round(transactions.amount * 100) AS DECIMAL(30, 0)))
                                AS paid,
                            max(contracts.amount IS NOT NULL AND transactions.currency
                                IS DISTINCT FROM contracts.currency) AS mixed
                        FROM transactions JOIN contracts USING (contract)
                        GROUP BY contracts.process, contract) AS paying
                    GROUP BY process) AS payments USING (process)
            """,
            sign=">",
            limit=limited("R068", 1),
        ),
    ),
)

R069 = Screen(
    code="R069",
    title=Words("Amendments raise the price", "变更加价"),
    why=Words(
        "To win low and be raised later is the oldest way around a competition.",
        "低价中标、变更加价，是绕开竞争最老的办法。",
    ),
    innocent=Words(
        "Ground that nobody could foresee, a work that grew by decision.", "意外地质；依规增项。"
    ),
    figure=Words("rise of an amended contract above its award", "变更后合同超出中标额的比例"),
    source=_GUIDE,
    limit=Limit(0.1, "2003-01-01", "中华人民共和国政府采购法 第四十九条: at most ten per cent"),
    needs=("kept", "cases", "granted", "signed"),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, rise AS figure, CASE WHEN rise IS NULL THEN
                    CASE WHEN is_signed IS NULL OR NOT is_signed THEN 'no_contract'
                        ELSE 'no_value' END END AS why
                FROM signed
            """,
            sign=">",
            limit=limited("R069", 0.1),
        ),
    ),
)

CONTRACTS = (R059, R060, R061, R062, R063, R064, R068, R069)
