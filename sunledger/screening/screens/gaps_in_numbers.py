"""Numbers missing or used twice in a book

In a book of vouchers, receipts or cheques whose numbers otherwise run on, some numbers are missing,
or one number stands for two vouchers.

Why it matters
    A receipt that is not in the book was perhaps given to somebody who paid. A voucher that bears
    another's number stands where nobody looks for a second one.

Innocent reasons
    Pages that were voided and kept, which are passed over where the book says so. Two books under
    one name. A page that went to another year. Numbers that begin again each month.

Source
    The test for gaps and repeats is in every auditor's handbook.
"""

from datetime import date

from narwhals import Int64, String, col, concat, lit, when
from narwhals import len as count

from sunledger.screening.keeping import keep
from sunledger.screening.screen import Example, Frame, Reason, Setting, Text
from sunledger.screening.vocabulary import key, set_aside

CHINESE = """票号缺号、重号

某本凭证、收据或支票的编号本来连续，其中有缺号，或同一编号用于两张凭证。

为什么重要
    账上找不到的那张收据，也许已经开给交了钱的人；占用别人编号的凭证，没有人会想到去找第二张。

清白的理由
    作废并留存的票页（账上注明的已排除）；两本账共用一个字号；跨年票页；每月重新编号。

来源
    审计手册中的断号、重号检查。
"""

SENTENCE = {
    "gap": Text(
        "In the book {series} of {body_name} for {year}, {missing} of about {span} numbers are "
        "missing; the first lies between {before} and {after}.",
        "{body_name}{year}年“{series}”字号约{span}个编号中缺{missing}个，第一处在{before}与{after}之间。",
    ),
    "twice": Text(
        "In the book {series} of {body_name} for {year}, {missing} numbers stand for two vouchers "
        "each; the first is {before}.",
        "{body_name}{year}年“{series}”字号有{missing}个编号各用于两张凭证，第一个是{before}。",
    ),
}

NEEDS = {"vouchers": ["body", "series", "number", "posted_on"]}
APART = ["body"]
REASONS = {
    "no book": Reason(
        Text(
            "The numbers of this book do not run on: too few, or too many are missing.",
            "该字号编号太少，或本来就不连续。",
        ),
        applicable=True,
    ),
}

SETTINGS = {
    "least": Setting(
        Text("vouchers in a book and year, at least", "一本账一年最少张数"),
        since=date(2024, 1, 1),
        source=Text("Our own.", "自定。"),
    ),
    "share": Setting(
        Text(
            "hundredths that may be missing or double in a book that runs on",
            "视为连续编号时允许缺重号的百分比",
        ),
        since=date(2024, 1, 1),
        source=Text(
            "Our own: beyond it the book is numbered otherwise.", "自定：更多则另有编号规则。"
        ),
    ),
    "few": Setting(
        Text(
            "numbers that may be missing or double in a book of any size",
            "不论账本大小均允许的缺重号个数",
        ),
        since=date(2026, 11, 22),
        source=Text("Our own.", "自定。"),
    ),
}

_BOOK = ("body", "series", "year")


def asides(vouchers: Frame, *, least: int = 20, share: int = 5, few: int = 3) -> Frame:
    """Set aside books whose numbers do not run on."""
    rows = _years(vouchers)
    books = keep(_books(rows))
    missing, twice = col("span") - col("numbers"), col("rows") - col("numbers")
    # Of a small book, three pages are more than a few hundredths, and it runs on all the same.
    broken = (missing * 100 > col("span") * share) & (missing > few)
    double = (twice * 100 > col("rows") * share) & (twice > few)
    good = books.filter(col("numbers") >= least, ~broken, ~double)
    good = good.select(*_BOOK, good=lit(1))
    rows = rows.join(good, on=list(_BOOK), how="left")
    return set_aside(rows, {"no book": col("good").is_null()}).drop("good", "year")


