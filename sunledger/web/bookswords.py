"""What is said of two books that were compared: each entry with its pair and why, and the sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.core.money import show_money
from sunledger.core.privacy.masks import mask_found
from sunledger.screening.linkage.twobooks import Entry
from sunledger.web.bookfiles import Book

SURE = 0.9  # from here on a pair is none to look at
HEADINGS = (
    *("where", "why", "chance", "days", "difference"),
    *("statement_line", "statement_day", "statement_amount", "statement_memo"),
    *("book_line", "book_day", "book_amount", "book_memo"),
)
_WORDS = 6  # that both memos have and that are shown
_PLACES = 12  # lines passed over that are named


@dataclass(frozen=True)
class Compared:
    """A statement and a book, what is in both, and in which currency."""

    statement: Book
    book: Book
    pairs: Sequence[Entry]
    currency: str

    def left_over(self) -> tuple[list[int], list[int]]:
        """Return the entries that stand in the statement alone, and in the book alone."""
        sides = (self.statement, self.book)
        found = {one.left for one in self.pairs}, {one.right for one in self.pairs}
        return tuple(  # type: ignore[return-value]
            [at for at in range(len(book.places)) if at not in taken]
            for book, taken in zip(sides, found, strict=True)
        )


def rows(told: Compared) -> Iterator[dict[str, object]]:
    """Give a row for each pair, then for what stands in one of both alone."""
    for one in told.pairs:
        days = told.book.side.days[one.right] - told.statement.side.days[one.left]
        apart = told.book.side.amounts[one.right] - told.statement.side.amounts[one.left]
        yield {
            "where": _("both") if one.chance >= SURE else _("both, to look at"),
            "why": why(told, one),
            "chance": f"{one.chance:.3f}",
            "days": days,
            "difference": _plain(apart, told.currency),
            **_side("statement", told.statement, one.left, told.currency),
            **_side("book", told.book, one.right, told.currency),
        }
    alone, other = told.left_over()
    for at in alone:
        where = {"where": _("in the statement alone")}
        yield where | _side("statement", told.statement, at, told.currency)
    for at in other:
        yield {"where": _("in the book alone")} | _side("book", told.book, at, told.currency)


def _side(name: str, book: Book, at: int, currency: str) -> dict[str, object]:
    return {
        f"{name}_line": book.places[at],
        f"{name}_day": date.fromordinal(book.side.days[at]).isoformat(),
        f"{name}_amount": _plain(book.side.amounts[at], currency),
        f"{name}_memo": mask_found(book.side.memos[at]),
    }


def _plain(amount: int, currency: str) -> str:
    """Return an amount as spreadsheets read it."""
    return show_money(amount, currency).replace(",", "")


def why(told: Compared, one: Entry) -> str:
    """Return what speaks for a pair, in words."""
    apart = told.book.side.amounts[one.right] - told.statement.side.amounts[one.left]
    days = told.book.side.days[one.right] - told.statement.side.days[one.left]
    parts = [
        _("the same sum")
        if not apart
        else _("the sums differ by %(sum)s") % {"sum": show_money(apart, told.currency)},
        _lag(days),
    ]
    if one.shared:
        both = ", ".join(sorted(one.shared, key=lambda word: (-len(word), word))[:_WORDS])
        parts.append(_("both say: %(words)s") % {"words": mask_found(both)})
    elif one.rivals >= 0:
        parts.append(_("no word is the same"))
    if one.rivals > 0:
        parts.append(
            ngettext(
                "%(n)s other entry of that sum is as near",
                "%(n)s other entries of that sum are as near",
                one.rivals,
            )
            % {"n": one.rivals}
        )
    elif not one.rivals:
        parts.append(_("no other entry of that sum is so near"))
    return "; ".join(parts)


def _lag(days: int) -> str:
    if not days:
        return _("on the same day")
    if days > 0:
        return ngettext("in the book %(n)s day later", "in the book %(n)s days later", days) % {
            "n": days
        }
    return ngettext("in the book %(n)s day earlier", "in the book %(n)s days earlier", -days) % {
        "n": -days
    }


def summary(told: Compared, out: object) -> str:
    """Return what the terminal shows: how many are in both, what is left, and that it adds up."""
    alone, other = told.left_over()
    sums = [sum(book.side.amounts) for book in (told.statement, told.book)]
    left = [
        sum(book.side.amounts[at] for at in rows)
        for book, rows in ((told.statement, alone), (told.book, other))
    ]
    look = sum(one.chance < SURE for one in told.pairs)
    lines = [
        _("In both: %(pairs)s, %(look)s of them to look at.")
        % {"pairs": f"{len(told.pairs):,}", "look": f"{look:,}"},
        *(
            words % {"n": f"{len(rows):,}", "sum": show_money(amount, told.currency)}
            for words, rows, amount in (
                (_("In the statement alone: %(n)s, %(sum)s in all."), alone, left[0]),
                (_("In the book alone: %(n)s, %(sum)s in all."), other, left[1]),
            )
        ),
        _("Statement %(one)s, book %(two)s; they differ by %(apart)s, of which %(fees)s in pairs.")
        % {
            "one": show_money(sums[0], told.currency),
            "two": show_money(sums[1], told.currency),
            "apart": show_money(sums[1] - sums[0], told.currency),
            "fees": show_money(sums[1] - left[1] - (sums[0] - left[0]), told.currency),
        },
        *(_passed(book) for book in (told.statement, told.book) if book.passed),
        *([_turned_words()] if _is_turned(told) else []),
        _("All entries: %(file)s") % {"file": out},
    ]
    return "\n".join(lines)


def _turned_words() -> str:
    return _(
        "Most sums that agree have opposite signs: what came in one went in the other. "
        "If one of both is written from the other side, give --turned."
    )


def _passed(book: Book) -> str:
    words = ngettext(
        "%(file)s: %(n)s line is no entry (a total, or without day or sum): %(lines)s",
        "%(file)s: %(n)s lines are no entries (totals, or without day or sum): %(lines)s",
        len(book.passed),
    )
    lines = ", ".join(book.passed[:_PLACES]) + (" …" if len(book.passed) > _PLACES else "")
    return words % {"file": book.file, "n": len(book.passed), "lines": lines}


def _is_turned(told: Compared) -> bool:
    """Whether far more sums of what is left agree with the sign turned than were found as it is."""
    alone, other = told.left_over()
    theirs = {told.book.side.amounts[at] for at in other}
    turned = sum(-told.statement.side.amounts[at] in theirs for at in alone)
    return turned > max(5, len(told.pairs))
