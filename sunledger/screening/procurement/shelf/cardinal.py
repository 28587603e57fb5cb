"""The eleven indicators of Cardinal, the tool of the Open Contracting Partnership.

Their rules are those of its documentation and behaviour; where `Settings.compatible` is not set,
lots, consortia and bids that an award names are honoured, and dates are compared as instants.
"""

from sunledger.screening.procurement.screen import Limit, Question, Screen
from sunledger.screening.procurement.shelf.cardinal_prices import (
    R024,
    R028,
    R036,
    R048,
    R058,
)
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024), and its Cardinal"
_DAY = "86400000000"

R003 = Screen(
    code="R003",
    title=Words("Short submission period", "投标期限过短"),
    why=Words(
        "Whoever knows beforehand is ready; the others have no time to write a bid.",
        "事先知情者早有准备，其他人来不及编制投标文件。",
    ),
    innocent=Words(
        "An emergency that the law names, a standard good, a second round after a failed one.",
        "法律规定的紧急情况；标准货物；流标后的再次招标。",
    ),
    figure=Words("whole days from start to end", "起止之间的整天数"),
    source=_GUIDE,
    limit=Limit(15, "2024-01-01", "Cardinal's default"),
    needs=("kept",),
    questions=(
        Question(
            group="OCID",
            sql=f"""
                SELECT process AS subject, CASE WHEN why IS NULL THEN
                    trunc((end_at - start_at) / {_DAY}.0) + 0 END AS figure, why, key
                FROM (SELECT process, start_at, CASE WHEN end_says = 'day'
                        THEN end_at + 86399999999 ELSE end_at END AS end_at,
                    CASE WHEN method_details IN ($details_with_days) THEN method_details END AS key,
                    CASE WHEN $other_method THEN 'not_competitive'
                        WHEN start_at IS NULL OR end_at IS NULL THEN 'no_period'
                        WHEN $no_instants THEN 'no_period'
                        WHEN $reversed THEN 'reversed_period' END AS why
                    FROM kept) AS periods
            """,  # noqa: S608 - a constant of ours
            sign="<",
            limit=lambda settings: settings.days,
            limits=lambda settings: dict(settings.days_of),
            shown_compatible=1.0,
        ),
    ),
)

R018 = Screen(
    code="R018",
    title=Words("Single bid received", "只有一家投标"),
    why=Words(
        "A tender that is open to all and draws one bid may have been written for one.",
        "面向所有人的招标只来一家，可能是量身定制。",
    ),
    innocent=Words(
        "A small market, a far place, a bad time, a price ceiling that is too low.",
        "市场小、地点偏、时间不巧、限价过低。",
    ),
    figure=Words("tenderers", "投标人数"),
    source=_GUIDE,
    limit=Limit(1, "2024-01-01", "Cardinal's rule"),
    needs=("kept",),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject,
                    CASE WHEN why IS NULL THEN number_of_tenderers END AS figure, why
                FROM (SELECT process, number_of_tenderers,
                    CASE WHEN $any_method THEN NULL
                        WHEN method IS NULL THEN 'no_method'
                        WHEN method NOT IN ($methods_with_bids) THEN 'not_competitive'
                        END AS closed,
                    CASE WHEN number_of_tenderers IS NULL THEN 'no_number' END AS unknown,
                    coalesce(closed, unknown) AS why
                    FROM kept) AS numbers
            """,
            sign="==",
            limit=lambda _settings: 1,
        ),
    ),
)

R025 = Screen(
    code="R025",
    title=Words("Excessive unsuccessful bids", "屡投不中"),
    why=Words(
        "A firm that bids often and hardly ever wins may bid so that another one can.",
        "总是投标却几乎不中，可能是专门陪标。",
    ),
    innocent=Words(
        "A newcomer, a firm that is dear and says so, a market with many bidders.",
        "新进入者；报价本来就高的企业；投标人众多的市场。",
    ),
    figure=Words("wins of all processes with a valid bid", "中标数占有效投标项目数的比例"),
    source=_GUIDE,
    limit=Limit(75, "2024-01-01", "Cardinal's default percentile of bids"),
    needs=("dropped", "firms", "lots", "submitted", "given", "awarded", "winners"),
    questions=(
        Question(
            group="Tenderer",
            parts="""
                SELECT who AS subject, many, wins
                FROM (SELECT firm, count(*) AS many,
                        count(CASE WHEN firm = winner THEN 1 END) AS wins
                    FROM (SELECT DISTINCT place, firm FROM submitted
                        WHERE is_valid AND $alone AND firm IS NOT NULL) AS valid
                    JOIN winners USING (place) GROUP BY firm) AS counted
                JOIN firms USING (firm)
            """,
            sums=("many", "wins"),
            sql="""
                SELECT subject, wins * 1.0 / many AS figure, many AS weight,
                    CAST(NULL AS VARCHAR) AS why
                FROM parts
            """,
            sign="<=",
            limit=lambda settings: settings.success,
            fence="lower",
            often=lambda settings: settings.often,
        ),
    ),
)

R030 = Screen(
    code="R030",
    title=Words("Late bid won", "迟到的投标中标"),
    why=Words(
        "A bid that comes after the others were due can be written with knowledge of them.",
        "截止之后才来的投标，可以照着别人的写。",
    ),
    innocent=Words(
        "A deadline that was extended and not published anew; clocks and time zones.",
        "截止时间已延长而未更新公布；时钟和时区差异。",
    ),
    figure=Words("1 where an accepted bid of the winner came late", "中标人的有效投标迟到为 1"),
    source=_GUIDE,
    needs=(
        *("kept", "dropped", "firms", "lots", "submitted", "members", "each"),
        *("given", "partners", "sold", "supplied", "won"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN
                    CASE WHEN last > $ending THEN 1.0 ELSE 0.0 END END AS figure, why
                FROM (SELECT kept.process, last, end_at, end_says, end_text, CASE
                    WHEN won IS NULL THEN 'no_award'
                    WHEN $no_end THEN 'no_period'
                    WHEN last IS NULL THEN 'no_bids' END AS why
                    FROM kept LEFT JOIN won USING (process)
                    LEFT JOIN (SELECT each.process, max(moment) AS last
                        FROM each JOIN supplied ON supplied.process = each.process
                            AND supplied.id = each.id
                        WHERE is_valid GROUP BY each.process) AS dates USING (process)) AS judged
            """,
            sign="==",
            limit=lambda _settings: 1,
        ),
    ),
)