def flags(vouchers: Frame) -> Frame:
    """Return the vouchers beside gaps, and those with one number; a lead for each book."""
    rows = keep(_years(vouchers))
    spans = _books(rows).select(*_BOOK, "span")
    columns = ("code", *_BOOK, "number", "before", "kind", "own", "size")
    found = concat([_gaps(rows).select(*columns), _twice(rows).select(*columns)])
    found = keep(found.with_columns(lead=key("kind", *_BOOK)))
    sums = found.group_by("lead").agg(missing=col("size").sum().cast(Int64), at=col("number").min())
    chief = found.join(sums, on="lead").filter(col("number") == col("at"))
    chief = chief.group_by("lead").agg(
        missing=col("missing").min(), first=col("before").min(), after=col("number").min()
    )
    names = rows.select("code", "body_name")
    found = found.drop("before").join(chief, on="lead").join(names, on="code")
    return found.join(spans, on=list(_BOOK)).select(
        *("code", "lead", "kind", "body_name", "series", "year", "missing", "span", "after"),
        before=col("first"),
        subject=col("series"),
        figure=col("own"),
        strength=when(col("kind") == "gap").then(lit(0.35)).otherwise(lit(0.45)),
    )


def _gaps(rows: Frame) -> Frame:
    """Return the voucher after each gap, with how many numbers are missing before it."""
    numbers = rows.group_by(*_BOOK, "number").agg(
        code=col("code").min(), amount=col("amount").max().fill_null(0)
    )
    previous = col("number").shift(1).over(*_BOOK, order_by=["number"])
    gaps = numbers.with_columns(before=previous)
    gaps = gaps.filter(col("number") - col("before") > 1)
    # Nobody knows what is missing; the voucher after the gap stands for it.
    return gaps.with_columns(
        kind=lit("gap"), own=col("amount").cast(Int64), size=col("number") - col("before") - 1
    )


def _twice(rows: Frame) -> Frame:
    """Return the vouchers that share a number; what stands under a voided one is not double."""
    valid = rows.filter(col("void").fill_null(0) == 0)
    valid = valid.with_columns(times=count().over(*_BOOK, "number"))
    first = col("code") == col("code").min().over(*_BOOK, "number")
    twice = valid.with_columns(first=first).filter(col("times") > 1)
    amount = col("amount").fill_null(0)
    return twice.with_columns(
        kind=lit("twice"),
        before=col("number"),
        own=when(col("first")).then(lit(0)).otherwise(amount).cast(Int64),
        size=when(col("first")).then(lit(1)).otherwise(lit(0)).cast(Int64),
    )


def _years(vouchers: Frame) -> Frame:
    """Add the year in which the numbers of a book run on, as a text."""
    return vouchers.with_columns(year=col("posted_on").dt.year().cast(Int64).cast(String))


def _books(rows: Frame) -> Frame:
    """Return each book of a year: its numbers, and how many there would be without gaps."""
    books = rows.group_by(*_BOOK).agg(
        rows=count(),
        numbers=col("number").n_unique(),
        low=col("number").min(),
        high=col("number").max(),
    )
    return books.with_columns(span=(col("high") - col("low") + 1).cast(Int64))


def _book(series: str, *numbers: int, void: str = "") -> str:
    """Return the vouchers of a book."""
    return "\n".join(f"大河镇 | {series} | {n} | 2024-03-04 | 500 | {void}" for n in numbers)


_HEAD = "body | series | number | posted_on | amount | void"

EXAMPLES = [
    Example(
        "three pages of a small book",
        flagged=["收据"],
        tables={"vouchers": f"{_HEAD}\n{_book('收据', *range(1, 12), *range(15, 41))}"},
    ),
    Example(
        "two numbers missing among sixty; one number for two vouchers",
        flagged=["收据", "付款"],
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _book("收据", *range(101, 131), *range(133, 161))),
                    *(_book("付款", *range(1, 41)), _book("付款", 17)),
                ]
            )
        },
    ),
    Example(
        "a page voided and kept; the number of a voided page used again",
        tables={
            "vouchers": "\n".join(
                [
                    *(_HEAD, _book("收据", *range(101, 131), *range(132, 161))),
                    *(_book("收据", 131, void="yes"), _book("收据", 131)),
                ]
            )
        },
    ),
    Example(
        "numbers that do not run on; no number",
        cannot=["no book", "no number"],
        tables={
            "vouchers": "\n".join(
                [_HEAD, _book("转账", *range(1, 300, 7)), "大河镇 | 收据 | | 2024-03-04 | 500 |"]
            )
        },
    ),
]
