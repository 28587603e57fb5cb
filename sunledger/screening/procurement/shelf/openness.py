"""Screens of whether others could compete at all: methods, grounds, what was told."""

from sunledger.screening.procurement.screen import Limit, Question, Screen, cases, limited
from sunledger.screening.procurement.words import Words

_GUIDE = "Open Contracting Partnership: Red flags in public procurement (2024)"
_OURS = "our default"

R005 = Screen(
    code="R005",
    title=Words("Key information of the tender is missing", "招标关键信息缺失"),
    why=Words(
        "What nobody can read nobody can bid for, and nobody can check.",
        "看不到的，既没法投标，也没法监督。",
    ),
    innocent=Words(
        "The publisher's system does not carry the field over; it stands in the document.",
        "发布系统没有带出该字段；内容写在附件里。",
    ),
    figure=Words(
        "missing of title, method, value, category, end of the period, items",
        "名称、方式、金额、类别、截止时间、标的中缺失的项数",
    ),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("tendered",),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT tendered.process AS subject, CAST(is_untitled AS INTEGER)
                    + CAST(method IS NULL AS INTEGER) + CAST(amount IS NULL AS INTEGER)
                    + CAST(category IS NULL AS INTEGER)
                    + CAST(end_at IS NULL AND NOT is_direct AS INTEGER)
                    + CAST(has IS NULL AS INTEGER) AS figure, CAST(NULL AS VARCHAR) AS why
                FROM tendered LEFT JOIN (SELECT DISTINCT process, TRUE AS has FROM items
                    WHERE code IS NOT NULL AND items.of = 'tender') AS things USING (process)
            """,
            sign=">=",
            limit=limited("R005", 3),
        ),
    ),
)

R010 = Screen(
    code="R010",
    title=Words("No competition, and no ground for it", "不竞争又没有理由"),
    why=Words(
        "A direct award is lawful on a ground; one without a ground is a choice.",
        "直接采购要有法定理由；没有理由，就是想给谁给谁。",
    ),
    innocent=Words(
        "A small purchase for which the law asks no ground; the ground stands in a document.",
        "法律不要求理由的小额采购；理由写在附件里。",
    ),
    figure=Words("1 where no ground is published", "未公布理由为 1"),
    source=_GUIDE,
    needs=("tendered",),
    questions=(
        Question(
            group="OCID",
            sql="""
                SELECT process AS subject, CASE WHEN why IS NULL THEN
                    CASE WHEN has_ground THEN 0.0 ELSE 1.0 END END AS figure, why
                FROM (SELECT process, has_ground, CASE WHEN method IS NULL THEN 'no_method'
                    WHEN NOT is_direct THEN 'competitive' END AS why FROM tendered) AS judged
            """,
            sign="==",
            limit=lambda _settings: 1,
        ),
    ),
)

R013 = Screen(
    code="R013",
    title=Words("High use of methods without competition", "不竞争方式用得过多"),
    why=Words(
        "A buyer that seldom lets others compete pays more, and knows whom it pays.",
        "很少让别人竞争的采购人，花得多，也清楚花给了谁。",
    ),
    innocent=Words(
        "An emergency: awards on a ground that the settings accept do not count here.",
        "紧急情况：依据认可理由的采购不计入。",
    ),
    figure=Words(
        "purchases without competition and without a ground, of all",
        "既不竞争又无理由的采购所占比例",
    ),
    source=_GUIDE,
    limit=Limit(0.5, "2026-01-01", _OURS),
    needs=("tendered",),
    questions=(
        Question(
            group="Buyer",
            parts="""
                SELECT buyer AS subject, count(*) AS many, count(method) AS named,
                    count(CASE WHEN method IS NOT NULL AND is_direct AND NOT has_ground THEN 1 END)
                        AS direct
                FROM tendered WHERE buyer IS NOT NULL GROUP BY buyer
            """,
            sums=("many", "named", "direct"),
            sql="""
                SELECT subject, CASE WHEN named > 0 THEN direct * 1.0 / named END AS figure,
                    CASE WHEN named > 0 THEN named END AS weight,
                    CASE WHEN named = 0 THEN 'no_method' END AS why
                FROM parts
            """,
            sign=">=",
            limit=limited("R013", 0.5),
            least=cases("R013", 5),
        ),
    ),
)

R049 = Screen(
    code="R049",
    title=Words("Several direct awards to one supplier in a day", "一天之内多次直接采购给同一家"),
    why=Words(
        "Each award by itself may be small enough to need no competition; the day's sum is not.",
        "单看每笔都不必竞争，合起来就不小了。",
    ),
    innocent=Words(
        "Lots of one purchase that the publisher's system counts as processes; orders that wait"
        " for the budget and are placed on one day.",
        "一次采购的多个标包被系统拆成多个项目；等预算下达后同日下单。",
    ),
    figure=Words(
        "processes on the busiest day; days begin at midnight UTC",
        "最多一天的项目数（一天按 UTC 计）",
    ),
    source=_GUIDE,
    limit=Limit(3, "2026-01-01", _OURS),
    needs=("tendered", "granted", "bought"),
    questions=(
        Question(
            group="Pair",
            parts="""
                SELECT buyer || ' · ' || who AS subject, buyer, who,
                    floor(awarded_at / 86400000000) AS day, count(DISTINCT process) AS many
                FROM bought WHERE is_direct AND buyer IS NOT NULL AND who IS NOT NULL
                GROUP BY buyer, who, floor(awarded_at / 86400000000)
            """,
            sums=("many",),
            sql="""
                SELECT subject, max(CASE WHEN day IS NOT NULL THEN many END) * 1.0 AS figure,
                    CASE WHEN max(day) IS NULL THEN 'no_dates' END AS why
                FROM parts GROUP BY subject, buyer, who
            """,
            sign=">=",
            limit=limited("R049", 3),
        ),
    ),
)

OPENNESS = (R005, R010, R013, R049)