R035 = Screen(
    code="R035",
    title=Words("All except winning bid disqualified", "除中标人外全部被否决"),
    why=Words(
        "Whoever decides who may compete can decide who wins.",
        "谁能决定谁有资格，谁就能决定谁中标。",
    ),
    innocent=Words(
        "A technical demand that is sound and hard, bidders without experience.",
        "合理而严格的技术要求；投标人缺乏经验。",
    ),
    figure=Words("other tenderers with a disqualified bid", "被否决的其他投标人数"),
    source=_GUIDE,
    limit=Limit(1, "2024-01-01", "Cardinal's default"),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "submitted", "members", "each"),
        *("given", "partners", "sold", "supplied", "awarded", "outcomes"),
    ),
    questions=(
        Question(
            group="OCID",
            sql="""
                WITH selling AS (
                    SELECT process, min(id) AS supplier, max(id) AS last FROM $supplying
                    GROUP BY process
                )
                SELECT process AS subject,
                    CASE WHEN why IS NULL THEN coalesce(rejected, 0) * 1.0 END AS figure, why
                FROM (SELECT outcomes.process, rejected, CASE
                    WHEN opened THEN 'open_award'
                    WHEN supplier IS NULL THEN 'no_award'
                    WHEN bids IS NULL THEN 'no_bids' END AS why
                    FROM outcomes LEFT JOIN selling USING (process)
                    LEFT JOIN (SELECT process, count(DISTINCT id) AS rejected
                        FROM $bidding
                        JOIN (SELECT process, min(id) AS winner FROM $bidding WHERE is_valid
                            GROUP BY process HAVING min(id) = max(id)) AS accepted USING (process)
                        JOIN selling USING (process)
                        WHERE is_out AND id <> winner AND winner = supplier AND supplier = last
                        GROUP BY process) AS rejecting USING (process)) AS judged
            """,
            sign=">=",
            limit=lambda settings: max(settings.disqualified, 1),
        ),
    ),
)


def _disqualified(column: str) -> str:
    """Return what is counted of buyers or procuring entities."""
    sql = """
        SELECT $party AS subject, CAST(sum(bids) AS BIGINT) AS bids, count(*) AS processes,
            CAST(sum(out) AS BIGINT) AS out
        FROM outcomes JOIN kept USING (process) WHERE bids > 0 AND $party IS NOT NULL
        GROUP BY $party
    """
    return sql.replace("$party", column)


_DISQUALIFIED = """
    SELECT subject, out * 1.0 / bids AS figure, $least AS weight, CAST(NULL AS VARCHAR) AS why
    FROM parts
"""
R038 = Screen(
    code="R038",
    title=Words("Excessive disqualified bids", "否决投标过多"),
    why=Words(
        "A buyer that rejects far more than others may reject who is not wanted.",
        "否决远多于他人的采购人，可能在排除不想要的人。",
    ),
    innocent=Words(
        "A new system for bids, a hard field, bidders who never read the tender.",
        "新的投标系统；专业门槛高；投标人不读招标文件。",
    ),
    figure=Words("disqualified bids of all submitted", "被否决投标占全部投标的比例"),
    source=_GUIDE,
    limit=Limit(2, "2024-01-01", "Cardinal's least number of bids and processes"),
    needs=(
        *("kept", "dropped", "cases", "firms", "lots", "submitted", "members", "each"),
        *("given", "awarded", "outcomes"),
    ),
    questions=(
        Question(
            group="Buyer",
            parts=_disqualified("buyer"),
            sums=("bids", "processes", "out"),
            sql=_DISQUALIFIED,
            sign=">=",
            limit=lambda settings: settings.disqualified_share,
            fence="upper",
            some=True,
            least=lambda settings: settings.least_processes,
        ),
        Question(
            group="ProcuringEntity",
            parts=_disqualified("procuring_entity"),
            sums=("bids", "processes", "out"),
            sql=_DISQUALIFIED,
            sign=">=",
            limit=lambda settings: settings.disqualified_share,
            fence="upper",
            some=True,
            least=lambda settings: settings.least_processes,
        ),
        Question(
            group="Tenderer",
            parts="""
                SELECT who AS subject, bids, out
                FROM (SELECT id, count(*) AS bids, count(CASE WHEN is_out THEN 1 END) AS out
                    FROM each GROUP BY id) AS counted
                JOIN firms ON firm = id
            """,
            sums=("bids", "out"),
            sql="""
                SELECT subject, out * 1.0 / bids AS figure, bids AS weight,
                    CAST(NULL AS VARCHAR) AS why FROM parts
            """,
            sign=">=",
            limit=lambda settings: settings.disqualified_share,
            fence="upper",
            some=True,
            least=lambda settings: settings.least_bids,
        ),
    ),
)

ELEVEN = (R003, R018, R024, R025, R028, R030, R035, R036, R038, R048, R058)
